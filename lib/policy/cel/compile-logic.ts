import type { Conditional, Logic, Node, Unary } from "./ast.ts";
import {
  type Compiled,
  type Compiler,
  compileNode,
  expectBool,
  type Place,
  reportAt,
  type Scope,
} from "./compile.ts";
import { charge, failAt, joinReasons, NONE, type Reason, runIdle, type Step, settle } from "./run.ts";
import { getSimpleType, joinTypes } from "./types.ts";

export const createNotBoolReason = ({ start, end }: Node): Reason => ({
  code: "no-such-overload",
  range: [start, end],
});

export function compileBool(compiler: Compiler, node: Node, scope: Scope, place?: Place): Step {
  const { type, step } = compileNode(compiler, node, scope, place);
  expectBool(compiler, node, type);
  return step;
}

export function compileNot(compiler: Compiler, node: Unary, scope: Scope, place: Place): Compiled {
  const operand = compileBool(compiler, node.operand, scope, place);
  const step: Step = (run) => {
    const value = operand(run);
    if (value === NONE || !charge(run, 1, node)) return NONE;
    return typeof value === "boolean" ? !value : failAt(run, "no-such-overload", node);
  };
  return { type: getSimpleType("bool"), step };
}

/** A part that decides absorbs errors of the others; a full trace evaluates every part. */
export function compileLogic(compiler: Compiler, node: Logic, scope: Scope, place: Place): Compiled {
  const parts = node.parts.map((part) => compileBool(compiler, part, scope, place));
  const decisive = node.op === "||";
  const mistake = createNotBoolReason(node);
  const step: Step = (run) => {
    if (!charge(run, 1, node)) return NONE;
    let isDecided = false;
    let reason: Reason | undefined;
    for (const part of parts) {
      const value = isDecided ? runIdle(run, part) : part(run);
      if (value === decisive) {
        if (place !== "whole" || run.trace?.leaves === undefined) return decisive;
        isDecided = true;
      } else if (value !== !decisive) reason = joinReasons(reason, value === NONE ? run.reason : mistake);
    }
    return isDecided ? decisive : settle(run, reason, !decisive);
  };
  return { type: getSimpleType("bool"), step };
}

export function compileConditional(
  compiler: Compiler,
  node: Conditional,
  scope: Scope,
  place: Place,
): Compiled {
  const condition = compileBool(compiler, node.condition, scope, place);
  const yes = compileNode(compiler, node.yes, scope, place);
  const no = compileNode(compiler, node.no, scope, place);
  const step: Step = (run) => {
    if (!charge(run, 1, node)) return NONE;
    const chosen = condition(run);
    const { reason } = run;
    const isTraced = place === "whole" && run.trace?.leaves !== undefined;
    const isUnknown = chosen === NONE && "unknown" in reason;
    if (!isTraced && !isUnknown) {
      if (chosen === true) return yes.step(run);
      if (chosen === false) return no.step(run);
      return chosen === NONE ? NONE : failAt(run, "no-such-overload", node);
    }
    const first = chosen === true || isUnknown ? yes.step(run) : runIdle(run, yes.step);
    const whyFirst = first === NONE ? run.reason : undefined;
    const second = chosen === false || isUnknown ? no.step(run) : runIdle(run, no.step);
    const whySecond = second === NONE ? run.reason : undefined;
    if (typeof chosen === "boolean")
      return chosen ? settle(run, whyFirst, first) : settle(run, whySecond, second);
    const unknowns = [whyFirst, whySecond].filter((why) => why !== undefined && "unknown" in why);
    return settle(run, isUnknown ? unknowns.reduce(joinReasons, reason) : reason, undefined);
  };
  return { type: joinTypes(yes.type, no.type) ?? reportAt(compiler, "mixed-items", node), step };
}
