import { createBudget } from "../../../lib/policy/cel/budget.ts";
import { compileExpression } from "../../../lib/policy/cel/compile.ts";
import type { Environment } from "../../../lib/policy/cel/environment.ts";
import { evaluateProgram } from "../../../lib/policy/cel/evaluate.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { readType } from "../../../lib/policy/cel/types.ts";
import { LIMITS } from "./oracle.ts";
import { showValue } from "./show-value.ts";

const types = { t: "string", u: "string", n: "int", l: "list<string>", now: "timestamp", d: "dyn" };
const environment: Environment = {
  variables: new Map(Object.entries(types).map(([name, type]) => [name, readType(type)])),
  constants: new Map(),
  functions: {},
  allowsMixedItems: true,
};
const nestLists = (depth: number): unknown => (depth === 0 ? 1 : [nestLists(depth - 1)]);
const nestMaps = (depth: number): unknown => (depth === 0 ? 1 : { a: nestMaps(depth - 1) });
const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const forty = Array.from({ length: 40 }, (_, index) => `i${index}`);
const bindings = {
  t: "0123456789abcdef".repeat(4),
  u: "0123456789abcdef".repeat(2),
  n: 3,
  l: forty,
  now: new Date("2026-03-01T12:00:00Z"),
  d: {
    text: "x",
    int: 2,
    double: 2.5,
    nul: null,
    bool: true,
    list: [1, 2, 3],
    texts: ["a", "b"],
    map: { a: 1, b: 2 },
    digits: { 1: 2 },
    same: { b: 2, a: 1 },
    other: { a: 1, c: 2 },
    more: { a: 1, b: 2, c: 3 },
    numbers: Array.from({ length: 40 }, (_, index) => index),
    lists64: [nestLists(64), nestLists(64)],
    lists65: [nestLists(65), nestLists(65)],
    maps64: [nestMaps(64), copy(nestMaps(64))],
    maps65: [nestMaps(65), copy(nestMaps(65))],
  },
};

function runMeasured(source: string, steps = 1e6): { readonly shown: string; readonly taken: number } {
  const parsed = parseExpression(source, { ...LIMITS, entries: 9 });
  if ("code" in parsed) throw new Error(`${source}: ${parsed.code}`);
  const program = compileExpression(parsed, environment);
  if (program.diagnostics.length > 0) throw new Error(`${source}: ${JSON.stringify(program.diagnostics)}`);
  const budget = createBudget(steps, steps);
  const result = evaluateProgram(program, { bindings, budget });
  const shown =
    "value" in result
      ? showValue(result.value)
      : "code" in result && result.code !== "cost-exceeded"
        ? `${result.code}: ${source.slice(...result.range)}`
        : "cost-exceeded";
  return { shown, taken: steps - budget.rule };
}

/** With so many steps as it takes it has its value; with fewer it is cost-exceeded, and has taken one more than there were. */
export function expectValue({
  source,
  value,
  steps,
}: {
  source: string;
  value: string;
  steps: number;
}): void {
  expect(runMeasured(source)).toEqual({ shown: value, taken: steps });
  expect(runMeasured(source, steps).shown).toBe(value);
  for (let fewer = 0; fewer < steps; fewer++)
    expect(runMeasured(source, fewer)).toEqual({ shown: "cost-exceeded", taken: fewer + 1 });
}
