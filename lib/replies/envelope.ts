import type { Decision } from "../decision.ts";

/**
 * The answer to every callback; exactly these three members are mandatory, the rest belongs to a reply kind.
 * Refusals are `OK` with a non-zero code; `FAIL` means that the request was not decided.
 * Source: product documentation, Webhook Overview (1047/34354).
 */
export type Envelope = {
  readonly ActionStatus: "OK" | "FAIL";
  readonly ErrorInfo: string;
  readonly ErrorCode: number;
  readonly [extra: string]: unknown;
};

export const OK: Envelope = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };

export function createRefusalEnvelope(code: number, message: string): Envelope {
  return { ActionStatus: "OK", ErrorInfo: message, ErrorCode: code };
}

/** Rejects a request that is not Chat's, or not whole; `status` is repeated as the code. */
export function createRejectionEnvelope(status: number, reason: string): Envelope {
  return { ActionStatus: "FAIL", ErrorInfo: reason, ErrorCode: status };
}

/** `undefined` if the value is not an answer to a callback. */
export function readEnvelope(value: unknown): Envelope | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { ActionStatus, ErrorInfo, ErrorCode } = value as Readonly<Record<string, unknown>>; // `typeof` and null are checked
  const isAnswer =
    (ActionStatus === "OK" || ActionStatus === "FAIL") &&
    typeof ErrorInfo === "string" &&
    typeof ErrorCode === "number";
  return isAnswer ? (value as Envelope) : undefined; // `isAnswer` checks its three members
}

/** How Chat reads an answer; `fail`: Chat treats the callback as failed and goes on. */
export type Verdict = Decision["verdict"] | "fail";

/** What an answer means to Chat. */
export type Meaning = {
  readonly verdict: Verdict;
  /** Of the request as a whole; 0 if Chat goes on with it. */
  readonly code: number;
  /** One per account, if the answer gives each account its own. */
  readonly targetCodes: readonly number[];
  /** The accounts that are refused one by one, not with the whole request. */
  readonly refused: readonly string[];
};

/** What the three mandatory members mean, which is the same for every kind of reply. */
export function decodeCommon({ ActionStatus, ErrorCode }: Envelope): Meaning {
  const verdict = ActionStatus === "FAIL" ? "fail" : ErrorCode === 0 ? "allow" : "deny";
  return { verdict, code: ErrorCode, targetCodes: [], refused: [] };
}
