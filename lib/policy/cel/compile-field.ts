import type { Index, Node, Select } from "./ast.ts";
import { FIELD_STEPS } from "./budget.ts";
import {
  type Compiled,
  type Compiler,
  compileNode,
  findLocal,
  isOpen,
  reportAt,
  type Scope,
} from "./compile.ts";
import type { Environment } from "./environment.ts";
import { readFieldName, writePath } from "./path.ts";
import { charge, failAt, giveUp, leaveUnknown, NONE, type Run, type Step } from "./run.ts";
import { getSimpleType, isAssignable, type Type } from "./types.ts";
import { readKey, readKind, readNumber } from "./values.ts";

export function compileSelect(compiler: Compiler, node: Select, scope: Scope): Compiled {
  const { field, test } = node;
  const operand = compileNode(compiler, node.operand, scope, "argument");
  const type = describeFieldType(compiler, node, operand.type, field);
  const constant = readConstant(compiler.environment, node, scope);
  if (constant !== undefined) return { type, step: () => constant };
  const path = writePath(node) ?? "";
  const expected = test ? undefined : describeExpectedKind(type);
  const step: Step = (run) => {
    const map = operand.step(run);
    if (map === NONE || !charge(run, FIELD_STEPS, node)) return NONE;
    if (run.unknown?.has(path)) return leaveUnknown(run, path);
    if (readKind(map) !== "map") return failAt(run, "no-such-overload", node);
    const value = readKey(map as object, field); // readKind() returned this kind
    return test ? value !== undefined : checkRead(run, value, expected, node);
  };
  return { type: test && type.kind !== "error" ? getSimpleType("bool") : type, step };
}

export function compileIndex(compiler: Compiler, node: Index, scope: Scope): Compiled {
  const operand = compileNode(compiler, node.operand, scope, "argument");
  const index = compileNode(compiler, node.index, scope);
  const type = describeItemType(compiler, node, operand.type, index.type);
  const constant = readConstant(compiler.environment, node, scope);
  if (constant !== undefined) return { type, step: () => constant };
  const path = writePath(node) ?? "";
  const expected = describeExpectedKind(type);
  const step: Step = (run) => {
    const container = operand.step(run);
    if (container === NONE) return giveUp(run, [index.step]);
    const key = index.step(run);
    if (key === NONE || !charge(run, FIELD_STEPS, node)) return NONE;
    if (run.unknown?.has(path)) return leaveUnknown(run, path);
    if (readKind(container) === "map")
      return checkRead(run, readKey(container as object, key), expected, node); // readKind() returned this kind
    const keyKind = readKind(key);
    if (!Array.isArray(container) || (keyKind !== "int" && keyKind !== "double"))
      return failAt(run, "no-such-overload", node);
    const item: unknown = container[readNumber(key)];
    return item === undefined
      ? failAt(run, "index-out-of-bounds", node)
      : checkRead(run, item, expected, node);
  };
  return { type, step };
}

function describeItemType(compiler: Compiler, node: Index, operand: Type, index: Type): Type {
  const field = readFieldName(node);
  if (operand.kind === "object" && field === undefined)
    return reportAt(compiler, "field-needs-name", node.index);
  if (operand.kind !== "list" && operand.kind !== "map")
    return describeFieldType(compiler, node, operand, field ?? "");
  const wanted = operand.kind === "list" ? getSimpleType("int") : operand.key;
  if (!isAssignable(wanted, index)) return reportAt(compiler, "wrong-key", node.index);
  return operand.kind === "list" ? operand.item : operand.value;
}

function describeFieldType(compiler: Compiler, node: Select | Index, operand: Type, field: string): Type {
  if (operand.kind === "object") {
    const known = operand.fields.get(field);
    const isConstant = node.operand.kind === "name" && !compiler.environment.variables.has(node.operand.name);
    if (isConstant)
      compiler.constants.push({ name: `${operand.name}.${field}`, range: [node.start, node.end] });
    return known?.type ?? reportAt(compiler, "unknown-field", node);
  }
  if (operand.kind === "map" && isAssignable(operand.key, getSimpleType("string"))) return operand.value;
  return isOpen(operand) ? operand : reportAt(compiler, "no-fields", node);
}

/** The type that an external value must have; `undefined`: checked where it is used. */
function describeExpectedKind(type: Type): string | undefined {
  if (isOpen(type) || type.kind === "opaque") return undefined;
  return type.kind === "object" ? "map" : type.kind;
}

function checkRead(run: Run, value: unknown, expected: string | undefined, node: Node): unknown {
  if (value === undefined) return failAt(run, "no-such-key", node);
  return expected === undefined || readKind(value) === expected
    ? value
    : failAt(run, "field-type-mismatch", node);
}

/** The value of `lists.x` or `lists["x"]`, known before it runs; `undefined`: no constant. */
export function readConstant({ variables, constants }: Environment, node: Node, scope: Scope): unknown {
  if (node.kind !== "select" && node.kind !== "index") return undefined;
  const { operand } = node;
  if (operand.kind !== "name" || variables.has(operand.name) || findLocal(scope, operand.name))
    return undefined;
  const group = constants.get(operand.name)?.value;
  return typeof group === "object" && group !== null ? readKey(group, readFieldName(node)) : undefined;
}
