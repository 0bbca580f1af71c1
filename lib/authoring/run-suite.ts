import { commands } from "../commands/generated/index.ts";
import { parseObject } from "../json.ts";
import { type Diagnostic, placeDiagnostic, type UnplacedDiagnostic } from "../policy/diagnostic.ts";
import { findNearest } from "../policy/suggest.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import { readJson } from "../policy-set/read-json.ts";
import { findImpossible } from "./check-expectation.ts";
import type { Engine, Explanation } from "./engine.ts";
import { formatValue } from "./format-value.ts";
import { answerGiven, type GivenLimits } from "./given-limits.ts";
import { actAs, applyChanges, createScenario, type Scenario, type ScenarioResult } from "./scenario.ts";
import { type Expectation, type PolicyTest, readExpectation, type Suite, suiteSchema } from "./suite.ts";
import { listCodes } from "./verdict.ts";

/** What a test expected and what it got. */
export type Difference = { readonly what: string; readonly expected: string; readonly got: string };

export type TestResult = {
  readonly name: string;
  /** In its file, from 0. */
  readonly index: number;
  readonly differences: readonly Difference[];
  readonly explanation: Explanation;
};

/** The tests of a file, ready to run; or what is wrong with them, where. */
export type CheckedSuite = {
  readonly diagnostics: readonly Diagnostic[];
  readonly tests: readonly CheckedTest[];
};

type CheckedTest = {
  readonly index: number;
  readonly name: string;
  readonly scenario: Scenario;
  readonly given: GivenLimits;
  readonly expected: Expectation;
};

/** `rules`: `<document>/<id>` of every rule there is; `parameter`: the file's, named as the document it tests. */
export function checkSuite(parameter: Parameter, rules: readonly string[], now: number): CheckedSuite {
  const { name: document, value } = parameter;
  const read = readTests(document, value);
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const seen = new Set<string>();
  const tests = read.tests.flatMap(([index, test]): readonly CheckedTest[] => {
    const before = diagnostics.length;
    const report = (path: Diagnostic["path"], found: UnplacedDiagnostic) =>
      diagnostics.push(placeDiagnostic(found, { severity: "error", document }, ["tests", index, ...path]));
    if (seen.has(test.name)) report(["name"], { code: "duplicate-test", path: [], token: test.name });
    seen.add(test.name);
    const scenario = readScenario(test, now, report);
    const resolve = (id: string, path: Diagnostic["path"]) => resolveRule(id, path, document, rules, report);
    const expected = resolveExpectation(readExpectation(test), resolve);
    const given = readGiven(test, expected, resolve);
    const isShort = typeof test.expect === "string";
    if (scenario !== undefined)
      for (const { path, ...impossible } of findImpossible(expected, scenario.command))
        report(["expect", ...(isShort ? [] : path)], { ...impossible, path: [] });
    return scenario === undefined || diagnostics.length > before
      ? []
      : [{ index, name: test.name, scenario, given, expected }];
  });
  return { diagnostics, tests };
}

type ReadTests = {
  readonly diagnostics: readonly Diagnostic[];
  /** Each with its place in the file. */
  readonly tests: readonly (readonly [index: number, test: PolicyTest])[];
};

/** The tests with a valid form: an invalid test does not stop the others of its file. */
function readTests(document: string, text: string): ReadTests {
  const { value, diagnostics } = readJson(document, text, suiteSchema());
  const suite = value as Suite | undefined; // suiteSchema's output
  if (suite !== undefined) return { diagnostics, tests: [...suite.tests.entries()] };
  const content = parseObject(text);
  const all: readonly unknown[] = Array.isArray(content?.tests) ? content.tests : [];
  const wrong = new Set(diagnostics.map(({ path }) => (path[0] === "tests" ? path[1] : undefined)));
  const kept = [...all.keys()].filter((index) => !wrong.has(index));
  if (wrong.has(undefined) || kept.length === 0) return { diagnostics, tests: [] };
  const rest = JSON.stringify({ ...content, tests: kept.map((index) => all[index]) });
  const again = readJson(document, rest, suiteSchema()).value as Suite | undefined; // suiteSchema's output
  return { diagnostics, tests: again?.tests.map((test, at) => [kept[at] ?? 0, test] as const) ?? [] };
}

type Report = (path: Diagnostic["path"], found: UnplacedDiagnostic) => void;

function readScenario(test: PolicyTest, now: number, report: Report): Scenario | undefined {
  const command = commands.get(test.command);
  if (command === undefined) {
    const suggestion = findNearest(test.command, commands.keys());
    report(["command"], { code: "unknown-command", path: [], token: test.command, suggestion });
    return undefined;
  }
  let scenario = createScenario(command, now);
  const steps: readonly (readonly [Diagnostic["path"], (before: Scenario) => ScenarioResult])[] = [
    ...Object.entries(test.set ?? {}).map(
      ([name, value]) =>
        [["set", name], (before: Scenario) => applyChanges(before, [{ name, value }])] as const,
    ),
    ...(test.as === undefined ? [] : [[["as"], (before: Scenario) => actAs(before, test.as ?? "")] as const]),
    ...(test.at === undefined
      ? []
      : [[["at"], (before: Scenario) => applyChanges(before, [{ name: "now", value: test.at }])] as const]),
  ];
  for (const [path, step] of steps) {
    const next = step(scenario);
    if (next.kind === "invalid") {
      report(path, next.found);
      return undefined;
    }
    scenario = next.scenario;
  }
  return scenario;
}

