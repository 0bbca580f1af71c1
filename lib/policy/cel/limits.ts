/** What an expression may hold; the parser refuses more. */
export type Limits = {
  readonly length: number;
  readonly nodes: number;
  readonly depth: number;
  readonly items: number;
  readonly entries: number;
  readonly arguments: number;
  /** UTF-16 units of a text or number written out. */
  readonly literal: number;
  /** Maximum depth of nested macros. */
  readonly macros: number;
};

/** Limits of one rule, chosen for readability. */
export const POLICY_LIMITS: Limits = {
  length: 10_000,
  nodes: 200,
  depth: 40,
  items: 100,
  entries: 0,
  arguments: 8,
  literal: 1000,
  macros: 1,
};
