let segmenter: Intl.Segmenter | undefined;

/** Splits into grapheme clusters. Made at first use: it takes milliseconds, and most cold starts need none. */
function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return segmenter;
}

/**
 * Whether the UTF-16 unit is a grapheme cluster of its own between any two such units: ASCII without CR, letters of
 * Latin-1 to Latin Extended-B, Greek, Cyrillic, Hebrew, Arabic, kana, Han, Hangul syllables. No mark and no emoji is.
 */
export function standsAlone(unit: number): boolean {
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
  for (let at = 0; at < text.length; at++) {
    if (!standsAlone(text.charCodeAt(at))) {
      let count = 0;
      for (const _ of graphemes().segment(text)) count++;
      return count;
    }
  }
  return text.length;
}

/** Tells whether a place of the text is between two grapheme clusters. */
export function findGraphemeBoundaries(text: string): (at: number) => boolean {
  let segments: Intl.Segments | undefined;
  return (at) => {
    if (at === 0 || at === text.length) return true;
    if (standsAlone(text.charCodeAt(at - 1)) && standsAlone(text.charCodeAt(at))) return true;
    segments ??= graphemes().segment(text);
    return segments.containing(at)?.index === at;
  };
}