/** The whole name of a rule: an id alone is one of the same document, or else the only one. */
function resolveRule(
  id: string,
  path: Diagnostic["path"],
  document: string,
  rules: readonly string[],
  report: Report,
): string {
  const own = `${document}/${id}`;
  const ends = rules.filter((rule) => rule === id || rule.endsWith(`/${id}`));
  const found = rules.includes(own) ? own : ends.length === 1 ? ends[0] : undefined;
  if (found !== undefined) return found;
  const ids = rules.flatMap((rule) => [rule, rule.split("/")[1] ?? ""]);
  report(
    path,
    ends.length > 1
      ? { code: "ambiguous-rule", path: [], token: id, details: { rules: ends } }
      : { code: "unknown-rule", path: [], token: id, suggestion: findNearest(id, ids) },
  );
  return id;
}

/** `used` is what the expected rule has counted; if none is expected, what every limit has. */
function readGiven({ given = {} }: PolicyTest, { rule }: Expectation, resolve: Resolve): GivenLimits {
  const limits = resolveKeys(given.limits, ["given", "limits"], resolve) ?? {};
  if (rule === undefined || given.used === undefined) return { used: given.used, limits };
  return { limits: { [rule]: given.used, ...limits } };
}

type Resolve = (id: string, path: Diagnostic["path"]) => string;

function resolveKeys<Value>(
  values: Readonly<Record<string, Value>> | undefined,
  path: readonly string[],
  resolve: Resolve,
): Readonly<Record<string, Value>> | undefined {
  if (values === undefined) return undefined;
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [resolve(id, [...path, id]), value]));
}

function resolveExpectation(expected: Expectation, resolve: Resolve): Expectation {
  const { rule, effects } = expected;
  return {
    ...expected,
    ...(rule === undefined ? {} : { rule: resolve(rule, ["expect", "rule"]) }),
    ...(effects === undefined ? {} : { effects: resolveKeys(effects, ["expect", "effects"], resolve) }),
  };
}

export function runTest({ name, index, scenario, given, expected }: CheckedTest, engine: Engine): TestResult {
  const explanation = engine.decide(scenario, answerGiven(given));
  return { name, index, explanation, differences: findDifferences(expected, explanation, scenario) };
}

function findDifferences(
  expected: Expectation,
  { outcome, rules }: Explanation,
  { command, payload }: Scenario,
): readonly Difference[] {
  const { ending, envelope, facets } = outcome;
  const decision = ending.kind === "decided" ? ending.decision : undefined;
  const byTarget = decision?.verdict === "deny" || decision?.verdict === "partial" ? decision.targets : [];
  const refusals = [
    ...(decision?.verdict === "deny" ? [decision.refusal] : []),
    ...byTarget.filter((refusal) => refusal !== undefined),
  ];
  const accounts = facets?.targets.map(({ target }) => String(target)) ?? [];
  const meaning = command.reply.decode(envelope, { targets: accounts, payload });
  const deciding = new Set([
    ...refusals.map(({ rule }) => rule),
    ...(decision?.verdict === "drop" ? [decision.rule] : []),
    ...(decision?.verdict === "mask"
      ? rules.filter(({ effect }) => effect === "mask").map(({ rule }) => rule)
      : []),
  ]);

  const differences: Difference[] = [];
  const compareResults = (what: string, wanted: unknown, got: readonly unknown[]) => {
    if (wanted === undefined || got.some((value) => JSON.stringify(value) === JSON.stringify(wanted))) return;
    const shown = [...new Set(got.map(formatWord))].join(", ") || "none";
    differences.push({ what, expected: formatWord(wanted), got: shown });
  };
  compareResults("decision", expected.decision, [decision?.verdict ?? ending.kind]);
  compareResults("code", expected.code, listCodes(meaning));
  compareResults("rule", expected.rule, [...deciding]);
  compareResults("message", expected.message, [...new Set(refusals.map(({ message }) => message))]);
  compareResults("refused", expected.refused, [accounts.filter((_, index) => byTarget[index] !== undefined)]);
  compareResults("text", expected.text, decision?.verdict === "mask" ? [decision.texts.join("\n")] : []);
  for (const [rule, effect] of Object.entries(expected.effects ?? {})) {
    const got = rules.filter((reading) => reading.rule === rule).map((reading) => reading.effect);
    compareResults(
      `effect of ${rule}`,
      effect,
      effect === "pass" ? [got.find((found) => found !== "pass") ?? got[0]] : got,
    );
  }
  return differences;
}

const formatWord = (value: unknown) =>
  typeof value === "string" && /^[\w/-]+$/.test(value)
    ? value
    : value === undefined
      ? "none"
      : formatValue(value);
