import type { Decision, RuleEffect } from "./decision.ts";

/** Why a request was turned away; the words are part of the answer and of the audit record. */
export type RejectionReason =
  | "method-not-allowed"
  | "event-unknown"
  | "body-too-large"
  | "body-not-utf8"
  | "body-not-json-object"
  | "parameter-missing"
  | "parameter-repeated"
  | "command-mismatch"
  | "sdkappid-unknown"
  | "no-token-configured"
  | "sign-missing"
  | "sign-mismatch"
  | "request-time-stale";

export type Rejection = {
  readonly kind: "rejected";
  readonly status: 400 | 401 | 403 | 405 | 413;
  readonly reason: RejectionReason;
};

/** Why nothing could be decided though the request was good. */
export type FaultReason = "settings-unavailable" | "policy-unavailable" | "fault";

/** How a request ended. */
export type Ending =
  | { readonly kind: "decided"; readonly decision: Decision; readonly effects: readonly RuleEffect[] }
  /** The console's verify request. */
  | { readonly kind: "verified" }
  /** A command that chatgate does not know. */
  | { readonly kind: "unknown" }
  /** `path`: the required field that is missing or of another type. */
  | { readonly kind: "unreadable"; readonly path: string }
  /** `detail` is for logs; it holds no value of the request. */
  | { readonly kind: "faulted"; readonly reason: FaultReason; readonly detail: string }
  | { readonly kind: "deadline" }
  | Rejection;

export function reject(status: Rejection["status"], reason: RejectionReason): Rejection {
  return { kind: "rejected", status, reason };
}
