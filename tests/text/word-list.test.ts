import { fold } from "../../lib/text/folding.ts";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";
import { testRows } from "../support/table.ts";

function createList(...lines: readonly string[]): WordList {
  const parsed = parseWordList("test", lines.join("\n"));
  if (parsed.kind === "faults") throw new Error(JSON.stringify(parsed.faults));
  return parsed.list;
}

const cut = (text: string, match: { start: number; end: number } | undefined) =>
  match && text.slice(match.start, match.end);

describe("parseWordList", () => {
  test("one entry a line, ends trimmed, blank and # lines left out", () => {
    const list = createList("\ufeff# names\r", "  Admin \r", "", "\t", "#root", "Free  Money", "Admin");
    expect(list.entries).toEqual(["Admin", "Free  Money", "Admin"]);
    expect(list.name).toBe("test");
  });

  test("has compares exactly", () => {
    const list = createList("Admin", "用户1");
    expect(["Admin", "用户1", "admin", "Admin ", ""].map(list.has)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  testRows(
    [
      { name: "nothing", text: "", lines: [1], code: "list-empty" },
      { name: "comments only", text: "# a\r\n\n", lines: [1], code: "list-empty" },
      { name: "zero-width characters", text: "ok\n\u200b\u2060\nok", lines: [2], code: "entry-invisible" },
      {
        name: "marks and fillers",
        text: "\u0301\n\u3164\n‗\nﹰ\nि\nok",
        lines: [1, 2, 3, 4, 5],
        code: "entry-invisible",
      },
      { name: "an unknown fold", text: "# fold: leat\nok", lines: [1], code: "unknown-fold" },
      { name: "leet too late", text: "a\n#fold: leet", lines: [2], code: "late-fold" },
      { name: "spaced too late", text: "a\n# fold: spaced", lines: [2], code: "late-fold" },
      {
        name: "one known fold, one unknown",
        text: "# fold: leet spread\na",
        lines: [1],
        code: "unknown-fold",
      },
      { name: "over 100 characters", text: `ok\n${"x".repeat(101)}`, lines: [2], code: "entry-too-long" },
      {
        name: "over 100 characters beyond the basic plane",
        text: "😀".repeat(101),
        lines: [1],
        code: "entry-too-long",
      },
      { name: "few characters that fold to many", text: "ﷺ".repeat(17), lines: [1], code: "entry-too-long" },
    ],
    "faults: $name",
    ({ text, lines, code }) => {
      const parsed = parseWordList("test", text);
      if (parsed.kind !== "faults") throw new Error("no faults");
      expect(parsed.faults.map((fault) => fault.line)).toEqual(lines);
      for (const fault of parsed.faults) expect(fault.code).toBe(code);
    },
  );

  testRows(
    [
      { name: "100 characters", entry: "x".repeat(100) },
      { name: "100 characters of two units", entry: "😀".repeat(100) },
      { name: "16 characters of 18 folded ones", entry: "ﷺ".repeat(16) },
      { name: "a name of every object", entry: "constructor" },
    ],
    "an entry of $name is found",
    ({ entry }) => {
      expect(createList(entry).findWord(`<${entry}>`)?.entry).toBe(entry);
    },
  );

  test("an entry is refused exactly when it folds to nothing", () => {
    const chars: string[] = [];
    for (let code = 1; code <= 0x10ffff; code++) {
      const char = String.fromCodePoint(code);
      if (/[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]/u.test(char) && char !== "#" && char.trim() !== "")
        chars.push(char);
    }
    const parsed = parseWordList("test", chars.join("\n"));
    const refused = new Set(
      parsed.kind === "faults" ? parsed.faults.map((fault) => chars[fault.line - 1]) : [],
    );
    const wrong = chars.filter((char) => refused.has(char) !== (fold(char).text.trim() === ""));
    expect(wrong).toEqual([]);
  });
});

describe("findWord", () => {
  const list = createList(
    "ass",
    "sex",
    "rape",
    "cunt",
    "free money",
    "admin",
    "bot",
    "C++",
    "@all",
    "赌博",
    "vip",
    "カジノ",
    "かがく",
    "พนัน",
    "바카라",
    "кот",
    "ναι",
    "عام",
    "हिन्द",
    "5g",
  );

  testRows(
    [
      { text: "ASS!", entry: "ass", span: "ASS" },
      { text: "a kick-ass_ ass", entry: "ass", span: "ass" },
      { text: "the Ａ\u200bＤ\u00adＭＩＮ speaks", entry: "admin", span: "Ａ\u200bＤ\u00adＭＩＮ" },
      { text: "аdmіn", entry: "admin", span: "аdmіn" },
      { text: "ad\u{e006d}min\u{e0001}", entry: "admin", span: "ad\u{e006d}min\u{e0001}" },
      { text: "𝒶𝒹𝓂𝒾𝓃 ", entry: "admin", span: "𝒶𝒹𝓂𝒾𝓃" },
      { text: "🅰🅳🅼🅸🅽", entry: "admin", span: "🅰🅳🅼🅸🅽" },
      { text: "🇸🇪🇽", entry: "sex", span: "🇸🇪🇽" },
      { text: "a̷d̷m̷i̷n̷, hello", entry: "admin", span: "a̷d̷m̷i̷n̷" },
      { text: "\u202esex", entry: "sex", span: "sex" },
      { text: "\u0600sex", entry: "sex", span: "\u0600sex" },
      { text: "get FREE\u00a0\u3000\r\nMоney now", entry: "free money", span: "FREE\u00a0\u3000\r\nMоney" },
      { text: "I like C++!", entry: "C++", span: "C++" },
      { text: "hey@all", entry: "@all", span: "@all" },
      { text: "ВОТ", entry: "bot", span: "ВОТ" },
      { text: "кот", entry: "кот", span: "кот" },
      { text: "КОТ", entry: "кот", span: "КОТ" },
      { text: "ΝΑΙ", entry: "ναι", span: "ΝΑΙ" },
      { text: "网上赌博网站", entry: "赌博", span: "赌博" },
      { text: "我是vip会员", entry: "vip", span: "vip" },
      { text: "オンラインカジノへ", entry: "カジノ", span: "カジノ" },
      { text: "ｵﾝﾗｲﾝｶｼﾞﾉ", entry: "カジノ", span: "ｶｼﾞﾉ" },
      { text: "เว็บพนันออนไลน์", entry: "พนัน", span: "พนัน" },
      { text: "바카라이다", entry: "바카라", span: "바카라" },
      { text: "온라인바카라".normalize("NFD"), entry: "바카라", span: "바카라".normalize("NFD") },
      { text: "عَامّ", entry: "عام", span: "عَامّ" },
      { text: "５Ｇ", entry: "5g", span: "５Ｇ" },
      { text: "v_vip", entry: "vip", span: "vip" },
      { text: "__Admin_", entry: "admin", span: "Admin" },
    ],
    "$text holds $entry",
    ({ text, entry, span }) => {
      const match = list.findWord(text);
      expect([match?.entry, cut(text, match)]).toEqual([entry, span]);
    },
  );

  testRows(
    [
      { text: "Scunthorpe" },
      { text: "class" },
      { text: "essex" },
      { text: "Sussex" },
      { text: "grape" },
      { text: "drapes" },
      { text: "assassin" },
      { text: "passé" },
      { text: "badminton" },
      { text: "robot" },
      { text: "вот" },
      { text: "ботинок" },
      { text: "f-r-e-e m-o-n-e-y" },
      { text: "free, money" },
      { text: "freemoney" },
      { text: "s e x" },
      { text: "vip2" },
      { text: "5G2" },
      { text: "Asım Işık" },
      { text: "İpek Sexpır" },
      { text: "Nguyễn Thị Bích Ngọc" },
      { text: "Đỗ Mười" },
      { text: "عامر" },
      { text: "العام" },
      { text: "हिन्दी" },
      { text: "हिन्दुस्तान" },
      { text: "скот" },
      { text: "котик" },
      { text: "ВОТУМ" },
      { text: "か" },
      { text: "かかく" },
      { text: "바카" },
      { text: "박하라" },
      { text: "🇺🇸 🇪🇽" },
      { text: "🇩🇪🇸🇪🇽🇹" },
      { text: "ﬀ" },
      { text: "assﬀ" },
      { text: "" },
    ],
    "$text holds none",
    ({ text }) => {
      expect(list.findWord(text)).toBeUndefined();
    },
  );

  test("the first place, and the longest there", () => {
    const nested = createList("b c", "a", "a b", "a b c d");
    expect(nested.findWord("x a b c")).toEqual({ entry: "a b", start: 2, end: 5 });
    expect(nested.findWord("xa b c")).toEqual({ entry: "b c", start: 3, end: 6 });
  });
});

describe("findAny and findAll", () => {
  testRows(
    [
      { name: "inside words", entries: ["ass"], text: "Class, ASSASSIN", spans: ["ass", "ASS", "ASS"] },
      {
        name: "the longest at each place",
        entries: ["a", "ab", "abc", "bcd"],
        text: "abcd ab",
        spans: ["abc", "ab"],
      },
      { name: "both readings", entries: ["bot", "вот"], text: "ВОТ вот bot", spans: ["ВОТ", "вот", "bot"] },
      { name: "no half of a syllable", entries: ["가", "각"], text: "각가", spans: ["각", "가"] },
      {
        name: "no half of a cluster",
        entries: ["क", "👨", "s", "e\u0301क"],
        text: "क्षि 👨‍👩‍👧 🇸🇪",
        spans: [],
      },
      { name: "no half of a ligature", entries: ["f", "fi"], text: "ﬁ f", spans: ["ﬁ", "f"] },
      {
        name: "all marks of a letter",
        entries: ["ca"],
        text: "c\u0301\u200bà\u0327\u{e0041}b",
        spans: ["c\u0301\u200bà\u0327\u{e0041}"],
      },
      { name: "equal entries", entries: ["Ass", "ass"], text: "ass", spans: ["ass"] },
      {
        name: "terms longer than the guard's bits",
        entries: ["x".repeat(40), "x".repeat(33), "x".repeat(31)],
        text: "x".repeat(73),
        spans: ["x".repeat(40), "x".repeat(33)],
      },
    ],
    ({ entries, text, spans }) => {
      const list = createList(...entries);
      expect(list.findAll(text).map((match) => cut(text, match))).toEqual(spans);
      expect(list.findAny(text)).toEqual(list.findAll(text)[0]);
    },
  );

  test("leet for the list that asks", () => {
    expect(
      createList("# fold: leet", "l33t", "sale")
        .findAll("LEET $@l3 leet")
        .map((match) => match.entry),
    ).toEqual(["l33t", "sale", "l33t"]);
    expect(createList("sale").findAny("$@l3")).toBeUndefined();
  });
});
