import fc from "fast-check";
import { scaleRuns } from "../../support/runs.ts";
import { type Bindings, bindings, compileCondition, conditions, runCondition } from "./conditions.ts";

const FACETS = ["name", "text", "owned", "members", "now", "request"] as const;
const unknowns = fc.subarray([...FACETS], { minLength: 1 });
const pick = (values: Bindings, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, values[name]]));
/** Of a verdict that is unknown: of what; otherwise `undefined`. */
const readUnknown = ({ verdict }: ReturnType<typeof runCondition>) =>
  typeof verdict === "object" && "unknown" in verdict ? verdict.unknown : undefined;

describe("a verdict without some facets", () => {
  test("that is true, false or an error is so whatever their values are", () => {
    fc.assert(
      fc.property(conditions, bindings, bindings, unknowns, (source, values, others, unknown) => {
        const program = compileCondition(source);
        if (program === undefined) return;
        const guess = runCondition(program, values, unknown);
        if (readUnknown(guess) !== undefined) return;
        for (const completed of [values, { ...values, ...pick(others, unknown) }]) {
          const { verdict } = runCondition(program, completed);
          // Which of several errors is told may differ.
          if (typeof guess.verdict === "object") expect(verdict).toHaveProperty("code");
          else expect(verdict).toBe(guess.verdict);
        }
      }),
      { numRuns: scaleRuns(1000) },
    );
  });

  test("that is unknown names facets on which it depends: the values of the others never decide", () => {
    fc.assert(
      fc.property(conditions, bindings, bindings, unknowns, (source, values, others, unknown) => {
        const program = compileCondition(source);
        if (program === undefined) return;
        const named = readUnknown(runCondition(program, values, unknown));
        if (named === undefined) return;
        expect(unknown).toEqual(expect.arrayContaining([...named]));
        expect(named.length).toBeGreaterThan(0);
        const rest = unknown.filter((name) => !named.includes(name));
        for (const completed of [values, { ...values, ...pick(others, rest) }])
          expect(typeof runCondition(program, completed, named).verdict).not.toBe("boolean");
      }),
      { numRuns: scaleRuns(1000) },
    );
  });

  test("is never unknown where every facet has a value", () => {
    fc.assert(
      fc.property(conditions, bindings, (source, values) => {
        const program = compileCondition(source);
        if (program === undefined) return;
        expect(readUnknown(runCondition(program, values))).toBeUndefined();
        // Nor where what is unknown is not named.
        expect(runCondition(program, values, ["platform"])).toEqual(runCondition(program, values));
      }),
      { numRuns: scaleRuns(500) },
    );
  });
});
