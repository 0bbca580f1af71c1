import type { Match } from "../../decision.ts";
import type { WordList, WordMatch } from "../../text/word-list.ts";

/** An argument written in the expression: a literal, a list, or neither (`undefined`), known only when it runs. */
export type Argument = string | readonly string[] | { readonly list: WordList } | undefined;

/** One function of the policy language; what CEL has of its own is not repeated here. */
export type PolicyFunction = {
  readonly name: string;
  /** CEL's notation, the receiver first: `string.hasWord(WordList): bool`. */
  readonly signature: string;
  readonly about: string;
  readonly example: string;
  /** Takes the receiver and the arguments, as CEL has them; a number is a safe integer where the signature says `int`. */
  readonly call: (...values: never[]) => boolean | number;
  /** What is wrong with the arguments, told at load. */
  readonly check?: (values: readonly Argument[]) => string | undefined;
  /** What of a list matched, for functions that take one. */
  readonly match?: (value: string, list: WordList) => Match | undefined;
};

/** For functions whose only argument is a list. */
export function listFault(argument: Argument): string | undefined {
  if (typeof argument === "object" && "list" in argument) return undefined;
  return "takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>";
}

/** What a word list found, as evidence. */
export function matchOf(found: WordMatch | undefined): Match | undefined {
  return found && { entry: found.entry, span: [found.start, found.end] };
}

/** How a list appears in expressions: cel-js tells types apart by their class. */
export class ListValue {
  readonly list: WordList;
  constructor(list: WordList) {
    this.list = list;
  }
}
