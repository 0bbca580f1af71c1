import type { WordList } from "../../text/word-list.ts";
import type { PolicyFunction } from "./policy-function.ts";

const LOOKUP_STEPS = 4;

/** `target in lists.barred`. */
export const inList: PolicyFunction = {
  name: "in",
  signature: "string.in(WordList): bool",
  call: (_: unknown, value: string, list: WordList) => list.has(value),
  cost: () => LOOKUP_STEPS,
  worstCost: () => LOOKUP_STEPS,
  match: (_: unknown, value: string, list: WordList) => (list.has(value) ? { entry: value } : undefined),
};
