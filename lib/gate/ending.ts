import type { Rejection } from "../callback/callback.ts";
import type { Decision, RuleEffect } from "../decision.ts";

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
