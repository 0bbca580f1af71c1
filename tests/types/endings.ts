/** This code is not executed: it must not compile where it says so, and must elsewhere. */

import { reject } from "../../lib/callback/callback.ts";
import type { Decision, Fallback } from "../../lib/decision.ts";
import type { Ending } from "../../lib/gate/ending.ts";
import type { Envelope } from "../../lib/replies/envelope.ts";

declare const decision: Decision;
declare const ending: Ending;

reject(401, "sign-missing");
// @ts-expect-error: not one of ours
reject(418, "sign-missing");
// @ts-expect-error: a reason that the answer's reader does not know
reject(401, "no-sign");

// A refusal says by which rule, code and message.
// @ts-expect-error: whose?
export const bare: Decision = { verdict: "deny" };
// @ts-expect-error: only a refusal has one
decision.refusal;
if (decision.verdict === "deny") decision.refusal.code.toFixed();

// Each ending is handled, or told apart.
// @ts-expect-error: not every ending has a decision
ending.decision;
export function nameEnding(one: Ending): string {
  switch (one.kind) {
    case "decided":
      return one.decision.verdict;
    case "verified":
    case "unknown":
    case "deadline":
      return one.kind;
    case "unreadable":
      return one.path;
    case "faulted":
    case "rejected":
      return one.reason;
  }
}
// @ts-expect-error: an ending was left out, so something may come out that is no string
export function nameWithoutAll(one: Ending): string {
  switch (one.kind) {
    case "decided":
      return "decided";
  }
}

// @ts-expect-error: two words only
export const fallback: Fallback = "maybe";
// @ts-expect-error: the wire knows OK and FAIL
export const envelope: Envelope = { ActionStatus: "ERROR", ErrorInfo: "", ErrorCode: 0 };
// @ts-expect-error: the three members are always there
export const short: Envelope = { ActionStatus: "OK", ErrorCode: 0 };
