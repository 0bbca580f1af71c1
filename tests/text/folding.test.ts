import * as fc from "fast-check";
import { fold, listReadings } from "../../lib/text/folding.ts";
import { scaleRuns } from "../support/runs.ts";
import { testRows } from "../support/table.ts";

/** With the places as plain lists. */
function foldToLists(text: string, options = {}) {
  const { text: folded, starts, ends } = fold(text, options);
  return starts === undefined || ends === undefined
    ? { text: folded }
    : { text: folded, starts: [...starts], ends: [...ends] };
}

const texts = (text: string) => listReadings(text).map((folded) => folded.text);

testRows(
  [
    { name: "case", text: "FrEe", expected: "free" },
    { name: "full width", text: "ＦＲＥＥ", expected: "free" },
    { name: "mathematical script", text: "𝓯𝓻𝓮𝓮", expected: "free" },
    { name: "mathematical Greek", text: "𝛎", expected: "v" },
    { name: "double struck, fraktur, superscript", text: "𝕗𝔯ᵉₑ", expected: "free" },
    { name: "circled", text: "Ⓕⓡⓔⓔ", expected: "free" },
    { name: "negative circled and squared", text: "🅕🆁🅔🅴", expected: "free" },
    { name: "parenthesised", text: "⒡⒭⒠🄔", expected: "free" },
    { name: "regional indicators", text: "🇫🇷🇪🇪", expected: "free" },
    { name: "small capitals", text: "ꜰʀᴇᴇ", expected: "free" },
    { name: "ligatures", text: "ﬃ Ǆ æ ꝏ", expected: "ffi dz ae oo" },
    { name: "lunate sigma", text: "Ϲall ϲ", expected: "call c" },
    { name: "keycaps", text: "1️⃣2️⃣", expected: "12" },
    { name: "zero-width and joiners", text: "f\u200br\u200ce\u200d\u2060e\ufeff", expected: "free" },
    { name: "soft hyphen", text: "fr\u00adee", expected: "free" },
    { name: "direction marks", text: "\u202efr\u200fe\u2066e\u2069", expected: "free" },
    { name: "tag characters", text: "fr\u{e0065}\u{e007f}ee", expected: "free" },
    { name: "variation selectors", text: "fr\ufe0fe\u{e0100}e", expected: "free" },
    { name: "Hangul fillers", text: "f\u3164r\u115fe\u1160e\uffa0", expected: "free" },
    { name: "controls", text: "f\u0000r\u0008e\u007fe", expected: "free" },
    { name: "combining marks", text: "f̷r̲é̂ẽ̈", expected: "free" },
    { name: "enclosing marks", text: "f⃝r⃞ee", expected: "free" },
    { name: "spacing accents", text: "fr´e¨e", expected: "free" },
    { name: "strokes and hooks", text: "ƒɍɇɛ øđłħ", expected: "freɛ odlh" },
    { name: "Cyrillic among Latin", text: "frее сору ѕkуре", expected: "free copy skype" },
    { name: "Greek among Latin", text: "νιαgrα", expected: "viagra" },
    { name: "Armenian, Cherokee, Lisu", text: "օս Ꭵ ꓮꓐ", expected: "ou i ab" },
    { name: "skin tones", text: "👍🏽", expected: "👍" },
    { name: "white space", text: "a \u00a0\u3000\r\n\u0085\tb\nc", expected: "a b c" },
    { name: "white space around the invisible", text: "a \u200b b", expected: "a b" },
    { name: "digits of other scripts", text: "٣ ۵ ५ ๕ 𑁯 ５", expected: "3 5 5 5 9 5" },
    { name: "sharp s", text: "Straße STRASSE ẞ", expected: "strasse strasse ss" },
    { name: "Turkish i", text: "İI ıi", expected: "ii ii" },
    { name: "final sigma", text: "Σσς", expected: "ooo" },
    { name: "ASCII is never another ASCII", text: "0O 1Il| 5S @a rn m", expected: "0o 1il| 5s @a rn m" },
    { name: "Arabic harakat, tatweel kept", text: "مُحَمَّد", expected: "محمد" },
    { name: "Arabic letters are no Latin ones", text: "اه", expected: "اه" },
    { name: "Hebrew points", text: "שָׁלוֹם", expected: "שלום" },
    { name: "Vietnamese", text: "Nguyễn Đức", expected: "nguyen duc" },
    { name: "signs keep their meaning", text: "3×4 ∞ ¢", expected: "3×4 ∞ ¢" },
  ],
  "folds $name",
  ({ text, expected }) => {
    expect(fold(text).text).toBe(expected);
  },
);

testRows(
  [
    { name: "vowel signs of Devanagari", one: "कि", other: "कु" },
    { name: "a virama", one: "क्ष", other: "कष" },
    { name: "tones of Thai", one: "ไม่", other: "ไม้" },
    { name: "voiced kana", one: "か", other: "が" },
    { name: "syllables of Hangul", one: "가", other: "각" },
  ],
  "keeps apart $name",
  ({ one, other }) => {
    expect(fold(one).text).not.toBe(fold(other).text);
  },
);

