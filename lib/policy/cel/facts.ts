import { type Index, listChildren, type Node, type Select } from "./ast.ts";
import type { Program } from "./compile.ts";
import type { Range } from "./diagnostic.ts";
import { readFieldName, writePath } from "./path.ts";
import type { Field } from "./types.ts";

/** A read of a field that is declared optional, without `has()` before it. */
export type UnguardedRead = { readonly path: string; readonly range: Range };

/** Whether a field of this path exists where it is asked for. */
type Guard = (path: string) => boolean;

/** Of a checked expression; where the field is not sent, it fails. */
export function findUnguardedReads({ parsed, types }: Program): readonly UnguardedRead[] {
  const reads: UnguardedRead[] = [];

  const isOptional = (node: Select | Index): boolean => {
    const operand = types[node.operand.id];
    // Stryker disable next-line OptionalChaining: every node of a program has a type
    if (operand?.kind !== "object") return false;
    const field = operand.fields.get(readFieldName(node) as string) as Field; // a read of another is not valid
    return field.optional;
  };
  const visit = (node: Node, isGuarded: Guard): void => {
    if ((node.kind === "select" && !node.test) || node.kind === "index") {
      const path = writePath(node);
      if (path !== undefined && isOptional(node) && !isGuarded(path))
        reads.push({ path, range: [node.start, node.end] });
    }
    for (const child of listChildren(node))
      visit(child, (path) => isGuarded(path) || isGuardedIn(node, child, path));
  };
  // Stryker disable next-line ArrowFunction: undefined guards no more than false
  visit(parsed.root, () => false);
  return reads;
}

/** Whether the field exists if the child matters; what a part proves of itself, it proves of the parts in it. */
function isGuardedIn(node: Node, child: Node, path: string): boolean {
  if (node.kind === "conditional") return isProven(node.condition, child === node.yes, path);
  // An error is absorbed by any other part that decides.
  return node.kind === "logic" && node.parts.some((part) => isProven(part, node.op === "&&", path));
}

/** Whether the field exists if the node evaluates to `outcome`. */
function isProven(node: Node, outcome: boolean, path: string): boolean {
  switch (node.kind) {
    case "select":
      return node.test && outcome && writePath(node) === path;
    case "unary":
      return isProven(node.operand, !outcome, path);
    case "logic":
      // A true `&&` and a false `||` have the same outcome for every part.
      return (node.op === "&&") === outcome && node.parts.some((part) => isProven(part, outcome, path));
  }
  return false;
}
