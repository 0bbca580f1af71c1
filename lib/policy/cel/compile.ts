import { isLeaf, type ListLiteral, type MapLiteral, type Name, type Node } from "./ast.ts";
import { DATE_STEPS } from "./budget.ts";
import { compileCall } from "./compile-call.ts";
import { compileIndex, compileSelect } from "./compile-field.ts";
import { compileConditional, compileLogic, compileNot } from "./compile-logic.ts";
import { compileMacro } from "./compile-macro.ts";
import { compileBinary, compileNegation } from "./compile-operator.ts";
import { type Diagnostic, type DiagnosticCode, makeDiagnostic, type Range } from "./diagnostic.ts";
import type { Environment } from "./environment.ts";
import type { Parsed } from "./parser.ts";
import { charge, failAt, giveUp, leaveUnknown, NONE, type Step } from "./run.ts";
import { readDate } from "./time.ts";
import { traceLeaf } from "./trace.ts";
import { createListType, createMapType, getSimpleType, joinTypes, settleType, type Type } from "./types.ts";
import { readKind } from "./values.ts";

export type Mention = { readonly name: string; readonly range: Range };

/** An expression ready to run, any number of times. */
export type Program = {
  readonly parsed: Parsed;
  readonly type: Type;
  readonly step: Step;
  /** By node id. */
  readonly types: readonly Type[];
  /** Free names, in source order. */
  readonly names: readonly Mention[];
  /** Constants, as paths: `lists.x`. */
  readonly constants: readonly Mention[];
  readonly calls: readonly Mention[];
  /** Every diagnostic. A program with any must not run. */
  readonly diagnostics: readonly Diagnostic[];
};

/** Type and step of one node. */
export type Compiled = { readonly type: Type; readonly step: Step };

/** The variables of the macros around; `slot`: where the run has the item. */
export type Scope =
  | {
      readonly name: string;
      readonly type: Type;
      /** The free variable whose items it takes. */
      readonly origin: string | undefined;
      readonly slot: number;
      readonly outer: Scope;
    }
  | undefined;

/** `whole`: the condition or a part below `&&`, `||`, `!`, `?:`; `argument`: may be a value that only functions read. */
export type Place = "whole" | "part" | "argument";

export type Compiler = {
  readonly environment: Environment;
  readonly types: Type[];
  readonly names: Mention[];
  readonly constants: Mention[];
  readonly calls: Mention[];
  readonly diagnostics: Diagnostic[];
};

/** Checks the expression and makes it runnable; `wanted`: the type it must give. */
export function compileExpression(parsed: Parsed, environment: Environment, wanted?: "bool"): Program {
  const compiler: Compiler = { environment, types: [], names: [], constants: [], calls: [], diagnostics: [] };
  const { root } = parsed;
  const { type, step } = compileNode(compiler, root, undefined, "whole");
  if (wanted !== undefined) expectBool(compiler, root, type);
  return { ...compiler, parsed, type: settleType(type), step };
}

export function compileNode(compiler: Compiler, node: Node, scope: Scope, place: Place = "part"): Compiled {
  const isTraced = place === "whole" && isLeaf(node);
  const { type, step } = dispatch(compiler, node, scope, isTraced ? "part" : place);
  const isGroup =
    node.kind === "name" && compiler.environment.constants.has(node.name) && type.kind === "object";
  const isMisplaced = place !== "argument" && (type.kind === "opaque" || isGroup);
  const settled = isMisplaced ? reportAt(compiler, "list-needs-function", node) : type;
  compiler.types[node.id] = settled;
  return { type: settled, step: isTraced ? traceLeaf(node, step) : step };
}

function dispatch(compiler: Compiler, node: Node, scope: Scope, place: Place): Compiled {
  switch (node.kind) {
    case "literal": {
      const { value } = node;
      return { type: getSimpleType(readKind(value) as "null"), step: () => value }; // no literal is a list or a map
    }
    case "name":
      return compileName(compiler, node, scope);
    case "select":
      return compileSelect(compiler, node, scope);
    case "index":
      return compileIndex(compiler, node, scope);
    case "call":
      return compileCall(compiler, node, scope);
    case "unary":
      return node.op === "!"
        ? compileNot(compiler, node, scope, place)
        : compileNegation(compiler, node, scope);
    case "binary":
      return compileBinary(compiler, node, scope);
    case "logic":
      return compileLogic(compiler, node, scope, place);
    case "conditional":
      return compileConditional(compiler, node, scope, place);
    case "list":
      return compileList(compiler, node, scope);
    case "map":
      return compileMap(compiler, node, scope);
    case "macro":
      return compileMacro(compiler, node, scope);
  }
}

