import type { Command } from "../commands/define-command.ts";
import { payloadShape } from "../commands/payload.ts";
import { facetsOf, nameAll } from "./coverage.ts";
import type { Expression, Language } from "./expression.ts";
import { positionAt, type Report } from "./fault.ts";

/** The condition as each command runs it; `undefined`: there is none, the rule always holds. */
export type Condition = (command: Command) => Expression | undefined;

const ALWAYS: Condition = () => undefined;

/**
 * A facet means the same and has the same type everywhere, so one check serves all commands; only `request` is typed
 * by the command, and an expression that reads it is checked against each.
 */
export function checkCondition(
  when: string | undefined,
  covered: readonly Command[],
  language: Language,
  report: Report,
): Condition {
  const [first] = covered;
  if (when === undefined || first === undefined) return ALWAYS;
  const mayReadRequest = /\brequest\b/.test(when);
  const compileFor = (command: Command): Expression | undefined => {
    const compiled = language.compile(when, mayReadRequest ? payloadShape(command) : undefined);
    if ("source" in compiled) return compiled;
    const where = mayReadRequest && covered.length > 1 ? ` (for ${command.name})` : "";
    for (const { offset, message } of compiled) report(["when"], message + where, positionAt(when, offset));
    return undefined;
  };

  const shared = compileFor(first);
  if (shared === undefined) return ALWAYS;
  const known = facetsOf(covered);
  for (const [facet, offset] of shared.facets) {
    if (known.has(facet)) continue;
    const message = `${nameAll(covered)} has no facet "${facet}". It has ${[...known].join(", ")}`;
    report(["when"], message, positionAt(when, offset));
  }
  if (!shared.readsRequest) return () => shared;
  const own = new Map(covered.map((command) => [command, command === first ? shared : compileFor(command)]));
  return (command) => own.get(command);
}
