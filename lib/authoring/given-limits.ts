import type { LimitAnswer, LimitRequest } from "../decision.ts";
import type { AnswerLimits } from "../gate/decide-callback.ts";

/** What limits have counted before a request: in all of them, or by rule. */
export type GivenLimits = {
  readonly used?: number | undefined;
  /** By `<document>/<rule id>`. */
  readonly limits?: Readonly<Record<string, number>> | undefined;
};

/** The answers of a store that has counted so many requests, all of them now. */
export function answerGiven({ used = 0, limits = {} }: GivenLimits): AnswerLimits {
  const readCount = ({ rule }: LimitRequest) => (Object.hasOwn(limits, rule) ? (limits[rule] ?? 0) : used);
  return (requests) => {
    const answers = requests.map((request) => [request, answerUsed(request, readCount(request))] as const);
    const enforced = answers.filter(([{ shadow }]) => !shadow);
    const over = enforced.filter(([, { kind }]) => kind === "over");
    // If one limit is exceeded, a store does not answer for the others.
    return new Map((over.length > 0 ? over : answers).map(([{ rule }, answer]) => [rule, answer]));
  };
}

function answerUsed({ max, perMs, holdMs = perMs }: LimitRequest, used: number): LimitAnswer {
  return used < max
    ? { kind: "within", used, retryAfterMs: 0 }
    : { kind: "over", used, retryAfterMs: Math.max(perMs, holdMs) };
}
