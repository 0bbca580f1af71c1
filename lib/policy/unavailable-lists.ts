import type { CompiledRule } from "./compile.ts";
import type { Rule } from "./document.ts";
import type { Expression } from "./expression.ts";

/** A rule that names an unavailable list is an error, wherever it names it. */
export function failOnUnavailable(
  rule: Rule,
  compiled: CompiledRule,
  unavailable: ReadonlySet<string>,
): CompiledRule {
  const list = listNamedLists(rule, compiled.when).find((name) => unavailable.has(name));
  if (list === undefined) return compiled;
  // An exemption with an unavailable list cannot be checked, so the rule is an error for everybody.
  return { ...compiled, exemptions: [], unavailable: `lists/${list} is unavailable` };
}

function listNamedLists({ unless = [], mask }: Rule, when: Expression | undefined): readonly string[] {
  const exempt = unless.flatMap(({ account }) =>
    typeof account === "string" ? [account.replace(/^lists\./, "")] : [],
  );
  return [...(when?.lists ?? []), ...exempt, ...(mask === undefined ? [] : [mask.list])];
}
