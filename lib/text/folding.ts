import { CAPITALS, LOOK_ALIKES, ZEROS } from "./generated/confusables.ts";

/**
 * A copy of a text as matching sees it. `starts[i]` and `ends[i]` are the UTF-16 span in the original that made
 * folded unit `i`, with the dropped characters after it; both are absent where unit `i` is the original's unit `i`.
 */
export type Folded = {
  readonly text: string;
  readonly starts?: readonly number[];
  readonly ends?: readonly number[];
};

/**
 * `leet`: 0→o 1→i 3→e 4→a 5→s 7→t @→a $→s. `capitalsByShape`: Cyrillic, Greek and other capitals read as the Latin
 * capital they look like, even where the small letter looks like no Latin one (Н→h, В→b); see `readings`.
 */
type FoldOptions = { readonly leet?: boolean; readonly capitalsByShape?: boolean };

/** What one code point adds: "mark" stays only on a letter of its own script, "prefix" is dropped with what follows. */
type Piece = { readonly kind: "text" | "space" | "mark" | "dropped" | "prefix"; readonly text: string };

const DROPPED: Piece = { kind: "dropped", text: "" };
const PREFIX: Piece = { kind: "prefix", text: "" };
const SPACE: Piece = { kind: "space", text: " " };

/** What folding changes by more than case, unit for unit: all but printable ASCII and Han, and runs of white space. */
const NOT_PLAIN = /[^ -~\n\u4e00-\u9fff]|\s\s/;
const WHITE_SPACE = /\p{White_Space}/u;
/** Format characters that join the character after them (Unicode: Prepend), and the Hangul filler that does. */
const JOINS_NEXT = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u115f]/u;
/** Invisible: control and format characters, variation selectors, fillers, tags. Skin tones: an emoji's own variants. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]/u;
/**
 * Marks that add to a letter (accents, strokes, enclosing circles, Hebrew points, Arabic harakat). The vowel signs and
 * tones of Devanagari, Thai and their like are letters in all but name, and with the kana's voicing marks they stay:
 * without them क, कि and कु, or か and が, would be one.
 */
const ADDED_MARK =
  /(?![\u3099\u309a])(?=\p{M})[\p{sc=Zinh}\p{sc=Zyyy}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]/u;
const ALL_MARKS = /^\p{M}+$/u;
const CAPITAL_BEYOND_LATIN = /(?=[\u0080-\u{10ffff}])\p{Lu}/u;

/** No letter carries more (Unicode's stream-safe text format), and sorting marks is quadratic. */
const MOST_MARKS = 30;

const LEET = /[013457@$]/g;
const LEET_LETTERS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/**
 * Folds a text for matching: NFKC's compatibility forms (kept decomposed, on both sides), case, invisible characters
 * and added marks gone, look-alikes and the digits of all scripts as ASCII, each run of white space as one space.
 * ASCII letters and digits never become others: 0 is not o, l is not I.
 */
export function fold(text: string, options: FoldOptions = {}): Folded {
  const folded = NOT_PLAIN.test(text)
    ? foldByPieces(text, options.capitalsByShape ? byShape : byCase)
    : { text: text.includes("\n") ? text.toLowerCase().replaceAll("\n", " ") : text.toLowerCase() };
  if (!options.leet) return folded;
  return { ...folded, text: folded.text.replace(LEET, (char) => LEET_LETTERS[char] ?? char) };
}

/**
 * The ways to read a text, most often one. A Cyrillic or Greek capital may be either its own small letter (ВОТ is вот) or
 * the Latin capital it looks like (ВОТ is bot), and whole texts are read both ways; вот itself is never bot.
 */
export function readings(text: string, options: { readonly leet?: boolean } = {}): readonly Folded[] {
  const plain = fold(text, options);
  if (plain.starts === undefined || !CAPITAL_BEYOND_LATIN.test(text)) return [plain];
  const shaped = fold(text, { ...options, capitalsByShape: true });
  return shaped.text === plain.text ? [plain] : [plain, shaped];
}

type PieceOf = (code: number) => Piece;

