import type { Budget } from "./budget.ts";
import type { Program } from "./compile.ts";
import {
  type Evidence,
  type Failure,
  failAt,
  type Leaf,
  NONE,
  type Run,
  type Trace,
  type Unknown,
} from "./run.ts";

export type Input = {
  /** By name, as the environment declares them; `Date` may stand for a timestamp. */
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly budget: Budget;
  /** Handed to functions. */
  readonly context?: unknown;
  /** Variables and paths (`request.Name`) whose values are unknown. */
  readonly unknown?: ReadonlySet<string>;
};

export type Evaluated = { readonly value: unknown } | Failure | Unknown;
export type Verdict = boolean | Failure | Unknown;

export function evaluateProgram(program: Program, input: Input): Evaluated {
  const run = startRun(input, undefined);
  const value = finishRun(program, run, input.budget);
  return value === NONE ? run.reason : { value };
}

/** Of a condition: a program whose type is bool. */
export function evaluateCondition(program: Program, input: Input): Verdict {
  const run = startRun(input, undefined);
  return readVerdict(program, run, finishRun(program, run, input.budget));
}

/** As `evaluateCondition`, with what matched in the first part that held and found something. */
export function searchCondition(
  program: Program,
  input: Input,
): { readonly verdict: Verdict; readonly evidence: Evidence | undefined } {
  // Stryker disable next-line ObjectLiteral: what is left out is undefined too
  const trace: Trace = { leaves: undefined, evidence: undefined };
  const run = startRun(input, trace);
  const verdict = readVerdict(program, run, finishRun(program, run, input.budget));
  return { verdict, evidence: trace.evidence };
}

export type Traced = { readonly verdict: Verdict; readonly leaves: readonly Leaf[] };

/** As `evaluateCondition`, with every part below `&&`, `||`, `!` and `?:`, also those that no longer matter. */
export function traceCondition(program: Program, input: Input): Traced {
  const leaves: Leaf[] = [];
  const run = startRun(input, { leaves, evidence: undefined });
  const verdict = readVerdict(program, run, finishRun(program, run, input.budget));
  return { verdict, leaves };
}

/** Until a step gives one. */
const NO_REASON: Unknown = { unknown: [] };

function startRun({ bindings, budget, context, unknown }: Input, trace: Trace | undefined): Run {
  return {
    bindings,
    context,
    left: Math.min(budget.rule, budget.request),
    reason: NO_REASON,
    // Stryker disable next-line ArrayDeclaration: a macro writes its variable before it is read
    locals: [],
    unknown,
    trace,
  };
}

/** Never throws: a binding or host function that throws is an evaluation error. */
function finishRun({ parsed: { root }, step }: Program, run: Run, budget: Budget): unknown {
  const before = run.left--;
  let value: unknown;
  try {
    // Stryker disable next-line ConditionalExpression: the first step would find the same
    value = run.left < 0 ? NONE : step(run);
  } catch {
    value = failAt(run, "internal", root);
  }
  const used = Math.min(before - run.left, before + 1);
  budget.rule -= used;
  budget.request -= used;
  if (run.left >= 0) return value;
  // Even if another part absorbed the error.
  const isTold = value === NONE && "code" in run.reason && run.reason.code === "cost-exceeded";
  return isTold ? value : failAt(run, "cost-exceeded", root);
}

function readVerdict({ parsed: { root } }: Program, run: Run, value: unknown): Verdict {
  if (typeof value === "boolean") return value;
  if (value !== NONE) failAt(run, "no-such-overload", root);
  return run.reason;
}
