import { createLazyPattern } from "../../text/lazy-pattern.ts";
import { makeDouble } from "../cel/values.ts";
import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

/** Two searches by a property of Unicode; together up to 100 ns a letter, and room for a slower machine. */
const LETTER_STEPS = 8;
const UPPER_CASE = createLazyPattern("\\p{Uppercase}");
const LOWER_CASE = createLazyPattern("\\p{Lowercase}");

export const upperCaseShare: PolicyFunction = {
  name: "upperCaseShare",
  signature: "string.upperCaseShare(): double",
  cost: (text: string) => text.length * LETTER_STEPS,
  worstCost: (text = 0) => text * LETTER_STEPS,
  call: (_: unknown, text: string) => {
    const upper = countMatches(text, UPPER_CASE());
    const lower = countMatches(text, LOWER_CASE());
    return makeDouble(upper === 0 ? 0 : upper / (upper + lower));
  },
};

export const upperCaseShareDocs: FunctionDocs = {
  about:
    "The share of upper-case letters among the letters that have case, from 0.0 to 1.0; 0.0 if none has case. Other characters do not count: 0.5 for `Ok 👍 你好`.",
  example: "text.size() >= 20 && text.upperCaseShare() > 0.8",
};

function countMatches(text: string, pattern: RegExp): number {
  return text.split(pattern).length - 1;
}
