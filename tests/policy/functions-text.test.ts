import fc from "fast-check";
import { readNumber } from "../../lib/policy/cel/values.ts";
import { parseCustomJson } from "../../lib/policy/functions/custom-json.ts";
import { hasPhoneNumber } from "../../lib/policy/functions/has-phone-number.ts";
import { hasUrl } from "../../lib/policy/functions/has-url.ts";
import { longestDigitRun } from "../../lib/policy/functions/longest-digit-run.ts";
import { longestRepeat } from "../../lib/policy/functions/longest-repeat.ts";
import type { PolicyFunction } from "../../lib/policy/functions/policy-function.ts";
import { upperCaseShare } from "../../lib/policy/functions/upper-case-share.ts";
import { countUtf8Bytes } from "../../lib/policy/functions/utf8-size.ts";
import { evaluateCondition } from "../support/condition.ts";

const measure = ({ call }: Pick<PolicyFunction, "call">, text: string) => {
  const measured = (call as (_: unknown, text: string) => unknown)(undefined, text); // each of these takes the receiver alone
  return typeof measured === "boolean" ? measured : readNumber(measured);
};

describe("hasUrl", () => {
  test.each([
    { title: "http", text: "see http://example.org/a?b" },
    { title: "another scheme", text: "weixin://dl/chat" },
    { title: "a scheme and an address", text: "https://192.0.2.1:8443/" },
    { title: "www", text: "go to WWW.example.dev now" },
    { title: "a host at the end of a sentence", text: "Join example.com." },
    { title: "a country below a second level", text: "shop.example.co.uk" },
    { title: "a short link", text: "t.me/join_us" },
    { title: "a short link with a port", text: "foo.bar:8080/x" },
    { title: "capitals", text: "EXAMPLE.COM" },
    { title: "full width", text: "ｅｘａｍｐｌｅ．ｃｏｍ" },
    { title: "the ideographic full stop", text: "example。com" },
    { title: "look-alikes", text: "ехаmрlе.соm" },
    { title: "zero-width characters", text: "exam\u200bple.c\u200bom" },
    { title: "Han before and after", text: "请访问example.com领取" },
    { title: "a Han host", text: "例子.com" },
    { title: "Arabic before and after", text: "زوروا example.net الآن" },
    { title: "an Arabic host with a scheme", text: "https://مثال.إختبار" },
    { title: "a host behind an e-mail address", text: "a@example.com or example.com" },
    { title: "user and password", text: "ftp://user:pass@host" },
  ])("finds $title", ({ text }) => {
    expect(measure(hasUrl, text)).toBe(true);
  });

  test.each([
    { title: "nothing", text: "" },
    { title: "sentences without spaces between", text: "That is it.Nice.Come in.Me too.Live now.Top" },
    { title: "abbreviations", text: "e.g. this, i.e. that, etc./usw., U.S.A./Canada" },
    { title: "an e-mail address", text: "write to ann.lee@mail.example.com please" },
    { title: "a file", text: "readme.md, main.ts, report.pdf, photo.jpg" },
    { title: "frameworks", text: "Node.js/React and Next.js" },
    { title: "numbers and units", text: "3.5m/s, v2.0.1, 1.234,56, 10.30" },
    { title: "alternatives", text: "and/or, he/she, 24/7, w/o" },
    { title: "ellipses", text: "wait...com on... ok....net" },
    { title: "a longer word after the dot", text: "he said.computer says no.community" },
    { title: "a name in code", text: "std.io_error, foo.net@bar" },
    { title: "only a scheme", text: "http:// and :// alone" },
    { title: "www alone", text: "www. and awww.cute www" },
    { title: "Han", text: "我来自北京。中国的首都。网络很好。" },
    { title: "Arabic", text: "مرحبا. كيف الحال؟ ١٢.٥" },
    { title: "a mention", text: "@bob hi" },
  ])("does not find one in $title", ({ text }) => {
    expect(measure(hasUrl, text)).toBe(false);
  });
});

