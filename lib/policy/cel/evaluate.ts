import type { Budget } from "./budget.ts";
import type { Program } from "./compile.ts";
import {
  type Evidence,
  type Failure,
  failAt,
  type Inputs,
  type Leaf,
  NONE,
  startRun,
  type Trace,
  type Unknown,
} from "./run.ts";

export type Input = Inputs & { readonly budget: Budget };

export type Evaluated = { readonly value: unknown } | Failure | Unknown;
export type Verdict = boolean | Failure | Unknown;

/** Never throws: a binding or host function that throws is an evaluation error. */
export function evaluateProgram({ parsed: { root }, step }: Program, input: Input, trace?: Trace): Evaluated {
  const { budget } = input;
  const before = Math.min(budget.rule, budget.request);
  const run = startRun(input, before - 1, trace);
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
  // Even if another part absorbed the error.
  const isAbsorbed = value !== NONE || !("code" in run.reason) || run.reason.code !== "cost-exceeded";
  if (run.left < 0 && isAbsorbed) value = failAt(run, "cost-exceeded", root);
  return value === NONE ? run.reason : { value };
}

/** Of a condition: a program whose type is bool. */
export function evaluateCondition(program: Program, input: Input, trace?: Trace): Verdict {
  const result = evaluateProgram(program, input, trace);
  if (!("value" in result)) return result;
  if (typeof result.value === "boolean") return result.value;
  const { start, end } = program.parsed.root;
  return { code: "no-such-overload", range: [start, end] };
}

/** As `evaluateCondition`, with what matched in the first part that held and found something. */
export function searchCondition(
  program: Program,
  input: Input,
): { readonly verdict: Verdict; readonly evidence: Evidence | undefined } {
  // Stryker disable next-line ObjectLiteral: what is left out is undefined too
  const trace: Trace = { leaves: undefined, evidence: undefined };
  const verdict = evaluateCondition(program, input, trace);
  return { verdict, evidence: trace.evidence };
}

export type Traced = { readonly verdict: Verdict; readonly leaves: readonly Leaf[] };

/** As `evaluateCondition`, with every part below `&&`, `||`, `!` and `?:`, also those that no longer matter. */
export function traceCondition(program: Program, input: Input): Traced {
  const leaves: Leaf[] = [];
  return { verdict: evaluateCondition(program, input, { leaves, evidence: undefined }), leaves };
}
