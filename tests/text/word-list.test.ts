import * as fc from "fast-check";
import { fold, readings } from "../../lib/text/folding.ts";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";

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

  test.each([
    ["nothing", "", [1], "list-empty"],
    ["comments only", "# a\r\n\n", [1], "list-empty"],
    ["zero-width characters", "ok\n\u200b\u2060\nok", [2], "entry-invisible"],
    ["marks and fillers", "\u0301\n\u3164\n‗\nﹰ\nि\nok", [1, 2, 3, 4, 5], "entry-invisible"],
    ["an unknown fold", "# fold: leat\nok", [1], "unknown-fold"],
    ["leet too late", "a\n#fold: leet", [2], "late-fold"],
    ["spaced too late", "a\n# fold: spaced", [2], "late-fold"],
    ["one known fold, one unknown", "# fold: leet spread\na", [1], "unknown-fold"],
    ["over 100 characters", `ok\n${"x".repeat(101)}`, [2], "entry-too-long"],
    ["over 100 characters beyond the basic plane", "😀".repeat(101), [1], "entry-too-long"],
    ["few characters that fold to many", "ﷺ".repeat(17), [1], "entry-too-long"],
  ])("faults: %s", (_, text, lines, code) => {
    const parsed = parseWordList("test", text);
    if (parsed.kind !== "faults") throw new Error("no faults");
    expect(parsed.faults.map((fault) => fault.line)).toEqual(lines);
    for (const fault of parsed.faults) expect(fault.code).toBe(code);
  });

  test.each([
    { title: "100 characters", entry: "x".repeat(100) },
    { title: "100 characters of two units", entry: "😀".repeat(100) },
    { title: "16 characters of 18 folded ones", entry: "ﷺ".repeat(16) },
    { title: "a name of every object", entry: "constructor" },
  ])("an entry of $title is found", ({ entry }) => {
    expect(createList(entry).findWord(`<${entry}>`)?.entry).toBe(entry);
  });

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

  test.each([
    ["ASS!", "ass", "ASS"],
    ["a kick-ass_ ass", "ass", "ass"],
    ["the Ａ\u200bＤ\u00adＭＩＮ speaks", "admin", "Ａ\u200bＤ\u00adＭＩＮ"],
    ["аdmіn", "admin", "аdmіn"],
    ["ad\u{e006d}min\u{e0001}", "admin", "ad\u{e006d}min\u{e0001}"],
    ["𝒶𝒹𝓂𝒾𝓃 ", "admin", "𝒶𝒹𝓂𝒾𝓃"],
    ["🅰🅳🅼🅸🅽", "admin", "🅰🅳🅼🅸🅽"],
    ["🇸🇪🇽", "sex", "🇸🇪🇽"],
    ["a̷d̷m̷i̷n̷, hello", "admin", "a̷d̷m̷i̷n̷"],
    ["\u202esex", "sex", "sex"],
    ["\u0600sex", "sex", "\u0600sex"],
    ["get FREE\u00a0\u3000\r\nMоney now", "free money", "FREE\u00a0\u3000\r\nMоney"],
    ["I like C++!", "C++", "C++"],
    ["hey@all", "@all", "@all"],
    ["ВОТ", "bot", "ВОТ"],
    ["кот", "кот", "кот"],
    ["КОТ", "кот", "КОТ"],
    ["ΝΑΙ", "ναι", "ΝΑΙ"],
    ["网上赌博网站", "赌博", "赌博"],
    ["我是vip会员", "vip", "vip"],
    ["オンラインカジノへ", "カジノ", "カジノ"],
    ["ｵﾝﾗｲﾝｶｼﾞﾉ", "カジノ", "ｶｼﾞﾉ"],
    ["เว็บพนันออนไลน์", "พนัน", "พนัน"],
    ["바카라이다", "바카라", "바카라"],
    ["온라인바카라".normalize("NFD"), "바카라", "바카라".normalize("NFD")],
    ["عَامّ", "عام", "عَامّ"],
    ["５Ｇ", "5g", "５Ｇ"],
    ["v_vip", "vip", "vip"],
    ["__Admin_", "admin", "Admin"],
  ])("%s holds %s", (text, entry, span) => {
    const match = list.findWord(text);
    expect([match?.entry, cut(text, match)]).toEqual([entry, span]);
  });

  test.each([
    "Scunthorpe",
    "class",
    "essex",
    "Sussex",
    "grape",
    "drapes",
    "assassin",
    "passé",
    "badminton",
    "robot",
    "вот",
    "ботинок",
    "f-r-e-e m-o-n-e-y",
    "free, money",
    "freemoney",
    "s e x",
    "vip2",
    "5G2",
    "Asım Işık",
    "İpek Sexpır",
    "Nguyễn Thị Bích Ngọc",
    "Đỗ Mười",
    "عامر",
    "العام",
    "हिन्दी",
    "हिन्दुस्तान",
    "скот",
    "котик",
    "ВОТУМ",
    "か",
    "かかく",
    "바카",
    "박하라",
    "🇺🇸 🇪🇽",
    "🇩🇪🇸🇪🇽🇹",
    "ﬀ",
    "assﬀ",
    "",
  ])("%s holds none", (text) => {
    expect(list.findWord(text)).toBeUndefined();
  });

  test("the first place, and the longest there", () => {
    const nested = createList("b c", "a", "a b", "a b c d");
    expect(nested.findWord("x a b c")).toEqual({ entry: "a b", start: 2, end: 5 });
    expect(nested.findWord("xa b c")).toEqual({ entry: "b c", start: 3, end: 6 });
  });
});

