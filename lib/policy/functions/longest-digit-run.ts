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
    for (let at = 0; at < folded.length; at++) {
      const unit = folded.charCodeAt(at);
      run = unit >= 0x30 && unit <= 0x39 ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    return longest;
  },
};

export const longestDigitRunDocs: FunctionDocs = {
  about:
    "How many digits, of any script, the longest run of them has that nothing visible interrupts: 11 in `call 13800138000`.",
  example: "text.longestDigitRun() >= 8",
};
