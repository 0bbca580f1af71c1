import { isLeaf, type Node } from "./ast.ts";
import type { Checked } from "./check.ts";
import { pathOf } from "./check-field.ts";
import type { Environment } from "./environment.ts";
import { planCall } from "./plan-call.ts";
import { planConditional, planLogic, planMacro } from "./plan-logic.ts";
import { planBinary, planNegation } from "./plan-operator.ts";
import { exceed, fail, giveUp, leaveUnknown, NONE, type Run, type Step } from "./run.ts";
import { readDate } from "./time.ts";
import { traceLeaf } from "./trace.ts";
import type { Type } from "./types.ts";
import { kindOf, readKey } from "./values.ts";

export type Planner = {
  readonly environment: Environment;
  readonly checked: Pick<Checked, "types" | "overloads">;
  /** Variables of the macros around, the outermost first, each with the free variable whose items it takes. */
  readonly locals: readonly { readonly name: string; readonly origin: string | undefined }[];
};

/** A step that computes the node. Bindings are read by name when it runs; nothing is looked up twice. */
export function planNode(planner: Planner, node: Node): Step {
  switch (node.kind) {
    case "literal": {
      const { value } = node;
      return () => value;
    }
    case "name":
      return planName(planner, node.name, node);
    case "select":
      return planField(planner, node);
    case "index":
      return planIndex(planner, node);
    case "call":
      return planCall(planner, node);
    case "unary":
      return node.op === "!" ? planNot(planNode(planner, node.operand), node) : planNegation(planner, node);
    case "binary":
      return planBinary(planner, node);
    case "logic":
      return planLogic(
        node,
        node.parts.map((part) => planNode(planner, part)),
        false,
      );
    case "conditional":
      return planConditional(
        node,
        [node.condition, node.yes, node.no].map((part) => planNode(planner, part)),
        false,
      );
    case "list":
      return planList(
        node,
        node.items.map((item) => planNode(planner, item)),
      );
    case "map":
      return planMap(planner, node);
    case "macro":
      return planMacro(planner, node);
  }
}

/** As `planNode`, for the whole condition: tells a trace of its leaves, and then evaluates all of them. */
export function planCondition(planner: Planner, node: Node): Step {
  if (isLeaf(node)) return traceLeaf(node, planNode(planner, node));
  if (node.kind === "logic")
    return planLogic(
      node,
      node.parts.map((part) => planCondition(planner, part)),
      true,
    );
  if (node.kind === "conditional") {
    const parts = [node.condition, node.yes, node.no].map((part) => planCondition(planner, part));
    return planConditional(node, parts, true);
  }
  return node.kind === "unary"
    ? planNot(planCondition(planner, node.operand), node)
    : planNode(planner, node);
}

function planName({ environment, locals }: Planner, name: string, node: Node): Step {
  for (let slot = locals.length - 1; slot >= 0; slot--)
    if (locals[slot]?.name === name) return (run) => run.locals[slot];
  const type = environment.variables.get(name);
  if (type === undefined) {
    const constant = environment.constants.get(name);
    return constant === undefined ? (run) => fail(run, "unbound", node) : () => constant.value;
  }
  const isTime = type.kind === "timestamp";
  return (run) => {
    if (run.unknown?.has(name)) return leaveUnknown(run, name);
    const value = run.bindings[name];
    if (value === undefined) return fail(run, "unbound", node);
    if (!isTime || !(value instanceof Date)) return value;
    return readDate(value) ?? fail(run, "bad-timestamp", node);
  };
}

/** What a value read from outside must be; `undefined`: it is settled when it is used. */
function kindExpected(type: Type | undefined): string | undefined {
  if (type === undefined || ["dyn", "never", "error", "opaque"].includes(type.kind)) return undefined;
  return type.kind === "object" ? "map" : type.kind;
}

function planField(planner: Planner, node: Extract<Node, { kind: "select" }>): Step {
  const { field, test } = node;
  const constant = constantOf(planner, node);
  if (constant !== undefined) return () => constant;
  const operand = planNode(planner, node.operand);
  const path = pathOf(node) ?? "";
  const expected = test ? undefined : kindExpected(planner.checked.types[node.id]);
  return (run) => {
    const map = operand(run);
    if (map === NONE) return NONE;
    if (--run.left < 0) return exceed(run, node);
    if (run.unknown?.has(path)) return leaveUnknown(run, path);
    if (kindOf(map) !== "map") return fail(run, "no-such-overload", node);
    const value = readKey(map as object, field); // kindOf() says that it is one
    if (test) return value !== undefined;
    return checkRead(run, value, expected, node);
  };
}