describe("findAny and findAll", () => {
  test.each([
    ["inside words", ["ass"], "Class, ASSASSIN", ["ass", "ASS", "ASS"]],
    ["the longest at each place", ["a", "ab", "abc", "bcd"], "abcd ab", ["abc", "ab"]],
    ["both readings", ["bot", "вот"], "ВОТ вот bot", ["ВОТ", "вот", "bot"]],
    ["no half of a syllable", ["가", "각"], "각가", ["각", "가"]],
    ["no half of a cluster", ["क", "👨", "s", "e\u0301क"], "क्षि 👨‍👩‍👧 🇸🇪", []],
    ["no half of a ligature", ["f", "fi"], "ﬁ f", ["ﬁ", "f"]],
    ["all marks of a letter", ["ca"], "c\u0301\u200bà\u0327\u{e0041}b", ["c\u0301\u200bà\u0327\u{e0041}"]],
    ["equal entries", ["Ass", "ass"], "ass", ["ass"]],
    [
      "terms longer than the guard's bits",
      ["x".repeat(40), "x".repeat(33), "x".repeat(31)],
      "x".repeat(73),
      ["x".repeat(40), "x".repeat(33)],
    ],
  ])("%s", (_, entries, text, spans) => {
    const list = createList(...entries);
    expect(list.findAll(text).map((match) => cut(text, match))).toEqual(spans);
    expect(list.findAny(text)).toEqual(list.findAll(text)[0]);
  });

  test("leet for the list that asks", () => {
    expect(
      createList("# fold: leet", "l33t", "sale")
        .findAll("LEET $@l3 leet")
        .map((match) => match.entry),
    ).toEqual(["l33t", "sale", "l33t"]);
    expect(createList("sale").findAny("$@l3")).toBeUndefined();
  });
});

