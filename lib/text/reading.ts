import { type Folded, listReadings, readLeet } from "./folding.ts";
import { findGraphemeBoundaries } from "./graphemes.ts";
import { joinSpreadLetters } from "./spread-letters.ts";
import { type HashedText, hashText } from "./term-index.ts";

/** How a list asks for texts to be read, beside `fold`. */
export type FoldStyle = { readonly leet: boolean; readonly spaced: boolean };

/** One reading of a text, with the hashes for searches. */
export type Reading = Folded & HashedText;

/** What all lists need of one text, computed on first use. */
export type ReadText = {
  /** What `fold` makes of it. */
  readonly folded: () => Folded;
  readonly readings: (style: FoldStyle) => readonly Reading[];
  readonly isGraphemeBoundary: (at: number) => boolean;
};

const MAX_REMEMBERED_TEXTS = 512;
/** In UTF-16 units, of all texts together. A longer text is remembered until the next one comes. */
const MAX_REMEMBERED_UNITS = 64 * 1024;

const remembered = new Map<string, ReadText>();
let rememberedUnits = 0;

/** Remembers the last texts, so that a request's text is folded once however many lists search it. */
export function readText(text: string): ReadText {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= MAX_REMEMBERED_TEXTS || rememberedUnits + text.length > MAX_REMEMBERED_UNITS) {
    remembered.clear();
    rememberedUnits = 0;
  }
  const read = createReadText(text);
  remembered.set(text, read);
  rememberedUnits += text.length;
  return read;
}

function createReadText(text: string): ReadText {
  const byStyle: (readonly Reading[] | undefined)[] = [];
  let made: readonly [Folded, ...Folded[]] | undefined;
  let boundaries: ((at: number) => boolean) | undefined;
  const foldedTexts = () => {
    made ??= listReadings(text);
    return made;
  };
  return {
    folded: () => foldedTexts()[0],
    readings: (style) => {
      const place = (style.leet ? 1 : 0) + (style.spaced ? 2 : 0);
      const inStyle = byStyle[place] ?? readInStyle(foldedTexts(), style);
      byStyle[place] = inStyle;
      return inStyle;
    },
    isGraphemeBoundary: (at) => {
      boundaries ??= findGraphemeBoundaries(text);
      return boundaries(at);
    },
  };
}

function readInStyle(folded: readonly Folded[], { leet, spaced }: FoldStyle): readonly Reading[] {
  const texts = leet ? folded.map(readLeet) : folded;
  const joined = spaced ? texts.map(joinSpreadLetters).filter((text) => text !== undefined) : [];
  return [...texts, ...joined].map((reading) => ({ ...reading, ...hashText(reading.text) }));
}
