import { createLazyPattern } from "./lazy-pattern.ts";

/** `letter`: of a script that writes spaces between words, digits and marks too; `unspaced`: Han, kana, Thai and others. */
export type UnitKind = "letter" | "unspaced" | "other";

const LETTER = createLazyPattern(
  "^(?![\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}])[\\p{L}\\p{N}\\p{M}]",
);
const WORD_CHARACTER = createLazyPattern("^[\\p{L}\\p{N}\\p{M}]");

/** The kind of the code point that begins at a place of a folded text. `_` separates words as other punctuation does. */
export function readKindAt(text: string, at: number): UnitKind {
  const code = text.codePointAt(at);
  if (code === undefined) return "other"; // before the start, or at the end
  if (code < 0x80) return isAsciiLetter(code) ? "letter" : "other";
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x1100 && code <= 0x11ff)) return "unspaced"; // Han, Hangul's jamo
  const char = String.fromCodePoint(code);
  if (LETTER().test(char)) return "letter";
  return WORD_CHARACTER().test(char) ? "unspaced" : "other";
}

/** Both sides must continue a word to be one: 是|vip has a boundary, as 免费|领取 has, and sub|way has not. */
export function isWordBoundary(text: string, at: number): boolean {
  const isPair = at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff;
  return !(readKindAt(text, at) === "letter" && readKindAt(text, at - (isPair ? 2 : 1)) === "letter");
}

/** Small, since folded. */
function isAsciiLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
