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
import { charge, failAt, leaveUnknown, NONE, runAll, type Step } from "./run.ts";
import { readDate } from "./time.ts";
import { traceLeaf } from "./trace.ts";
import { createListType, createMapType, getSimpleType, joinTypes, type Type } from "./types.ts";
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

/** Type and step of one node; `constant`: its value, if it is known before any run. */
export type Compiled = { readonly type: Type; readonly step: Step; readonly constant?: unknown };

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
export type Place = "whole" | "argument" | undefined;

export type Compiler = {
  readonly environment: Environment;
  readonly types: Type[];
  readonly names: Mention[];
  readonly constants: Mention[];
  readonly calls: Mention[];
  readonly diagnostics: Diagnostic[];
};

/** Checks the expression and makes it runnable; `wanted`: the type it must give. */
export function compileExpression(
  parsed: Parsed,
  environment: Environment,
  wanted?: "bool" | "any",
): Program {
  const compiler: Compiler = { environment, types: [], names: [], constants: [], calls: [], diagnostics: [] };
  const { root } = parsed;
  const { type, step } = compileNode(compiler, root, undefined, "whole");
  if (wanted === "bool") expectBool(compiler, root, type);
  return { ...compiler, parsed, type, step };
}

export function compileNode(compiler: Compiler, node: Node, scope: Scope, place?: Place): Compiled {
  const isTraced = place === "whole" && isLeaf(node);
  const found = dispatch(compiler, node, scope, isTraced ? undefined : place);
  const { type, step, constant } = found;
  const isMisplaced = place !== "argument" && constant !== undefined;
  const settled = isMisplaced ? reportAt(compiler, "list-needs-function", node) : type;
  compiler.types[node.id] = settled;
  return { type: settled, step: isTraced ? traceLeaf(node, step) : step, constant };
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

function findLocal(scope: Scope, name: string): Scope {
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
  const group = environment.constants.get(name);
  if (group !== undefined) return { type: group.type, step: () => group.value, constant: group.value };
  names.push({ name, range: [node.start, node.end] });
  const step: Step = (run) => {
    if (run.unknown?.has(name)) return leaveUnknown(run, name);
    const value = run.bindings[name];
    if (value === undefined) return failAt(run, "unbound", node);
    if (!(value instanceof Date)) return value;
    if (!charge(run, DATE_STEPS, node)) return NONE;
    return readDate(value) ?? failAt(run, "bad-timestamp", node);
  };
  return { type: environment.variables.get(name) ?? reportAt(compiler, "unknown-name", node), step };
}

/** The type of items that so far have the type `known`. */
function joinItem(compiler: Compiler, node: Node, known: Type, found: Type): Type {
  const { allowsMixedItems } = compiler.environment;
  return (
    joinTypes(known, found) ??
    (allowsMixedItems ? getSimpleType("dyn") : reportAt(compiler, "mixed-items", node))
  );
}

function compileList(compiler: Compiler, node: ListLiteral, scope: Scope): Compiled {
  let item = getSimpleType("never");
  const steps = node.items.map((part) => {
    const { type, step } = compileNode(compiler, part, scope);
    item = joinItem(compiler, part, item, type);
    return step;
  });
  const literals = node.items.flatMap((part) => (part.kind === "literal" ? [part.value] : []));
  const step: Step =
    literals.length === steps.length
      ? () => literals
      : (run) => (charge(run, steps.length, node) ? runAll(run, steps) : NONE);
  return { type: createListType(item), step };
}

const isKey = (kind: string) => kind === "bool" || kind === "int" || kind === "string";

function compileMap(compiler: Compiler, node: MapLiteral, scope: Scope): Compiled {
  let keys = getSimpleType("never");
  let values = getSimpleType("never");
  const steps = node.entries.flatMap(([keyNode, valueNode]) => {
    const key = compileNode(compiler, keyNode, scope);
    const value = compileNode(compiler, valueNode, scope);
    if (!isOpen(key.type) && !isKey(key.type.kind)) reportAt(compiler, "wrong-key", keyNode);
    keys = joinItem(compiler, keyNode, keys, key.type);
    values = joinItem(compiler, valueNode, values, value.type);
    return [key.step, value.step];
  });
  const step: Step = (run) => {
    const parts = charge(run, steps.length, node) ? runAll(run, steps) : NONE;
    if (parts === NONE) return NONE;
    const map = new Map<unknown, unknown>();
    for (let at = 0; at < parts.length; at += 2) {
      const key = parts[at];
      if (!isKey(readKind(key))) return failAt(run, "unsupported-key", node);
      if (map.has(key)) return failAt(run, "repeated-key", node);
      map.set(key, parts[at + 1]);
    }
    return map;
  };
  return { type: createMapType(keys, values), step };
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
