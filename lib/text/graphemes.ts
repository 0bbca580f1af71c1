let made: Intl.Segmenter | undefined;

/** Into what people take for characters. Made when first asked: it is dear, and most cold starts need none. */
export function graphemes(): Intl.Segmenter {
  made ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return made;
}