function foldByPieces(text: string, pieceOf: PieceOf): Folded {
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = "";
  let cluster = ""; // the last letter and its marks, not yet in `folded`
  let marks = 0; // how many marks are in `cluster`
  let from = -1; // where a prefix of the next character began
  let next = 0;
  for (let at = 0; at < text.length; at = next) {
    const code = text.codePointAt(at) ?? 0;
    next = at + (code > 0xffff ? 2 : 1);
    const piece = pieceOf(code);
    if (piece.kind === "prefix") {
      if (from < 0) from = at;
    } else if (
      piece.kind === "dropped" ||
      (piece.kind === "space" && cluster === " ") ||
      (piece.kind === "mark" && (marks === MOST_MARKS || !isOfOneBlock(piece.text, cluster)))
    ) {
      if (from < 0) stretchLast(starts, ends, next);
    } else {
      for (let unit = 0; unit < piece.text.length; unit++) {
        starts.push(from < 0 ? at : from);
        ends.push(next);
      }
      from = -1;
      if (piece.kind === "mark") {
        cluster += piece.text;
        marks++;
      } else {
        folded += marks > 1 ? cluster.normalize("NFD") : cluster; // puts marks in canonical order
        cluster = piece.text;
        marks = 0;
      }
    }
  }
  return { text: folded + (marks > 1 ? cluster.normalize("NFD") : cluster), starts, ends };
}

/** Unicode gives each script that keeps its marks a block inside one row of 256 code points. */
function isOfOneBlock(mark: string, cluster: string): boolean {
  return (mark.codePointAt(0) ?? 0) >> 8 === (cluster.codePointAt(0) ?? 0) >> 8;
}

function stretchLast(starts: readonly number[], ends: number[], end: number): void {
  const start = starts.at(-1);
  for (let unit = ends.length - 1; unit >= 0 && starts[unit] === start; unit--) ends[unit] = end;
}

const byCase = remembering((code) => describe(code, (char) => lookAlikes().get(foldCase(char))));
const byShape = remembering((code) =>
  describe(code, (char) => capitals().get(char) ?? lookAlikes().get(foldCase(char))),
);

/** Remembers code points, which repeat; bounded, since the texts are strangers'. */
function remembering(pieceOf: PieceOf): PieceOf {
  const known = new Map<number, Piece>();
  return (code) => {
    const before = known.get(code);
    if (before !== undefined) return before;
    if (known.size >= 8192) known.clear();
    const piece = pieceOf(code);
    known.set(code, piece);
    return piece;
  };
}

function describe(code: number, lookAlike: (char: string) => string | undefined): Piece {
  const char = String.fromCodePoint(code);
  if (isHanOrHangul(code)) return { kind: "text", text: char.normalize("NFD") };
  if (WHITE_SPACE.test(char)) return SPACE;
  if (JOINS_NEXT.test(char)) return PREFIX;
  const text = decompose(char, lookAlike);
  if (text === "") return DROPPED;
  return { kind: ALL_MARKS.test(text) ? "mark" : "text", text };
}

/** Most of a Chinese or Korean text, of thousands of characters: these need nothing of what follows. */
function isHanOrHangul(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3);
}

/**
 * Look-alikes are sought before compatibility forms too: ϲ looks like c, though it is a sigma. The space that NFKD puts
 * before a mark standing alone (´ is a space and an acute) is not the writer's and goes.
 */
function decompose(char: string, lookAlike: (char: string) => string | undefined): string {
  let text = "";
  for (const letter of char.normalize("NFD")) {
    for (const part of lookAlike(letter) ?? letter.normalize("NFKD").replace(/^ /, "")) {
      if (!INVISIBLE.test(part) && !ADDED_MARK.test(part)) text += lookAlike(part) ?? foldCase(part);
    }
  }
  return text;
}

/** By way of the capital, so that ß is ss, ς is σ and ı is i; and of the small letter before it, for ẞ. */
function foldCase(char: string): string {
  return char.toLowerCase().toUpperCase().toLowerCase();
}

const lookAlikes = once(() => {
  const table = decode(LOOK_ALIKES);
  for (const zero of decode(ZEROS).keys()) {
    const code = zero.codePointAt(0) ?? 0;
    for (let digit = 0; digit < 10; digit++) table.set(String.fromCodePoint(code + digit), String(digit));
  }
  return table;
});
const capitals = once(() => decode(CAPITALS));

/** Reads `<gap><READ>…` (scripts/generate/confusables.ts): the distance from the code point before, in base 26. */
function decode(table: string): Map<string, string> {
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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
