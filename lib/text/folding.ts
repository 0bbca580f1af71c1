import { CAPITALS, LOOK_ALIKES, ZEROS } from "./generated/confusables.ts";
import { createLazyPattern } from "./lazy-pattern.ts";

/**
 * A copy of a text as matching sees it. `starts[i]` and `ends[i]` are the UTF-16 span in the original that made
 * folded unit `i`, with the dropped characters after it; both are absent if unit `i` is the original's unit `i`.
 */
export type Folded = {
  readonly text: string;
  readonly starts?: Int32Array;
  readonly ends?: Int32Array;
};

/**
 * `leet`: 0→o 1→i 3→e 4→a 5→s 7→t @→a $→s. `capitalsByShape`: Cyrillic, Greek and other capitals read as the Latin
 * capital they look like, even if the small letter looks like no Latin one (Н→h, В→b); see `readings`.
 */
type FoldOptions = { readonly leet?: boolean; readonly capitalsByShape?: boolean };

/**
 * What one code point adds to the folded text. A "mark" stays only on a letter of its own script; a "prefix" adds nothing,
 * and is part of the next character's span in the original.
 */
type FoldedCodePoint = {
  readonly kind: "text" | "space" | "mark" | "dropped" | "prefix";
  readonly text: string;
};

const DROPPED: FoldedCodePoint = { kind: "dropped", text: "" };
const PREFIX: FoldedCodePoint = { kind: "prefix", text: "" };
const SPACE: FoldedCodePoint = { kind: "space", text: " " };

/** What folding changes by more than case, unit for unit: all but printable ASCII and Han, and runs of white space. */
const NOT_PLAIN = /[^ -~\n\u4e00-\u9fff]|[ \n]{2}/;
const BEYOND_ASCII = /[^\0-\x7f]/;
const WHITE_SPACE = createLazyPattern("\\p{White_Space}");
/** Format characters that join the character after them (Unicode: Prepend), and the Hangul filler that does. */
const JOINS_NEXT = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u115f]/u;
/** Invisible: control and format characters, variation selectors, fillers, tags. Skin tones: an emoji's own variants. */
const INVISIBLE = createLazyPattern("[\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\p{Emoji_Modifier}]");
/**
 * Marks that add to a letter (accents, strokes, enclosing circles, Hebrew points, Arabic harakat). The vowel signs and
 * tones of Devanagari, Thai and similar scripts distinguish words as letters do, and so do the voicing marks of kana.
 * They stay: without them क, कि and कु, or か and が, would be the same.
 */
const ADDED_MARK = createLazyPattern(
  "(?![\\u3099\\u309a])(?=\\p{M})[\\p{sc=Zinh}\\p{sc=Zyyy}\\p{sc=Latn}\\p{sc=Grek}\\p{sc=Cyrl}\\p{sc=Hebr}\\p{sc=Arab}\\p{sc=Syrc}]",
);
const ALL_MARKS = createLazyPattern("^\\p{M}+$");
const CAPITAL_BEYOND_LATIN = createLazyPattern("(?=[\\u0080-\\u{10ffff}])\\p{Lu}");

/** No letter carries more (Unicode's stream-safe text format), and sorting marks is quadratic. */
const MOST_MARKS = 30;

const LEET = /[013457@$]/g;
const LEET_LETTERS: ReadonlyMap<string, string> = new Map([
  ["0", "o"],
  ["1", "i"],
  ["3", "e"],
  ["4", "a"],
  ["5", "s"],
  ["7", "t"],
  ["@", "a"],
  ["$", "s"],
]);

/**
 * Folds a text for matching: NFKC's compatibility forms (kept decomposed, on both sides), case, invisible characters
 * and added marks gone, look-alikes and the digits of all scripts as ASCII, each run of white space as one space.
 * ASCII letters and digits never become others: 0 is not o, l is not I.
 */
export function fold(text: string, options: FoldOptions = {}): Folded {
  const folded = NOT_PLAIN.test(text)
    ? foldByCodePoint(text, options.capitalsByShape ? byShape : byCase)
    : { text: text.includes("\n") ? text.toLowerCase().replaceAll("\n", " ") : text.toLowerCase() };
  return options.leet ? readLeet(folded) : folded;
}

/** Replaces digits and signs of a folded text by the letters that they resemble. */
export function readLeet(folded: Folded): Folded {
  const text = folded.text.replace(LEET, (char) => LEET_LETTERS.get(char) ?? char);
  return { ...folded, text };
}

/**
 * The ways to read a text, most often one. A Cyrillic or Greek capital may be either its own small letter (ВОТ is вот) or
 * the Latin capital it looks like (ВОТ is bot), and whole texts are read both ways; вот itself is never bot.
 */
export function listReadings(
  text: string,
  options: { readonly leet?: boolean } = {},
): readonly [plain: Folded, ...byShape: Folded[]] {
  const plain = fold(text, options);
  if (plain.starts === undefined || !BEYOND_ASCII.test(text) || !CAPITAL_BEYOND_LATIN().test(text))
    return [plain];
  const shaped = fold(text, { ...options, capitalsByShape: true });
  return shaped.text === plain.text ? [plain] : [plain, shaped];
}

type FoldCodePoint = (code: number) => FoldedCodePoint;

