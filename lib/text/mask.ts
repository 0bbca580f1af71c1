import { fold, listReadings } from "./folding.ts";
import { countBetween, countGraphemes } from "./graphemes.ts";
import { readText } from "./reading.ts";
import { joinTerm } from "./spread-letters.ts";
import type { WordList } from "./word-list.ts";

/** A list and its replacement; made at load. */
export type Mask = {
  readonly list: WordList;
  readonly with: string;
  /** A replacement of one grapheme stands for each grapheme found, a longer one for the whole match. */
  readonly isRepeated: boolean;
};

export function compileMask(list: WordList, replacement: string): Mask {
  return { list, with: replacement, isRepeated: countGraphemes(replacement) === 1 };
}

export function maskText(text: string, mask: Mask): string {
  const found = mask.list.findAll(text);
  const { isGraphemeBoundary } = readText(text);
  let masked = "";
  let end = 0;
  for (const match of found) {
    const count = mask.isRepeated ? countBetween(isGraphemeBoundary, match.start, match.end) : 1;
    masked += text.slice(end, match.start) + mask.with.repeat(count);
    end = match.end;
  }
  return masked + text.slice(end);
}

/** `joins`: with the characters beside it, into one; `separates`: is a separator of spaced lists; `overlaps`: an entry. */
export type CoverFault =
  | { readonly kind: "joins" | "invisible" | "separates" }
  | { readonly kind: "overlaps"; readonly entry: string };

/**
 * Why masking with this replacement could make a new match of the list, which a second pass would then
 * change: an entry in it, it in an entry, or the end of one being the beginning of the other. Digits and signs count as
 * the letters that they resemble, whether the list asks for it or not.
 */
export function checkReplacement(replacement: string, list: WordList): CoverFault | undefined {
  const alone = countGraphemes(replacement);
  if (["a", "👩", "🇦"].some((side) => countGraphemes(side + replacement + side) !== alone + 2))
    return { kind: "joins" };
  if (list.isSpaced && joinTerm(fold(replacement).text) === "") return { kind: "separates" };
  if (fold(replacement).text.trim() === "") return { kind: "invisible" };
  const texts = listReadings(replacement, { leet: true }).map(({ text }) => text);
  const entry = list.entries.find((candidate) =>
    texts.some((text) => canTouch(text, fold(candidate, { leet: true }).text.trim())),
  );
  return entry === undefined ? undefined : { kind: "overlaps", entry };
}

/** Whether a text that holds the replacement can hold the entry in a place that touches it. */
function canTouch(replacement: string, entry: string): boolean {
  if (replacement.includes(entry) || entry.includes(replacement)) return true;
  for (let at = 1; at < entry.length; at++)
    if (replacement.endsWith(entry.slice(0, at)) || replacement.startsWith(entry.slice(at))) return true;
  return false;
}
