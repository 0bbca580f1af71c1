import fc from "fast-check";
import { readFacets } from "../../lib/callback/read-facets.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { type FacetName, facets } from "../../lib/commands/facets.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { readPayloadShape } from "../../lib/commands/payload.ts";
import type { Shape } from "../../lib/commands/shape.ts";
import { createBudget } from "../../lib/policy/cel/budget.ts";
import { checkRule } from "../../lib/policy/check-rule.ts";
import { estimateRule, RULE_STEPS } from "../../lib/policy/cost.ts";
import { findAvailableFacets } from "../../lib/policy/coverage.ts";
import { createLanguage, evaluateExpression } from "../../lib/policy/expression.ts";
import { parseWordList } from "../../lib/text/word-list.ts";
import { testRows } from "../support/table.ts";
import { createWorstPayload, type WorstCase } from "../support/worst-payload.ts";

/** Of each command. CHATGATE_COST_RUNS takes any number. */
const RUNS = Number(process.env.CHATGATE_COST_RUNS || 5);

const parsed = parseWordList("big", "foo\nbar\n203.0.113.0/24");
if (parsed.kind === "faults") throw new Error(parsed.faults[0]?.code);
const language = createLanguage(new Map([["big", parsed.list]]));

const TEXT_TESTS = [
  "X.hasWord(lists.big)",
  "X.containsAny(lists.big)",
  "X in lists.big",
  'X.contains("nowhere at all")',
  'X.indexOf("nowhere") > 9',
  'X.glob("*a*b*c")',
  'X.onlyScripts(["Latin", "Han"])',
  'X.startsWith("nowhere")',
  "X.hasUrl()",
  "X.hasPhoneNumber()",
  "X.longestRepeat() > 9000",
  "X.longestDigitRun() > 9000",
  "X.upperCaseShare() > 1.0",
  "X.utf8Size() > 90000",
  "X.size() > 90000",
  "X.trim().upperAscii() == X",
  'X + X < "nowhere"',
  "X == X + X",
  "X.substring(1).size() > 90000",
  'X.split("").exists(c, c == "nowhere")',
  'X.split(" ").exists(w, w.hasWord(lists.big))',
  'X.split(" ").map(w, w + w).join("-").size() < 0',
];
/** Macros do not stand in macros. */
const ITEM_TESTS = TEXT_TESTS.filter((test) => !/exists|map/.test(test));
const LIST_TESTS = [
  "L.size() > 90000",
  '"nowhere" in L',
  'L.join(",").contains("nowhere")',
  'L == L + ["nowhere"]',
  "L.filter(x, x.size() > 3).size() > 90000",
  'L.map(x, x + "suffix").exists(x, x == "nowhere")',
  "L.all(x, x in L)",
  "L.size() > 0 && L[0].hasWord(lists.big)",
  ...ITEM_TESTS.map((test) => `L.exists(x, ${test.replaceAll("X", "x")})`),
];
const CLOCK_TESTS = [
  'T.getHours("Asia/Singapore") > 30',
  "T.getFullYear() > 9000",
  'T.between("22:00", "06:00", "Asia/Singapore")',
];

function listFacetTests(name: FacetName): readonly string[] {
  const { kind } = facets[name];
  if (kind === "int") return [`${name} * 2 > 90000000000`];
  if (kind === "timestamp") return CLOCK_TESTS.map((test) => test.replaceAll("T.", `${name}.`));
  if (kind === "accounts" || kind === "texts" || kind === "words")
    return LIST_TESTS.map((test) => test.replaceAll(/\bL\b/g, name));
  return TEXT_TESTS.map((test) => test.replaceAll(/\bX\b/g, name));
}

/** What a rule may ask of the payload itself, fields of items and of elements included. */
function listRequestTests(shape: Shape, path: string, isItem = false): readonly string[] {
  switch (shape.kind) {
    case "string":
      return (isItem ? ITEM_TESTS : TEXT_TESTS).map(
        (test) => `has(${path}) && (${test.replaceAll(/\bX\b/g, path)})`,
      );
    case "int":
      return [`has(${path}) && ${path} > 9000000`];
    case "any":
      return [`has(${path}) && ${path} == "nowhere"`];
    case "object":
      return [...shape.keys].flatMap(([key, inner]) =>
        listRequestTests(inner.shape, `${path}.${key}`, isItem),
      );
    case "list": {
      if (isItem) return [`has(${path}) && ${path}.size() > 90000`];
      const tests = listRequestTests(shape.item, "i", true).map((test) => test.replace(/^has\(i\) && /, ""));
      return tests.map((test) => `has(${path}) && ${path}.exists(i, ${test})`);
    }
    case "bool":
      return [`has(${path}) && ${path} == false`];
    case "map":
      return isItem ? [] : [`has(${path}) && ${path}.exists(k, k == "nowhere")`];
  }
}

/** `request["MsgBody"]`, which is the same. */
const writeIndexes = (test: string) =>
  test.replaceAll(
    /(?<!has\()request((?:\.[A-Z]\w+)+)/g,
    (_, path: string) => `request${path.replaceAll(/\.(\w+)/g, '["$1"]')}`,
  );

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
    const requestTests = listRequestTests(readPayloadShape(command), "request");
    const tests = [
      ...[...findAvailableFacets([command])].flatMap(listFacetTests),
      ...requestTests,
      ...requestTests.map(writeIndexes),
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
