import { createBudget, createEndlessBudget } from "../../../lib/policy/cel/budget.ts";
import { evaluateCondition, searchCondition, traceCondition } from "../../../lib/policy/cel/evaluate.ts";
import { testRows } from "../../support/table.ts";
import { compileSource, facets } from "./language.ts";

describe("a trace has every part, its value and what matched", () => {
  const trace = (source: string) =>
    traceCondition(compileSource(source), { bindings: facets, budget: createEndlessBudget() });
  testRows<{ source: string; verdict: unknown; leaves: readonly (readonly [string, unknown, object?])[] }>(
    [
      { source: "owned > 1", verdict: true, leaves: [["owned > 1", true]] },
      {
        source: '(owned > 1 || name == ")(") && !((operator) in ["a"])',
        verdict: true,
        leaves: [
          ["owned > 1", true],
          ['name == ")("', false],
          ['!((operator) in ["a"])', true],
        ],
      },
      {
        source: "!(owned > 1 && owned > 9)",
        verdict: true,
        leaves: [
          ["owned > 1", true],
          ["owned > 9", false],
        ],
      },
      {
        source: "owned > 1 ? owned > 2 : 1 / (owned - owned) == 0",
        verdict: true,
        leaves: [
          ["owned > 1", true],
          ["owned > 2", true],
          ["1 / (owned - owned) == 0", "division-by-zero"],
        ],
      },
      {
        source: "owned > 9 ? 1 / (owned - owned) == 0 : owned > 2",
        verdict: true,
        leaves: [
          ["owned > 9", false],
          ["1 / (owned - owned) == 0", "division-by-zero"],
          ["owned > 2", true],
        ],
      },
      {
        source: "owned > 1 ? 1 / (owned - owned) == 0 : true",
        verdict: { code: "division-by-zero", range: [12, 31] },
        leaves: [
          ["owned > 1", true],
          ["1 / (owned - owned) == 0", "division-by-zero"],
          ["true", true],
        ],
      },
      {
        source: "owned > 9 ? true : 1 / (owned - owned) == 0",
        verdict: { code: "division-by-zero", range: [19, 38] },
        leaves: [
          ["owned > 9", false],
          ["true", true],
          ["1 / (owned - owned) == 0", "division-by-zero"],
        ],
      },
      {
        source: "1 / (owned - owned) == 0 ? true : false",
        verdict: { code: "division-by-zero", range: [0, 19] },
        leaves: [
          ["1 / (owned - owned) == 0", "division-by-zero"],
          ["true", true],
          ["false", false],
        ],
      },
      // What an item no longer needs is not searched.
      {
        source: 'targets.exists(t, t == "eve" || t in lists.barred)',
        verdict: true,
        leaves: [['targets.exists(t, t == "eve" || t in lists.barred)', true]],
      },
      {
        source: 'targets.exists(t, t == "eve" ? true : t in lists.barred)',
        verdict: true,
        leaves: [['targets.exists(t, t == "eve" ? true : t in lists.barred)', true]],
      },
      {
        source: "members.exists(m, (m == name || m == owner)) || text.hasWord(lists.reserved)",
        verdict: false,
        leaves: [
          ["members.exists(m, (m == name || m == owner))", false],
          ["text.hasWord(lists.reserved)", false],
        ],
      },
      {
        source: "targets.exists(t, t in lists.barred)",
        verdict: true,
        leaves: [
          [
            "targets.exists(t, t in lists.barred)",
            true,
            { variable: "targets", value: "eve", match: { entry: "eve" }, range: [18, 35] },
          ],
        ],
      },
      {
        source: "!target.hasWord(lists.barred)",
        verdict: false,
        leaves: [
          [
            "!target.hasWord(lists.barred)",
            false,
            { variable: "target", value: "eve", match: { entry: "eve" }, range: [1, 29] },
          ],
        ],
      },
      // What matched is asked for only where the function holds, and may be nothing.
      ...[
        { source: "operator.pick(name, text, operator)", variable: "operator", value: "u_mira" },
        { source: 'request.Type.pick("", "", request.Type)', variable: "request", value: "Public" },
        { source: 'targets[0].pick("", "", targets[0])', variable: "targets", value: "ann" },
        { source: 'name.trim().pick("", "", name)', variable: "name", value: "Official news" },
        { source: 'members.filter(m, true)[1].pick("", "", "bob")', variable: "members", value: "bob" },
        { source: 'string(owned).pick("", "", "4")', variable: undefined, value: "4" },
        { source: '(owner + name).pick("", "", name)', variable: undefined, value: "Official news" },
      ].map(({ source, variable, value }) => ({
        source,
        verdict: true,
        leaves: [
          [source, true, { variable, value, match: { entry: value }, range: [0, source.length] }] as const,
        ],
      })),
      {
        source: "name.pick(name, text, text)",
        verdict: false,
        leaves: [["name.pick(name, text, text)", false]],
      },
      {
        source: "owner.pick(name, text, owner)",
        verdict: true,
        leaves: [["owner.pick(name, text, owner)", true]],
      },
      { source: 'name.glob("Off*")', verdict: true, leaves: [['name.glob("Off*")', true]] },
      {
        source: 'members.exists(m, m.trim().pick("", "", "bob"))',
        verdict: true,
        leaves: [
          [
            'members.exists(m, m.trim().pick("", "", "bob"))',
            true,
            { variable: "members", value: "bob", match: { entry: "bob" }, range: [18, 46] },
          ],
        ],
      },
    ],
    "$source",
    ({ source, verdict, leaves }) => {
      const traced = trace(source);
      expect(traced.verdict).toEqual(verdict);
      expect(
        traced.leaves.map(({ range, result, evidence }) => [
          source.slice(...range),
          typeof result === "boolean" ? result : "code" in result && result.code,
          evidence,
        ]),
      ).toEqual(leaves.map(([text, result, evidence]) => [text, result, evidence]));
    },
  );
});

