import { facetNames } from "../../lib/commands/facets.ts";
import type { Shape } from "../../lib/commands/shape.ts";
import { createEndlessBudget } from "../../lib/policy/cel/budget.ts";
import { compileExpression } from "../../lib/policy/cel/compile.ts";
import { parseExpression } from "../../lib/policy/cel/parser.ts";
import {
  type Bindings,
  createEnvironment,
  createExpression,
  createLanguage,
  type Evaluated,
  type Expression,
  evaluateExpression,
} from "../../lib/policy/expression.ts";
import { describeRequestType } from "../../lib/policy/request.ts";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";

export type Lists = Readonly<Record<string, readonly string[]>>;

export function readList(name: string, entries: readonly string[]): WordList {
  const parsed = parseWordList(name, entries.join("\n"));
  if (parsed.kind === "faults") throw new Error(parsed.faults[0]?.code);
  return parsed.list;
}

/** A condition over every facet; throws the codes of what is wrong with it. */
export function compileConditionText(when: string, lists: Lists = {}, request?: Shape): Expression {
  const language = createLanguage(
    new Map(Object.entries(lists).map(([name, entries]) => [name, readList(name, entries)])),
  );
  const parsed = parseExpression(when);
  if ("code" in parsed) throw new Error(parsed.code);
  const environment = createEnvironment(language, facetNames, request && describeRequestType(request));
  const program = compileExpression(parsed, environment, "bool");
  const codes = program.diagnostics.map(({ code, reason = code, token = "" }) => `${reason} ${token}`.trim());
  if (codes.length > 0) throw new Error(codes.join(", "));
  return createExpression(program);
}

export function evaluateConditionText(
  when: string,
  bindings: Bindings,
  lists?: Lists,
  request?: Shape,
): Evaluated {
  return evaluateExpression(
    compileConditionText(when, lists, request),
    bindings,
    createEndlessBudget(),
    false,
  );
}
