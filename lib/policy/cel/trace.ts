import type { Node } from "./ast.ts";
import { NONE, type Step } from "./run.ts";

/** The step, which records its result in the trace. */
export function traceLeaf({ start, end }: Node, step: Step): Step {
  return (run) => {
    const { trace } = run;
    if (trace === undefined) return step(run);
    const before = trace.evidence;
    trace.evidence = undefined;
    const value = step(run);
    const { evidence, leaves } = trace;
    if (leaves === undefined) trace.evidence = before ?? (value === true ? evidence : undefined);
    else {
      const result = value === NONE ? run.reason : value === true;
      leaves.push({ range: [start, end], result, evidence });
    }
    return value;
  };
}
