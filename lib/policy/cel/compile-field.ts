import type { Index, Node, Select } from "./ast.ts";
import { FIELD_STEPS } from "./budget.ts";
import { type Compiled, type Compiler, compileNode, isOpen, reportAt, type Scope } from "./compile.ts";
import { readFieldName, writePath } from "./path.ts";
import { charge, failAt, giveUp, leaveUnknown, NONE, type Run, type Step } from "./run.ts";
import { getSimpleType, isAssignable, type Type } from "./types.ts";
import { readKey, readKind, readNumber } from "./values.ts";

export function compileSelect(compiler: Compiler, node: Select, scope: Scope): Compiled {
  const { field, test } = node;
  const operand = compileNode(compiler, node.operand, scope, "argument");
  const type = describeFieldType(compiler, node, operand, field);
  const constant = readGroup(operand, field);
  if (constant !== undefined) return { type, step: () => constant, constant };
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
  const type = describeItemType(compiler, node, operand, index.type);
  const constant = readGroup(operand, readFieldName(node));
  if (constant !== undefined) return { type, step: () => constant, constant };
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

/** The value of `lists.x` or `lists["x"]`; `undefined`: no such constant. */
const readGroup = ({ constant }: Compiled, field: string | undefined): unknown =>
  constant === undefined ? undefined : readKey(constant as object, field); // only groups have fields

function describeItemType(compiler: Compiler, node: Index, operand: Compiled, index: Type): Type {
  const { type } = operand;
  if (type.kind !== "list" && type.kind !== "map")
    return describeFieldType(compiler, node, operand, readFieldName(node));
  const wanted = type.kind === "list" ? getSimpleType("int") : type.key;
  if (!isAssignable(wanted, index)) return reportAt(compiler, "wrong-key", node.index);
  return type.kind === "list" ? type.item : type.value;
}

function describeFieldType(
  compiler: Compiler,
  node: Select | Index,
  { type, constant }: Compiled,
  field: string | undefined,
): Type {
  if (type.kind === "object") {
    if (field === undefined) return reportAt(compiler, "field-needs-name", (node as Index).index); // only an index has none
    if (constant !== undefined)
      compiler.constants.push({ name: `${type.name}.${field}`, range: [node.start, node.end] });
    return type.fields.get(field)?.type ?? reportAt(compiler, "unknown-field", node);
  }
  if (type.kind === "map" && isAssignable(type.key, getSimpleType("string"))) return type.value;
  return isOpen(type) ? type : reportAt(compiler, "no-fields", node);
}

/** The type that an external value must have; `undefined`: checked where it is used. */
function describeExpectedKind(type: Type): string | undefined {
  if (isOpen(type)) return undefined;
  return type.kind === "object" ? "map" : type.kind;
}

function checkRead(run: Run, value: unknown, expected: string | undefined, node: Node): unknown {
  if (value === undefined) return failAt(run, "no-such-key", node);
  return expected === undefined || readKind(value) === expected
    ? value
    : failAt(run, "field-type-mismatch", node);
}
