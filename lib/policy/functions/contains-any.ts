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
  about:
    "Whether the text contains an entry of the list, also inside a word. Both are folded, as for `hasWord`.",
  example: "text.containsAny(lists.profanity)",
};
