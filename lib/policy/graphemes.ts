let made: Intl.Segmenter | undefined;

/** Into what people take for characters. Made when first asked: that takes 5 ms, which most cold starts need not pay. */
export function graphemes(): Intl.Segmenter {
  made ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return made;
}
