import type { Match } from "../../decision.ts";
import type { WordMatch } from "../../text/word-list.ts";
import type { FunctionDeclaration } from "../cel/environment.ts";

/** One function of the policy language; what CEL has of its own is not repeated here. */
export type PolicyFunction = FunctionDeclaration & {
  readonly name: string;
  /** In steps of at most 40 ns on a full core; `npm run bench` measures them. */
  readonly cost: (...values: never[]) => number;
  /** The maximum of `cost` for values of these lengths; never less for longer values. */
  readonly worstCost: (...lengths: readonly number[]) => number;
};

/** What docs/language.md says of it; beside the function, and never in the bundle. */
export type FunctionDocs = { readonly about: string; readonly example: string };

/** Codes of what is wrong with arguments that are written out. */
export type ArgumentFault =
  | "pattern-not-written"
  | "pattern-too-long"
  | "scripts-not-written"
  | "unknown-script"
  | "bad-time-of-day"
  | "zone-not-written"
  | "bad-zone"
  | "bad-network";

/** For a function that folds the text. All of them share one folded copy, but each may be the first to need it. */
export const foldingCost = {
  cost: (text: string) => 20 + text.length * 3,
  worstCost: (text = 0) => 20 + text * 3,
};

/** What a word list found, as evidence. */
export function convertMatch(found: WordMatch | undefined): Match | undefined {
  return found && { entry: found.entry, span: [found.start, found.end] };
}
