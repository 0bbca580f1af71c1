import type { Node } from "./ast.ts";
import { NONE, type Step } from "./run.ts";

/** The step itself, which tells a trace what came of it. */
export function traceLeaf({ start, end }: Node, step: Step): Step {
  return (run) => {
    const { trace } = run;
    if (trace === undefined) return step(run);
    trace.evidence = undefined;
    const value = step(run);
    const { evidence } = trace;
    trace.leaves.push({
      range: [start, end],
      result: value === NONE ? run.reason : value === true,
      evidence,
    });
    return value;
  };
}
