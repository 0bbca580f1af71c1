import { readFacets } from "../callback/read-facets.ts";
import type { Command } from "../commands/define-command.ts";
import type { RequestContext } from "../commands/facet-reading.ts";
import type { Payload } from "../commands/payload.ts";
import { createBudget } from "../policy/cel/budget.ts";
import type { CheckedRule } from "../policy/check-rule.ts";
import { REQUEST_STEPS, RULE_STEPS } from "../policy/cost.ts";
import type { UnplacedDiagnostic } from "../policy/diagnostic.ts";
import { type Bindings, type Expression, evaluateExpression } from "../policy/expression.ts";
import { createEmptiestPayloads } from "./emptiest-payload.ts";
import { findDocs } from "./find-docs.ts";

const FULL: RequestContext = { platform: "web", clientIp: "192.0.2.1", sdkAppId: 1400000000, now: 0 };
const EMPTY: RequestContext = { ...FULL, platform: "", clientIp: "" };

/**
 * The first error of the condition, whatever the rule's mode: on the sample of a command that it covers, or on the
 * emptiest payloads of one. `toldReads`: fields of which it is already known that they may be absent.
 */
export function lintSamples(
  { covered, condition, isPerTarget }: CheckedRule,
  toldReads: readonly string[],
): UnplacedDiagnostic | undefined {
  const search = (
    code: "error-on-sample" | "error-on-emptiest",
    listPayloads: (command: Command) => readonly Payload[],
    context: RequestContext,
  ): UnplacedDiagnostic | undefined => {
    for (const command of covered) {
      const expression = condition(command);
      if (expression === undefined) continue;
      const errors = listPayloads(command).flatMap((payload) =>
        listErrors(expression, bindFacets(command, payload, context, isPerTarget(command))),
      );
      const error = errors.find((text) => !toldReads.some((path) => text.endsWith(`: ${path}`)));
      if (error !== undefined) return { code, path: ["when"], details: { command: command.name, error } };
    }
    return undefined;
  };
  return (
    search("error-on-sample", (command) => [findDocs(command).sample], FULL) ??
    search("error-on-emptiest", createEmptiestPayloads, EMPTY)
  );
}

function bindFacets(
  command: Command,
  payload: Payload,
  context: RequestContext,
  isPerTarget: boolean,
): readonly Bindings[] {
  const { values, targets } = readFacets(command, payload, context);
  const whole: Bindings = { ...values, request: payload };
  return isPerTarget ? targets.map((target) => ({ ...whole, ...target })) : [whole];
}

function listErrors(expression: Expression, bindings: readonly Bindings[]): readonly string[] {
  const budget = createBudget(RULE_STEPS, REQUEST_STEPS);
  return bindings.flatMap((values) => {
    const { held } = evaluateExpression(expression, values, budget, false);
    return typeof held === "object" ? [held.error] : [];
  });
}
