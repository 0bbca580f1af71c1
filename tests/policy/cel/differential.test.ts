import fc from "fast-check";
import { scaleRuns } from "../../support/runs.ts";
import { type Difference, differences } from "./differences.ts";
import { compareEngines } from "./explain-difference.ts";
import { type Case, cases } from "./expressions.ts";
import { type Engine, readOurs, readTheirs } from "./oracle.ts";

const values: Case["values"] = {
  name: "née🐱",
  text: "a,b",
  operator: "v_ops",
  owned: 3,
  sdkAppId: 1400000000,
  members: ["ann", "bob"],
  mentions: [],
  now: new Date("2026-03-01T12:00:00Z"),
  eventTime: new Date("2026-03-01T11:59:58Z"),
};

test("verdict, type and value of expressions are those of cel-js, but for the differences written down", () => {
  fc.assert(
    fc.property(cases, (found) => {
      expect(compareEngines(found)).toMatchObject({ agrees: true });
    }),
    { numRuns: scaleRuns(2000) },
  );
});

describe.each(differences)("a difference: $about", (difference) => {
  const { source, value } = difference.example;
  const found: Case = { source, values };
  const explain = (ours: Engine, written: string) => compareEngines({ source: written, values }, ours);
  const isOnly = (reasons: ReadonlySet<Difference>) => expect([...reasons]).toEqual([difference]);

  test("occurs, and alone", () => {
    expect(readOurs(found).value).toBe(value);
    expect(readTheirs(found).value).not.toBe(value);
    const compared = compareEngines(found);
    expect(compared).toMatchObject({ agrees: true });
    if (compared.agrees) isOnly(compared.reasons);
  });

  test("exempts one result only: no other, and not what stands beside it", () => {
    const wrong: Engine = (one) => {
      const read = readOurs(one);
      return read.value === value ? { ...read, value: "string something else" } : read;
    };
    expect(explain(wrong, source)).toMatchObject({ agrees: false });
    const beside = `owned == 4 || [${source}].size() == 9`;
    expect(explain(readOurs, beside)).toMatchObject({ agrees: true });
    const lies: Engine = (one) => {
      const read = readOurs(one);
      return one.source.includes("owned == 4") ? { ...read, value: "bool true" } : read;
    };
    expect(explain(lies, beside)).toMatchObject({ agrees: false, source: "owned == 4" });
  });
});