test("a search keeps the first match of a part that holds, and leaves out what no longer matters", () => {
  const search = (source: string) =>
    searchCondition(compileSource(source), { bindings: facets, budget: createEndlessBudget() }).evidence;
  const match = { variable: "target", value: "eve", match: { entry: "eve" } };
  expect(search("target in lists.barred || target.hasWord(lists.barred)")).toEqual({
    ...match,
    range: [0, 22],
  });
  expect(search("target in lists.barred && target.hasWord(lists.barred)")).toEqual({
    ...match,
    range: [0, 22],
  });
  expect(search("owned > 1 && target.hasWord(lists.barred)")).toEqual({ ...match, range: [13, 41] });
  expect(search("owned > 1 || target in lists.barred")).toBeUndefined();
  expect(search("owned > 1 ? owned > 2 : target in lists.barred")).toBeUndefined();
  expect(search("!(target in lists.barred) || owned > 1")).toBeUndefined();
  expect(search("owned > 1")).toBeUndefined();
});

testRows(
  [
    { source: "owned > 1 ? name == text : text.size() > 3", steps: 4 },
    { source: "owned > 9 ? name.size() > 3 : text == text", steps: 6 },
    { source: "owned > 1 && name == text || text.size() > 3", steps: 15 },
    { source: "owned > 1 || text.size() > 3", steps: 3 },
  ],
  "a trace takes no step more: $source",
  ({ source, steps }) => {
    for (const run of [evaluateCondition, searchCondition, traceCondition]) {
      const budget = createBudget(100, 100);
      run(compileSource(source), { bindings: facets, budget });
      expect(100 - budget.rule).toBe(steps);
    }
  },
);

test("a condition that is no bool when it runs, and the part at which the steps end", () => {
  const run = (source: string, steps: number) =>
    evaluateCondition(compileSource(source), { bindings: facets, budget: createBudget(steps, steps) });
  expect(run("dyn(owned)", 100)).toEqual({ code: "no-such-overload", range: [0, 10] });
  const source = 'owned > 1 && members.exists(m, m == "x")';
  expect(run(source, 5)).toEqual({ code: "cost-exceeded", range: [13, 40] });
  expect(run(source, 2)).toEqual({ code: "cost-exceeded", range: [0, 9] });
});
