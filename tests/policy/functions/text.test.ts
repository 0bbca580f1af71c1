import fc from "fast-check";
import { hasPhoneNumber } from "../../../lib/policy/functions/has-phone-number.ts";
import { hasUrl } from "../../../lib/policy/functions/has-url.ts";
import { longestDigitRun } from "../../../lib/policy/functions/longest-digit-run.ts";
import { longestRepeat } from "../../../lib/policy/functions/longest-repeat.ts";
import { upperCaseShare } from "../../../lib/policy/functions/upper-case-share.ts";
import { countUtf8Bytes } from "../../../lib/policy/functions/utf8-size.ts";
import { evaluateConditionText } from "../../support/condition.ts";
import { measureCpuMs } from "../../support/cpu-time.ts";
import { testRows } from "../../support/table.ts";
import { measureText } from "./measure-text.ts";

describe("longestDigitRun", () => {
  testRows(
    [
      { text: "", run: 0 },
      { text: "no digits", run: 0 },
      { text: "call 13800138000 or 110", run: 11 },
      { text: "12 345 6", run: 3 },
      { text: "加１２３４５", run: 5 },
      { text: "٠٥٠١ 12", run: 4 },
      { text: "१२३", run: 3 },
      { text: "1\u200b2\u200b3", run: 3 },
      { text: "①②③④", run: 4 },
      { text: "1️⃣2️⃣", run: 2 },
      { text: "/0:9", run: 1 },
      { text: "三百", run: 0 },
      { text: "1990年", run: 4 },
    ],
    "$text: $run",
    ({ text, run }) => {
      expect(measureText(longestDigitRun, text)).toBe(run);
    },
  );
});

describe("longestRepeat", () => {
  testRows(
    [
      { text: "", repeat: 0 },
      { text: "abc", repeat: 1 },
      { text: "goooood", repeat: 5 },
      { text: "a looong noooo", repeat: 4 },
      { text: "AaAáＡ", repeat: 5 },
      { text: "哈哈哈哈", repeat: 4 },
      { text: "하하하하", repeat: 4 },
      { text: "ㅋㅋㅋㅋㅋ", repeat: 5 },
      { text: "ههههه", repeat: 5 },
      { text: "！！！！", repeat: 4 },
      { text: "好吧……", repeat: 2 },
      { text: "a     b\n\n\n\n", repeat: 1 },
      { text: "😂😂😂", repeat: 3 },
      { text: "👍🏽👍🏿👍", repeat: 3 },
      { text: "a\u200ba\u200ba", repeat: 3 },
      { text: "ababab", repeat: 1 },
      { text: "ﬀﬀ", repeat: 2 },
    ],
    "$text: $repeat",
    ({ text, repeat }) => {
      expect(measureText(longestRepeat, text)).toBe(repeat);
    },
  );
});

describe("upperCaseShare", () => {
  testRows(
    [
      { text: "", share: 0 },
      { text: "hello", share: 0 },
      { text: "HELLO", share: 1 },
      { text: "Hell", share: 0.25 },
      { text: "Ok 👍 你好 123!", share: 0.5 },
      { text: "ПРИВЕТ мир", share: 2 / 3 },
      { text: "ＡＢｃ", share: 2 / 3 },
      { text: "𝐇𝐢", share: 0.5 },
      { text: "你好世界", share: 0 },
      { text: "مرحبا", share: 0 },
      { text: "가나다", share: 0 },
      { text: "ÀÉß", share: 2 / 3 },
      { text: "@[`{", share: 0 },
      { text: "AZaz", share: 0.5 },
      { text: "ⒶⒷⓒ", share: 2 / 3 },
      { text: "🄷🄸 yo", share: 0.5 },
    ],
    "$text: $share",
    ({ text, share }) => {
      expect(measureText(upperCaseShare, text)).toBe(share);
    },
  );
});

describe("utf8Size", () => {
  test("counts what a buffer of the text holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(countUtf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  testRows(
    [
      { name: "nothing", text: "", bytes: 0 },
      { name: "Latin", text: "é", bytes: 2 },
      { name: "Han", text: "你好", bytes: 6 },
      { name: "Arabic", text: "مرحبا", bytes: 10 },
      { name: "an emoji and a letter", text: "😀a", bytes: 5 },
      { name: "half of a pair", text: "\ud800", bytes: 3 },
      { name: "the last character of one byte and the first of two", text: "\u007f\u0080", bytes: 3 },
      { name: "the last character of two bytes and the first of three", text: "\u07ff\u0800", bytes: 5 },
      { name: "the last character of three bytes and a letter", text: "\uffffa", bytes: 4 },
    ],
    "$name: $bytes",
    ({ text, bytes }) => {
      expect(countUtf8Bytes(text)).toBe(bytes);
    },
  );
});

testRows(
  [
    { when: "text.hasUrl()", text: "example.com", holds: true },
    { when: "text.hasPhoneNumber()", text: "13800138000", holds: true },
    { when: "text.longestDigitRun() == 3", text: "a123", holds: true },
    { when: "text.longestRepeat() + 1 == 4", text: "aaa", holds: true },
    { when: "text.upperCaseShare() > 0.5", text: "ABc", holds: true },
    { when: "text.utf8Size() > 5", text: "你好", holds: true },
    { when: "text.utf8Size() > 6", text: "你好", holds: false },
  ],
  "in a condition: $when of $text",
  ({ when, text, holds }) => {
    expect(evaluateConditionText(when, { text }).held).toBe(holds);
  },
);

/** Of the processor's time; what is quadratic in 100 KB takes minutes. */
const LINEAR_MS = 5_000;

testRows(
  [
    { name: "digits and commas", text: "1 1,1".repeat(20_000) },
    { name: "digits", text: `${"1".repeat(100_000)},1` },
    { name: "digits and spaces", text: "1 ".repeat(50_000) },
    { name: "digits by four spaces", text: "(1    ".repeat(20_000) },
    { name: "hosts of e-mail addresses", text: `a@${"b.com.".repeat(16_000)}` },
    { name: "dots", text: "a.".repeat(50_000) },
    { name: "letters", text: "abcd".repeat(25_000) },
    { name: "dashes", text: "1-".repeat(50_000) },
    { name: "hexadecimal groups", text: "0123abcd-".repeat(11_000) },
  ],
  "100 KB of $name take each measure time in proportion to them",
  ({ text }) => {
    for (const one of [hasUrl, hasPhoneNumber, longestDigitRun, longestRepeat, upperCaseShare]) {
      expect(measureCpuMs(() => measureText(one, text))).toBeLessThan(LINEAR_MS);
    }
  },
);
