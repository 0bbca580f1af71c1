import { makeDouble } from "../cel/values.ts";
import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

/** Outside ASCII, asking whether a letter has case takes 100 ns and more. */
const LETTER_STEPS = 8;

export const upperCaseShare: PolicyFunction = {
  name: "upperCaseShare",
  signature: "string.upperCaseShare(): double",
  cost: (text: string) => text.length * LETTER_STEPS,
  worstCost: (text = 0) => text * LETTER_STEPS,
  call: (_: unknown, text: string) => {
    let upper = 0;
    let lower = 0;
    for (const char of text) {
      const kind = readCase(char);
      if (kind === "upper") upper++;
      else if (kind === "lower") lower++;
    }
    return makeDouble(upper === 0 ? 0 : upper / (upper + lower));
  },
};

export const upperCaseShareDocs: FunctionDocs = {
  about:
    "The share of upper-case letters among the letters that have case, from 0.0 to 1.0; 0.0 if none has case. Other characters do not count: 0.5 for `Ok 👍 你好`.",
  example: "text.size() >= 20 && text.upperCaseShare() > 0.8",
};

function readCase(char: string): "upper" | "lower" | "none" {
  const unit = char.charCodeAt(0);
  if (unit < 0x80) {
    if (unit >= 0x61 && unit <= 0x7a) return "lower";
    return unit >= 0x41 && unit <= 0x5a ? "upper" : "none";
  }
  if (unit >= 0x3000 && unit <= 0x9fff) return "none"; // kana, Han
  const letter = unit === 0xd835 ? char.normalize("NFKD") : char; // mathematical letters have no case of their own
  if (letter.toLowerCase() !== letter) return "upper";
  return letter.toUpperCase() === letter ? "none" : "lower";
}
