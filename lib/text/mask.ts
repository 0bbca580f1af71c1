import { fold, readings } from "./folding.ts";
import { graphemes } from "./graphemes.ts";
import type { WordList } from "./word-list.ts";

const countGraphemes = (text: string) => [...graphemes().segment(text)].length;

/** Replaces what the list finds: a `cover` of one grapheme stands for each grapheme found, a longer one for all. */
export function maskText(text: string, list: WordList, cover: string): string {
  const found = list.findAll(text);
  if (found.length === 0) return text;
  const repeated = countGraphemes(cover) === 1;
  let result = "";
  let end = 0;
  for (const match of found) {
    const original = text.slice(match.start, match.end);
    result += text.slice(end, match.start) + (repeated ? cover.repeat(countGraphemes(original)) : cover);
    end = match.end;
  }
  return result + text.slice(end);
}

/**
 * Why masking with this cover could make something new for the list to find, which a second pass would then change: an
 * entry in the cover, the cover in an entry, or the end of one being the beginning of the other.
 */
export function coverFault(cover: string, list: WordList): string | undefined {
  const alone = countGraphemes(cover);
  if (["a", "👩", "🇦"].some((side) => countGraphemes(side + cover + side) !== alone + 2))
    return "would join the characters beside it: write a whole character, such as *";
  for (const leet of [false, true]) {
    const covers = readings(cover, { leet }).map(({ text }) => text);
    if (covers.some((text) => text.trim() === ""))
      return "is invisible, and what stands beside it would be read as one: write a character, such as *";
    const entry = list.entries.find((one) =>
      covers.some((text) => meet(text, fold(one, { leet }).text.trim())),
    );
    if (entry !== undefined)
      return `"${cover}" and the entry "${entry}" of lists/${list.name} have an end in common, so that what is masked could be found again: use a character that no entry has, such as *`;
  }
  return undefined;
}

/** Whether a text that holds the cover can hold the entry in a place that touches it. */
function meet(cover: string, entry: string): boolean {
  if (cover.includes(entry) || entry.includes(cover)) return true;
  for (let length = 1; length < Math.min(cover.length, entry.length); length++)
    if (cover.endsWith(entry.slice(0, length)) || cover.startsWith(entry.slice(-length))) return true;
  return false;
}
