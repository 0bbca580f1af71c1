import fc from "fast-check";
import { readNumber } from "../../../lib/policy/cel/values.ts";
import { hasPhoneNumber } from "../../../lib/policy/functions/has-phone-number.ts";
import { hasUrl } from "../../../lib/policy/functions/has-url.ts";
import { longestDigitRun } from "../../../lib/policy/functions/longest-digit-run.ts";
import { longestRepeat } from "../../../lib/policy/functions/longest-repeat.ts";
import type { PolicyFunction } from "../../../lib/policy/functions/policy-function.ts";
import { upperCaseShare } from "../../../lib/policy/functions/upper-case-share.ts";
import { countUtf8Bytes } from "../../../lib/policy/functions/utf8-size.ts";
import { evaluateConditionText } from "../../support/condition.ts";
import { measureCpuMs } from "../../support/cpu-time.ts";
import { testRows } from "../../support/table.ts";

const measure = ({ call }: Pick<PolicyFunction, "call">, text: string) => {
  const measured = (call as (_: unknown, text: string) => unknown)(undefined, text); // each of these takes the receiver alone
  return typeof measured === "boolean" ? measured : readNumber(measured);
};

describe("hasUrl", () => {
  testRows(
    [
      { name: "http", text: "see http://example.org/a?b" },
      { name: "another scheme", text: "weixin://dl/chat" },
      { name: "a scheme and an address", text: "https://192.0.2.1:8443/" },
      { name: "www", text: "go to WWW.example.dev now" },
      { name: "a host at the end of a sentence", text: "Join example.com." },
      { name: "a country below a second level", text: "shop.example.co.uk" },
      { name: "a short link", text: "t.me/join_us" },
      { name: "a short link with a port", text: "foo.bar:8080/x" },
      { name: "capitals", text: "EXAMPLE.COM" },
      { name: "full width", text: "ｅｘａｍｐｌｅ．ｃｏｍ" },
      { name: "the ideographic full stop", text: "example。com" },
      { name: "look-alikes", text: "ехаmрlе.соm" },
      { name: "zero-width characters", text: "exam\u200bple.c\u200bom" },
      { name: "Han before and after", text: "请访问example.com领取" },
      { name: "a Han host", text: "例子.com" },
      { name: "Arabic before and after", text: "زوروا example.net الآن" },
      { name: "an Arabic host with a scheme", text: "https://مثال.إختبار" },
      { name: "a host behind an e-mail address", text: "a@example.com or example.com" },
      { name: "user and password", text: "ftp://user:pass@host" },
    ],
    "finds $name",
    ({ text }) => {
      expect(measure(hasUrl, text)).toBe(true);
    },
  );

  testRows(
    [
      { name: "nothing", text: "" },
      { name: "sentences without spaces between", text: "That is it.Nice.Come in.Me too.Live now.Top" },
      { name: "abbreviations", text: "e.g. this, i.e. that, etc./usw., U.S.A./Canada" },
      { name: "an e-mail address", text: "write to ann.lee@mail.example.com please" },
      { name: "a file", text: "readme.md, main.ts, report.pdf, photo.jpg" },
      { name: "frameworks", text: "Node.js/React and Next.js" },
      { name: "numbers and units", text: "3.5m/s, v2.0.1, 1.234,56, 10.30" },
      { name: "alternatives", text: "and/or, he/she, 24/7, w/o" },
      { name: "ellipses", text: "wait...com on... ok....net" },
      { name: "a longer word after the dot", text: "he said.computer says no.community" },
      { name: "a name in code", text: "std.io_error, foo.net@bar" },
      { name: "only a scheme", text: "http:// and :// alone" },
      { name: "www alone", text: "www. and awww.cute www" },
      { name: "Han", text: "我来自北京。中国的首都。网络很好。" },
      { name: "Arabic", text: "مرحبا. كيف الحال؟ ١٢.٥" },
      { name: "a mention", text: "@bob hi" },
    ],
    "does not find one in $name",
    ({ text }) => {
      expect(measure(hasUrl, text)).toBe(false);
    },
  );
});

