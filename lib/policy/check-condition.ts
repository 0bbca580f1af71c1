import type { Command } from "../commands/define-command.ts";
import { isFacet } from "../commands/facets.ts";
import { readPayloadShape } from "../commands/payload.ts";
import { parseKnownJson } from "../json.ts";
import type { Advice } from "./cel/advise.ts";
import { compileExpression } from "./cel/compile.ts";
import { LITERAL_FEATURES } from "./cel/diagnostic.ts";
import { type Parsed, parseExpression } from "./cel/parser.ts";
import { findAvailableFacets } from "./coverage.ts";
import { type Checked, computePosition, type UnplacedDiagnostic } from "./diagnostic.ts";
import type { ConditionCode } from "./diagnostic-details.ts";
import {
  createEnvironment,
  createExpression,
  type Expression,
  getEnvironment,
  type Language,
} from "./expression.ts";
import { describeRequestType } from "./request.ts";
import { findNearest } from "./suggest.ts";

/** The condition as each command runs it; `undefined`: it always holds, or has a diagnostic. */
export type Condition = (command: Command) => Expression | undefined;

type CheckedCondition = { readonly value: Condition; readonly diagnostics: readonly UnplacedDiagnostic[] };

/**
 * A facet means the same and has the same type everywhere, so one check serves all commands; only `request` is typed
 * by the command, and an expression that reads it is checked against each. `wanted`: the type that it must give.
 */
export function checkCondition(
  when: string | undefined,
  covered: readonly Command[],
  language: Language,
  wanted: "bool" | "any" = "bool",
): CheckedCondition {
  if (when === undefined) return { value: () => undefined, diagnostics: [] };
  const readsRequest = /\brequest\b/.test(when);
  const task = { when, parsed: parseExpression(when), covered, language, readsRequest, wanted };
  const apart = readsRequest ? covered : covered.slice(0, 1);
  const checked = new Map(apart.map((command) => [command, checkFor(command, task)]));
  const [shared] = checked.values();
  return {
    value: (command) => (readsRequest ? checked.get(command) : shared)?.value,
    diagnostics: joinSame(
      [...checked.values()].flatMap(({ diagnostics }) => diagnostics),
      apart.length,
    ),
  };
}

type Task = {
  readonly when: string;
  readonly parsed: ReturnType<typeof parseExpression>;
  readonly covered: readonly Command[];
  readonly language: Language;
  readonly readsRequest: boolean;
  readonly wanted: "bool" | "any";
};

function checkFor(command: Command, task: Task): Checked<Expression, UnplacedDiagnostic> {
  const { when, parsed, covered, language, readsRequest, wanted } = task;
  const names = findAvailableFacets(covered);
  const environment = readsRequest
    ? createEnvironment(language, names, describeRequestType(readPayloadShape(command)))
    : getEnvironment(language, names);
  const program = "code" in parsed ? undefined : compileExpression(parsed, environment, wanted);
  if (program !== undefined && program.diagnostics.length === 0)
    return { value: createExpression(program), diagnostics: [] };
  const found = language.advise?.(when, environment) ??
    program?.diagnostics ?? [parsed as Exclude<typeof parsed, Parsed>]; // without a program it is one
  return {
    diagnostics: found.map((advice) =>
      describeAdvice(
        { token: when.slice(...advice.range), ...advice },
        { when, covered, command: command.name },
      ),
    ),
  };
}

type Place = {
  readonly when: string;
  readonly covered: readonly Command[];
  readonly command: string;
};

/** Converts an engine diagnostic: names become facets or lists, and functions have codes of their own. */
function describeAdvice(advice: Advice, { when, covered, command }: Place): UnplacedDiagnostic {
  const { code, range, token, suggestion, expected, found, feature, reason } = advice;
  const at = { path: ["when"], at: computePosition(when, range[0]), token, suggestion };
  if (code === "unknown-name") {
    const available = findAvailableFacets(covered);
    if (!isFacet(token))
      return { code: "unknown-facet", ...at, suggestion: suggestion ?? findNearest(token, available) };
    const commands = covered.map(({ name }) => name);
    return {
      code: "facet-unavailable",
      ...at,
      suggestion: undefined,
      details: { commands, available: [...available] },
    };
  }
  if (code === "unknown-field" && /^lists\b/.test(token)) return { code: "unknown-list", ...at };
  const details = { command, expected, found, feature: feature ?? LITERAL_FEATURES.get(code) };
  const own = details.feature !== undefined ? "unsupported" : code === "bad-literal" ? reason : code;
  return { code: own as ConditionCode, ...at, details } as UnplacedDiagnostic; // policy functions' reasons are ArgumentFaults; all of these have the same details
}

/** A diagnostic of every covered command names none of them. */
function joinSame(found: readonly UnplacedDiagnostic[], commands: number): readonly UnplacedDiagnostic[] {
  const identifyFinding = (diagnostic: UnplacedDiagnostic) =>
    JSON.stringify(diagnostic, (key, value: unknown) => (key === "command" ? undefined : value));
  // Node 20, which the package runs on too, has no Map.groupBy.
  const groups = new Map<string, UnplacedDiagnostic[]>();
  for (const diagnostic of found) {
    const key = identifyFinding(diagnostic);
    groups.set(key, [...(groups.get(key) ?? []), diagnostic]);
  }
  return [...groups].map(
    ([key, all]) =>
      all.length >= commands ? (parseKnownJson(key) as UnplacedDiagnostic) : (all[0] as UnplacedDiagnostic), // plain data; no group is empty
  );
}
