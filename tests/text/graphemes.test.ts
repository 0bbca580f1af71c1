import {
  countGraphemes,
  cutAtGrapheme,
  findGraphemeBoundaries,
  isOwnGrapheme,
} from "../../lib/text/graphemes.ts";
import { testRows } from "../support/table.ts";

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const splitGraphemes = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

test("no unit that stands alone joins a neighbour that does", () => {
  const alone = Array.from({ length: 0x10000 }, (_, unit) => unit)
    .filter(isOwnGrapheme)
    .map((unit) => String.fromCharCode(unit));
  expect(alone.length).toBeGreaterThan(39_000);
  expect(splitGraphemes(alone.join(""))).toEqual(alone);
  const wrong = alone.filter(
    (char) => splitGraphemes(`${char}a${char}가${char}\n${char}${char}`).length !== 8,
  );
  expect(wrong).toEqual([]);
});

testRows(
  [
    { name: "CR LF", text: "a\r\nb", count: 3 },
    { name: "a letter and a mark", text: "e\u0301", count: 1 },
    { name: "a family", text: "👩‍👩‍👧", count: 1 },
    { name: "jamo", text: "한".normalize("NFD"), count: 1 },
    { name: "nothing", text: "", count: 0 },
    { name: "Latin, Cyrillic, Arabic, Han, Hangul", text: "éжع字한", count: 5 },
  ],
  "counts $name",
  ({ text, count }) => {
    expect(countGraphemes(text)).toBe(count);
  },
);

test("boundaries are those of the segmenter, however many are asked for", () => {
  const text = "ae\u0301 👩‍👩‍👧字\u3099か\u3099\r\n🇩🇪".repeat(3);
  const isBoundary = findGraphemeBoundaries(text);
  const expected = [...segmenter.segment(text)].map(({ index }) => index).concat(text.length);
  for (let round = 0; round < 3; round++) {
    const found = Array.from({ length: text.length + 1 }, (_, at) => at).filter(isBoundary);
    expect(found).toEqual(expected);
  }
});

testRows(
  [
    { name: "short enough", text: "abc", length: 3, cut: "abc" },
    { name: "between two letters", text: "abc", length: 2, cut: "ab" },
    { name: "before a letter whose mark does not fit", text: "abe\u0301", length: 3, cut: "ab" },
    { name: "before half a character", text: "ab👍", length: 3, cut: "ab" },
    { name: "one cluster that is longer", text: "👩‍👩‍👧", length: 3, cut: "" },
  ],
  "cuts $name",
  ({ text, length, cut }) => {
    expect(cutAtGrapheme(text, length)).toBe(cut);
  },
);
