import fc from "fast-check";
import { checkReplacement, compileMask, maskText as maskWith } from "../../lib/text/mask.ts";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";
import { judge } from "../support/judge.ts";

const createList = (...entries: readonly string[]) => {
  const parsed = parseWordList("bad", entries.join("\n"));
  if (parsed.kind === "faults") throw new Error(parsed.faults[0]?.code);
  return parsed.list;
};

const maskText = (text: string, list: WordList, replacement: string) =>
  maskWith(text, compileMask(list, replacement));

test.each<[text: string, entries: string[], cover: string, masked: string]>([
  ["a foo b", ["foo"], "*", "a *** b"],
  ["foofoo", ["foo"], "*", "******"],
  ["foo", ["foo"], "[…]", "[…]"],
  ["foo foo", ["foo"], "[…]", "[…] […]"],
  ["nothing here", ["foo"], "*", "nothing here"],
  ["", ["foo"], "*", ""],
  ["a ＦＯＯ b", ["foo"], "*", "a *** b"],
  ["f\u200bo\u200bo!", ["foo"], "*", "*****!"],
  ["un café noir", ["cafe"], "*", "un **** noir"],
  ["un cafe\u0301 noir", ["café"], "*", "un **** noir"],
  ["你好世界", ["好世"], "*", "你**界"],
  ["hi 👩‍👩‍👧👩‍👩‍👧 hi", ["👩‍👩‍👧"], "#", "hi ## hi"],
  ["👩‍👩‍👧", ["👩"], "*", "👩‍👩‍👧"],
  ["foo", ["foo"], "🙈", "🙈🙈🙈"],
  ["a  foo\nbar  b", ["foo bar"], "*", "a  *******  b"],
  ["foobar", ["foo", "foobar"], "*", "******"],
  ["a\r\nb", ["a b"], "*", "***"],
  ["кот, КОТ", ["кот"], "*", "***, ***"],
  ["바카라", ["바카라"], "*", "***"],
  ["바카라".normalize("NFD"), ["바카라"], "*", "***"],
  ["so b.a.d!", ["# fold: spaced", "bad"], "*", "so *****!"],
])("%j without %j, by %j: %j", (text, entries, cover, masked) => {
  expect(maskText(text, createList(...entries), cover)).toBe(masked);
});

describe("laws", () => {
  const word = fc.constantFrom(
    "foo",
    "o",
    "f",
    "ｆｏｏ",
    "x",
    " ",
    "  ",
    "\n",
    "你好",
    "好",
    "é",
    "e\u0301",
    "cafe",
    "👩‍👩‍👧",
    "🇩🇪",
    "क्षि",
    "\u200d",
    "ﬁ",
    "가",
    "КОТ",
    "bar",
    "*",
    "#",
  );
  const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(""));
  const entries = fc
    .array(fc.constantFrom("foo", "bar foo", "好", "café", "👩‍👩‍👧", "ﬁx", "kot", "o x", "가", "e"), {
      minLength: 1,
      maxLength: 4,
    })
    .map((all) => createList(...all));
  const cover = fc.constantFrom("*", "#", "***", "[…]", "█", "🙈", "某");

  test("masking twice equals masking once, by every cover that is let through", () => {
    fc.assert(
      fc.property(text, entries, cover, (one, list, by) => {
        fc.pre(checkReplacement(by, list) === undefined);
        const once = maskText(one, list, by);
        expect(maskText(once, list, by)).toBe(once);
        expect(list.findAny(once)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test("what is not found stays as it was", () => {
    fc.assert(
      fc.property(text, entries, (one, list) => {
        const spans = list.findAll(one);
        const kept = spans.map(({ start }, index) => one.slice(spans[index - 1]?.end ?? 0, start));
        const rest = one.slice(spans.at(-1)?.end ?? 0);
        expect(maskText(one, list, "[…]")).toBe([...kept, rest].join("[…]"));
      }),
      { numRuns: 500 },
    );
  });

  test("a cover of one grapheme keeps the number of graphemes", () => {
    const graphemes = new Intl.Segmenter("und");
    const count = (one: string) => [...graphemes.segment(one)].length;
    fc.assert(
      fc.property(text, entries, (one, list) => expect(count(maskText(one, list, "█"))).toBe(count(one))),
      { numRuns: 500 },
    );
  });
});

describe("covers that would be found again", () => {
  test.each<[cover: string, entries: string[], refused: boolean]>([
    ["*", ["foo"], false],
    ["***", ["foo"], false],
    ["[removed]", ["foo", "bar"], false],
    ["removed", ["dog"], true], // BADog → removedog
    ["removed", ["moved"], true],
    ["removed", ["[removed]"], true],
    ["removed", ["our"], true], // ouBAD → ouremoved
    ["removed", ["mov", "x"], true],
    ["ＲＥＭＯＶＥＤ", ["moved"], true],
    ["*", ["f*ck"], true],
    ["ab", ["ba"], true],
    ["ab", ["bb"], true],
    ["ab", ["cc"], false],
    ["$", ["ass"], true],
    ["\u200b", ["foo"], true],
    ["\u0301", ["foo"], true],
    [" ", ["foo"], true],
    ["👩", ["foo"], false],
    ["👩\u200d", ["foo"], true],
    ["🇦", ["foo"], true],
    ["🇩🇪", ["foo"], true],
    ["-", ["# fold: spaced", "foo"], true],
    [" · ", ["# fold: spaced", "foo"], true],
    ["*", ["# fold: spaced", "foo"], false],
    ["-", ["foo"], false],
  ])("%j with %j: %s", (cover, entries, refused) => {
    expect(checkReplacement(cover, createList(...entries)) !== undefined).toBe(refused);
  });
});

test("only texts of text elements change; every other element and key is the very one that came", () => {
  const element = (MsgType: string, Text: string) => ({
    MsgType,
    MsgContent: { Text, Data: "foo" },
    More: "foo",
  });
  const MsgBody = [
    element("TIMTextElem", "foo"),
    element("TIMCustomElem", "foo"),
    element("TIMTextElem", "ok"),
  ];
  const rules = [{ mask: { list: "bad", with: "*" } }];
  const judgement = judge({
    command: "Group.CallbackBeforeSendMsg",
    rules,
    lists: { bad: "foo" },
    change: { MsgBody },
  });
  expect(judgement.decision).toEqual({ verdict: "mask", texts: ["***", "ok"] });
});
