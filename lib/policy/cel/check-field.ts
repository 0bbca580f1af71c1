import type { Index, Node, Select } from "./ast.ts";
import { type Checker, checkNode, isOpenType, report, type Scope, textOf } from "./check.ts";
import { findOverloads, listFunctionNames } from "./environment.ts";
import { findNearName } from "./suggest.ts";
import { formatType, isAssignable, readSignature, simpleType, type Type } from "./types.ts";
import { kindOf } from "./values.ts";

/** `request.A.B` of a chain of fields, list positions left as written; `undefined`: no such chain. */
export function pathOf(node: Node): string | undefined {
  if (node.kind === "name") return node.name;
  if (node.kind === "select") {
    const operand = pathOf(node.operand);
    return operand === undefined ? undefined : `${operand}.${node.field}`;
  }
  if (node.kind !== "index" || node.index.kind !== "literal") return undefined;
  const operand = pathOf(node.operand);
  const { value } = node.index;
  if (operand === undefined) return undefined;
  return typeof value === "string" ? `${operand}.${value}` : `${operand}[${String(value)}]`;
}

export function checkField(checker: Checker, node: Select, scope: Scope | undefined): Type {
  const operand = checkNode(checker, node.operand, scope, true);
  const found = readField(checker, node, operand, node.field);
  return node.test && found.kind !== "error" ? simpleType("bool") : found;
}

export function checkIndex(checker: Checker, node: Index, scope: Scope | undefined): Type {
  const operand = checkNode(checker, node.operand, scope, true);
  const index = checkNode(checker, node.index, scope);
  switch (operand.kind) {
    case "object":
      if (node.index.kind === "literal" && typeof node.index.value === "string")
        return readField(checker, node, operand, node.index.value);
      return report(checker, "field-needs-name", node.index, { token: textOf(checker, node.index) });
    case "list":
      if (isOpenType(index) || index.kind === "int") return operand.item;
      return report(checker, "wrong-key", node.index, { expected: "int", found: formatType(index) });
    case "map":
      if (!isAssignable(operand.key, index))
        return report(checker, "wrong-key", node.index, {
          expected: formatType(operand.key),
          found: formatType(index),
        });
      noteRead(checker, node, false);
      return operand.value;
    case "dyn":
      if (index.kind === "string") noteRead(checker, node, false);
      return operand;
    case "error":
    case "never":
      return operand;
    default:
      return report(checker, "no-fields", node, {
        token: textOf(checker, node.index),
        found: formatType(operand),
      });
  }
}

function readField(checker: Checker, node: Select | Index, operand: Type, field: string): Type {
  if (operand.kind === "error") return operand;
  const place = { start: node.end - field.length, end: node.end };
  if (operand.kind === "object") {
    const known = operand.fields.get(field);
    if (known === undefined) {
      const names = [...operand.fields.keys()];
      // CEL reads `lists.bad-words` as a subtraction.
      const longer = names.find((name) => name.startsWith(`${field}-`));
      const near = longer ?? findNearName(field, names);
      const suggestion = near === undefined ? undefined : writeField(checker, node, near);
      return report(checker, "unknown-field", longer === undefined ? node : place, {
        token: field,
        suggestion,
        found: operand.name,
      });
    }
    if (isConstant(checker, node.operand))
      checker.constants.push({ name: `${pathOf(node.operand)}.${field}`, range: [node.start, node.end] });
    else noteRead(checker, node, known.optional);
    return known.type;
  }
  if (operand.kind === "map" && isAssignable(operand.key, simpleType("string"))) {
    noteRead(checker, node, false);
    return operand.value;
  }
  if (isOpenType(operand)) {
    noteRead(checker, node, false);
    return simpleType("dyn");
  }
  const method = methodFor(checker, operand, field);
  return method === undefined
    ? report(checker, "no-fields", place, { token: field, found: formatType(operand) })
    : report(checker, "missing-call", place, { token: field, suggestion: `.${method}()` });
}

const ALIASES: Readonly<Record<string, string>> = { length: "size", count: "size", len: "size" };

/** The method that was meant by a field of something that has none. */
function methodFor(checker: Checker, type: Type, field: string): string | undefined {
  const name = ALIASES[field] ?? findNearName(field, listFunctionNames(checker.environment)) ?? "";
  const takes = findOverloads(checker.environment, name)
    .map(({ signature }) => readSignature(signature))
    .some(
      ({ isMethod, parameters: [receiver] }) =>
        isMethod && receiver !== undefined && isAssignable(receiver, type),
    );
  return takes ? name : undefined;
}

function writeField(checker: Checker, node: Select | Index, field: string): string {
  const operand = textOf(checker, node.operand);
  return /^[A-Za-z_]\w*$/.test(field) ? `${operand}.${field}` : `${operand}[${JSON.stringify(field)}]`;
}

function isConstant(checker: Checker, node: Node): boolean {
  if (node.kind === "name")
    return !checker.environment.variables.has(node.name) && checker.environment.constants.has(node.name);
  return (node.kind === "select" || node.kind === "index") && isConstant(checker, node.operand);
}

function noteRead(checker: Checker, node: Select | Index, isOptional: boolean): void {
  if (node.kind === "select" && node.test) return;
  const path = pathOf(node);
  if (path !== undefined && checker.guards.includes(path)) return;
  checker.unguarded.push({ path: path ?? textOf(checker, node), range: [node.start, node.end], isOptional });
}

/** Paths that are there where the node came to `outcome`. */
export function guardsOf(node: Node, outcome: boolean): readonly string[] {
  switch (node.kind) {
    case "select": {
      const path = pathOf(node);
      return node.test && outcome && path !== undefined ? [path] : [];
    }
    case "unary":
      return node.op === "!" ? guardsOf(node.operand, !outcome) : [];
    case "logic":
      // `&&` that holds, and `||` that does not, say the same of every part.
      return (node.op === "&&") === outcome ? node.parts.flatMap((part) => guardsOf(part, outcome)) : [];
    case "binary":
      // `"key" in map` is another way to ask.
      if (
        node.op !== "in" ||
        !outcome ||
        node.left.kind !== "literal" ||
        kindOf(node.left.value) !== "string"
      )
        return [];
      return [`${pathOf(node.right)}.${String(node.left.value)}`];
    default:
      return [];
  }
}
