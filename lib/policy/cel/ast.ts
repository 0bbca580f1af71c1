import type { Boxed } from "./values.ts";

export type LiteralValue = null | boolean | string | number | bigint | Boxed;

type Base = {
  /** Counts the nodes of one expression from 0. */
  readonly id: number;
  /** UTF-16 offsets; without parentheses around it. */
  readonly start: number;
  readonly end: number;
};

export type MacroName = "all" | "exists" | "exists_one" | "map" | "filter";
export type BinaryOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "in";

export type Literal = Base & { readonly kind: "literal"; readonly value: LiteralValue };
export type Name = Base & { readonly kind: "name"; readonly name: string };
/** `operand.field`; `test`: inside `has()`. */
export type Select = Base & {
  readonly kind: "select";
  readonly operand: Node;
  readonly field: string;
  readonly test: boolean;
};
export type Index = Base & { readonly kind: "index"; readonly operand: Node; readonly index: Node };
export type Call = Base & {
  readonly kind: "call";
  readonly name: string;
  /** Where the name begins. */
  readonly at: number;
  readonly target: Node | undefined;
  readonly args: readonly Node[];
};
export type Unary = Base & { readonly kind: "unary"; readonly op: "!" | "-"; readonly operand: Node };
export type Binary = Base & {
  readonly kind: "binary";
  readonly op: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
};
/** `a && b && c` has three parts. */
export type Logic = Base & {
  readonly kind: "logic";
  readonly op: "&&" | "||";
  readonly parts: readonly Node[];
};
export type Conditional = Base & {
  readonly kind: "conditional";
  readonly condition: Node;
  readonly yes: Node;
  readonly no: Node;
};
export type ListLiteral = Base & { readonly kind: "list"; readonly items: readonly Node[] };
export type MapLiteral = Base & {
  readonly kind: "map";
  readonly entries: readonly (readonly [key: Node, value: Node])[];
};
export type Macro = Base & {
  readonly kind: "macro";
  readonly name: MacroName;
  readonly at: number;
  readonly target: Node;
  readonly variable: string;
  /** Of `map(x, filter, body)`. */
  readonly filter: Node | undefined;
  readonly body: Node;
};

export type Node =
  | Literal
  | Name
  | Select
  | Index
  | Call
  | Unary
  | Binary
  | Logic
  | Conditional
  | ListLiteral
  | MapLiteral
  | Macro;

/** The nodes directly below, in the order written. */
export function listChildren(node: Node): readonly Node[] {
  switch (node.kind) {
    case "literal":
    case "name":
      return [];
    case "select":
    case "unary":
      return [node.operand];
    case "index":
      return [node.operand, node.index];
    case "call":
      return node.target === undefined ? node.args : [node.target, ...node.args];
    case "binary":
      return [node.left, node.right];
    case "logic":
      return node.parts;
    case "conditional":
      return [node.condition, node.yes, node.no];
    case "list":
      return node.items;
    case "map":
      return node.entries.flat();
    case "macro":
      return node.filter === undefined ? [node.target, node.body] : [node.target, node.filter, node.body];
  }
}

/** Of a condition. `!` before `&&`, `||` or `?:` is not a leaf; before anything else it is part of the leaf. */
export function isLeaf(node: Node): boolean {
  if (node.kind === "unary") return isLeaf(node.operand);
  return node.kind !== "logic" && node.kind !== "conditional";
}
