/** What a rule may do to a request. `observe` only records; it is the one action of after-commands. */
export type Action = "deny" | "drop" | "mask" | "observe";

type Enforced = Exclude<Action, "observe">;

/**
 * What one rule did to one request, or to one of its targets. `would-…`: the same in shadow, or outside the
 * rollout. `exempt`: the condition held and an `unless` took it back. `error`: the condition could not be computed.
 */
export type Effect = "pass" | "exempt" | "observe" | "error" | Enforced | `would-${Enforced}`;

/** The entry of a list that matched, and where: UTF-16 offsets in the text, which may be written otherwise there. */
export type Match = { readonly entry: string; readonly span?: readonly [start: number, end: number] };

/** The facet that made a rule hold and, where a list made it, what matched; of a list of values, in the one that did. */
export type Evidence = { readonly facet: string } & Partial<Match>;

export type RuleEffect = {
  /** `<document>/<rule id>` */
  readonly rule: string;
  readonly effect: Effect;
  /** The account that a per-target rule spoke of. */
  readonly target?: string;
  readonly evidence?: Evidence;
  /** Why the condition could not be computed; names facets and functions, never values. */
  readonly error?: string;
};

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

/** What a gate answers when it could not decide. */
export type Fallback = "allow" | "deny";
