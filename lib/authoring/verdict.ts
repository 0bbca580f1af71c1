import { isDeepStrictEqual } from "node:util";
import type { Payload } from "../commands/payload.ts";
import type { Envelope } from "../replies/envelope.ts";
import { isObject } from "./payload-path.ts";
import type { Scenario } from "./scenario.ts";

/** What an answer means to Chat. */
export type Verdict = "allow" | "deny" | "partial" | "drop" | "mask" | "fail";

export const verdicts: readonly Verdict[] = ["allow", "deny", "partial", "drop", "mask", "fail"];

/** Reads an envelope as Chat would: the reply's own answers are what it is compared with. */
export function verdictOf(
  envelope: Envelope,
  { command, payload }: Pick<Scenario, "command" | "payload">,
): Verdict {
  if (envelope.ActionStatus !== "OK") return "fail";
  const { reply } = command;
  if (reply.phase === "after") return "allow";
  if (reply.actions.includes("drop")) {
    const dropped = reply.answer({ verdict: "drop", rule: "" }, { targets: [], payload });
    if (dropped.ErrorCode === envelope.ErrorCode) return "drop";
  }
  if (envelope.ErrorCode !== 0) return "deny";
  const extra = Object.entries(envelope).filter(([key]) => !(key in PLAIN));
  if (extra.some(([key]) => key in payload)) return rewrites(extra, payload) ? "mask" : "allow";
  const codes = extra.flatMap(([, items]) => (Array.isArray(items) ? items.map(codeOf) : []));
  const refused = codes.filter((code) => code !== 0).length;
  if (refused === 0) return "allow";
  return reply.perTarget === "coded" && refused === codes.length ? "deny" : "partial";
}

const PLAIN = { ActionStatus: "", ErrorInfo: "", ErrorCode: 0 };

const rewrites = (extra: readonly (readonly [string, unknown])[], payload: Payload) =>
  extra.some(([key, value]) => !isDeepStrictEqual(value, payload[key]));

/** Of one account's item; who is refused by name only has none, and stands in no other list. */
function codeOf(item: unknown): unknown {
  return isObject(item) ? item.ResultCode : 1;
}

/** Every code that the answer gives, to the whole request or to one account. */
export function codesOf(envelope: Envelope): readonly number[] {
  const items = Object.values(envelope).flatMap((value) => (Array.isArray(value) ? value : []));
  return [envelope.ErrorCode, ...items.filter(isObject).map((item) => Number(item.ResultCode))];
}

/** `expected`: a verdict, or a code. */
export function isAsExpected(expected: string, verdict: Verdict, envelope: Envelope): boolean {
  if (/^\d+$/.test(expected)) return codesOf(envelope).includes(Number(expected));
  return expected === verdict || (expected === "deny" && verdict === "partial");
}
