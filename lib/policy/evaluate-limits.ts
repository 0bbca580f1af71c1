import type { Decision, LimitAnswers, LimitRequest, LimitState, RuleEffect } from "../decision.ts";
import { actOn, type EvaluationInput, type RuleEvaluation, refuseForError } from "./evaluate.ts";
import { fillLimitHoles } from "./limit-holes.ts";
import type { LimitMatch } from "./match-limit.ts";

/** The limits to check before the request is allowed; a request that is refused anyway is not counted. */
export function listNeeds(
  evaluations: readonly RuleEvaluation[],
  decision: Decision,
): readonly LimitRequest[] {
  return isRefused(decision) ? [] : evaluations.flatMap(({ limit }) => limit?.request ?? []);
}

function isRefused(decision: Decision): boolean {
  if (decision.verdict === "partial") return decision.targets.every((refusal) => refusal !== undefined);
  return decision.verdict === "deny" || decision.verdict === "drop";
}

export function applyAnswers(
  evaluations: readonly RuleEvaluation[],
  answers: LimitAnswers,
  input: EvaluationInput,
): readonly RuleEvaluation[] {
  return evaluations.map((evaluation) => {
    const { rule, limit, evidence, bindings } = evaluation;
    const answer = answers.get(rule.rule);
    if (limit === undefined || rule.limit === undefined || answer === undefined) return evaluation;
    const answered = { ...evaluation, limit: { ...limit, answer } };
    if (answer.kind === "within") return answered;
    if (answer.kind === "unknown") {
      const refusal = refuseForError(rule, bindings, input);
      return { ...answered, effect: "error", error: describeFailure(answer), refusal };
    }
    const holes = fillLimitHoles(rule.limit, answer);
    return { ...answered, ...actOn(rule, { ...bindings, ...holes }, input, evidence) };
  });
}

/** The strikes that a refusal counts as. A refusal by a failed rule, or by one that counts strikes, is not a strike. */
export function listStrikes(
  evaluations: readonly RuleEvaluation[],
  decision: Decision,
): readonly LimitRequest[] {
  if (decision.verdict !== "deny" && decision.verdict !== "partial") return [];
  const isStruck = evaluations.some(
    ({ rule, effect }) => effect === "deny" && rule.limit?.count !== "refusals",
  );
  if (!isStruck) return [];
  return evaluations.flatMap(({ limit }) =>
    limit?.request.count === "refusals" && limit.answer?.kind !== "over" ? [limit.request] : [],
  );
}

/** Strikes that could not be counted are errors too; they change no answer. */
export function noteUncounted(
  effects: readonly RuleEffect[],
  requests: readonly LimitRequest[],
  answers: LimitAnswers,
): readonly RuleEffect[] {
  return effects.map((effect) => {
    const answer = answers.get(effect.rule);
    const request = requests.find(({ rule }) => rule === effect.rule);
    if (answer?.kind !== "unknown" || request === undefined) return effect;
    return { ...effect, effect: "error", error: describeFailure(answer), limit: { max: request.max } };
  });
}

export function describeLimit({ request, answer }: LimitMatch): LimitState {
  if (answer === undefined || answer.kind === "unknown") return { max: request.max };
  return { max: request.max, used: answer.used, retryAfterMs: answer.retryAfterMs };
}

const describeFailure = ({ reason }: { readonly reason: string }) => `limit not counted: ${reason}`;
