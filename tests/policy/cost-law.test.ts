import fc from "fast-check";
import { readFacets } from "../../lib/callback/read-facets.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { createBudget } from "../../lib/policy/cel/budget.ts";
import { checkRule } from "../../lib/policy/check-rule.ts";
import { estimateRule, RULE_STEPS } from "../../lib/policy/cost.ts";
import { findAvailableFacets } from "../../lib/policy/coverage.ts";
import { createLanguage, evaluateExpression } from "../../lib/policy/expression.ts";
import { parseWordList } from "../../lib/text/word-list.ts";
import { testRows } from "../support/table.ts";
import { listFacetTests, listPayloadTests } from "../support/worst-conditions.ts";
import { createWorstPayload, type WorstCase } from "../support/worst-payload.ts";

/** Of each command. CHATGATE_COST_RUNS takes any number. */
const RUNS = Number(process.env.CHATGATE_COST_RUNS || 5);

const parsed = parseWordList("big", "foo\nbar\n203.0.113.0/24");
if (parsed.kind === "faults") throw new Error(parsed.faults[0]?.code);
const language = createLanguage(new Map([["big", parsed.list]]));

const worstCases: fc.Arbitrary<WorstCase> = fc.record({
  filler: fc.constantFrom("a", "1 ", "ж ", "ﬁ", "👍 ", "x.", "a,"),
  elements: fc.constantFrom(1, 2, 24, 160, 290),
  large: fc.constantFrom("outer", "inner"),
});

/** Holds of a rule that is accepted; undefined where it is not. */
function spendOn(when: string, on: readonly Command[], worst: WorstCase) {
  const rule = { id: "r", on: on.map(({ name }) => name), when, observe: {} };
  const { value, diagnostics } = checkRule(rule, commands, language);
  if (value === undefined) {
    expect({ when, codes: diagnostics.map(({ code }) => code) }).toEqual({ when, codes: ["cost-too-high"] });
    return undefined;
  }
  const estimate = estimateRule(value.covered, value.condition, value.isPerTarget, language)?.steps ?? 0;
  const taken = on.map((command) => {
    const payload = createWorstPayload(command, worst);
    const context = { platform: "restapi", clientIp: "2001:db8::ffff", sdkAppId: 1400000000, now: 1.77e12 };
    const { values, targets } = readFacets(command, payload, context);
    const each = value.isPerTarget(command) ? targets : [{}];
    const budget = createBudget(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const expression = value.condition(command);
    if (expression === undefined) throw new Error("a rule with a condition has one for each command");
    for (const target of each)
      evaluateExpression(expression, { ...values, request: payload, ...target }, budget, false);
    return Number.MAX_SAFE_INTEGER - budget.rule;
  });
  return { estimate, taken: Math.max(...taken) };
}

const joints = fc.constantFrom(" || ", " && !");
const joinTests = (tests: readonly string[]) =>
  fc
    .tuple(fc.array(fc.constantFrom(...tests), { minLength: 1, maxLength: 4 }), joints)
    .map(([parts, joint]) => parts.map((part) => `(${part})`).join(joint));

function expectBounded(when: string, on: readonly Command[], worst: WorstCase): void {
  const spent = spendOn(when, on, worst);
  if (spent === undefined) return;
  expect(spent.taken).toBeLessThanOrEqual(spent.estimate);
  expect(spent.estimate).toBeLessThanOrEqual(RULE_STEPS);
}

const all = [...commands.values()];
testRows(
  all.map((command) => ({ name: command.name, command })),
  "what a rule on $name takes at worst is at most its estimate",
  ({ command }) => {
    const tests = [
      ...[...findAvailableFacets([command])].flatMap(listFacetTests),
      ...listPayloadTests(command),
    ];
    const law = fc.property(joinTests(tests), worstCases, (when, worst) =>
      expectBounded(when, [command], worst),
    );
    fc.assert(law, { numRuns: RUNS });
  },
);

test("of several commands the one for which it is the most is told", () => {
  const groups = fc.uniqueArray(fc.constantFrom(...all), { minLength: 2, maxLength: 5 });
  const given = groups.chain((on) =>
    fc.tuple(fc.constant(on), joinTests([...findAvailableFacets(on)].flatMap(listFacetTests)), worstCases),
  );
  const law = fc.property(given, ([on, when, worst]) => expectBounded(when, on, worst));
  fc.assert(law, { numRuns: 20 * RUNS });
});

test("most conditions of one part are accepted", () => {
  const send = all.filter(({ name }) => name === "Group.CallbackBeforeSendMsg");
  const tests = [...findAvailableFacets(send)].flatMap(listFacetTests);
  const worst: WorstCase = { filler: "a", elements: 24, large: "outer" };
  const accepted = tests.filter((when) => spendOn(when, send, worst) !== undefined);
  expect(accepted.length / tests.length).toBeGreaterThan(0.95);
});
