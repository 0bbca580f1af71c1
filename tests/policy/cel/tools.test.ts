import { createEndlessBudget } from "../../../lib/policy/cel/budget.ts";
import { type Bound, estimateCost } from "../../../lib/policy/cel/estimate.ts";
import { evaluateCondition, traceCondition } from "../../../lib/policy/cel/evaluate.ts";
import { collectFacts } from "../../../lib/policy/cel/facts.ts";
import { canHold, findComparedWords } from "../../../lib/policy/cel/unknowns.ts";
import { testRows } from "../../support/table.ts";
import { compileSource, environment, facets } from "./language.ts";

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

describe("unknowns", () => {
  const decide = (source: string, ...unknown: readonly string[]) =>
    evaluateCondition(compileSource(source), {
      bindings: facets,
      budget: createEndlessBudget(),
      unknown: new Set(unknown),
    });
  testRows<{ source: string; unknown: readonly string[]; verdict: unknown }>(
    [
      { source: "owned > 1", unknown: ["owned"], verdict: { unknown: ["owned"] } },
      { source: "owned > 1 || name == text", unknown: ["name"], verdict: true },
      {
        source: "owned > 9 || name == text",
        unknown: ["name", "text"],
        verdict: { unknown: ["name", "text"] },
      },
      { source: 'name == "x" && owned > 9', unknown: ["name"], verdict: false },
      { source: 'name == "x" && owned > 1', unknown: ["name"], verdict: { unknown: ["name"] } },
      { source: 'name == "x" || 1 / (owned - owned) > 0', unknown: ["name"], verdict: { unknown: ["name"] } },
      {
        source: 'name == "x" ? owned > 1 : owned > 2',
        unknown: ["name"],
        verdict: { unknown: ["name"] },
      },
      {
        source: "owned > 1 ? name == text : text == text",
        unknown: ["name"],
        verdict: { unknown: ["name"] },
      },
      { source: "members.exists(m, m == name)", unknown: ["members"], verdict: { unknown: ["members"] } },
      { source: "members.exists(m, m == name || m == 'ann')", unknown: ["name"], verdict: true },
      { source: "request.Type == name", unknown: ["request"], verdict: { unknown: ["request"] } },
      {
        source: 'request.Type == "Public" && request.Name == name',
        unknown: ["request.Name"],
        verdict: { unknown: ["request.Name"] },
      },
      { source: "has(request.Name)", unknown: ["request.Name"], verdict: { unknown: ["request.Name"] } },
      { source: "name.hasWord(lists.reserved)", unknown: ["name"], verdict: { unknown: ["name"] } },
    ],
    "$source without $unknown",
    ({ source, unknown, verdict }) => expect(decide(source, ...unknown)).toEqual(verdict),
  );

  const vocabularies = { groupType: ["Work", "Public"], platform: ["web", "ios"] };
  testRows<{ source: string; holds: boolean }>(
    [
      { source: 'groupType == "Work"', holds: true },
      { source: 'groupType == "work"', holds: false },
      { source: 'groupType == "Work" && groupType == "Public"', holds: false },
      { source: 'groupType == "Work" && platform == "web" && owned > 3', holds: true },
      { source: 'groupType in ["Work"] && !(groupType in ["Work", "Public"])', holds: false },
      { source: 'groupType != "Work" && owned > 3', holds: true },
      { source: 'groupType == "Work" && !(groupType.startsWith("W"))', holds: true },
      { source: "false && owned > 3", holds: false },
      { source: 'groupType == "Work" ? false : groupType == "Work"', holds: false },
    ],
    "can hold: $source",
    ({ source, holds }) => expect(canHold(compileSource(source), vocabularies)).toBe(holds),
  );

  test("the words that a condition compares", () => {
    const source = '"Wrk" == groupType || groupType in ["Public", ""] || groupType != operator';
    const found = findComparedWords(compileSource(source), new Set(["groupType"]));
    expect(found).toEqual([
      { variable: "groupType", word: "Wrk", range: [0, 5] },
      { variable: "groupType", word: "Public", range: [36, 44] },
      { variable: "groupType", word: "", range: [46, 48] },
    ]);
  });
});

describe("facts for lints", () => {
  test("lists used on facets, also item by item", () => {
    const { uses } = collectFacts(
      compileSource("name.hasWord(lists.reserved) || targets.exists(t, t in lists.barred)"),
    );
    expect(uses).toEqual([
      { variable: "name", constant: "lists.reserved", by: "hasWord", range: [0, 28] },
      { variable: "targets", constant: "lists.barred", by: "in", range: [50, 67] },
    ]);
  });
  testRows<{ source: string; paths: readonly string[] }>(
    [
      { source: 'request.Name == "x"', paths: ["request.Name"] },
      { source: 'request.Type == "x"', paths: [] },
      { source: 'has(request.Name) && request.Name == "x"', paths: [] },
      { source: 'request.Name == "x" && has(request.Name)', paths: [] },
      { source: '!has(request.Name) || request.Name == "x"', paths: [] },
      { source: 'has(request.Name) || request.Name == "x"', paths: ["request.Name"] },
      { source: 'has(request.Name) ? request.Name == "x" : true', paths: [] },
      { source: 'has(request.Name) ? true : request.Name == "x"', paths: ["request.Name"] },
      { source: '"a" in request.Attributes && request.Attributes.a == "x"', paths: [] },
      { source: "request.MsgBody.exists(e, e.MsgContent.Index == 7)", paths: ["e.MsgContent.Index"] },
      { source: "request.MsgBody.exists(e, has(e.MsgContent.Index) && e.MsgContent.Index == 7)", paths: [] },
    ],
    "reads that nothing vouches for: $source",
    ({ source, paths }) =>
      expect(collectFacts(compileSource(source)).unguarded.map(({ path }) => path)).toEqual(paths),
  );
  test("names, lists and calls", () => {
    const { names, constants, calls } = compileSource(
      "targets.exists(target, target == owner) && name.hasWord(lists.reserved)",
    );
    expect([names, constants, calls].map((found) => found.map(({ name }) => name))).toEqual([
      ["targets", "owner", "name"],
      ["lists.reserved"],
      ["hasWord"],
    ]);
  });
});

describe("the estimate", () => {
  const text: Bound = { length: 60 };
  const bounds = {
    ...Object.fromEntries(["name", "text", "operator"].map((name) => [name, text])),
    members: { length: 3, item: text },
    mentions: { length: 3, item: text },
  };
  const sizes = { bounds, fallback: { length: 1 } };
  const estimate = (source: string) => estimateCost(compileSource(source), environment, sizes);

  test("multiplies macros, and names the part that costs most", () => {
    const source = 'text.split("").exists(c, name.contains("abc"))';
    const { steps, worst } = estimate(source);
    expect(steps).toBeGreaterThan(60 * 8);
    expect(source.slice(...worst.range)).toBe('name.contains("abc")');
    expect(estimate("owned > 3")).toMatchObject({ steps: 3 });
  });

  test("grows with what doubles", () =>
    expect(estimate(`[text]${".map(a, a + a)".repeat(20)}.size() > 0`).steps).toBeGreaterThan(2 ** 20));
});
