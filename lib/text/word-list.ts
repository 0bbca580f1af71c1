import { fold, readings } from "./folding.ts";
import { graphemes } from "./graphemes.ts";
import { indexTerms, type TermIndex } from "./term-index.ts";

/** `start`/`end`: UTF-16 span in the original text, of whole grapheme clusters. `entry`: as the list writes it. */
export type WordMatch = { readonly entry: string; readonly start: number; readonly end: number };

/**
 * A list of accounts, words or phrases. Matching is on folded copies of entry and text (`fold`); characters put between
 * letters ("f-r-e-e") are not seen through.
 */
export type WordList = {
  readonly name: string;
  readonly entries: readonly string[];
  /** Whether a value is an entry, to the letter: for account ids. */
  readonly has: (value: string) => boolean;
  /**
   * The first match of a whole word or phrase. Scripts without spaces between words (Han, Kana, Thai and their like),
   * and Hangul, whose particles join the word, match anywhere.
   */
  readonly findWord: (text: string) => WordMatch | undefined;
  /** The first match anywhere, inside words too. */
  readonly findAny: (text: string) => WordMatch | undefined;
  /** All matches anywhere, in order, the longest at each place, none overlapping another. */
  readonly findAll: (text: string) => readonly WordMatch[];
};

/** `line`: 1-based, in the list's text. */
export type ListFault = { readonly line: number; readonly message: string };

export type ParsedWordList =
  | { readonly kind: "list"; readonly list: WordList }
  | { readonly kind: "faults"; readonly faults: readonly ListFault[] };

/** What folding surely keeps: but for Hangul fillers, Arabic marks standing alone and the half-width voicing marks. */
const KEPT = /[!-~]|(?![\u115f\u1160\u3164\ufc5e-\ufc63\ufe70-\ufe7f\uff9e-\uffa0])[\p{L}\p{N}]/u;
const DIRECTIVE = /^#\s*fold:\s*(.*)$/;

/**
 * Reads a list: one entry a line, ends trimmed, blank lines and lines that start with `#` left out. `# fold: leet`
 * before the first entry asks for leet substitutions. The indexes are built when they are first asked for.
 */
export function parseWordList(name: string, text: string): ParsedWordList {
  const entries: string[] = [];
  const faults: ListFault[] = [];
  let leet = false;
  for (const [at, untrimmed] of text.split("\n").entries()) {
    const line = untrimmed.trim();
    const fault = (message: string) => faults.push({ line: at + 1, message });
    if (line.startsWith("#")) {
      const asked = DIRECTIVE.exec(line)?.[1];
      if (asked === undefined) continue;
      if (asked !== "leet") fault(`"# fold: ${asked}" is not known; the only one is "# fold: leet"`);
      else if (entries.length > 0) fault('"# fold: leet" must stand before the first entry');
      leet = true;
    } else if (line !== "") {
      if (!KEPT.test(line) && fold(line).text.trim() === "") {
        fault("this entry holds only invisible characters or marks and would match every text; remove it");
      }
      entries.push(line);
    }
  }
  if (entries.length === 0) faults.push({ line: 1, message: "the list has no entries; give it one a line" });
  return faults.length > 0
    ? { kind: "faults", faults }
    : { kind: "list", list: wordList(name, entries, leet) };
}

function wordList(name: string, entries: readonly string[], leet: boolean): WordList {
  let values: ReadonlySet<string> | undefined;
  let index: TermIndex | undefined;

  const find = (text: string, isWhole: boolean, isAll: boolean): readonly WordMatch[] => {
    index ??= indexTerms(entries.map((entry) => fold(entry, { leet }).text.trim()));
    const isBoundary = graphemeBoundaries(text);
    const matches: WordMatch[] = [];
    for (const folded of readings(text, { leet })) {
      const { starts, ends } = folded;
      const search = index.over(folded.text);
      const isWord = isWhole ? isWordBoundary : () => true;
      // Half of what one character folds to (the f of ﬁ, a jamo of a syllable) is no match, nor half a grapheme cluster.
      const isSeam = (at: number) => starts === undefined || starts[at] !== starts[at - 1];
      const mayBegin = (start: number) => isWord(folded.text, start) && isSeam(start);
      const accepts = (start: number, end: number) =>
        isWord(folded.text, end) &&
        isSeam(end) &&
        isBoundary(starts?.[start] ?? start) &&
        isBoundary(ends?.[end - 1] ?? end);
      for (let hit = search(0, mayBegin, accepts); hit !== undefined; ) {
        matches.push({
          entry: entries[hit.term] ?? "",
          start: starts?.[hit.start] ?? hit.start,
          end: ends?.[hit.end - 1] ?? hit.end,
        });
        hit = isAll ? search(hit.end, mayBegin, accepts) : undefined;
      }
    }
    return inOrder(matches);
  };

  return {
    name,
    entries,
    has: (value) => {
      values ??= new Set(entries);
      return values.has(value);
    },
    findWord: (text) => find(text, true, false)[0],
    findAny: (text) => find(text, false, false)[0],
    findAll: (text) => find(text, false, true),
  };
}

/** Two readings of a text can match at one place: the earlier stays, then the longer. */
function inOrder(matches: readonly WordMatch[]): readonly WordMatch[] {
  const ordered = matches.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return ordered.filter((match) => {
    const isClear = match.start >= end;
    if (isClear) end = match.end;
    return isClear;
  });
}

/** ASCII (folding makes CR LF one space), kana without marks, Han: between two of these is always a boundary. */
const STANDS_ALONE = /^[\0-~\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]{2}$/;

function graphemeBoundaries(text: string): (at: number) => boolean {
  let segments: Intl.Segments | undefined;
  return (at) => {
    if (at === 0 || at === text.length || STANDS_ALONE.test(text.slice(at - 1, at + 1))) return true;
    segments ??= graphemes().segment(text);
    return segments.containing(at)?.index === at;
  };
}

/** Continues a word, in a script that writes spaces between words. */
const SPACED =
  /^(?![\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}])[\p{L}\p{N}\p{M}_]/u;
const ASCII_WORD = /\w/;

/** Both sides must continue a word to be one: 是|vip has a boundary, as 免费|领取 has, and sub|way has not. */
function isWordBoundary(text: string, at: number): boolean {
  const pair = at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff;
  return !(isSpaced(text, at) && isSpaced(text, at - (pair ? 2 : 1)));
}

function isSpaced(text: string, at: number): boolean {
  const code = text.codePointAt(at);
  if (code === undefined) return false; // before the start, or at the end
  return code < 0x80 ? ASCII_WORD.test(text.charAt(at)) : SPACED.test(String.fromCodePoint(code));
}