describe("hasPhoneNumber", () => {
  test.each([
    { title: "a Chinese mobile number", text: "加微信13800138000" },
    { title: "grouped", text: "138-0013-8000" },
    { title: "digit by digit", text: "1 3 8 0 0 1 3 8 0 0 0" },
    { title: "a Chinese landline", text: "电话 010-12345678" },
    { title: "full width", text: "１３８００１３８０００" },
    { title: "North America", text: "call (555) 123-4567 now" },
    { title: "dots", text: "555.123.4567" },
    { title: "India", text: "98765 43210" },
    { title: "France", text: "06 12 34 56 78" },
    { title: "international", text: "+33 6 12 34 56 78" },
    { title: "eight digits after a plus", text: "+6561234567" },
    { title: "a full-width plus", text: "＋852 9123 4567" },
    { title: "Arabic-Indic digits", text: "اتصل ٠٥٠١٢٣٤٥٦٧" },
    { title: "Persian digits", text: "۰۹۱۲ ۳۴۵ ۶۷۸۹" },
    { title: "zero-width characters", text: "138\u200b0013\u200b8000" },
    { title: "dashes of typography", text: "0800–123–4567" },
    { title: "a number after another number", text: "QQ 123456 13800138000" },
    { title: "ten digits", text: "2125550123" },
    { title: "fifteen digits", text: "861380013800012" },
    { title: "fifteen digits after a plus", text: "+861380013800012" },
    { title: "six groups", text: "86 1 380 013 80 00" },
    { title: "one long group after a short one", text: "12345678 2125550123" },
    { title: "a number after a date", text: "2026-11-24 13800138000" },
  ])("finds $title", ({ text }) => {
    expect(measure(hasPhoneNumber, text)).toBe(true);
  });

  test.each([
    { title: "nothing", text: "" },
    { title: "a date and a time", text: "2026-11-24 10:30:00, 24.11.2026 18:00" },
    { title: "a span of dates", text: "2026-11-24/2026-11-30, 11/24/2026 - 11/30/2026" },
    { title: "amounts", text: "1,000,000,000 or 1.000.000.000 or 1 000 000 000" },
    { title: "a decimal fraction", text: "3.14159265358979" },
    { title: "a range", text: "月薪 10000-20000, 10000–20000" },
    { title: "addresses", text: "192.168.100.200 and 10.0.0.1" },
    { title: "a version", text: "10.0.19041.1234" },
    { title: "a UUID", text: "550e8400-e29b-41d4-a716-446655440000" },
    { title: "a counted list", text: "1 2 3 4 5 6 7 8 9 10 11" },
    { title: "lottery numbers", text: "05 12 23 31 44 07" },
    { title: "a card", text: "6222 0212 3456 7890" },
    { title: "a long number", text: "12345678901234567890" },
    { title: "seven digits", text: "555-0199, order 1234567" },
    { title: "a score", text: "3:2, 21-19, 15-21" },
    { title: "Han numerals", text: "一三八零零一三八零零零" },
    { title: "Arabic", text: "سنة ٢٠٢٦، الفصل ١٢" },
    { title: "nine digits", text: "212555012" },
    { title: "sixteen digits", text: "1234567890123456" },
    { title: "sixteen digits after a plus", text: "+1234567890123456" },
    { title: "seven groups", text: "86 1 38 0 013 80 00" },
    { title: "five pairs that do not begin with 0", text: "16 12 34 56 78" },
    { title: "a range by a slash", text: "10000/20000" },
    { title: "seven digits after a plus", text: "+1234567" },
  ])("does not find one in $title", ({ text }) => {
    expect(measure(hasPhoneNumber, text)).toBe(false);
  });
});

describe("longestDigitRun", () => {
  test.each([
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
  ])("$text: $run", ({ text, run }) => {
    expect(measure(longestDigitRun, text)).toBe(run);
  });
});

describe("longestRepeat", () => {
  test.each([
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
  ])("$text: $repeat", ({ text, repeat }) => {
    expect(measure(longestRepeat, text)).toBe(repeat);
  });
});

describe("upperCaseShare", () => {
  test.each([
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
  ])("$text: $share", ({ text, share }) => {
    expect(measure(upperCaseShare, text)).toBe(share);
  });
});

