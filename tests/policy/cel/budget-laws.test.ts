import fc from "fast-check";
import { createBudget } from "../../../lib/policy/cel/budget.ts";
import { compileExpression } from "../../../lib/policy/cel/compile.ts";
import { type Bound, estimateCost } from "../../../lib/policy/cel/estimate.ts";
import { evaluateProgram } from "../../../lib/policy/cel/evaluate.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { scaleRuns } from "../../support/runs.ts";
import { bindings, compileCondition, conditions, runCondition } from "./conditions.ts";
import { cases } from "./expressions.ts";
import { environment, facets } from "./language.ts";

const exceeded = { code: "cost-exceeded", range: expect.anything() };

describe("steps, whatever the condition and the values", () => {
  test("so many as it takes, or more, change nothing; with fewer it is cost-exceeded, which nothing absorbs", () => {
    fc.assert(
      fc.property(conditions, bindings, fc.nat(100), fc.nat(1000), (source, values, fewer, more) => {
        const program = compileCondition(source);
        if (program === undefined) return;
        const enough = runCondition(program, values);
        expect(runCondition(program, values, [], enough.taken + more)).toEqual(enough);
        const short = Math.max(0, enough.taken - 1 - fewer);
        const failed = runCondition(program, values, [], short);
        expect(failed.verdict).toEqual(exceeded);
        // All that was there is spent, and one step more, so that the rule is known to be over.
        expect(failed.taken).toBe(short + 1);
      }),
      { numRuns: scaleRuns(500) },
    );
  });

  test("a condition takes at least what its parts take that are run", () => {
    fc.assert(
      fc.property(conditions, bindings, (source, values) => {
        const part = compileCondition(source);
        const wholes = [`!(${source})`, `[(${source})] == [true]`, `(${source}) || false`].map(
          compileCondition,
        );
        if (part === undefined) return;
        const { taken } = runCondition(part, values);
        for (const whole of wholes)
          if (whole !== undefined) expect(runCondition(whole, values).taken).toBeGreaterThanOrEqual(taken);
      }),
      { numRuns: scaleRuns(300) },
    );
  });

  test("longer texts and lists take no fewer", () => {
    const sources = [
      'name.contains("x")',
      'name.startsWith("x") || name.endsWith("y") || name == text',
      "name < text || name + text == name",
      "name.size() < 0 || name.trim() == name.lowerAscii()",
      'name.indexOf("x") > name.lastIndexOf("y")',
      'name.split("").join("-") == "" || name.split(" ").size() < 0',
      "name.hasWord(lists.reserved)",
      "members.all(m, m.size() >= 0)",
      "members.map(m, m + name).filter(m, m.size() < 0).size() > 0",
      "members == members + members || name in members",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.string({ maxLength: 60 }),
        fc.nat(20),
        (source, text, count) => {
          const program = compileCondition(source);
          if (program === undefined) throw new Error(source);
          const run = (size: number) =>
            runCondition(program, {
              ...facets,
              name: text.repeat(size),
              text: text.repeat(size),
              members: Array.from({ length: count * size }, () => text.repeat(size)),
            }).taken;
          expect(run(2)).toBeGreaterThanOrEqual(run(1));
        },
      ),
    );
  });

  test("are never more than the estimate", () => {
    const text: Bound = { length: 60 };
    const bounds = {
      ...Object.fromEntries(["name", "text", "operator"].map((name) => [name, text])),
      members: { length: 3, item: text },
      mentions: { length: 3, item: text },
    };
    const sizes = { bounds, fallback: { length: 1 } };
    fc.assert(
      fc.property(cases, ({ source, values }) => {
        const parsed = parseExpression(source);
        if ("code" in parsed) return;
        const program = compileExpression(parsed, environment);
        if (program.diagnostics.length > 0) return;
        const budget = createBudget(1e9, 1e9);
        evaluateProgram(program, { bindings: { ...facets, ...values }, budget });
        expect(1e9 - budget.rule).toBeLessThanOrEqual(estimateCost(program, environment, sizes).steps);
      }),
      { numRuns: scaleRuns(2000) },
    );
  });
});
