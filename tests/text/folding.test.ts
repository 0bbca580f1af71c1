import * as fc from "fast-check";
import { fold, readings } from "../../lib/text/folding.ts";

/** With the places as plain lists. */
function foldToLists(text: string, options = {}) {
  const { text: folded, starts, ends } = fold(text, options);
  return starts === undefined || ends === undefined
    ? { text: folded }
    : { text: folded, starts: [...starts], ends: [...ends] };
}

const texts = (text: string) => readings(text).map((folded) => folded.text);

test.each([
  ["case", "FrEe", "free"],
  ["full width", "ＦＲＥＥ", "free"],
  ["mathematical script", "𝓯𝓻𝓮𝓮", "free"],
  ["mathematical Greek", "𝛎", "v"],
  ["double struck, fraktur, superscript", "𝕗𝔯ᵉₑ", "free"],
  ["circled", "Ⓕⓡⓔⓔ", "free"],
  ["negative circled and squared", "🅕🆁🅔🅴", "free"],
  ["parenthesised", "⒡⒭⒠🄔", "free"],
  ["regional indicators", "🇫🇷🇪🇪", "free"],
  ["small capitals", "ꜰʀᴇᴇ", "free"],
  ["ligatures", "ﬃ Ǆ æ ꝏ", "ffi dz ae oo"],
  ["lunate sigma", "Ϲall ϲ", "call c"],
  ["keycaps", "1️⃣2️⃣", "12"],
  ["zero-width and joiners", "f\u200br\u200ce\u200d\u2060e\ufeff", "free"],
  ["soft hyphen", "fr\u00adee", "free"],
  ["direction marks", "\u202efr\u200fe\u2066e\u2069", "free"],
  ["tag characters", "fr\u{e0065}\u{e007f}ee", "free"],
  ["variation selectors", "fr\ufe0fe\u{e0100}e", "free"],
  ["Hangul fillers", "f\u3164r\u115fe\u1160e\uffa0", "free"],
  ["controls", "f\u0000r\u0008e\u007fe", "free"],
  ["combining marks", "f̷r̲é̂ẽ̈", "free"],
  ["enclosing marks", "f⃝r⃞ee", "free"],
  ["spacing accents", "fr´e¨e", "free"],
  ["strokes and hooks", "ƒɍɇɛ øđłħ", "freɛ odlh"],
  ["Cyrillic among Latin", "frее сору ѕkуре", "free copy skype"],
  ["Greek among Latin", "νιαgrα", "viagra"],
  ["Armenian, Cherokee, Lisu", "օս Ꭵ ꓮꓐ", "ou i ab"],
  ["skin tones", "👍🏽", "👍"],
  ["white space", "a \u00a0\u3000\r\n\u0085\tb\nc", "a b c"],
  ["white space around the invisible", "a \u200b b", "a b"],
  ["digits of other scripts", "٣ ۵ ५ ๕ 𑁯 ５", "3 5 5 5 9 5"],
  ["sharp s", "Straße STRASSE ẞ", "strasse strasse ss"],
  ["Turkish i", "İI ıi", "ii ii"],
  ["final sigma", "Σσς", "ooo"],
  ["ASCII is never another ASCII", "0O 1Il| 5S @a rn m", "0o 1il| 5s @a rn m"],
  ["Arabic harakat, tatweel kept", "مُحَمَّد", "محمد"],
  ["Arabic letters are no Latin ones", "اه", "اه"],
  ["Hebrew points", "שָׁלוֹם", "שלום"],
  ["Vietnamese", "Nguyễn Đức", "nguyen duc"],
  ["signs keep their meaning", "3×4 ∞ ¢", "3×4 ∞ ¢"],
])("folds %s", (_, text, expected) => {
  expect(fold(text).text).toBe(expected);
});

test.each([
  ["vowel signs of Devanagari", "कि", "कु"],
  ["a virama", "क्ष", "कष"],
  ["tones of Thai", "ไม่", "ไม้"],
  ["voiced kana", "か", "が"],
  ["syllables of Hangul", "가", "각"],
])("keeps apart %s", (_, one, other) => {
  expect(fold(one).text).not.toBe(fold(other).text);
});

test.each([
  ["Hangul composed and in jamo", "한국어", "한국어".normalize("NFD")],
  ["Devanagari with nukta", "क़", "क़"],
  ["half-width kana", "ｶﾞ", "が".replace("が", "ガ")],
  ["Thai marks in either order", "กุ่", "กุ่"],
  ["a sign put on a Latin letter", "freeि", "free"],
  ["a voicing mark put on Han", "赌博ﾞ", "赌博"],
])("folds alike %s", (_, one, other) => {
  expect(fold(one).text).toBe(fold(other).text);
});

test.each([
  ["small letters have one", "вот", ["вoт"]],
  ["capitals by case and by shape", "ВОТ", ["вoт", "bot"]],
  ["Greek capitals", "ΝΥΗ", ["vuη", "nyh"]],
  ["mixed alphabets", "ТЕLЕGRАМ", ["тelegraм", "telegram"]],
  ["capitals of one shape and case", "ООО ЅЕХ", ["ooo sex"]],
  ["Latin capitals", "ÀÉ", ["ae"]],
])("reads: %s", (_, text, expected) => {
  expect(texts(text)).toEqual(expected);
});

test("leet is for those who ask", () => {
  expect(fold("0134 57@$!").text).toBe("0134 57@$!");
  expect(fold("0134 57@$!", { leet: true }).text).toBe("oiea stas!");
  expect(foldToLists("ｆ０\u200b３", { leet: true })).toEqual({
    text: "foe",
    starts: [0, 1, 3],
    ends: [1, 3, 4],
  });
});

test.each([
  { title: "plain ASCII needs no map", text: "Free Money\nnow", folded: { text: "free money now" } },
  {
    title: "what is dropped belongs to what is before it",
    text: "a\u200bb\u0301",
    folded: { text: "ab", starts: [0, 2], ends: [2, 4] },
  },
  {
    title: "at the start it belongs to nothing",
    text: "\u200ba",
    folded: { text: "a", starts: [1], ends: [2] },
  },
  {
    title: "a joining sign belongs to what follows",
    text: "a\u0600b",
    folded: { text: "ab", starts: [0, 1], ends: [1, 3] },
  },
  {
    title: "all of a ligature, with what follows",
    text: "ﬁ\u0301",
    folded: { text: "fi", starts: [0, 0], ends: [2, 2] },
  },
  { title: "pairs", text: "𝓯𝓻", folded: { text: "fr", starts: [0, 2], ends: [2, 4] } },
  { title: "white space", text: "a \n b", folded: { text: "a b", starts: [0, 1, 4], ends: [1, 4, 5] } },
  {
    title: "ASCII controls are dropped, tabs are spaces",
    text: "a\u0007\tb",
    folded: { text: "a b", starts: [0, 2, 3], ends: [2, 3, 4] },
  },
])("maps: $title", ({ text, folded }) => {
  expect(foldToLists(text)).toEqual(folded);
});

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
        expect(next === start || next >= end).toBe(true);
      }
    }),
    { numRuns: 500 },
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