function checkRead(run: Run, value: unknown, expected: string | undefined, node: Node): unknown {
  if (value === undefined) return fail(run, "no-such-key", node);
  return expected === undefined || kindOf(value) === expected
    ? value
    : fail(run, "field-type-mismatch", node);
}

/** `lists.x`, `lists["x"]`: known when it is planned. */
function constantOf({ environment, locals }: Planner, node: Node): unknown {
  if (node.kind !== "select" && node.kind !== "index") return undefined;
  const { operand } = node;
  if (operand.kind !== "name" || environment.variables.has(operand.name)) return undefined;
  if (locals.some(({ name }) => name === operand.name)) return undefined;
  const group = environment.constants.get(operand.name)?.value;
  const key =
    node.kind === "select" ? node.field : node.index.kind === "literal" ? node.index.value : undefined;
  return typeof group === "object" && group !== null ? readKey(group, key) : undefined;
}

function planIndex(planner: Planner, node: Extract<Node, { kind: "index" }>): Step {
  const constant = constantOf(planner, node);
  if (constant !== undefined) return () => constant;
  const operand = planNode(planner, node.operand);
  const index = planNode(planner, node.index);
  const path = pathOf(node) ?? "";
  const expected = kindExpected(planner.checked.types[node.id]);
  return (run) => {
    const container = operand(run);
    if (container === NONE) return giveUp(run, [index]);
    const key = index(run);
    if (key === NONE) return NONE;
    if (--run.left < 0) return exceed(run, node);
    if (run.unknown?.has(path)) return leaveUnknown(run, path);
    const kind = kindOf(container);
    if (kind === "map") return checkRead(run, readKey(container as object, key), expected, node); // as kindOf() says
    if (kind !== "list") return fail(run, "no-such-overload", node);
    const keyKind = kindOf(key);
    if (keyKind !== "int" && keyKind !== "double") return fail(run, "no-such-overload", node);
    const items = container as readonly unknown[]; // as kindOf() says
    const position = keyKind === "int" ? Number(key) : (key as { readonly double?: number }).double; // boxed if whole
    const item = position === undefined ? undefined : items[position];
    return item === undefined ? fail(run, "index-out-of-bounds", node) : checkRead(run, item, expected, node);
  };
}

function planNot(operand: Step, node: Node): Step {
  return (run) => {
    const value = operand(run);
    if (value === NONE) return NONE;
    if (--run.left < 0) return exceed(run, node);
    return typeof value === "boolean" ? !value : fail(run, "no-such-overload", node);
  };
}

function planList(node: Extract<Node, { kind: "list" }>, items: readonly Step[]): Step {
  if (node.items.every(({ kind }) => kind === "literal")) {
    const list = node.items.map((item) => (item.kind === "literal" ? item.value : null));
    return () => list;
  }
  return (run) => {
    if ((run.left -= items.length) < 0) return exceed(run, node);
    const list: unknown[] = [];
    for (const [index, item] of items.entries()) {
      const value = item(run);
      if (value === NONE) return giveUp(run, items.slice(index + 1));
      list.push(value);
    }
    return list;
  };
}

const KEY_KINDS: ReadonlySet<string> = new Set(["bool", "int", "string"]);

function planMap(planner: Planner, node: Extract<Node, { kind: "map" }>): Step {
  const entries = node.entries.map(
    ([key, value]) => [planNode(planner, key), planNode(planner, value)] as const,
  );
  return (run) => {
    if ((run.left -= entries.length) < 0) return exceed(run, node);
    const map = new Map<unknown, unknown>();
    for (const [index, [keyStep, valueStep]] of entries.entries()) {
      const key = keyStep(run);
      const value = key === NONE ? NONE : valueStep(run);
      if (value === NONE) return giveUp(run, entries.slice(index + 1).flat());
      if (!KEY_KINDS.has(kindOf(key))) return fail(run, "unsupported-key", node);
      if (map.has(key)) return fail(run, "repeated-key", node);
      map.set(key, value);
    }
    return map;
  };
}
