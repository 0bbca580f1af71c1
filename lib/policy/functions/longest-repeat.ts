import { readText } from "../../text/reading.ts";
import { type FunctionDocs, foldingCost, type PolicyFunction } from "./policy-function.ts";

export const longestRepeat: PolicyFunction = {
  name: "longestRepeat",
  signature: "string.longestRepeat(): int",
  ...foldingCost,
  call: (_: unknown, text: string) => {
    const { text: folded, starts } = readText(text).folded();
    let longest = 0;
    let run = 0;
    let before: string | undefined;
    for (let at = 0, next = 0; at < folded.length; at = next) {
      // All that one character folds to: the jamo of a syllable, the dots of an ellipsis, both halves of a pair.
      next = at + 1;
      while (starts !== undefined && starts[next] === starts[at]) next++;
      const character = folded.slice(at, next);
      run = character === before ? run + 1 : 1;
      before = character;
      longest = Math.max(longest, run);
    }
    return longest;
  },
};

export const longestRepeatDocs: FunctionDocs = {
  about:
    "How many times in a row the most repeated character occurs: 5 in `goooood`, 4 in `哈哈哈哈`. Letter case, accents and widths do not matter; any run of white space counts once.",
  example: "text.longestRepeat() > 8",
};
