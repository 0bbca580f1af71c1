import type { Node } from "./ast.ts";
import { NONE, type Step } from "./run.ts";

/** The step itself, which tells a trace what came of it. */
export function traceLeaf(node: Node, step: Step): Step {
  return (run) => {
    const { trace } = run;
    if (trace === undefined) return step(run);
    trace.evidence = undefined;
    const value = step(run);
    trace.leaves.push({
      range: [node.start, node.end],
      result: value === NONE ? run.reason : value === true,
      evidence: trace.evidence,
    });
    return value;
  };
}
