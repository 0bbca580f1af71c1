import { type ListValue, listFault, matchOf, type PolicyFunction } from "./policy-function.ts";

export const containsAny: PolicyFunction = {
  name: "containsAny",
  signature: "string.containsAny(WordList): bool",
  about: "Whether an entry of the list stands anywhere in the text, inside words too, on a folded copy.",
  example: "text.containsAny(lists.profanity)",
  call: (text: string, { list }: ListValue) => list.findAny(text) !== undefined,
  check: ([list]) => listFault(list),
  match: (text, list) => matchOf(list.findAny(text)),
};
