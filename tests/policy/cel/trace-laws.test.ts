import fc from "fast-check";
import type { Node } from "../../../lib/policy/cel/ast.ts";
import { createBudget } from "../../../lib/policy/cel/budget.ts";
import { searchCondition, traceCondition, type Verdict } from "../../../lib/policy/cel/evaluate.ts";
import { scaleRuns } from "../../support/runs.ts";
import { bindings, compileCondition, conditions, runCondition } from "./conditions.ts";

/** The parts that only `&&`, `||`, `!` and `?:` join, in the order written; `!` before one belongs to it. */
function listLeaves(node: Node): readonly Node[] {
  if (node.kind === "logic") return node.parts.flatMap(listLeaves);
  if (node.kind === "conditional") return [node.condition, node.yes, node.no].flatMap(listLeaves);
  if (node.kind !== "unary" || node.op !== "!") return [node];
  const leaves = listLeaves(node.operand);
  return leaves.length > 1 ? leaves : [node];
}

/** `undefined`: an error, which a part that decides absorbs. */
function combineLeaves(node: Node, results: ReadonlyMap<number, boolean | undefined>): boolean | undefined {
  if (results.has(node.id)) return results.get(node.id);
  switch (node.kind) {
    case "logic": {
      const parts = node.parts.map((part) => combineLeaves(part, results));
      const decisive = node.op === "||";
      if (parts.includes(decisive)) return decisive;
      return parts.includes(undefined) ? undefined : !decisive;
    }
    case "conditional": {
      const condition = combineLeaves(node.condition, results);
      return condition === undefined ? undefined : combineLeaves(condition ? node.yes : node.no, results);
    }
    case "unary": {
      const operand = combineLeaves(node.operand, results);
      return operand === undefined ? undefined : !operand;
    }
    default:
      throw new Error(`a part without a leaf: ${node.kind}`);
  }
}

const STEPS = 1e9;
const readBoolean = (verdict: Verdict) => (typeof verdict === "boolean" ? verdict : undefined);

describe("a trace, whatever the condition and the values", () => {
  test("has every part with its place, and the value that the part has alone", () => {
    fc.assert(
      fc.property(conditions, bindings, (source, values) => {
        const program = compileCondition(source);
        if (program === undefined) return;
        const { leaves } = traceCondition(program, { bindings: values, budget: createBudget(STEPS, STEPS) });
        const parts = listLeaves(program.parsed.root);
        expect(leaves.map(({ range }) => range)).toEqual(parts.map(({ start, end }) => [start, end]));
        for (const { range, result } of leaves) {
          const alone = compileCondition(source.slice(...range));
          if (alone === undefined) throw new Error(`${source.slice(...range)} is no condition`);
          const { verdict } = runCondition(alone, values);
          if (typeof result === "boolean") expect(verdict).toBe(result);
          else expect(verdict).toHaveProperty("code", "code" in result ? result.code : undefined);
        }
      }),
      { numRuns: scaleRuns(500) },
    );
  });

  test("says of the whole what follows from its parts", () => {
    fc.assert(
      fc.property(conditions, bindings, (source, values) => {
        const program = compileCondition(source);
        if (program === undefined) return;
        const { leaves, verdict } = traceCondition(program, {
          bindings: values,
          budget: createBudget(STEPS, STEPS),
        });
        const { root } = program.parsed;
        const results = new Map(
          listLeaves(root).map(({ id }, at) => [id, readBoolean(leaves[at]?.result ?? false)]),
        );
        expect(readBoolean(verdict)).toBe(combineLeaves(root, results));
      }),
      { numRuns: scaleRuns(500) },
    );
  });

  test("comes to what an evaluation comes to, in as many steps, also where they do not suffice", () => {
    fc.assert(
      fc.property(conditions, bindings, fc.integer({ min: 0, max: 200 }), (source, values, few) => {
        const program = compileCondition(source);
        if (program === undefined) return;
        for (const steps of [STEPS, few]) {
          const wanted = runCondition(program, values, [], steps);
          for (const run of [traceCondition, searchCondition]) {
            const budget = createBudget(steps, steps);
            const { verdict } = run(program, { bindings: values, budget });
            expect({ verdict, taken: steps - budget.rule }).toEqual(wanted);
          }
        }
      }),
      { numRuns: scaleRuns(500) },
    );
  });
});
