import { hasUrl } from "../../../lib/policy/functions/has-url.ts";
import { testRows } from "../../support/table.ts";
import { measureText } from "./measure-text.ts";

describe("hasUrl", () => {
  testRows(
    [
      { name: "http", text: "see http://example.org/a?b" },
      { name: "another scheme", text: "weixin://dl/chat" },
      { name: "a scheme and an address", text: "https://192.0.2.1:8443/" },
      { name: "www", text: "go to WWW.example.dev now" },
      { name: "www at the beginning", text: "www.example.dev" },
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
      { name: "a host after a lone at sign", text: "关注 @example.com" },
      { name: "user and password", text: "ftp://user:pass@host" },
    ],
    "finds $name",
    ({ text }) => {
      expect(measureText(hasUrl, text)).toBe(true);
    },
  );

  testRows(
    [
      { name: "nothing", text: "" },
      { name: "sentences without spaces between", text: "That is it.Nice.Come in.Me too.Live now.Top" },
      { name: "abbreviations", text: "e.g. this, i.e. that, etc./usw., U.S.A./Canada" },
      { name: "an e-mail address", text: "write to ann.lee@mail.example.com please" },
      { name: "an e-mail address at the beginning", text: "a@b.com" },
      { name: "an e-mail address between Han", text: "请写信给ann@example.com谢谢" },
      { name: "an e-mail address between Arabic words", text: "راسلونا ann@example.com شكرا" },
      { name: "a file", text: "readme.md, main.ts, report.pdf, photo.jpg" },
      { name: "files of older programs", text: "index.htm/next, notes.doc/old" },
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
      expect(measureText(hasUrl, text)).toBe(false);
    },
  );
});
