import type { Index, Node, Select } from "./ast.ts";

/** The field that is read, if its name is a literal. */
export function readFieldName(node: Select | Index): string | undefined {
  if (node.kind === "select") return node.field;
  return node.index.kind === "literal" && typeof node.index.value === "string" ? node.index.value : undefined;
}

/** `request.A[0].B` for a chain of fields and literal positions; `undefined`: another expression. */
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
