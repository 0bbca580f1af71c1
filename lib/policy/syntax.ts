import type { ASTNode } from "@marcbachmann/cel-js";

/** A name in an expression, and where. */
export type Bound = { readonly name: string; readonly offset: number };
/** A method or function call as written. */
export type Call = { readonly name: string; readonly args: readonly ASTNode[]; readonly offset: number };
/** A list applied to a facet: `facet.hasWord(lists.x)`, `facet in lists.x`, also item by item in a macro. */
export type ListUse = { readonly facet: string; readonly list: string; readonly by: string };

/** What an expression mentions. */
export type Scope = {
  /** Free names: facets, `request`, and mistakes; `lists` only where no `.x` follows it. */
  readonly names: readonly Bound[];
  /** `x` of every `lists.x`. */
  readonly lists: readonly Bound[];
  readonly calls: readonly Call[];
  readonly listUses: readonly ListUse[];
  /** Where a macro stands inside another. */
  readonly nested: readonly number[];
  /** The arguments of `has()`, but for those about a macro's own variable. */
  readonly guarded: readonly ASTNode[];
};

/** CEL's macros that bind their first argument to each item of the receiver. */
const MACROS = new Set(["all", "exists", "exists_one", "map", "filter"]);

export function walk(root: ASTNode): Scope {
  const names: Bound[] = [];
  const lists: Bound[] = [];
  const calls: Call[] = [];
  const listUses: ListUse[] = [];
  const nested: number[] = [];
  const guarded: ASTNode[] = [];

  /** `variables`: those that macros bind, each with the facet whose items it takes. */
  const visit = (node: ASTNode, variables: ReadonlyMap<string, string>): void => {
    const facetOf = (part: ASTNode): string | undefined =>
      part.op === "id" ? (variables.get(part.args) ?? part.args) : undefined;
    const noteListUse = (subject: ASTNode, list: ASTNode | undefined, by: string): void => {
      const facet = facetOf(subject);
      const name = list === undefined ? undefined : listName(list);
      if (facet !== undefined && name !== undefined) listUses.push({ facet, list: name, by });
    };
    const list = listName(node);
    if (list !== undefined) {
      lists.push({ name: list, offset: node.start + "lists.".length });
      return;
    }
    switch (node.op) {
      case "value":
        return;
      case "id":
        if (!variables.has(node.args)) names.push({ name: node.args, offset: node.start });
        return;
      case ".":
      case ".?":
        visit(node.args[0], variables);
        return;
      case "call":
        calls.push({ name: node.args[0], args: node.args[1], offset: node.start });
        if (node.args[0] === "has")
          guarded.push(...node.args[1].filter((argument) => !variables.has(rootOf(argument) ?? "")));
        for (const argument of node.args[1]) visit(argument, variables);
        return;
      case "rcall": {
        const [name, receiver, args] = node.args;
        calls.push({ name, args, offset: receiver.end + 1 });
        visit(receiver, variables);
        const [variable, ...rest] = args;
        if (MACROS.has(name) && variable?.op === "id") {
          if (variables.size > 0) nested.push(receiver.end + 1);
          const bound = new Map(variables).set(variable.args, facetOf(receiver) ?? "");
          for (const argument of rest) visit(argument, bound);
          return;
        }
        noteListUse(receiver, args[0], name);
        for (const argument of args) visit(argument, variables);
        return;
      }
      default:
        if (node.op === "in") noteListUse(node.args[0], node.args[1], "in");
        for (const part of partsOf(node)) visit(part, variables);
    }
  };
  visit(root, new Map());
  return { names, lists, calls, listUses, nested, guarded };
}

/** The name that a path such as `request.A.B` begins with. */
function rootOf(node: ASTNode): string | undefined {
  if (node.op === "id") return node.args;
  return node.op === "." ? rootOf(node.args[0]) : undefined;
}

/** `x` of `lists.x`, or of `lists["x"]` where the name is none that CEL could read. */
export function listName(node: ASTNode): string | undefined {
  if (node.op !== "." && node.op !== "[]") return undefined;
  const [subject, key] = node.args;
  if (subject.op !== "id" || subject.args !== "lists") return undefined;
  if (typeof key === "string") return key;
  return key.op === "value" && typeof key.args === "string" ? key.args : undefined;
}

/** The operands of an operator, a list or a map. */
function partsOf(node: ASTNode): readonly ASTNode[] {
  const { args } = node as { args: unknown }; // each operator has its own tuple; all hold nodes, or pairs of them
  return (Array.isArray(args) ? args.flat() : [args]).filter(isNode);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value;
}

const PARENTHESES = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[()]/g;

/** The part of an expression that a range of cel-js means: its ranges leave out parentheses at their ends. */
export function partAt(
  source: string,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  let open = 0;
  let unopened = 0;
  for (const [token] of source.slice(start, end).matchAll(PARENTHESES)) {
    if (token === "(") open++;
    else if (token === ")" && open > 0) open--;
    else if (token === ")") unopened++;
  }
  const before = new RegExp(`(?:\\(\\s*){${unopened}}$`).exec(source.slice(0, start))?.[0] ?? "";
  const after = new RegExp(`^(?:\\s*\\)){${open}}`).exec(source.slice(end))?.[0] ?? "";
  return before + source.slice(start, end) + after;
}

const JUNCTIONS: ReadonlySet<string> = new Set(["&&", "||", "!_", "?:"]);

/** The parts below `&&`, `||`, `!` and `?:`, in the order written. */
export function leavesOf(node: ASTNode): readonly ASTNode[] {
  return JUNCTIONS.has(node.op) ? partsOf(node).flatMap(leavesOf) : [node];
}