export function reportAt(
  { diagnostics }: Compiler,
  code: DiagnosticCode,
  { start, end }: Pick<Node, "start" | "end">,
): Type {
  diagnostics.push(makeDiagnostic(code, start, end));
  return getSimpleType("error");
}

export function expectBool(compiler: Compiler, node: Node, type: Type): void {
  if (type.kind !== "bool" && !isOpen(type)) reportAt(compiler, "not-bool", node);
}

/** Checked when it runs, or already reported. */
export const isOpen = ({ kind }: Type) => kind === "dyn" || kind === "never" || kind === "error";

export function findLocal(scope: Scope, name: string): Scope {
  let local = scope;
  while (local !== undefined && local.name !== name) local = local.outer;
  return local;
}

function compileName(compiler: Compiler, node: Name, scope: Scope): Compiled {
  const { name } = node;
  const { environment, names } = compiler;
  const local = findLocal(scope, name);
  if (local !== undefined) {
    const { slot } = local;
    return { type: local.type, step: (run) => run.locals[slot] };
  }
  const type = environment.variables.get(name);
  const constant = environment.constants.get(name);
  if (type === undefined && constant !== undefined)
    return { type: constant.type, step: () => constant.value };
  names.push({ name, range: [node.start, node.end] });
  if (type === undefined)
    return { type: reportAt(compiler, "unknown-name", node), step: (run) => failAt(run, "unbound", node) };
  const isTime = type.kind === "timestamp";
  const step: Step = (run) => {
    if (run.unknown?.has(name)) return leaveUnknown(run, name);
    const value = run.bindings[name];
    if (value === undefined) return failAt(run, "unbound", node);
    if (!isTime || !(value instanceof Date)) return value;
    if (!charge(run, DATE_STEPS, node)) return NONE;
    return readDate(value) ?? failAt(run, "bad-timestamp", node);
  };
  return { type, step };
}

function compileItems(
  compiler: Compiler,
  nodes: readonly Node[],
  scope: Scope,
): { type: Type; steps: readonly Step[] } {
  let type = getSimpleType("never");
  const steps = nodes.map((node) => {
    const item = compileNode(compiler, node, scope);
    const joined = joinTypes(type, item.type);
    const isMixed = joined === undefined && compiler.environment.allowsMixedItems !== true;
    type = joined ?? (isMixed ? reportAt(compiler, "mixed-items", node) : getSimpleType("dyn"));
    return item.step;
  });
  return { type, steps };
}

function compileList(compiler: Compiler, node: ListLiteral, scope: Scope): Compiled {
  const { type, steps } = compileItems(compiler, node.items, scope);
  const literals = node.items.flatMap((item) => (item.kind === "literal" ? [item.value] : []));
  if (literals.length === steps.length) return { type: createListType(type), step: () => literals };
  const step: Step = (run) => {
    if (!charge(run, steps.length, node)) return NONE;
    const list: unknown[] = [];
    for (const [index, item] of steps.entries()) {
      const value = item(run);
      if (value === NONE) return giveUp(run, steps.slice(index + 1));
      list.push(value);
    }
    return list;
  };
  return { type: createListType(type), step };
}

const isKey = (kind: string) => kind === "bool" || kind === "int" || kind === "string";

function compileMap(compiler: Compiler, node: MapLiteral, scope: Scope): Compiled {
  const keyNodes = node.entries.map(([key]) => key);
  const keys = compileItems(compiler, keyNodes, scope);
  const values = compileItems(
    compiler,
    node.entries.map(([, value]) => value),
    scope,
  );
  for (const key of keyNodes) {
    const type = compiler.types[key.id] ?? keys.type;
    if (!isOpen(type) && !isKey(type.kind)) reportAt(compiler, "wrong-key", key);
  }
  const steps = keys.steps.flatMap((key, index) => [key, values.steps[index] ?? key]);
  const step: Step = (run) => {
    if (!charge(run, steps.length, node)) return NONE;
    const map = new Map<unknown, unknown>();
    let key: unknown;
    for (const [index, part] of steps.entries()) {
      const value = part(run);
      if (value === NONE) return giveUp(run, steps.slice(index + 1));
      if (index % 2 === 1) map.set(key, value);
      else if (!isKey(readKind(value))) return failAt(run, "unsupported-key", node);
      else if (map.has(value)) return failAt(run, "repeated-key", node);
      key = value;
    }
    return map;
  };
  return { type: createMapType(keys.type, values.type), step };
}

/** The free variable that a node's value comes from. */
export function findOrigin(node: Node, scope: Scope): string | undefined {
  switch (node.kind) {
    case "name": {
      const local = findLocal(scope, node.name);
      return local === undefined ? node.name : local.origin;
    }
    case "select":
    case "index":
      return findOrigin(node.operand, scope);
    case "call":
    case "macro":
      return node.target && findOrigin(node.target, scope);
    default:
      return undefined;
  }
}
