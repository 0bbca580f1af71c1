import type { Index, Node, Select } from "./ast.ts";

/** The field that is read, where it is known as written. */
export function readFieldName(node: Select | Index): string | undefined {
  if (node.kind === "select") return node.field;
  return node.index.kind === "literal" && typeof node.index.value === "string" ? node.index.value : undefined;
}

/** `request.A[0].B` of a chain of fields and written positions; `undefined`: no such chain. */
export function writePath(node: Node): string | undefined {
  if (node.kind === "name") return node.name;
  if (node.kind !== "select" && node.kind !== "index") return undefined;
  const operand = writePath(node.operand);
  const field = readFieldName(node);
  if (operand === undefined) return undefined;
  if (field !== undefined) return `${operand}.${field}`;
  return node.kind === "index" && node.index.kind === "literal"
    ? `${operand}[${String(node.index.value)}]`
    : undefined;
}
