import { listChildren, type Node } from "./ast.ts";
import { findOrigin, type Program, type Scope } from "./compile.ts";
import type { Range } from "./diagnostic.ts";
import { writePath } from "./path.ts";
import { getSimpleType } from "./types.ts";

/** A constant applied to a variable: `name.hasWord(lists.x)`, `target in lists.x`, also item by item in a macro. */
export type ConstantUse = {
  readonly variable: string;
  readonly constant: string;
  readonly by: string;
  readonly range: Range;
};

/** A read of a field that may be absent, without `has()` before it. */
export type UnguardedRead = {
  readonly path: string;
  readonly range: Range;
  /** Declared optional; otherwise a key of a map or of `dyn`, which is unknown. */
  readonly isOptional: boolean;
};

export type Facts = { readonly uses: readonly ConstantUse[]; readonly unguarded: readonly UnguardedRead[] };

/** What lints need from a checked expression. */
export function collectFacts({ parsed, types }: Program): Facts {
  const uses: ConstantUse[] = [];
  const unguarded: UnguardedRead[] = [];

  const noteUse = (
    node: Node,
    subject: Node | undefined,
    object: Node | undefined,
    by: string,
    scope: Scope,
  ) => {
    const variable = subject && findOrigin(subject, scope);
    const constant = object && types[object.id]?.kind === "opaque" ? writePath(object) : undefined;
    if (variable !== undefined && constant !== undefined)
      uses.push({ variable, constant, by, range: [node.start, node.end] });
  };
  const noteRead = (node: Node, guards: readonly string[]) => {
    if ((node.kind !== "select" && node.kind !== "index") || (node.kind === "select" && node.test)) return;
    const operand = types[node.operand.id];
    const path = writePath(node);
    if (path === undefined || guards.includes(path) || types[node.id]?.kind === "opaque") return;
    const field = path.slice((writePath(node.operand) ?? "").length + 1);
    const known = operand?.kind === "object" ? operand.fields.get(field) : undefined;
    if (known !== undefined ? known.optional : operand?.kind === "map" || operand?.kind === "dyn")
      unguarded.push({ path, range: [node.start, node.end], isOptional: known !== undefined });
  };
  const visit = (node: Node, scope: Scope, guards: readonly string[]): void => {
    noteRead(node, guards);
    if (node.kind === "call") noteUse(node, node.target, node.args[0], node.name, scope);
    if (node.kind === "binary" && node.op === "in") noteUse(node, node.left, node.right, "in", scope);
    if (node.kind === "macro") {
      visit(node.target, scope, guards);
      const origin = findOrigin(node.target, scope);
      const inner: Scope = { name: node.variable, type: getSimpleType("dyn"), origin, slot: 0, outer: scope };
      for (const part of [node.filter, node.body]) if (part !== undefined) visit(part, inner, guards);
      return;
    }
    if (node.kind === "conditional") {
      visit(node.condition, scope, guards);
      visit(node.yes, scope, [...guards, ...listGuards(node.condition, true)]);
      visit(node.no, scope, [...guards, ...listGuards(node.condition, false)]);
      return;
    }
    for (const child of listChildren(node)) {
      // An error is absorbed by any other part that decides.
      const others = node.kind === "logic" ? node.parts.filter((part) => part !== child) : [];
      visit(child, scope, [
        ...guards,
        ...others.flatMap((other) => listGuards(other, node.kind === "logic" && node.op === "&&")),
      ]);
    }
  };
  visit(parsed.root, undefined, []);
  return { uses, unguarded };
}

/** Paths that exist if the node evaluates to `outcome`. */
function listGuards(node: Node, outcome: boolean): readonly string[] {
  switch (node.kind) {
    case "select": {
      const path = writePath(node);
      return node.test && outcome && path !== undefined ? [path] : [];
    }
    case "unary":
      return node.op === "!" ? listGuards(node.operand, !outcome) : [];
    case "logic":
      // A true `&&` and a false `||` have the same outcome for every part.
      return (node.op === "&&") === outcome ? node.parts.flatMap((part) => listGuards(part, outcome)) : [];
    case "binary":
      // `"key" in map` is an existence test too.
      return node.op === "in" && outcome && node.left.kind === "literal"
        ? [`${writePath(node.right)}.${String(node.left.value)}`]
        : [];
    default:
      return [];
  }
}
