import type { ItemView, LimitWindow } from "./buckets.ts";

/** One limit whose rule holds for a request. */
export type LimitRequest = LimitWindow & {
  readonly sdkAppId: number;
  readonly rule: string;
  /** The facet by which is counted, and its value in this request. */
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
  | "refused" // by an error of no other name here
  | "full"; // the memory's keys are all in use

/** `used`: those in the window before this one, where the store said so. */
export type LimitAnswer =
  | { readonly kind: "within" | "over"; readonly used?: number | undefined; readonly retryAfterMs: number }
  | LimitUnknown;
export type LimitUnknown = { readonly kind: "unknown"; readonly reason: LimitFailure };

/** By rule. */
export type LimitAnswers = ReadonlyMap<string, LimitAnswer>;

/** A `deadline` is in milliseconds since the epoch. */
export type Limits = {
  /**
   * Counts the request in all enforced limits or in none. Where one is over, the answers hold only limits that are
   * over; the others, and all in shadow, have not been counted.
   */
  readonly take: (requests: readonly LimitRequest[], deadline: number) => Promise<LimitAnswers>;
  /** Counts a refusal in each limit that is not over already. */
  readonly strike: (requests: readonly LimitRequest[], deadline: number) => Promise<LimitAnswers>;
};

/** Equal for what is counted together; `max` may change without a new start. */
export function nameCounter({ sdkAppId, rule, by, value, perMs }: LimitRequest): string {
  return [sdkAppId, rule, by, value, perMs].join("\0");
}

export function answerView(view: ItemView): LimitAnswer {
  return view.kind === "over" ? view : { kind: "within", used: view.used, retryAfterMs: 0 };
}

export function hasOver(answers: LimitAnswers): boolean {
  return [...answers.values()].some(({ kind }) => kind === "over");
}

/** Where one limit is over, the request counts in no other, so the others have no answer. */
export function keepOver(answers: LimitAnswers): LimitAnswers {
  return hasOver(answers) ? new Map([...answers].filter(([, { kind }]) => kind === "over")) : answers;
}

export function mergeAnswers(...parts: readonly LimitAnswers[]): LimitAnswers {
  return new Map(parts.flatMap((part) => [...part]));
}