function foldByCodePoint(text: string, foldCodePoint: FoldCodePoint): Folded {
  // The span in the original of each folded unit; grows beyond `text.length` as needed.
  let starts = new Int32Array(text.length + 32);
  let ends = new Int32Array(text.length + 32);
  let units = 0;
  let folded = "";
  let cluster = ""; // the last letter and its marks, not yet in `folded`
  let marks = 0; // how many marks are in `cluster`
  let from = -1; // where a prefix of the next character began
  let next = 0;
  for (let at = 0; at < text.length; at = next) {
    const code = text.codePointAt(at) ?? 0;
    next = at + (code > 0xffff ? 2 : 1);
    const { kind, text: added } = foldCodePoint(code);
    if (kind === "prefix") {
      if (from < 0) from = at;
    } else if (
      kind === "dropped" ||
      (kind === "space" && cluster === " ") ||
      (kind === "mark" && (marks === MOST_MARKS || !isOfOneBlock(added, cluster)))
    ) {
      if (from < 0) stretchLast(starts, ends, units, next);
    } else {
      if (units + added.length > starts.length) {
        starts = doubleLength(starts);
        ends = doubleLength(ends);
      }
      for (let unit = 0; unit < added.length; unit++) {
        starts[units] = from < 0 ? at : from;
        ends[units] = next;
        units++;
      }
      from = -1;
      if (kind === "mark") {
        cluster += added;
        marks++;
      } else {
        folded += marks > 1 ? cluster.normalize("NFD") : cluster; // puts marks in canonical order
        cluster = added;
        marks = 0;
      }
    }
  }
  return {
    text: folded + (marks > 1 ? cluster.normalize("NFD") : cluster),
    starts: starts.subarray(0, units),
    ends: ends.subarray(0, units),
  };
}

function doubleLength(places: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(places.length * 2);
  larger.set(places);
  return larger;
}

/** Unicode gives each script that keeps its marks a block inside one row of 256 code points. */
function isOfOneBlock(mark: string, cluster: string): boolean {
  return (mark.codePointAt(0) ?? 0) >> 8 === (cluster.codePointAt(0) ?? 0) >> 8;
}

function stretchLast(starts: Int32Array, ends: Int32Array, units: number, end: number): void {
  const start = starts[units - 1];
  for (let unit = units - 1; unit >= 0 && starts[unit] === start; unit--) ends[unit] = end;
}

const byCase = memoize((code) => foldAlone(code, (char) => lookAlikes().get(foldCase(char))));
const byShape = memoize((code) =>
  foldAlone(code, (char) => capitals().get(char) ?? lookAlikes().get(foldCase(char))),
);

/** Cache by code point; bounded, since callers choose the texts. */
function memoize(foldCodePoint: FoldCodePoint): FoldCodePoint {
  const known = new Map<number, FoldedCodePoint>();
  return (code) => {
    const before = known.get(code);
    if (before !== undefined) return before;
    if (known.size >= 8192) known.clear();
    const folded = foldCodePoint(code);
    known.set(code, folded);
    return folded;
  };
}

function foldAlone(code: number, lookAlike: (char: string) => string | undefined): FoldedCodePoint {
  const char = String.fromCodePoint(code);
  if (code < 0x80) return foldAscii(code, char);
  if (isHanOrHangul(code)) return { kind: "text", text: char.normalize("NFD") };
  if (WHITE_SPACE().test(char)) return SPACE;
  if (JOINS_NEXT.test(char)) return PREFIX;
  const text = decomposeCharacter(char, lookAlike);
  if (text === "") return DROPPED;
  return { kind: ALL_MARKS().test(text) ? "mark" : "text", text };
}

function foldAscii(code: number, char: string): FoldedCodePoint {
  if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) return SPACE;
  if (code < 0x20 || code === 0x7f) return DROPPED;
  return { kind: "text", text: char.toLowerCase() };
}

/** Most characters of a Chinese or Korean text, of which there may be thousands: they need none of the steps below. */
function isHanOrHangul(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3);
}

/**
 * Look-alikes are replaced before compatibility forms too: ϲ looks like c, though it is a sigma. The space that NFKD puts
 * before a lone mark (´ is a space and an acute) is dropped.
 */
function decomposeCharacter(char: string, lookAlike: (char: string) => string | undefined): string {
  let text = "";
  for (const letter of char.normalize("NFD")) {
    for (const part of lookAlike(letter) ?? letter.normalize("NFKD").replace(/^ /, "")) {
      if (!INVISIBLE().test(part) && !ADDED_MARK().test(part)) text += lookAlike(part) ?? foldCase(part);
    }
  }
  return text;
}

/** Upper case before lower, so that ß is ss, ς is σ and ı is i; lower case before both, for ẞ. */
function foldCase(char: string): string {
  return char.toLowerCase().toUpperCase().toLowerCase();
}

const lookAlikes = makeOnce(() => {
  const table = decodeTable(LOOK_ALIKES);
  for (const zero of decodeTable(ZEROS).keys()) {
    const code = zero.codePointAt(0) ?? 0;
    for (let digit = 0; digit < 10; digit++) table.set(String.fromCodePoint(code + digit), String(digit));
  }
  return table;
});
const capitals = makeOnce(() => decodeTable(CAPITALS));

/** Reads `<gap><READ>…` (scripts/generate/confusables.ts): the distance from the code point before, in base 26. */
function decodeTable(table: string): Map<string, string> {
  const decoded = new Map<string, string>();
  let code = 0;
  for (const [, gap = "", read = ""] of table.matchAll(/([a-z]+)([A-Z0-9]+)/g)) {
    let distance = 0;
    for (const letter of gap) distance = distance * 26 + letter.charCodeAt(0) - 97;
    code += distance;
    decoded.set(String.fromCodePoint(code), read.toLowerCase());
  }
  return decoded;
}

function makeOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
