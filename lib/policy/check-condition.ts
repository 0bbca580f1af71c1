import type { Command } from "../commands/define-command.ts";
import { payloadShape } from "../commands/payload.ts";
import { facetsOf } from "./coverage.ts";
import { type Checked, positionAt, type UnplacedDiagnostic } from "./diagnostic.ts";
import type { Expression, Language } from "./expression.ts";

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
): Checked<Condition, UnplacedDiagnostic> {
  const [first] = covered;
  if (when === undefined || first === undefined) return { value: ALWAYS, diagnostics: [] };
  const shared = compileFor(when, first, covered, language);
  if (shared.value === undefined) return { diagnostics: shared.diagnostics };

  const { facets, readsRequest } = shared.value;
  const available = facetsOf(covered);
  const unavailable = [...facets].filter(([facet]) => !available.has(facet));
  const findings = unavailable.map(
    ([facet, offset]): UnplacedDiagnostic => ({
      code: "facet-unavailable",
      path: ["when"],
      at: positionAt(when, offset),
      token: facet,
      details: { commands: covered.map(({ name }) => name), available: [...available] },
    }),
  );
  if (!readsRequest) return { value: () => shared.value, diagnostics: findings };
  const compiled = new Map(
    covered.map((command) => [
      command,
      command === first ? shared : compileFor(when, command, covered, language),
    ]),
  );
  return {
    value: (command) => compiled.get(command)?.value,
    diagnostics: [...findings, ...[...compiled.values()].flatMap(({ diagnostics }) => diagnostics)],
  };
}

function compileFor(
  when: string,
  command: Command,
  covered: readonly Command[],
  language: Language,
): Checked<Expression, UnplacedDiagnostic> {
  const mayReadRequest = /\brequest\b/.test(when);
  const compiled = language.compile(when, mayReadRequest ? payloadShape(command) : undefined);
  if ("source" in compiled) return { value: compiled, diagnostics: [] };
  const name = mayReadRequest && covered.length > 1 ? command.name : undefined;
  return {
    diagnostics: compiled.map(({ offset, message }) => ({
      code: "expression-invalid",
      path: ["when"],
      at: positionAt(when, offset),
      details: { text: message, command: name },
    })),
  };
}
