import type { ASTNode, Environment } from "@marcbachmann/cel-js";
import { facetNames, isFacet } from "../commands/facets.ts";
import type { WordList } from "../text/word-list.ts";
import { functions } from "./functions/index.ts";
import type { Argument } from "./functions/policy-function.ts";
import { didYouMean } from "./suggest.ts";
import { type Call, listName, type Scope } from "./syntax.ts";

/** `offset`: in UTF-16 units, into the expression. */
export type ExpressionFault = { readonly offset: number; readonly message: string };

/** The largest rule that anybody should have to read; also bounds what one costs to run. */
export const LIMITS = {
  maxAstNodes: 200,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 0,
  maxCallArguments: 8,
};

const limitFaults: Readonly<Record<keyof typeof LIMITS, string>> = {
  maxAstNodes: `is too large (over ${LIMITS.maxAstNodes} nodes): split the rule, or use a list`,
  maxDepth: `is nested too deeply (over ${LIMITS.maxDepth}): split the rule`,
  maxListElements: `has a list of over ${LIMITS.maxListElements} entries: put them into lists/<name>.txt and write lists.<name>`,
  maxMapEntries: "has a map: compare with == and ||, or use a list",
  maxCallArguments: `has a call with over ${LIMITS.maxCallArguments} arguments`,
};

/** What cel-js throws or returns. */
export type Problem = { readonly range?: { readonly start: number }; readonly summary?: string };

export function faultOf(problem: Problem | undefined): ExpressionFault {
  return { offset: problem?.range?.start ?? 0, message: describe(problem?.summary ?? "cannot be read") };
}

/** What cel-js says, with what to do where it is known. */
function describe(summary: string): string {
  const limit = Object.entries(limitFaults).find(([name]) => summary.includes(name));
  if (limit !== undefined) return limit[1];
  return /character: '?='?$|ASSIGN/.test(summary) ? `${summary}. Compare with ==` : summary;
}

/** Calls of functions that do not exist, which make whatever else is said of their arguments idle. */
export function strangeCalls(scope: Scope, environment: Environment): readonly ExpressionFault[] {
  const known = new Set(environment.getDefinitions().functions.map(({ name }) => name));
  return scope.calls
    .filter(({ name }) => !known.has(name))
    .map(({ name, offset }) => ({
      offset,
      message: `unknown function ${name}().${didYouMean(name, known)}`,
    }));
}

/** Names, lists, functions and their arguments: what the type check would say less helpfully, or not at all. */
export function scopeFaults(
  scope: Scope,
  lists: ReadonlyMap<string, WordList>,
  hasRequest: boolean,
): readonly ExpressionFault[] {
  const faults: ExpressionFault[] = [];
  for (const { name, offset } of scope.lists)
    if (!lists.has(name))
      faults.push({
        offset,
        message: `unknown list "${name}": there is no lists/${name}.txt.${nearTo(name, [...lists.keys()])}`,
      });
  const isKnown = faults.length === 0;
  for (const { name, offset } of scope.names) {
    if (isFacet(name) || (name === "request" && hasRequest)) continue;
    const message =
      name === "lists"
        ? "name the list: write lists.<name>"
        : `unknown facet "${name}".${didYouMean(name, facetNames)}`;
    faults.push({ offset, message });
  }
  // Of an unknown list nothing else can be said.
  for (const call of isKnown ? scope.calls : []) {
    const message = callFault(call, lists);
    if (message !== undefined) faults.push({ offset: call.offset, message });
  }
  for (const offset of scope.nested)
    faults.push({ offset, message: "a macro inside a macro: write two rules, or use a list" });
  return faults;
}

/** CEL reads `lists.bad-words` as a subtraction. */
function nearTo(name: string, lists: readonly string[]): string {
  const longer = lists.find((list) => list.startsWith(`${name}-`) || list.startsWith(`${name}.`));
  return longer === undefined ? didYouMean(name, lists) : ` Write lists["${longer}"]`;
}

function callFault(call: Call, lists: ReadonlyMap<string, WordList>): string | undefined {
  if (call.name === "matches")
    return "matches() is not available: a backtracking regular expression can hang the gate. Use glob(), hasWord() or containsAny()";
  const policyFunction = functions.find(({ name }) => name === call.name);
  const fault = policyFunction?.check?.(call.args.map((node) => argumentOf(node, lists)));
  return fault === undefined ? undefined : `${call.name}(): ${fault}`;
}

function argumentOf(node: ASTNode, lists: ReadonlyMap<string, WordList>): Argument {
  if (node.op === "value") return typeof node.args === "string" ? node.args : undefined;
  if (node.op === "list") {
    const items = node.args.map((item) => argumentOf(item, lists));
    return items.every((item) => typeof item === "string") ? items : undefined;
  }
  const list = lists.get(listName(node) ?? "");
  return list === undefined ? undefined : { list };
}
