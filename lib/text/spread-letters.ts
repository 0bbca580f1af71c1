import type { Folded } from "./folding.ts";
import { readKindAt } from "./word-boundary.ts";

/**
 * What people put between the letters of a word: `b a d`, `b.a.d`, `b_a_d`, 赌·博. The comma ends a phrase, and `*` is
 * what masks put in place of letters.
 */
const SEPARATORS = /[ ._\-·•‧∙⋅・|/\\+~=]{1,3}/gu;

/** A term without the separators that `joinSpreadLetters` could have dropped between its letters. */
export function joinTerm(term: string): string {
  return term.replace(SEPARATORS, "");
}

/**
 * The text with single letters joined that separators spread; `undefined` if there are none. Letters of words that
 * are written with spaces are joined only if both stand alone; those of other scripts always.
 */
export function joinSpreadLetters({ text, starts, ends }: Folded): Folded | undefined {
  const dropped = [...text.matchAll(SEPARATORS)].filter((gap) =>
    isSpread(text, gap.index, gap.index + gap[0].length),
  );
  if (dropped.length === 0) return undefined;
  let joined = "";
  let units = 0;
  let from = 0;
  const joinedStarts = new Int32Array(text.length);
  const joinedEnds = new Int32Array(text.length);
  const copyUpTo = (to: number) => {
    joined += text.slice(from, to);
    for (let at = from; at < to; at++, units++) {
      joinedStarts[units] = starts?.[at] ?? at;
      joinedEnds[units] = ends?.[at] ?? at + 1;
    }
  };
  for (const gap of dropped) {
    copyUpTo(gap.index);
    from = gap.index + gap[0].length;
  }
  copyUpTo(text.length);
  return { text: joined, starts: joinedStarts.subarray(0, units), ends: joinedEnds.subarray(0, units) };
}

/** Whether the separators from `start` to `end` are between two letters that they spread. */
function isSpread(text: string, start: number, end: number): boolean {
  const before = readKindAt(text, start - 1);
  if (before === "other" || readKindAt(text, end) !== before) return false; // a fourth separator is "other" too
  if (before === "unspaced") return true;
  return readKindAt(text, start - 2) !== "letter" && readKindAt(text, end + 1) !== "letter";
}
