import type { LimitAnswers, LimitRequest } from "../decision.ts";

/** Where requests are counted. A `deadline` is in milliseconds since the epoch; what is not known by then is `unknown`. */
export type Limits = {
  /**
   * Counts the request in all enforced limits or in none. If one is over, the answers hold only limits that are
   * over; the others, and all in shadow, have not been counted.
   */
  readonly take: (requests: readonly LimitRequest[], deadline: number) => Promise<LimitAnswers>;
  /** Counts a refusal in each limit that is not over already. */
  readonly strike: (requests: readonly LimitRequest[], deadline: number) => Promise<LimitAnswers>;
};

/** For one exchange with the store at most, inside the request's own deadline. */
export const LIMIT_BUDGET_MS = 250;
