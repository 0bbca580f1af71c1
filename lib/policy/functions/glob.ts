import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

/** In code points: matching takes at most text × pattern steps. */
const MAX_PATTERN_LENGTH = 100;

export const glob: PolicyFunction = {
  name: "glob",
  signature: "string.glob(string): bool",
  call: (_: unknown, text: string, pattern: string) => matchesGlob(text, pattern),
  cost: (text: string, pattern: string) => text.length + ((text.length * pattern.length) >> 3),
  worstCost: (text = 0, pattern = 0) => text + ((text * pattern) >> 3),
  // A pattern from the request could be as long as the text.
  check: ({ literal }) => {
    if (literal === undefined) return { reason: "pattern-not-written", argument: 0 };
    const { length } = [...String(literal)];
    return length <= MAX_PATTERN_LENGTH ? undefined : { reason: "pattern-too-long", argument: 0 };
  },
};

export const globDocs: FunctionDocs = {
  about:
    "Whether the whole text matches the pattern: `*` stands for any number of characters, also none, `?` for exactly one. Case matters.",
  example: 'operator.glob("vip-*")',
};

/** Goes back to the last `*` only, so the time is at most text × pattern. */
export function matchesGlob(text: string, pattern: string): boolean {
  const characters = [...text];
  const wanted = [...pattern];
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < characters.length) {
    if (wanted[next] === "*") {
      star = next++;
      resume = at;
    } else if (wanted[next] === "?" || wanted[next] === characters[at]) {
      at++;
      next++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  while (wanted[next] === "*") next++;
  return next === wanted.length;
}
