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
  /** How deep macros may stand in each other. */
  readonly macros: number;
};

/** The largest rule that anybody should have to read. */
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
