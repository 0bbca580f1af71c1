import { readText } from "../../text/reading.ts";
import { type FunctionDocs, foldingCost, type PolicyFunction } from "./policy-function.ts";

export const longestDigitRun: PolicyFunction = {
  name: "longestDigitRun",
  signature: "string.longestDigitRun(): int",
  ...foldingCost,
  call: (_: unknown, text: string) => {
    const { text: folded } = readText(text).folded();
    let longest = 0;
    let run = 0;
    for (const char of folded) {
      run = char >= "0" && char <= "9" ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  },
};

export const longestDigitRunDocs: FunctionDocs = {
  about:
    "The length of the longest run of digits, of any script, without a visible character between them: 11 in `call 13800138000`.",
  example: "text.longestDigitRun() >= 8",
};
