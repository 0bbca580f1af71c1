import type { PolicyFunction } from "./policy-function.ts";

/** In code points: matching takes at most text × pattern steps. */
const MAX_PATTERN_LENGTH = 100;

export const glob: PolicyFunction = {
  name: "glob",
  signature: "string.glob(string): bool",
  about:
    "Whether the whole text fits the pattern: `*` stands for any run of characters, `?` for one. Case matters.",
  example: 'operator.glob("vip-*")',
  call: (text: string, pattern: string) => matchesGlob(text, pattern),
  // One taken from the request could be as long as the text.
  check: ([pattern]) => {
    if (typeof pattern !== "string") return 'write the pattern as text, e.g. "vip-*"';
    const { length } = [...pattern];
    if (length <= MAX_PATTERN_LENGTH) return undefined;
    return `the pattern has ${length} characters; at most ${MAX_PATTERN_LENGTH} are allowed: shorten it, or put words into a list`;
  },
};

/** Goes back to the last `*` only, so the time is at most text × pattern, whatever either holds. */
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
