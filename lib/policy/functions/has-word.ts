import type { WordList } from "../../text/word-list.ts";
import { convertMatch, type FunctionDocs, foldingCost, type PolicyFunction } from "./policy-function.ts";

export const hasWord: PolicyFunction = {
  name: "hasWord",
  signature: "string.hasWord(WordList): bool",
  call: (_: unknown, text: string, list: WordList) => list.findWord(text) !== undefined,
  ...foldingCost,
  match: (_: unknown, text: string, list: WordList) => convertMatch(list.findWord(text)),
};

export const hasWordDocs: FunctionDocs = {
  about:
    "Whether the text contains an entry of the list as a whole word or phrase. Both are folded: letter case, accents, widths, invisible characters and look-alikes do not matter. In scripts without spaces between words, and in Hangul, an entry matches anywhere.",
  example: "name.hasWord(lists.reserved)",
};
