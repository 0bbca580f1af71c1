import fc from "fast-check";
import { type CoverFault, checkReplacement, compileMask, maskText as maskWith } from "../../lib/text/mask.ts";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";
import { judge } from "../support/judge.ts";
import { scaleRuns } from "../support/runs.ts";
import { testRows } from "../support/table.ts";

const createList = (...entries: readonly string[]) => {
  const parsed = parseWordList("bad", entries.join("\n"));
  if (parsed.kind === "faults") throw new Error(parsed.faults[0]?.code);
  return parsed.list;
};

const maskText = (text: string, list: WordList, replacement: string) =>
  maskWith(text, compileMask(list, replacement));

testRows<{
  readonly text: string;
  readonly entries: string[];
  readonly cover: string;
  readonly masked: string;
}>(
  [
    { text: "a foo b", entries: ["foo"], cover: "*", masked: "a *** b" },
    { text: "foofoo", entries: ["foo"], cover: "*", masked: "******" },
    { text: "foo", entries: ["foo"], cover: "[…]", masked: "[…]" },
    { text: "foo foo", entries: ["foo"], cover: "[…]", masked: "[…] […]" },
    { text: "nothing here", entries: ["foo"], cover: "*", masked: "nothing here" },
    { text: "", entries: ["foo"], cover: "*", masked: "" },
    { text: "a ＦＯＯ b", entries: ["foo"], cover: "*", masked: "a *** b" },
    { text: "f\u200bo\u200bo!", entries: ["foo"], cover: "*", masked: "*****!" },
    { text: "un café noir", entries: ["cafe"], cover: "*", masked: "un **** noir" },
    { text: "un cafe\u0301 noir", entries: ["café"], cover: "*", masked: "un **** noir" },
    { text: "你好世界", entries: ["好世"], cover: "*", masked: "你**界" },
    { text: "hi 👩‍👩‍👧👩‍👩‍👧 hi", entries: ["👩‍👩‍👧"], cover: "#", masked: "hi ## hi" },
    { text: "👩‍👩‍👧", entries: ["👩"], cover: "*", masked: "👩‍👩‍👧" },
    { text: "foo", entries: ["foo"], cover: "🙈", masked: "🙈🙈🙈" },
    { text: "a  foo\nbar  b", entries: ["foo bar"], cover: "*", masked: "a  *******  b" },
    { text: "foobar", entries: ["foo", "foobar"], cover: "*", masked: "******" },
    { text: "a\r\nb", entries: ["a b"], cover: "*", masked: "***" },
    { text: "кот, КОТ", entries: ["кот"], cover: "*", masked: "***, ***" },
    { text: "바카라", entries: ["바카라"], cover: "*", masked: "***" },
    { text: "바카라".normalize("NFD"), entries: ["바카라"], cover: "*", masked: "***" },
    { text: "so b.a.d!", entries: ["# fold: spaced", "bad"], cover: "*", masked: "so *****!" },
  ],
  '$text without $entries, by "$cover": "$masked"',
  ({ text, entries, cover, masked }) => {
    expect(maskText(text, createList(...entries), cover)).toBe(masked);
  },
);

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
      { numRuns: scaleRuns(2000) },
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
      { numRuns: scaleRuns(500) },
    );
  });

  test("a cover of one grapheme keeps the number of graphemes", () => {
    const graphemes = new Intl.Segmenter("und");
    const count = (one: string) => [...graphemes.segment(one)].length;
    fc.assert(
      fc.property(text, entries, (one, list) => expect(count(maskText(one, list, "█"))).toBe(count(one))),
      { numRuns: scaleRuns(500) },
    );
  });
});

describe("covers that would be found again", () => {
  testRows<{ readonly cover: string; readonly entries: string[]; readonly fault: CoverFault | undefined }>(
    [
      { cover: "*", entries: ["foo"], fault: undefined },
      { cover: "***", entries: ["foo"], fault: undefined },
      { cover: "[removed]", entries: ["foo", "bar"], fault: undefined },
      { cover: "removed", entries: ["dog"], fault: { kind: "overlaps", entry: "dog" } }, // BADog → removedog
      { cover: "removed", entries: ["moved"], fault: { kind: "overlaps", entry: "moved" } },
      { cover: "removed", entries: ["[removed]"], fault: { kind: "overlaps", entry: "[removed]" } },
      { cover: "removed", entries: ["our"], fault: { kind: "overlaps", entry: "our" } }, // ouBAD → ouremoved
      { cover: "removed", entries: ["mov", "x"], fault: { kind: "overlaps", entry: "mov" } },
      { cover: "removed", entries: ["x", "mov"], fault: { kind: "overlaps", entry: "mov" } },
      { cover: "ＲＥＭＯＶＥＤ", entries: ["moved"], fault: { kind: "overlaps", entry: "moved" } },
      { cover: "*", entries: ["f*ck"], fault: { kind: "overlaps", entry: "f*ck" } },
      { cover: "ab", entries: ["ba"], fault: { kind: "overlaps", entry: "ba" } },
      { cover: "ab", entries: ["bb"], fault: { kind: "overlaps", entry: "bb" } },
      { cover: "ab", entries: ["cc"], fault: undefined },
      { cover: "ax", entries: ["\u200b x"], fault: { kind: "overlaps", entry: "\u200b x" } }, // folded to x
      { cover: "ВОТ", entries: ["bot"], fault: { kind: "overlaps", entry: "bot" } }, // Cyrillic, by its shape
      { cover: "$", entries: ["ass"], fault: { kind: "overlaps", entry: "ass" } },
      { cover: "ass", entries: ["a$$"], fault: { kind: "overlaps", entry: "a$$" } },
      { cover: "\u200b", entries: ["foo"], fault: { kind: "invisible" } },
      { cover: "\u0301", entries: ["foo"], fault: { kind: "joins" } },
      { cover: " ", entries: ["foo"], fault: { kind: "invisible" } },
      { cover: "👩", entries: ["foo"], fault: undefined },
      { cover: "👩\u200d", entries: ["foo"], fault: { kind: "joins" } },
      { cover: "🇦", entries: ["foo"], fault: { kind: "joins" } },
      { cover: "🇩🇪", entries: ["foo"], fault: { kind: "joins" } },
      { cover: "-", entries: ["# fold: spaced", "foo"], fault: { kind: "separates" } },
      { cover: " · ", entries: ["# fold: spaced", "foo"], fault: { kind: "separates" } },
      { cover: "*", entries: ["# fold: spaced", "foo"], fault: undefined },
      { cover: "-", entries: ["foo"], fault: undefined },
    ],
    '"$cover" with $entries: $fault',
    ({ cover, entries, fault }) => {
      expect(checkReplacement(cover, createList(...entries))).toEqual(fault);
    },
  );
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
