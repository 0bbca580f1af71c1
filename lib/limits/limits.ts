import type { LimitAnswer, LimitAnswers, LimitRequest } from "../decision.ts";
import type { ItemView } from "./buckets.ts";

/** Equal for what is counted together; a new `max` does not reset the count. */
export function nameCounter({ sdkAppId, rule, by, value, perMs }: LimitRequest): string {
  return [sdkAppId, rule, by, value, perMs].join("\0");
}

export function answerView(view: ItemView): LimitAnswer {
  return view.kind === "over" ? view : { kind: "within", used: view.used, retryAfterMs: 0 };
}

export function hasOver(answers: LimitAnswers): boolean {
  return [...answers.values()].some(({ kind }) => kind === "over");
}

/** If one limit is over, the request counts in no other, so the others have no answer. */
export function keepOver(answers: LimitAnswers): LimitAnswers {
  return hasOver(answers) ? new Map([...answers].filter(([, { kind }]) => kind === "over")) : answers;
}

export function mergeAnswers(...parts: readonly LimitAnswers[]): LimitAnswers {
  return new Map(parts.flatMap((part) => [...part]));
}
