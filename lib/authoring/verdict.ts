import type { Meaning, Verdict } from "../replies/envelope.ts";

export const verdicts: readonly Verdict[] = ["allow", "deny", "partial", "drop", "mask", "fail"];

/** Every code that the answer gives, to the whole request first. */
export function listCodes({ code, targetCodes }: Meaning): readonly number[] {
  return [...new Set([code, ...targetCodes])];
}

/** `expected`: a verdict, or a code. `deny` also matches a partial refusal. */
export function matchesExpectation(expected: string, meaning: Meaning): boolean {
  if (/^\d+$/.test(expected)) return listCodes(meaning).includes(Number(expected));
  return expected === meaning.verdict || (expected === "deny" && meaning.verdict === "partial");
}
