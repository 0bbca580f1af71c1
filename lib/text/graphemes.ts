let segmenter: Intl.Segmenter | undefined;

/** Splits into grapheme clusters. Made at first use: it takes milliseconds, and most cold starts need none. */
function getSegmenter(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return segmenter;
}

/**
 * Whether the UTF-16 unit is a grapheme cluster of its own between any two such units: ASCII without CR, letters of
 * Latin-1 to Latin Extended-B, Greek, Cyrillic, Hebrew, Arabic, kana, Han, Hangul syllables. No mark and no emoji is.
 */
export function isOwnGrapheme(unit: number): boolean {
  if (unit < 0x7f) return unit !== 0x0d;
  if (unit < 0x2e80)
    return (
      (unit >= 0xc0 && unit <= 0x24f) ||
      (unit >= 0x386 && unit <= 0x3ff) ||
      (unit >= 0x400 && unit <= 0x482) ||
      (unit >= 0x48a && unit <= 0x52f) ||
      (unit >= 0x5d0 && unit <= 0x5ea) ||
      (unit >= 0x620 && unit <= 0x64a)
    );
  return (
    (unit >= 0x3001 && unit <= 0x3029) ||
    (unit >= 0x3041 && unit <= 0x3096) ||
    (unit >= 0x30a1 && unit <= 0x30fa) ||
    (unit >= 0x3400 && unit <= 0x4dbf) ||
    (unit >= 0x4e00 && unit <= 0x9fff) ||
    (unit >= 0xac00 && unit <= 0xd7a3)
  );
}

export function countGraphemes(text: string): number {
  return countBetween(findGraphemeBoundaries(text), 0, text.length);
}

/** The number of grapheme clusters between two boundaries. */
export function countBetween(isBoundary: (at: number) => boolean, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (isBoundary(at)) count++;
  return count;
}

/** The beginning of the text that ends between two grapheme clusters and has at most `length` UTF-16 units. */
export function cutAtGrapheme(text: string, length: number): string {
  if (text.length <= length) return text;
  // What follows the end decides whether a cluster ends there; two units are a whole character.
  const isBoundary = findGraphemeBoundaries(text.slice(0, length + 2));
  let end = length;
  while (!isBoundary(end)) end--;
  return text.slice(0, end);
}

/** One look-up takes as long as segmenting about 50 units, so many look-ups use a table of the whole text. */
const MAX_LOOK_UPS = 32;

/** Tells whether a place of the text is between two grapheme clusters. */
export function findGraphemeBoundaries(text: string): (at: number) => boolean {
  let segments: Intl.Segments | undefined;
  let lookUps = 0;
  let table: Uint8Array | undefined; // 1 where a cluster begins
  return (at) => {
    if (at === 0 || at === text.length) return true;
    if (isOwnGrapheme(text.charCodeAt(at - 1)) && isOwnGrapheme(text.charCodeAt(at))) return true;
    if (table !== undefined) return table[at] === 1;
    segments ??= getSegmenter().segment(text);
    if (lookUps++ < MAX_LOOK_UPS) return segments.containing(at)?.index === at;
    table = new Uint8Array(text.length);
    for (const { index } of segments) table[index] = 1;
    return table[at] === 1;
  };
}
