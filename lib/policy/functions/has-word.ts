import { type ListValue, listFault, matchOf, type PolicyFunction } from "./policy-function.ts";

export const hasWord: PolicyFunction = {
  name: "hasWord",
  signature: "string.hasWord(WordList): bool",
  about:
    "Whether a whole word of the text is in the list, on a folded copy: letter case, accents, widths, invisible characters and look-alikes do not matter. In scripts without spaces any place counts.",
  example: "name.hasWord(lists.reserved)",
  call: (text: string, { list }: ListValue) => list.findWord(text) !== undefined,
  check: ([list]) => listFault(list),
  match: (text, list) => matchOf(list.findWord(text)),
};
