import type { FacetReading } from "../commands/facet-reading.ts";
import type { Decision, Refusal, RuleEffect } from "../decision.ts";
import { maskTexts, type RuleEvaluation } from "./evaluate.ts";
import { describeLimit } from "./evaluate-limits.ts";

/** Deny over drop over mask over allow; the first deny in order gives code and message. */
export function combineEvaluations(
  evaluations: readonly RuleEvaluation[],
  { targets, texts }: Pick<FacetReading, "targets" | "texts">,
): Decision {
  let whole: Refusal | undefined;
  const refused: (Refusal | undefined)[] = targets.map(() => undefined);
  for (const { target, refusal } of evaluations) {
    // Stryker disable next-line ConditionalExpression: without it nothing is written over, only slower
    if (refusal === undefined) continue;
    if (target === undefined) whole ??= refusal;
    for (const index of target === undefined ? refused.keys() : [target]) refused[index] ??= refusal;
  }
  if (whole !== undefined) return { verdict: "deny", refusal: whole, targets: refused };
  if (refused.some((refusal) => refusal !== undefined)) return { verdict: "partial", targets: refused };
  const drop = evaluations.find(({ effect }) => effect === "drop");
  if (drop !== undefined) return { verdict: "drop", rule: drop.rule.rule };
  const masks = evaluations.filter(({ effect }) => effect === "mask");
  return masks.length === 0 ? { verdict: "allow" } : { verdict: "mask", texts: joinMasks(masks, texts) };
}

/** The first mask's texts are known; each further mask is applied to the result of the one before. */
function joinMasks(masks: readonly RuleEvaluation[], texts: readonly string[]): readonly string[] {
  return masks.reduce(
    (masked, { rule: { action }, maskedTexts = masked }, index) =>
      // Stryker disable next-line ConditionalExpression,LogicalOperator,EqualityOperator: all are masks, and the first again is only slower
      index > 0 && action.kind === "mask" ? maskTexts(masked, action) : maskedTexts,
    texts,
  );
}

/** As records name them: one entry per rule, and one per target for which a rule about targets did something. */
export function listEffects(
  evaluations: readonly RuleEvaluation[],
  { targets }: Pick<FacetReading, "targets">,
): readonly RuleEffect[] {
  const acting = new Set(evaluations.filter(({ effect }) => effect !== "pass").map(({ rule }) => rule));
  return evaluations.flatMap((evaluation, index): readonly RuleEffect[] => {
    const { rule, target, effect, evidence, error, limit } = evaluation;
    if (effect === "pass") {
      // Stryker disable next-line ArithmeticOperator: the first or the last of a rule's passes, one entry either way
      const isListed = acting.has(rule) || evaluations[index - 1]?.rule === rule;
      return isListed ? [] : [{ rule: rule.rule, effect }];
    }
    return [
      {
        rule: rule.rule,
        effect,
        // Stryker disable next-line OptionalChaining: evaluations are of targets that are there
        ...(target === undefined ? {} : { target: String(targets[target]?.target) }),
        ...(evidence === undefined ? {} : { evidence }),
        ...(error === undefined ? {} : { error }),
        ...(limit === undefined ? {} : { limit: describeLimit(limit) }),
      },
    ];
  });
}
