import type { Node } from "./ast.ts";
import type { Range } from "./diagnostic.ts";
import type { Match } from "./environment.ts";

/** Codes of the engine's own; functions declare more. */
export type Failure = { readonly code: string; readonly range: Range };
/** Variables and paths on which the value depends. */
export type Unknown = { readonly unknown: readonly string[] };
export type Reason = Failure | Unknown;

/** Returned by a step instead of a value; `run.reason` has the error. */
export const NONE = Symbol("none");

export type Evidence = {
  /** The free variable whose value, or one of whose items, matched. */
  readonly variable: string | undefined;
  readonly value: unknown;
  readonly match: Match;
  readonly range: Range;
};

export type Leaf = {
  readonly range: Range;
  readonly result: boolean | Reason;
  readonly evidence: Evidence | undefined;
};

/** Without `leaves` only the first evidence is kept, of a leaf that holds, and what no longer matters is left out. */
export type Trace = { readonly leaves: Leaf[] | undefined; evidence: Evidence | undefined };

/** One evaluation. */
export type Run = {
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly context: unknown;
  /** Steps left; below 0 the whole evaluation fails, even where errors are absorbed. */
  left: number;
  reason: Reason;
  /** Variables of macros, by depth. */
  readonly locals: unknown[];
  readonly unknown: ReadonlySet<string> | undefined;
  readonly trace: Trace | undefined;
};

export type Step = (run: Run) => unknown;

/** What a run reads. */
export type Inputs = {
  /** By name, as the environment declares them; `Date` may stand for a timestamp. */
  readonly bindings: Readonly<Record<string, unknown>>;
  /** Handed to functions. */
  readonly context?: unknown;
  /** Variables and paths (`request.Name`) whose values are unknown. */
  readonly unknown?: ReadonlySet<string>;
};

/** Until a step gives one. */
// Stryker disable next-line ObjectLiteral,ArrayDeclaration: a step without a value gives its reason
const NO_REASON: Unknown = { unknown: [] };

export function startRun(
  { bindings, context, unknown }: Inputs,
  left: number,
  trace: Trace | undefined,
): Run {
  // Stryker disable next-line ArrayDeclaration: a macro writes its variable before it is read
  return { bindings, context, left, reason: NO_REASON, locals: [], unknown, trace };
}

export function failAt(run: Run, code: string, { start, end }: Node): typeof NONE {
  run.reason = { code, range: [start, end] };
  return NONE;
}

/** Takes steps from the budget; false: too few were left, and the run has failed. */
export function charge(run: Run, steps: number, node: Node): boolean {
  run.left -= steps;
  if (run.left >= 0) return true;
  failAt(run, "cost-exceeded", node);
  return false;
}

export function leaveUnknown(run: Run, name: string): typeof NONE {
  run.reason = { unknown: [name] };
  return NONE;
}

/** An error of one side does not matter where the other, once known, may decide. */
export function joinReasons(a: Reason | undefined, b: Reason): Reason {
  if (a === undefined) return b;
  if ("code" in a) return "code" in b ? a : b;
  return "code" in b ? a : { unknown: [...new Set([...a.unknown, ...b.unknown])] };
}

/** In a trace, a part that no longer matters costs nothing, so tracing does not change the result. */
export function runIdle(run: Run, step: Step): unknown {
  const { left } = run;
  const value = step(run);
  run.left = left;
  return value;
}

/** The values of all steps. If one is unknown, the others may be unknown or fail. */
export function runAll(run: Run, steps: readonly Step[]): readonly unknown[] | typeof NONE {
  const values: unknown[] = [];
  let unknown: Reason | undefined;
  for (const step of steps) {
    const value = step(run);
    if (value !== NONE) values.push(value);
    else if ("code" in run.reason) return NONE;
    else unknown = joinReasons(unknown, run.reason);
  }
  return settle(run, unknown, values);
}

/** After an operand without a value: `others` are the operands that follow. */
export function giveUp(run: Run, others: readonly Step[]): typeof NONE {
  const { reason } = run;
  runAll(run, [() => settle(run, reason, undefined), ...others]);
  return NONE;
}

/** The value, or the reason why there is none. */
export function settle<Value>(run: Run, reason: Reason | undefined, value: Value): Value | typeof NONE {
  if (reason === undefined) return value;
  run.reason = reason;
  return NONE;
}
