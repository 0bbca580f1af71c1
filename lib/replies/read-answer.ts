import { isCodeIn } from "./code-range.ts";
import { createRefusalEnvelope, type Envelope, OK, readEnvelope } from "./envelope.ts";
import type { Refusing, ReplyContext } from "./reply.ts";

export type ReadAnswer =
  /** With exactly the members that the command's page has. */
  | { readonly kind: "answer"; readonly envelope: Envelope }
  | { readonly kind: "invalid"; readonly reason: "not-an-answer" | "failed" | "code" | "members" };

/** Characters; Chat passes the text on to the caller. */
const MAX_ERROR_INFO = 500;

/** The backend's answer to a before-command, if it is one that the command documents. */
export function readAnswer(value: unknown, reply: Refusing, context: ReplyContext): ReadAnswer {
  const given = readEnvelope(value);
  if (given === undefined) return { kind: "invalid", reason: "not-an-answer" };
  // Chat treats FAIL as a failed webhook.
  if (given.ActionStatus === "FAIL") return { kind: "invalid", reason: "failed" };
  const { ErrorCode: code, ErrorInfo } = given;
  if (code === 0) {
    const members = reply.readMembers(given, context);
    return members === undefined
      ? { kind: "invalid", reason: "members" }
      : { kind: "answer", envelope: { ...OK, ...members } };
  }
  if (!isRefusal(code, reply)) return { kind: "invalid", reason: "code" };
  return {
    kind: "answer",
    envelope: createRefusalEnvelope(code, [...ErrorInfo].slice(0, MAX_ERROR_INFO).join("")),
  };
}

function isRefusal(code: number, { codes, defaultCode, partialDenial, decode, actions }: Refusing): boolean {
  if (partialDenial === "coded") return false; // refuses account by account only
  if (code === defaultCode || (codes !== null && isCodeIn(codes, code))) return true;
  // Stryker disable next-line StringLiteral,ObjectLiteral,ArrayDeclaration: a refusal's code alone says whether it drops
  const { verdict } = decode(createRefusalEnvelope(code, ""), { targets: [], payload: {} });
  return verdict === "drop" && actions.includes("drop");
}
