import type { WordList } from "./word-list.ts";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const countGraphemes = (text: string) => [...graphemes.segment(text)].length;

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
