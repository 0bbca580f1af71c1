import fc from "fast-check";
import { diagnose } from "../../../lib/policy/cel/advise.ts";
import { createBudget } from "../../../lib/policy/cel/budget.ts";
import { compileExpression } from "../../../lib/policy/cel/compile.ts";
import type { Environment } from "../../../lib/policy/cel/environment.ts";
import { evaluateProgram } from "../../../lib/policy/cel/evaluate.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { scaleRuns } from "../../support/runs.ts";
import { environment, facets } from "./language.ts";

const { broken: _, ...functions } = environment.functions;
const whole: Environment = { ...environment, functions };

/** What is wrong lies inside the source; what is not wrong runs, to a value or an error with a code of its own. */
function checkAll(source: string): void {
  for (const { range, token } of diagnose(source, whole)) {
    expect(range[0]).toBeGreaterThanOrEqual(0);
    expect(range[1]).toBeLessThanOrEqual(source.length);
    if (token !== "") expect(source.slice(...range)).toContain(token);
  }
  const parsed = parseExpression(source);
  if ("code" in parsed) return;
  const program = compileExpression(parsed, whole);
  const result = evaluateProgram(program, { bindings: facets, budget: createBudget(100_000, 100_000) });
  if (program.diagnostics.length === 0 && "code" in result) expect(result.code).not.toBe("internal");
}

const words = fc.constantFrom(
  "name",
  "owned",
  "members",
  "lists.reserved",
  "request.MsgBody",
  "[",
  "]",
  "(",
  ")",
  "{",
  "}",
  ".",
  ",",
  "?",
  ":",
  "==",
  "&&",
  "!",
  "-",
  "in",
  "has(",
  ".size()",
  ".map(x, ",
  "'a",
  '"b"',
  "1",
  "1.5",
  "0x",
  "//",
  "\n",
  "and",
  "e9",
  "\\",
  "🐱",
  "`a-b`",
  "timestamp(",
);
const soup = fc.oneof(
  fc.array(words, { maxLength: 25 }).map((parts) => parts.join(" ")),
  fc.array(words, { maxLength: 25 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

const METHODS = [
  "size",
  "startsWith",
  "contains",
  "split",
  "join",
  "hasWord",
  "glob",
  "getHours",
  "getFullYear",
  "substring",
  "trim",
];
const CALLS = ["int", "string", "double", "bool", "timestamp", "duration", "dyn", "size"];
const MACROS = ["all", "exists", "exists_one", "map", "filter"];
const OPERATORS = ["==", "!=", "<", ">=", "+", "-", "*", "/", "%", "in", "&&", "||"];

/** Grammatical, and anything stands anywhere. */
const { illTyped } = fc.letrec<{ illTyped: string }>((tie) => {
  const part = tie("illTyped");
  const leaf = fc.constantFrom(
    ..."name owned members now request lists.reserved request.MsgBody request.Attributes x true null 1 -1 0 1.5 9223372036854775807".split(
      " ",
    ),
    '"a"',
    '"12"',
    '"Asia/Singapore"',
    '"2026-01-01T00:00:00Z"',
    "[]",
    "[1, 2]",
    '["a"]',
    "dyn(1)",
    "request.MsgBody[0].MsgContent",
  );
  const join = (...parts: readonly (string | fc.Arbitrary<string>)[]) =>
    fc
      .tuple(...parts.map((one) => (typeof one === "string" ? fc.constant(one) : one)))
      .map((texts) => texts.join(""));
  const any = (names: readonly string[]) => fc.constantFrom(...names);
  return {
    illTyped: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      leaf,
      join("(", part, " ", any(OPERATORS), " ", part, ")"),
      join(any(["!", "-"]), part),
      join("(", part, " ? ", part, " : ", part, ")"),
      join("[", part, ", ", part, "]"),
      join(part, "[", part, "]"),
      join(part, any([".size", ".Name", ".MsgContent", ".constructor", ".__proto__"])),
      join("has(", part, ".Name)"),
      join(part, ".", any(METHODS), "()"),
      join(part, ".", any(METHODS), "(", part, ")"),
      join(any(CALLS), "(", part, ")"),
      join(part, ".", any(MACROS), "(x, ", part, ")"),
    ),
  };
});

describe("nothing is thrown", () => {
  test("by random text", () => {
    fc.assert(fc.property(soup, checkAll), { numRuns: scaleRuns(3000) });
  });
  test("by expressions in which anything stands anywhere", () => {
    fc.assert(fc.property(illTyped, checkAll), { numRuns: scaleRuns(3000) });
  });
});
