/** What a rule may do to a request. `observe` only records; it is the one action of after-commands. */
export type Action = "deny" | "drop" | "mask" | "observe";

type Enforced = Exclude<Action, "observe">;

/**
 * What one rule did to one request, or to one of its targets. `would-…`: the same in shadow, or outside the
 * rollout. `exempt`: the rule held, and `unless` names the account. `error`: the condition could not be computed.
 */
export type Effect = "pass" | "exempt" | "observe" | "error" | Enforced | `would-${Enforced}`;

/** The entry of a list that matched, and where: UTF-16 offsets in the text, which may be written otherwise there. */
export type Match = { readonly entry: string; readonly span?: readonly [start: number, end: number] };

/** The facet that made a rule hold and, if a list did, what matched; in a list of values, within the one that matched. */
export type Evidence = { readonly facet: string } & Partial<Match>;

export type RuleEffect = {
  /** `<document>/<rule id>` */
  readonly rule: string;
  readonly effect: Effect;
  /** The target, for a rule that is decided target by target. */
  readonly target?: string;
  readonly evidence?: Evidence;
  /** Why the condition could not be computed, or its limit not counted; names facets and functions, never values. */
  readonly error?: string;
  /** Of a rule with a limit that was over or could not be counted. */
  readonly limit?: LimitState;
};

/** `used`: what counted before this request, if the store said so. */
export type LimitState = {
  readonly max: number;
  readonly used?: number | undefined;
  /** Until a place is free. */
  readonly retryAfterMs?: number | undefined;
};

/** At most `max` in any `perMs`, the end of it excluded. Whoever takes the last place starts a hold of `holdMs`. */
export type LimitWindow = {
  readonly max: number;
  readonly perMs: number;
  readonly holdMs?: number | undefined;
};

/** One limit whose rule holds for a request. */
export type LimitRequest = LimitWindow & {
  readonly sdkAppId: number;
  readonly rule: string;
  /** The facets that are counted by, and their values in this request. */
  readonly by: string;
  readonly value: string;
  /** Counted after the enforced ones, alone. */
  readonly shadow: boolean;
  /** `refusals` are read by `take` and counted by `strike`. */
  readonly count: "requests" | "refusals";
};

export type LimitFailure =
  | "timeout"
  | "throttled"
  | "conflict" // with transactions of other requests
  | "contended" // others wrote first, in every attempt
  | "unreachable"
  | "unavailable" // 5xx
  | "denied"
  | "table-missing"
  | "garbled"
  | "refused" // any other error
  | "full"; // the memory's keys are all in use

/** `used`: those in the window before this one, if the store said so. */
export type LimitAnswer =
  | { readonly kind: "within" | "over"; readonly used?: number | undefined; readonly retryAfterMs: number }
  | LimitUnknown;
export type LimitUnknown = { readonly kind: "unknown"; readonly reason: LimitFailure };

/** By rule; a limit without an answer was not counted. */
export type LimitAnswers = ReadonlyMap<string, LimitAnswer>;

/** A refusal as the caller will see it. `code` is one that the command documents: it was checked at load. */
export type Refusal = { readonly rule: string; readonly code: number; readonly message: string };

/** One entry per target of the request, in its order; `undefined` lets that target through. */
export type TargetRefusals = readonly (Refusal | undefined)[];

export type Decision =
  | { readonly verdict: "allow" }
  /** `targets`: every one is refused, each by the first rule that reached it. */
  | { readonly verdict: "deny"; readonly refusal: Refusal; readonly targets: TargetRefusals }
  | { readonly verdict: "partial"; readonly targets: TargetRefusals }
  | { readonly verdict: "drop"; readonly rule: string }
  /** `texts`: the text elements of the message, rewritten, in their order. */
  | { readonly verdict: "mask"; readonly texts: readonly string[] };

/** The answer when the gate cannot decide. */
export type Fallback = "allow" | "deny";