describe("spaced", () => {
  const spaced = createList("# fold: spaced", "bad", "free money", "赌博", "พนัน", "vip3");

  test.each([
    { title: "spaces", text: "so b a d!", entry: "bad", span: "b a d" },
    { title: "dots", text: "B.a.D.", entry: "bad", span: "B.a.D" },
    { title: "underscores and hyphens", text: "b_a-d", entry: "bad", span: "b_a-d" },
    { title: "three separators", text: "b . a...d", entry: "bad", span: "b . a...d" },
    { title: "full-width letters and stops", text: "ｂ．ａ．ｄ", entry: "bad", span: "ｂ．ａ．ｄ" },
    { title: "a phrase", text: "f r e e  m o n e y", entry: "free money", span: "f r e e  m o n e y" },
    { title: "a phrase written together", text: "freemoney", entry: "free money", span: "freemoney" },
    { title: "Han", text: "网上赌·博网站", entry: "赌博", span: "赌·博" },
    { title: "Han by spaces", text: "赌 博", entry: "赌博", span: "赌 博" },
    { title: "Thai", text: "พ.นัน", entry: "พนัน", span: "พ.นัน" },
    { title: "letters and digits", text: "v i p 3", entry: "vip3", span: "v i p 3" },
    { title: "the word as it is", text: "bad", entry: "bad", span: "bad" },
    { title: "the earlier of two readings", text: "b.a.d bad", entry: "bad", span: "b.a.d" },
  ])("finds a word spread by $title", ({ text, entry, span }) => {
    const match = spaced.findWord(text);
    expect([match?.entry, cut(text, match)]).toEqual([entry, span]);
  });

  test.each([
    { title: "the end of one word and a letter", text: "rib a d" },
    { title: "a letter and the beginning of a word", text: "b a day" },
    { title: "parts of words", text: "ba d" },
    { title: "four separators", text: "b....a....d" },
    { title: "a comma", text: "b, a, d" },
    { title: "what masks write", text: "b*a*d" },
    { title: "a longer spread word", text: "b a d e" },
    { title: "two scripts", text: "赌 b a 博" },
  ])("does not find a word in $title", ({ text }) => {
    expect(spaced.findWord(text)).toBeUndefined();
  });

  test("only the list that asks, and both folds at once", () => {
    expect(createList("bad").findAny("b a d")).toBeUndefined();
    expect(createList("# fold: leet, spaced", "bad").findAny("8 b 4 d")).toEqual({
      entry: "bad",
      start: 2,
      end: 7,
    });
    expect(createList("# fold: leet", "# fold: spaced", "bad").findAny("b@d")?.entry).toBe("bad");
  });

  test("a spaced list finds all that the same list without finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[ab]( ?[ab]){0,3}$/), { minLength: 1, maxLength: 4 }),
        fc.stringMatching(/^[ab .]{0,16}$/),
        (entries, original) => {
          const any = createList(...entries).findAny(original);
          if (any === undefined) return;
          const found = createList("# fold: spaced", ...entries).findAny(original);
          expect(found?.start).toBeLessThanOrEqual(any.start);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("laws", () => {
  const unit = fc.constantFrom(
    ..."aabbÀＢ\u0301\u200b\u00ad\u0600 \n\tаВв각가ᄀ\u1161कि\u094dか\u3099\uff9eก\u0e38\u0e48赌ﬁf👍\u{1f3fd}👨\u200d👩🇦🇸s\u{e0041}ß𝓪_-5",
  );
  const word = fc.string({ unit, minLength: 1, maxLength: 4 });
  const text = fc.string({ unit, maxLength: 24 });
  const lists = fc
    .array(word, { minLength: 1, maxLength: 8 })
    .map((words) =>
      words
        .filter((entry) => !/^\s*#/.test(entry) && fold(entry).text.trim() !== "")
        .map((entry) => entry.replace(/\s/g, " ").trim()),
    )
    .filter((words) => words.length > 0);
  const runs = { numRuns: 1000 };
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

  /** Every place of every entry in every reading, found with `indexOf` and checked on the original. */
  function naive(entries: readonly string[], original: string) {
    const clusters = new Set(
      [...segmenter.segment(original)].map(({ index }) => index).concat(original.length),
    );
    const spans = [];
    for (const { text: folded, starts, ends } of readings(original)) {
      for (const entry of entries) {
        const term = fold(entry).text.trim();
        for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
          const to = at + term.length;
          if (starts?.some((start, unit) => (unit === at || unit === to) && start === starts[unit - 1]))
            continue;
          const span = { start: starts?.[at] ?? at, end: ends?.[to - 1] ?? to };
          if (clusters.has(span.start) && clusters.has(span.end)) spans.push({ ...span, term });
        }
      }
    }
    return spans.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  test("findAny and findAll agree with a naive search", () => {
    fc.assert(
      fc.property(lists, text, (entries, original) => {
        const expected = naive(entries, original);
        const list = createList(...entries);
        const any = list.findAny(original);
        expect(any && { start: any.start, end: any.end, term: fold(any.entry).text.trim() }).toEqual(
          expected[0],
        );
        const all = list.findAll(original);
        expect(all[0]).toEqual(any);
        for (const span of expected) {
          expect(all.some((match) => match.start < span.end && span.start < match.end)).toBe(true); // none is missed
        }
      }),
      runs,
    );
  });

  test("so they do on many terms that begin alike", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 100, maxLength: 300 }), letters, (entries, original) => {
        const [first] = naive(entries, original);
        expect(createList(...entries).findAny(original)).toEqual(
          first && { entry: first.term, start: first.start, end: first.end },
        );
      }),
      { numRuns: 100 },
    );
  });

  test("spans are ordered, apart, of whole graphemes, and fold to their entry", () => {
    fc.assert(
      fc.property(lists, text, (entries, original) => {
        const list = createList(...entries);
        const clusters = new Set(
          [...segmenter.segment(original)].map(({ index }) => index).concat(original.length),
        );
        let before = 0;
        for (const match of list.findAll(original)) {
          expect(match.start).toBeGreaterThanOrEqual(before);
          before = match.end;
          expect([clusters.has(match.start), clusters.has(match.end)]).toEqual([true, true]);
          const folded = readings(original.slice(match.start, match.end)).map((reading) =>
            reading.text.trim(),
          );
          expect(folded).toContain(fold(match.entry).text.trim());
        }
        const whole = list.findWord(original);
        if (whole) expect(list.findAny(original)?.start).toBeLessThanOrEqual(whole.start);
      }),
      runs,
    );
  });

  test("once masked, nothing is found in what was masked", () => {
    fc.assert(
      fc.property(lists, text, fc.constantFrom("*", "█", "[…]"), (entries, original, mask) => {
        const words = entries.filter((entry) => /^\p{L}+$/u.test(fold(entry).text));
        if (words.length === 0) return;
        const list = createList(...words);
        let masked = "";
        let at = 0;
        const areas: (readonly [number, number])[] = [];
        for (const match of list.findAll(original)) {
          masked += original.slice(at, match.start);
          areas.push([masked.length, masked.length + mask.length]);
          masked += mask;
          at = match.end;
        }
        masked += original.slice(at);
        for (const match of list.findAll(masked)) {
          for (const [start, end] of areas) expect(match.start < end && start < match.end).toBe(false);
        }
      }),
      runs,
    );
  });

  test("an entry is found alone, whatever is written into it", () => {
    const invisible = fc.constantFrom(
      "",
      "\u200b",
      "\u00ad",
      "\u0301",
      "\u{e0061}",
      "\ufe0f",
      "\u2060\u0336",
    );
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,12}$/),
        fc.array(invisible, { minLength: 12, maxLength: 12 }),
        (entry, between) => {
          const written = [...entry.toUpperCase()].map((letter, at) => letter + between[at]).join("");
          expect(createList(entry).findWord(`, ${written}.`)).toEqual({
            entry,
            start: 2,
            end: 2 + written.length,
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
