import { fold } from "./folding.ts";
import { createLazyPattern } from "./lazy-pattern.ts";
import { type FoldStyle, type Reading, type ReadText, readText } from "./reading.ts";
import { joinTerm } from "./spread-letters.ts";
import { indexTerms, type TermIndex } from "./term-index.ts";
import { isWordBoundary } from "./word-boundary.ts";

/** `start`/`end`: UTF-16 span in the original text, of whole grapheme clusters. `entry`: as the list writes it. */
export type WordMatch = { readonly entry: string; readonly start: number; readonly end: number };

/**
 * A list of accounts, words or phrases. Matching is on folded copies of entry and text (`fold`); characters put between
 * letters ("f-r-e-e") are ignored only if the list asks for it.
 */
export type WordList = {
  readonly name: string;
  readonly entries: readonly string[];
  /** Whether it finds letters that separators spread. */
  readonly isSpaced: boolean;
  /** Whether a value is exactly an entry: for account IDs. */
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
export type ListFault = { readonly line: number } & ListFinding;

/** `token`: the entry, or the fold asked for. */
type ListFinding =
  | {
      readonly code: "list-empty" | "entry-invisible" | "unknown-fold" | "late-fold";
      readonly token?: string;
    }
  | {
      readonly code: "entry-too-long";
      readonly token: string;
      /** In characters. */
      readonly details: { readonly length: number; readonly limit: number };
    };

export type ParsedWordList =
  | { readonly kind: "list"; readonly list: WordList }
  | { readonly kind: "faults"; readonly faults: readonly ListFault[] };

/** In code points. Bounds the lengths that a search must try at one place. */
const MAX_ENTRY_LENGTH = 100;
/** Of what one entry folds to, which is longer for Hangul and for compatibility characters such as ﷺ. */
const MAX_FOLDED_UNITS = 3 * MAX_ENTRY_LENGTH;
/** Characters of which compatibility forms are up to 18 characters long. */
const EXPANDING = /[\u3200-\u33ff\ufb00-\ufdff]|[\ud83c][\udd00-\udeff]/;
/** What folding always keeps, except for Hangul fillers, Arabic marks standing alone and the half-width voicing marks. */
const KEPT_ASCII = /[!-~]/;
const KEPT = createLazyPattern(
  "(?![\\u115f\\u1160\\u3164\\ufc5e-\\ufc63\\ufe70-\\ufe7f\\uff9e-\\uffa0])[\\p{L}\\p{N}]",
);
const DIRECTIVE = /^#\s*fold:\s*(.*)$/;
const STYLES = ["leet", "spaced"] as const satisfies readonly (keyof FoldStyle)[];

/**
 * Reads a list: one entry a line, ends trimmed, blank lines and lines that start with `#` left out. `# fold: leet` and
 * `# fold: spaced` before the first entry ask for more than `fold`. The indexes are built when they are first asked for.
 */
export function parseWordList(name: string, text: string): ParsedWordList {
  const entries: string[] = [];
  const faults: ListFault[] = [];
  const style = { leet: false, spaced: false };
  for (const [at, untrimmed] of text.split("\n").entries()) {
    const line = untrimmed.trim();
    const addFault = (found: ListFinding) => faults.push({ line: at + 1, ...found });
    if (line.startsWith("#")) {
      const asked = DIRECTIVE.exec(line)?.[1];
      if (asked === undefined) continue;
      const fault = readDirective(asked, style);
      if (fault !== undefined) addFault(fault);
      else if (entries.length > 0) addFault({ code: "late-fold", token: asked });
    } else if (line !== "") {
      const fault = findEntryFault(line);
      if (fault !== undefined) addFault(fault);
      entries.push(line);
    }
  }
  if (entries.length === 0) faults.push({ line: 1, code: "list-empty" });
  return faults.length > 0
    ? { kind: "faults", faults }
    : { kind: "list", list: createWordList(name, entries, style) };
}

/** `asked`: one or both words, separated by spaces or commas. */
function readDirective(asked: string, style: { leet: boolean; spaced: boolean }): ListFinding | undefined {
  for (const word of asked.split(/[\s,]+/)) {
    const known = STYLES.find((style) => style === word);
    if (known === undefined) return { code: "unknown-fold", token: asked };
    style[known] = true;
  }
  return undefined;
}

function findEntryFault(entry: string): ListFinding | undefined {
  const length = entry.length > MAX_ENTRY_LENGTH ? [...entry].length : entry.length;
  if (length > MAX_ENTRY_LENGTH || (EXPANDING.test(entry) && fold(entry).text.length > MAX_FOLDED_UNITS))
    return { code: "entry-too-long", token: entry, details: { length, limit: MAX_ENTRY_LENGTH } };
  if (!KEPT_ASCII.test(entry) && !KEPT().test(entry) && fold(entry).text.trim() === "")
    return { code: "entry-invisible", token: entry };
  return undefined;
}

function createWordList(name: string, entries: readonly string[], style: FoldStyle): WordList {
  let values: ReadonlySet<string> | undefined;
  let index: TermIndex | undefined;

  const findMatches = (text: string, isWhole: boolean, isAll: boolean): readonly WordMatch[] => {
    index ??= indexTerms(foldTerms(entries, style));
    const read = readText(text);
    const found = read
      .readings(style)
      .map((reading) => findIn(reading, read, index as TermIndex, isWhole, isAll)); // assigned above
    const [first = []] = found;
    const hits = found.length === 1 ? first : orderHits(found.flat());
    return hits.map(({ term, start, end }) => ({ entry: entries[term % entries.length] ?? "", start, end }));
  };

  return {
    name,
    entries,
    isSpaced: style.spaced,
    has: (value) => {
      values ??= new Set(entries);
      return values.has(value);
    },
    findWord: (text) => findMatches(text, true, false)[0],
    findAny: (text) => findMatches(text, false, false)[0],
    findAll: (text) => findMatches(text, false, true),
  };
}

/** The terms of each entry; for `spaced` lists also without separators that could spread letters. */
function foldTerms(entries: readonly string[], { leet, spaced }: FoldStyle): readonly string[] {
  const terms = entries.map((entry) => fold(entry, { leet }).text.trim());
  return spaced ? [...terms, ...terms.map((term) => joinTerm(term) || term)] : terms;
}

type Hit = { readonly term: number; readonly start: number; readonly end: number };

/** All hits in one reading, or the first; spans are of the original text. */
function findIn(
  reading: Reading,
  read: ReadText,
  index: TermIndex,
  isWhole: boolean,
  isAll: boolean,
): readonly Hit[] {
  const { text, starts, ends } = reading;
  const isWord = isWhole ? isWordBoundary : () => true;
  // Half of what one character folds to (the f of ﬁ, a jamo of a syllable) is no match, nor half a grapheme cluster.
  const isSeam = (at: number) => starts === undefined || starts[at] !== starts[at - 1];
  const mayBegin = (start: number) => isWord(text, start) && isSeam(start);
  const accepts = (start: number, end: number) =>
    isWord(text, end) &&
    isSeam(end) &&
    read.isGraphemeBoundary(starts?.[start] ?? start) &&
    read.isGraphemeBoundary(ends?.[end - 1] ?? end);
  const hits: Hit[] = [];
  for (let hit = index.find(reading, 0, mayBegin, accepts); hit !== undefined; ) {
    hits.push({
      term: hit.term,
      start: starts?.[hit.start] ?? hit.start,
      end: ends?.[hit.end - 1] ?? hit.end,
    });
    hit = isAll ? index.find(reading, hit.end, mayBegin, accepts) : undefined;
  }
  return hits;
}

/** Two readings of a text can match at one place: the earlier match is kept, then the longer. */
function orderHits(hits: readonly Hit[]): readonly Hit[] {
  const ordered = hits.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return ordered.filter((hit) => {
    const isClear = hit.start >= end;
    if (isClear) end = hit.end;
    return isClear;
  });
}
