import { type Index, listChildren, type Node, type Select } from "./ast.ts";
import type { Program } from "./compile.ts";
import type { Range } from "./diagnostic.ts";
import { readFieldName, writePath } from "./path.ts";

/** A read of a field that is declared optional, without `has()` before it. */
export type UnguardedRead = { readonly path: string; readonly range: Range };

/** `undefined`: something without a path, which a read never is. */
type Guards = readonly (string | undefined)[];

/** Of a checked expression; where the field is not sent, it fails. */
export function findUnguardedReads({ parsed, types }: Program): readonly UnguardedRead[] {
  const reads: UnguardedRead[] = [];

  const isOptional = (node: Select | Index): boolean => {
    const operand = types[node.operand.id];
    // Stryker disable next-line OptionalChaining: every node of a program has a type
    if (operand?.kind !== "object") return false;
    return operand.fields.get(readFieldName(node) as string)?.optional === true; // no field is named undefined
  };
  const visit = (node: Node, guards: Guards): void => {
    if ((node.kind === "select" && !node.test) || node.kind === "index") {
      const path = writePath(node);
      if (path !== undefined && isOptional(node) && !guards.includes(path))
        reads.push({ path, range: [node.start, node.end] });
    }
    for (const child of listChildren(node)) visit(child, [...guards, ...listGuardsFor(node, child)]);
  };
  visit(parsed.root, []);
  return reads;
}

/** Paths that exist if the child matters; what a part says of itself, it says of the parts in it. */
function listGuardsFor(node: Node, child: Node): Guards {
  if (node.kind === "conditional") return listGuards(node.condition, child === node.yes);
  // An error is absorbed by any other part that decides.
  return node.kind === "logic" ? node.parts.flatMap((part) => listGuards(part, node.op === "&&")) : [];
}

/** Paths that exist if the node evaluates to `outcome`. */
function listGuards(node: Node, outcome: boolean): Guards {
  switch (node.kind) {
    case "select":
      return node.test && outcome ? [writePath(node)] : [];
    case "unary":
      return listGuards(node.operand, !outcome);
    case "logic":
      // A true `&&` and a false `||` have the same outcome for every part.
      return (node.op === "&&") === outcome ? node.parts.flatMap((part) => listGuards(part, outcome)) : [];
    default:
      return [];
  }
}
