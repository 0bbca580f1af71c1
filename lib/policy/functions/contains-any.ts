import type { WordList } from "../../text/word-list.ts";
import { convertMatch, type FunctionDocs, foldingCost, type PolicyFunction } from "./policy-function.ts";

export const containsAny: PolicyFunction = {
  name: "containsAny",
  signature: "string.containsAny(WordList): bool",
  call: (_: unknown, text: string, list: WordList) => list.findAny(text) !== undefined,
  ...foldingCost,
  match: (_: unknown, text: string, list: WordList) => convertMatch(list.findAny(text)),
};

export const containsAnyDocs: FunctionDocs = {
  about: "Whether an entry of the list stands anywhere in the text, inside words too, on a folded copy.",
  example: "text.containsAny(lists.profanity)",
};