testRows(
  [
    { name: "Hangul composed and in jamo", one: "한국어", other: "한국어".normalize("NFD") },
    { name: "Devanagari with nukta", one: "क़", other: "क़" },
    { name: "half-width kana", one: "ｶﾞ", other: "が".replace("が", "ガ") },
    { name: "Thai marks in either order", one: "กุ่", other: "กุ่" },
    { name: "a sign put on a Latin letter", one: "freeि", other: "free" },
    { name: "a voicing mark put on Han", one: "赌博ﾞ", other: "赌博" },
  ],
  "folds alike $name",
  ({ one, other }) => {
    expect(fold(one).text).toBe(fold(other).text);
  },
);

testRows(
  [
    { name: "small letters have one", text: "вот", expected: ["вoт"] },
    { name: "capitals by case and by shape", text: "ВОТ", expected: ["вoт", "bot"] },
    { name: "Greek capitals", text: "ΝΥΗ", expected: ["vuη", "nyh"] },
    { name: "mixed alphabets", text: "ТЕLЕGRАМ", expected: ["тelegraм", "telegram"] },
    { name: "capitals of one shape and case", text: "ООО ЅЕХ", expected: ["ooo sex"] },
    { name: "Latin capitals", text: "ÀÉ", expected: ["ae"] },
  ],
  "reads: $name",
  ({ text, expected }) => {
    expect(texts(text)).toEqual(expected);
  },
);

test("leet is for those who ask", () => {
  expect(fold("0134 57@$!").text).toBe("0134 57@$!");
  expect(fold("0134 57@$!", { leet: true }).text).toBe("oiea stas!");
  expect(foldToLists("ｆ０\u200b３", { leet: true })).toEqual({
    text: "foe",
    starts: [0, 1, 3],
    ends: [1, 3, 4],
  });
});

testRows(
  [
    { name: "plain ASCII needs no map", text: "Free Money\nnow", folded: { text: "free money now" } },
    {
      name: "what is dropped belongs to what is before it",
      text: "a\u200bb\u0301",
      folded: { text: "ab", starts: [0, 2], ends: [2, 4] },
    },
    {
      name: "at the start it belongs to nothing",
      text: "\u200ba",
      folded: { text: "a", starts: [1], ends: [2] },
    },
    {
      name: "a joining sign belongs to what follows",
      text: "a\u0600b",
      folded: { text: "ab", starts: [0, 1], ends: [1, 3] },
    },
    {
      name: "all of a ligature, with what follows",
      text: "ﬁ\u0301",
      folded: { text: "fi", starts: [0, 0], ends: [2, 2] },
    },
    { name: "pairs", text: "𝓯𝓻", folded: { text: "fr", starts: [0, 2], ends: [2, 4] } },
    { name: "white space", text: "a \n b", folded: { text: "a b", starts: [0, 1, 4], ends: [1, 4, 5] } },
    {
      name: "ASCII controls are dropped, tabs are spaces",
      text: "a\u0007\tb",
      folded: { text: "a b", starts: [0, 2, 3], ends: [2, 3, 4] },
    },
  ],
  "maps: $name",
  ({ text, folded }) => {
    expect(foldToLists(text)).toEqual(folded);
  },
);

test("a text may fold to many times its length", () => {
  const { text, starts, ends } = fold("ﷺ".repeat(50));
  expect(text).toHaveLength(900);
  expect([starts?.length, starts?.at(-1), ends?.at(-1)]).toEqual([900, 49, 50]);
});

test("folding folded text changes nothing, and the map is in order", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      const { text: folded, starts, ends } = fold(text);
      expect(fold(folded).text).toBe(folded);
      expect(starts?.length ?? folded.length).toBe(folded.length);
      for (const [at, start] of starts?.entries() ?? []) {
        const end = ends?.[at] ?? 0;
        expect(start).toBeLessThan(end);
        const next = starts?.[at + 1] ?? text.length;
        if (next !== start) expect(next).toBeGreaterThanOrEqual(end);
      }
    }),
    { numRuns: scaleRuns(500) },
  );
});

test("every code point folds alike in all its normal forms and, in both cases", () => {
  const unlike: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const char = String.fromCodePoint(code);
    if (!/[\p{L}\p{N}]/u.test(char)) continue;
    const { text } = fold(char);
    const capital = char.toUpperCase();
    const same = [char.normalize("NFC"), char.normalize("NFD"), char.toLowerCase()];
    if (capital.length <= char.length) same.push(capital); // not ᾳ, whose capital is written ΑΙ
    if (same.some((other) => fold(other).text !== text)) unlike.push(char);
  }
  expect(unlike).toEqual([]);
});
