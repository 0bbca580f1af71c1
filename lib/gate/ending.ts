import type { Rejection } from "../callback/callback.ts";
import type { Decision, RuleEffect } from "../decision.ts";

/** Why a valid request could not be decided. */
export type FaultReason = "settings-unavailable" | "policy-unavailable" | "fault";

/** How a callback ends once its body is read. */
export type CallbackEnding =
  | { readonly kind: "decided"; readonly decision: Decision; readonly effects: readonly RuleEffect[] }
  /** `path`: the required field that is missing or of another type. */
  | { readonly kind: "unreadable"; readonly path: string }
  | { readonly kind: "deadline" };

/** How a request ended. */
export type Ending =
  | CallbackEnding
  /** The console's verify request. */
  | { readonly kind: "verified" }
  /** A command that chatgate does not know; `name` is the sender's word. */
  | { readonly kind: "unknown"; readonly name: string }
  /** `detail` is for logs; it holds no value of the request. */
  | { readonly kind: "faulted"; readonly reason: FaultReason; readonly detail: string }
  | Rejection;