describe("utf8Size", () => {
  test("counts what a buffer of the text holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(countUtf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
    );
    expect(["é", "你", "😀", "\ud800", "\u07ff\u0800\uffff"].map(countUtf8Bytes)).toEqual([2, 3, 4, 3, 8]);
  });
});

describe("parseCustomJson", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

  test.each([
    { title: "an object", text: '{"level": 3, "tags": ["a"]}', value: { level: 3, tags: ["a"] } },
    { title: "a number", text: "1.5", value: 1.5 },
    { title: "null", text: "null", value: null },
    {
      title: "brackets in strings",
      text: JSON.stringify(`\\"${"[".repeat(50)}`),
      value: `\\"${"[".repeat(50)}`,
    },
    {
      title: "many brackets side by side",
      text: `[${"[],{},".repeat(40)}0]`,
      value: [...Array(40).fill([[], {}]).flat(), 0],
    },
    { title: "32 levels", text: nested(32), value: JSON.parse(nested(32)) },
    { title: "64 KB", text: `"${"x".repeat(65_534)}"`, value: "x".repeat(65_534) },
  ])("reads $title", ({ text, value }) => {
    expect(parseCustomJson(text)).toEqual({ kind: "json", value });
  });

  test("a key named __proto__ is a key", () => {
    const parsed = parseCustomJson('{"__proto__": {"admin": true}}');
    expect(parsed.kind === "json" && Object.keys(parsed.value as object)).toEqual(["__proto__"]); // an object, as written
  });

  test.each([
    { title: "nothing", text: "", error: "json(): the text is not JSON" },
    { title: "half an object", text: '{"secret": ', error: "json(): the text is not JSON" },
    { title: "33 levels", text: nested(33), error: "json(): the text is nested deeper than 32" },
    {
      title: "33 levels of objects",
      text: '{"a":'.repeat(33),
      error: "json(): the text is nested deeper than 32",
    },
    { title: "a byte over 64 KB", text: `"${"x".repeat(65_535)}"`, error: "json(): the text is over 64 KB" },
    {
      title: "over 64 KB in bytes only",
      text: `"${"你".repeat(22_000)}"`,
      error: "json(): the text is over 64 KB",
    },
  ])("does not read $title", ({ text, error }) => {
    expect(parseCustomJson(text)).toEqual({ kind: "error", error });
  });
});

test.each([
  { when: "text.hasUrl()", text: "example.com", holds: true },
  { when: "text.hasPhoneNumber()", text: "13800138000", holds: true },
  { when: "text.longestDigitRun() == 3", text: "a123", holds: true },
  { when: "text.longestRepeat() + 1 == 4", text: "aaa", holds: true },
  { when: "text.upperCaseShare() > 0.5", text: "ABc", holds: true },
  { when: "text.utf8Size() > 5", text: "你好", holds: true },
  { when: "text.utf8Size() > 6", text: "你好", holds: false },
])("in a condition: $when of $text", ({ when, text, holds }) => {
  expect(evaluateCondition(when, { text }).held).toBe(holds);
});

/** What is quadratic in 100 KB takes minutes. */
const LINEAR_MS = 1000;

test.each([
  { title: "digits and commas", text: "1 1,1".repeat(20_000) },
  { title: "digits", text: `${"1".repeat(100_000)},1` },
  { title: "digits and spaces", text: "1 ".repeat(50_000) },
  { title: "digits by four spaces", text: "(1    ".repeat(20_000) },
  { title: "hosts of e-mail addresses", text: `a@${"b.com.".repeat(16_000)}` },
  { title: "dots", text: "a.".repeat(50_000) },
  { title: "letters", text: "abcd".repeat(25_000) },
  { title: "dashes", text: "1-".repeat(50_000) },
  { title: "hexadecimal groups", text: "0123abcd-".repeat(11_000) },
])("100 KB of $title take each measure time in proportion to them", ({ text }) => {
  for (const one of [hasUrl, hasPhoneNumber, longestDigitRun, longestRepeat, upperCaseShare]) {
    const start = performance.now();
    measure(one, text);
    expect(performance.now() - start).toBeLessThan(LINEAR_MS);
  }
});
