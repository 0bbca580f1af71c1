import type { Conditional, Logic, Macro, Node } from "./ast.ts";
import { type Planner, planNode } from "./plan.ts";
import { originIn } from "./plan-call.ts";
import { exceed, fail, joinReasons, NONE, type Reason, type Run, type Step } from "./run.ts";
import { kindOf, listKeys } from "./values.ts";

const NOT_BOOL = (node: Node): Reason => ({ code: "no-such-overload", range: [node.start, node.end] });

/** `isWhole`: no part of a leaf; a trace then wants every part. */
export function planLogic(node: Logic, parts: readonly Step[], isWhole: boolean): Step {
  const decisive = node.op === "||";
  const notBool = NOT_BOOL(node);
  return (run) => {
    if (--run.left < 0) return exceed(run, node);
    const wantsAll = isWhole && run.trace !== undefined;
    let isDecided = false;
    let reason: Reason | undefined;
    for (const part of parts) {
      const value = part(run);
      if (value === decisive) {
        if (!wantsAll) return decisive;
        isDecided = true;
      } else if (value !== !decisive) reason = joinReasons(reason, value === NONE ? run.reason : notBool);
    }
    return isDecided ? decisive : giveReason(run, reason, !decisive);
  };
}

function giveReason(run: Run, reason: Reason | undefined, value: unknown): unknown {
  if (reason === undefined) return value;
  run.reason = reason;
  return NONE;
}

export function planConditional(node: Conditional, parts: readonly Step[], isWhole: boolean): Step {
  const [condition, yes, no] = parts as readonly [Step, Step, Step]; // planned from the node's three
  return (run) => {
    if (--run.left < 0) return exceed(run, node);
    const chosen = condition(run);
    const { reason } = run;
    if (typeof chosen === "boolean") {
      if (!isWhole || run.trace === undefined) return chosen ? yes(run) : no(run);
      const [first, other] = [yes(run), run.reason];
      const second = no(run);
      if (chosen) run.reason = other;
      return chosen ? first : second;
    }
    if (chosen !== NONE) return fail(run, "no-such-overload", node);
    if ("code" in reason && (!isWhole || run.trace === undefined)) return NONE;
    const first = yes(run);
    const whyFirst = first === NONE ? run.reason : undefined;
    const second = no(run);
    const whySecond = second === NONE ? run.reason : undefined;
    // Whichever it will be, it is the same.
    if (!("code" in reason) && first === second && whyFirst === undefined && typeof first !== "object")
      return first;
    run.reason = [whyFirst, whySecond].reduce<Reason>(
      (joined, why) =>
        why === undefined || "code" in joined || "code" in why ? joined : joinReasons(joined, why),
      reason,
    );
    return NONE;
  };
}

export function planMacro(planner: Planner, node: Macro): Step {
  const target = planNode(planner, node.target);
  const slot = planner.locals.length;
  const local = { name: node.variable, origin: originIn(planner, node.target) };
  const inner: Planner = { ...planner, locals: [...planner.locals, local] };
  const body = planNode(inner, node.body);
  const filter = node.filter && planNode(inner, node.filter);
  const walk = chooseWalk(node, slot, body, filter);
  return (run) => {
    const container = target(run);
    if (container === NONE) return NONE;
    if (--run.left < 0) return exceed(run, node);
    if (Array.isArray(container)) return walk(run, container);
    if (kindOf(container) !== "map") return fail(run, "no-such-overload", node);
    const keys = listKeys(container as object); // as kindOf() says
    if ((run.left -= keys.length) < 0) return exceed(run, node);
    return walk(run, keys);
  };
}

type Walk = (run: Run, items: readonly unknown[]) => unknown;

function chooseWalk(node: Macro, slot: number, body: Step, filter: Step | undefined): Walk {
  const notBool = NOT_BOOL(node.body);
  switch (node.name) {
    case "all":
    case "exists": {
      const decisive = node.name === "exists";
      return (run, items) => {
        let reason: Reason | undefined;
        for (const item of items) {
          if (--run.left < 0) return exceed(run, node);
          run.locals[slot] = item;
          const value = body(run);
          if (value === decisive) return decisive;
          if (value !== !decisive) reason = joinReasons(reason, value === NONE ? run.reason : notBool);
        }
        return giveReason(run, reason, !decisive);
      };
    }
    case "exists_one":
      return (run, items) => {
        const held = keepItems(run, node, items, slot, body, () => true);
        return held === NONE ? NONE : (held as readonly unknown[]).length === 1; // keepItems() gives a list
      };
    case "filter":
      return (run, items) => keepItems(run, node, items, slot, body, (_, item) => item);
    case "map":
      return (run, items) => keepItems(run, node, items, slot, filter, body);
  }
}

/** What `give` makes of the items for which `keep` holds; the first that has no value ends it. */
function keepItems(
  run: Run,
  node: Macro,
  items: readonly unknown[],
  slot: number,
  keep: Step | undefined,
  give: (run: Run, item: unknown) => unknown,
): unknown {
  const kept: unknown[] = [];
  for (const item of items) {
    if (--run.left < 0) return exceed(run, node);
    run.locals[slot] = item;
    const isKept = keep === undefined || keep(run);
    if (isKept === NONE) return NONE;
    if (typeof isKept !== "boolean") return fail(run, "no-such-overload", node.body);
    if (!isKept) continue;
    const value = give(run, item);
    if (value === NONE) return NONE;
    kept.push(value);
  }
  return kept;
}
