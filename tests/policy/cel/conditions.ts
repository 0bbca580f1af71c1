import fc from "fast-check";
import { createBudget } from "../../../lib/policy/cel/budget.ts";
import { compileExpression, type Program } from "../../../lib/policy/cel/compile.ts";
import { evaluateCondition, type Verdict } from "../../../lib/policy/cel/evaluate.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { cases } from "./expressions.ts";
import { environment, facets } from "./language.ts";
import { LIMITS } from "./oracle.ts";

export type Bindings = Readonly<Record<string, unknown>>;

/** Parts of which some hold, some do not, some fail and some depend on a facet, a field or an item. */
const parts = fc.constantFrom(
  "true",
  "false",
  "owned > 3",
  'name == "a"',
  "name == text",
  "text.size() < owned",
  "now > eventTime",
  "1 / (owned - owned) > 0",
  "members[owned] == name",
  "members.exists(m, m == name)",
  "members.all(m, m.size() > owned || m == text)",
  "members.exists_one(m, m == text)",
  "members.filter(m, m != name).size() > 1",
  "members.map(m, m + name)[0] == text",
  "name in members",
  "(owned > 3 ? name : text).startsWith(text)",
  "[name, text].exists(t, t in members)",
  "name.hasWord(lists.reserved)",
  "text in lists.barred",
  "has(request.Name)",
  'has(request.Name) && request.Name == "a"',
  'request.Type == "Public"',
  "request.MsgBody[0].MsgContent.deep[0] == owned",
  "int(name) > owned",
  "-owned < 0",
  "duration(text) > now - eventTime",
);

/** Mostly logic over such parts, as the laws are about; some of what the differential tests run. */
export const conditions: fc.Arbitrary<string> = fc.oneof(
  {
    arbitrary: fc.letrec<{ condition: string }>((tie) => {
      const inner = tie("condition");
      const join = (between: string) => fc.tuple(inner, inner).map(([a, b]) => `(${a}${between}${b})`);
      return {
        condition: fc.oneof(
          { maxDepth: 4, depthSize: "small" },
          parts,
          join(" && "),
          join(" || "),
          inner.map((operand) => `!(${operand})`),
          fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
          fc.tuple(inner, inner).map(([a, b]) => `(${a}) == (${b})`),
        ),
      };
    }).condition,
    weight: 3,
  },
  cases.map(({ source }) => source),
);

const texts = fc.constantFrom("", "a", "12", "1s", "see you", "official", "eve", "Public");

/** A value of every facet that the parts name; some fields of the request are there and some are not. */
export const bindings: fc.Arbitrary<Bindings> = fc
  .record({
    name: texts,
    text: texts,
    operator: texts,
    owned: fc.integer({ min: 0, max: 4 }),
    members: fc.array(texts, { maxLength: 3 }),
    mentions: fc.array(texts, { maxLength: 2 }),
    now: fc.date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true }),
    request: fc.oneof(
      fc.constant(facets.request),
      texts.map((Name) => ({ ...facets.request, Name })),
    ),
  })
  .map((some) => ({ ...facets, ...some }));

/** `undefined`: not a condition. */
export function compileCondition(source: string): Program | undefined {
  const parsed = parseExpression(source, LIMITS);
  if ("code" in parsed) return undefined;
  const program = compileExpression(parsed, environment, "bool");
  return program.diagnostics.length > 0 ? undefined : program;
}

const ENOUGH = 1e9;

/** A verdict and the steps that it took. */
export function runCondition(
  program: Program,
  values: Bindings,
  unknown: readonly string[] = [],
  steps = ENOUGH,
): { readonly verdict: Verdict; readonly taken: number } {
  const budget = createBudget(steps, steps);
  const known = Object.fromEntries(Object.entries(values).filter(([name]) => !unknown.includes(name)));
  const verdict = evaluateCondition(program, { bindings: known, budget, unknown: new Set(unknown) });
  return { verdict, taken: steps - budget.rule };
}
