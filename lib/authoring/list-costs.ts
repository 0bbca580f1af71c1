import { commands } from "../commands/generated/index.ts";
import { parseKnownJson } from "../json.ts";
import { checkRule } from "../policy/check-rule.ts";
import { type CostEstimate, estimateRule, RULE_STEPS } from "../policy/cost.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { createLanguage } from "../policy/expression.ts";
import { readLists } from "../policy-set/lists.ts";
import type { Parameter } from "../policy-set/parameter.ts";

export type RuleCost = CostEstimate & {
  readonly rule: string;
  readonly part: string;
  readonly share: number;
};

/** The worst-case cost of each rule with a condition, the highest first; for a set that is valid. */
export function listCosts(parameters: readonly Parameter[]): readonly RuleCost[] {
  const language = createLanguage(readLists(parameters).lists);
  const costs = parameters.flatMap(({ name, value }): readonly RuleCost[] => {
    if (!name.startsWith("policies/")) return [];
    const { rules } = parseKnownJson(value) as PolicyDocument; // the set is valid
    return rules.flatMap((rule): readonly RuleCost[] => {
      const { value: checked } = checkRule(rule, commands, language);
      const estimate =
        checked && estimateRule(checked.covered, checked.condition, checked.isPerTarget, language);
      if (estimate === undefined) return [];
      const id = `${name.slice("policies/".length)}/${rule.id}`;
      const part = rule.when?.slice(...estimate.worst.range) ?? "";
      return [{ ...estimate, rule: id, part, share: estimate.steps / RULE_STEPS }];
    });
  });
  return costs.sort((a, b) => b.steps - a.steps);
}
