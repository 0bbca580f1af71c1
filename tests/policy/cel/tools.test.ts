import { type Bound, estimateCost } from "../../../lib/policy/cel/estimate.ts";
import { collectFacts } from "../../../lib/policy/cel/facts.ts";
import { testRows } from "../../support/table.ts";
import { compileSource, environment } from "./language.ts";

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
  testRows<{ source: string; lists: readonly string[] }>(
    [
      {
        source: 'name in lists["bad-words"] || name in lists.barred',
        lists: ["lists.bad-words", "lists.barred"],
      },
      { source: "request.Type == request.MsgBody[0].MsgType", lists: [] },
      { source: "request.MsgBody.exists(lists, lists.MsgType == name)", lists: [] },
    ],
    "the lists that are read: $source",
    ({ source, lists }) =>
      expect(compileSource(source).constants.map((constant) => constant.name)).toEqual(lists),
  );
  test("names, lists and calls", () => {
    const { names, constants, calls } = compileSource(
      "targets.exists(target, target == owner) && name.hasWord(lists.reserved)",
    );
    expect({ names, constants, calls }).toEqual({
      names: [
        { name: "targets", range: [0, 7] },
        { name: "owner", range: [33, 38] },
        { name: "name", range: [43, 47] },
      ],
      constants: [{ name: "lists.reserved", range: [56, 70] }],
      calls: [{ name: "hasWord", range: [48, 55] }],
    });
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