describe("hasPhoneNumber", () => {
  testRows(
    [
      { name: "a Chinese mobile number", text: "加微信13800138000" },
      { name: "grouped", text: "138-0013-8000" },
      { name: "digit by digit", text: "1 3 8 0 0 1 3 8 0 0 0" },
      { name: "a Chinese landline", text: "电话 010-12345678" },
      { name: "full width", text: "１３８００１３８０００" },
      { name: "North America", text: "call (555) 123-4567 now" },
      { name: "dots", text: "555.123.4567" },
      { name: "India", text: "98765 43210" },
      { name: "France", text: "06 12 34 56 78" },
      { name: "international", text: "+33 6 12 34 56 78" },
      { name: "eight digits after a plus", text: "+6561234567" },
      { name: "a full-width plus", text: "＋852 9123 4567" },
      { name: "Arabic-Indic digits", text: "اتصل ٠٥٠١٢٣٤٥٦٧" },
      { name: "Persian digits", text: "۰۹۱۲ ۳۴۵ ۶۷۸۹" },
      { name: "zero-width characters", text: "138\u200b0013\u200b8000" },
      { name: "dashes of typography", text: "0800–123–4567" },
      { name: "a number after another number", text: "QQ 123456 13800138000" },
      { name: "ten digits", text: "2125550123" },
      { name: "fifteen digits", text: "861380013800012" },
      { name: "fifteen digits after a plus", text: "+861380013800012" },
      { name: "six groups", text: "86 1 380 013 80 00" },
      { name: "one long group after a short one", text: "12345678 2125550123" },
      { name: "a number after a date", text: "2026-11-24 13800138000" },
    ],
    "finds $name",
    ({ text }) => {
      expect(measure(hasPhoneNumber, text)).toBe(true);
    },
  );

  testRows(
    [
      { name: "nothing", text: "" },
      { name: "a date and a time", text: "2026-11-24 10:30:00, 24.11.2026 18:00" },
      { name: "a span of dates", text: "2026-11-24/2026-11-30, 11/24/2026 - 11/30/2026" },
      { name: "amounts", text: "1,000,000,000 or 1.000.000.000 or 1 000 000 000" },
      { name: "a decimal fraction", text: "3.14159265358979" },
      { name: "a range", text: "月薪 10000-20000, 10000–20000" },
      { name: "addresses", text: "192.168.100.200 and 10.0.0.1" },
      { name: "a version", text: "10.0.19041.1234" },
      { name: "a UUID", text: "550e8400-e29b-41d4-a716-446655440000" },
      { name: "a counted list", text: "1 2 3 4 5 6 7 8 9 10 11" },
      { name: "lottery numbers", text: "05 12 23 31 44 07" },
      { name: "a card", text: "6222 0212 3456 7890" },
      { name: "a long number", text: "12345678901234567890" },
      { name: "seven digits", text: "555-0199, order 1234567" },
      { name: "a score", text: "3:2, 21-19, 15-21" },
      { name: "Han numerals", text: "一三八零零一三八零零零" },
      { name: "Arabic", text: "سنة ٢٠٢٦، الفصل ١٢" },
      { name: "nine digits", text: "212555012" },
      { name: "sixteen digits", text: "1234567890123456" },
      { name: "sixteen digits after a plus", text: "+1234567890123456" },
      { name: "seven groups", text: "86 1 38 0 013 80 00" },
      { name: "five pairs that do not begin with 0", text: "16 12 34 56 78" },
      { name: "a range by a slash", text: "10000/20000" },
      { name: "seven digits after a plus", text: "+1234567" },
    ],
    "does not find one in $name",
    ({ text }) => {
      expect(measure(hasPhoneNumber, text)).toBe(false);
    },
  );
});

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
    ],
    "$text: $run",
    ({ text, run }) => {
      expect(measure(longestDigitRun, text)).toBe(run);
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
      expect(measure(longestRepeat, text)).toBe(repeat);
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
    ],
    "$text: $share",
    ({ text, share }) => {
      expect(measure(upperCaseShare, text)).toBe(share);
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
    expect(["é", "你", "😀", "\ud800", "\u07ff\u0800\uffff"].map(countUtf8Bytes)).toEqual([2, 3, 4, 3, 8]);
  });
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
      expect(measureCpuMs(() => measure(one, text))).toBeLessThan(LINEAR_MS);
    }
  },
);
