import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import type { Bindings } from "../../lib/policy/expression.ts";
import { functionDocs } from "../../lib/policy/functions/docs.ts";
import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import { parseIpAddress } from "../../lib/policy/functions/ip-address.ts";
import { compileCondition, evaluateConditionText } from "../support/condition.ts";
import { testRows } from "../support/table.ts";

function ask(when: string, values: Bindings, entries: readonly string[] = ["none"]) {
  const { held, evidence } = evaluateConditionText(when, values, { it: entries });
  return { holds: held, entry: evidence?.entry };
}

testRows(functionDocs, "$name: its example is valid", ({ example, name }) => {
  const names = [...example.matchAll(/lists\.(\w+)/g)].map(([, list]) => list ?? "");
  const lists = Object.fromEntries(names.map((list) => [list, ["192.0.2.0/24"]]));
  expect(compileCondition(example, lists)).toHaveProperty("source", example);
  expect(example).toContain(`.${name}(`);
});

describe("glob", () => {
  testRows<{ readonly text: string; readonly pattern: string; readonly fits: boolean }>(
    [
      { text: "", pattern: "", fits: true },
      { text: "", pattern: "*", fits: true },
      { text: "", pattern: "**", fits: true },
      { text: "", pattern: "?", fits: false },
      { text: "a", pattern: "", fits: false },
      { text: "vip-1", pattern: "vip-*", fits: true },
      { text: "vip-", pattern: "vip-*", fits: true },
      { text: "my-vip-1", pattern: "vip-*", fits: false },
      { text: "vip", pattern: "vip-*", fits: false },
      { text: "abc", pattern: "a?c", fits: true },
      { text: "ac", pattern: "a?c", fits: false },
      { text: "abcd", pattern: "a?c", fits: false },
      { text: "abcabd", pattern: "*ab?", fits: true },
      { text: "abcabd", pattern: "*abd", fits: true },
      { text: "abcabd", pattern: "a*b*d", fits: true },
      { text: "abcabd", pattern: "a*e", fits: false },
      { text: "abcabd", pattern: "*a*a*a*", fits: false },
      { text: "VIP-1", pattern: "vip-*", fits: false },
      { text: "a.b", pattern: "a.b", fits: true },
      { text: "axb", pattern: "a.b", fits: false },
      { text: "a*b", pattern: "a*b", fits: true },
      { text: "你好吗", pattern: "你?吗", fits: true },
      { text: "👍👍", pattern: "??", fits: true },
      { text: "👍", pattern: "??", fits: false },
      { text: "a\nb", pattern: "a?b", fits: true },
      { text: "[a]", pattern: "[a]", fits: true },
    ],
    '"$text" fits "$pattern": $fits',
    ({ text, pattern, fits }) => {
      expect(matchesGlob(text, pattern)).toBe(fits);
      expect(ask(`name.glob(${JSON.stringify(pattern)})`, { name: text }).holds).toBe(fits);
    },
  );

  testRows(
    [
      { name: "100 characters", pattern: "a".repeat(100), fault: undefined },
      { name: "100 characters of two units", pattern: "😀".repeat(100), fault: undefined },
      { name: "101 characters", pattern: "a".repeat(101), fault: "pattern-too-long" },
    ],
    "a pattern of $name",
    ({ pattern, fault }) => {
      const compile = () => compileCondition(`name.glob("${pattern}")`);
      if (fault === undefined) expect(compile().source).toContain(pattern);
      else expect(compile).toThrow(fault);
    },
  );

  test("means what the regular expression means", () => {
    const some = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    const text = fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, some, (one, pattern) => {
        const regex = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matchesGlob(one, pattern)).toBe(regex.test(one));
      }),
      { numRuns: 500 },
    );
  });

  test("a hostile text takes time in proportion to its length", () => {
    const pattern = `${"*a".repeat(30)}*b`;
    const measureTime = (length: number) => {
      const text = "a".repeat(length);
      const start = performance.now();
      expect(matchesGlob(text, pattern)).toBe(false);
      return performance.now() - start;
    };
    measureTime(20_000);
    expect(measureTime(200_000)).toBeLessThan(500);
  });
});

describe("between", () => {
  const holds = (time: string, from: string, to: string, zone: string) =>
    ask(`now.between("${from}", "${to}", "${zone}")`, { now: new Date(time) }).holds;
  testRows<{
    readonly time: string;
    readonly from: string;
    readonly to: string;
    readonly zone: string;
    readonly expected: boolean;
  }>(
    [
      { time: "2026-01-01T08:00:00Z", from: "08:00", to: "17:00", zone: "UTC", expected: true },
      { time: "2026-01-01T07:59:59.999Z", from: "08:00", to: "17:00", zone: "UTC", expected: false },
      { time: "2026-01-01T16:59:59.999Z", from: "08:00", to: "17:00", zone: "UTC", expected: true },
      { time: "2026-01-01T17:00:00Z", from: "08:00", to: "17:00", zone: "UTC", expected: false },
      { time: "2026-01-01T22:00:00Z", from: "22:00", to: "06:00", zone: "UTC", expected: true },
      { time: "2026-01-01T00:00:00Z", from: "22:00", to: "06:00", zone: "UTC", expected: true },
      { time: "2026-01-01T05:59:00Z", from: "22:00", to: "06:00", zone: "UTC", expected: true },
      { time: "2026-01-01T06:00:00Z", from: "22:00", to: "06:00", zone: "UTC", expected: false },
      { time: "2026-01-01T21:59:00Z", from: "22:00", to: "06:00", zone: "UTC", expected: false },
      { time: "2026-01-01T12:00:00Z", from: "12:00", to: "12:00", zone: "UTC", expected: false },
      { time: "2026-01-01T14:00:00Z", from: "22:00", to: "06:00", zone: "Asia/Singapore", expected: true },
      { time: "2026-01-01T13:59:00Z", from: "22:00", to: "06:00", zone: "Asia/Singapore", expected: false },
      { time: "2026-01-01T18:30:00Z", from: "00:00", to: "00:01", zone: "Asia/Kolkata", expected: true },
      // Berlin is at +1 until 2026-03-29T01:00Z, then at +2.
      { time: "2026-03-28T06:30:00Z", from: "08:00", to: "09:00", zone: "Europe/Berlin", expected: false },
      { time: "2026-03-30T06:30:00Z", from: "08:00", to: "09:00", zone: "Europe/Berlin", expected: true },
      { time: "2026-03-29T00:59:00Z", from: "01:00", to: "02:00", zone: "Europe/Berlin", expected: true },
      { time: "2026-03-29T01:00:00Z", from: "02:00", to: "03:00", zone: "Europe/Berlin", expected: false },
      { time: "2026-03-29T01:00:00Z", from: "03:00", to: "04:00", zone: "Europe/Berlin", expected: true },
      { time: "2026-10-25T00:30:00Z", from: "02:00", to: "03:00", zone: "Europe/Berlin", expected: true },
      { time: "2026-10-25T01:30:00Z", from: "02:00", to: "03:00", zone: "Europe/Berlin", expected: true },
    ],
    "$time in $from–$to $zone: $expected",
    ({ time, from, to, zone, expected }) => expect(holds(time, from, to, zone)).toBe(expected),
  );
});

describe("inCidr", () => {
  testRows<{ readonly address: string; readonly entries: string[]; readonly expected: string | undefined }>(
    [
      { address: "10.1.2.3", entries: ["192.0.2.1", "10.0.0.0/8"], expected: "10.0.0.0/8" },
      { address: "11.1.2.3", entries: ["10.0.0.0/8"], expected: undefined },
      { address: "192.0.2.1", entries: ["192.0.2.1"], expected: "192.0.2.1" },
      { address: "192.0.2.2", entries: ["192.0.2.1"], expected: undefined },
      { address: "203.0.113.9", entries: ["0.0.0.0/0"], expected: "0.0.0.0/0" },
      { address: "192.0.2.129", entries: ["192.0.2.0/25"], expected: undefined },
      { address: "2001:db8::1", entries: ["10.0.0.0/8", "2001:db8::/32"], expected: "2001:db8::/32" },
      { address: "2001:DB8:0:0:0:0:0:1", entries: ["2001:db8::1"], expected: "2001:db8::1" },
      { address: "2001:db9::1", entries: ["2001:db8::/32"], expected: undefined },
      { address: "2001:db8::2", entries: ["2001:db8::1"], expected: undefined },
      { address: "2001:db9::1", entries: ["::/0"], expected: "::/0" },
      { address: "::ffff:10.1.2.3", entries: ["10.0.0.0/8"], expected: "10.0.0.0/8" },
      { address: "::ffff:11.1.2.3", entries: ["10.0.0.0/8"], expected: undefined },
      { address: "10.1.2.3", entries: ["::/0"], expected: "::/0" },
      { address: "10.1.2.3", entries: ["2001:db8::/32"], expected: undefined },
      { address: "", entries: ["0.0.0.0/0", "::/0"], expected: undefined },
      { address: "10.0.0.1, 10.0.0.2", entries: ["10.0.0.0/8"], expected: undefined },
      { address: "localhost", entries: ["127.0.0.1"], expected: undefined },
    ],
    "$address in $entries: $expected",
    ({ address, entries, expected }) => {
      expect(ask("clientIp.inCidr(lists.it)", { clientIp: address }, entries)).toEqual({
        holds: expected !== undefined,
        entry: expected,
      });
    },
  );

  test("of two blocks that hold the address, the wider is named", () => {
    const entries = ["10.1.2.3", "10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/9", "11.0.0.0/8"];
    expect(ask("clientIp.inCidr(lists.it)", { clientIp: "10.1.2.3" }, entries).entry).toBe("10.0.0.0/8");
  });

  const group = fc.constantFrom("0", "1", "db8", "ffff", "FFFF", "00ff", "2001", "10000", "g", "");
  const byte = fc.constantFrom("0", "1", "10", "127", "128", "255", "256", "01", "a", "");
  const v4 = fc.oneof(
    fc.ipV4(),
    fc.array(byte, { minLength: 4, maxLength: 4 }).map((parts) => parts.join(".")),
    fc.array(byte, { minLength: 3, maxLength: 5 }).map((parts) => parts.join(".")),
  );
  const v6 = fc.oneof(
    fc.ipV6(),
    fc.array(group, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(":")),
    fc.tuple(fc.array(group, { maxLength: 7 }), v4).map(([parts, tail]) => [...parts, tail].join(":")),
    v4.map((tail) => `::ffff:${tail}`),
    v4.map((tail) => `::${tail}`),
  );
  const address = fc.oneof(v4, v6);

  test("an address is what node:net takes for one", () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(parseIpAddress(text) !== undefined).toBe(isIP(text) !== 0);
      }),
      { numRuns: 5000 },
    );
  });

  testRows(
    [
      { name: "an IPv4 part before ::", text: "1.2.3.4::" },
      { name: "an IPv4 part before the last group", text: "1:2:3:4:5:1.2.3.4:6" },
      { name: ":: for no group", text: "1:2:3:4::5:6:7:8" },
      { name: "five digits", text: "::00001" },
      { name: "a long run of zeros", text: `::${"0".repeat(60)}` },
    ],
    "$name is no address",
    ({ text }) => {
      expect([parseIpAddress(text), isIP(text)]).toEqual([undefined, 0]);
    },
  );

  test("a zone makes it none, though node:net takes it", () => {
    expect([parseIpAddress("fe80::1%eth0"), isIP("fe80::1%eth0")]).toEqual([undefined, 6]);
  });

  test("it finds what node:net's BlockList finds, and an entry that holds the address", () => {
    const valid = address.filter((text) => isIP(text) !== 0);
    const block = fc.tuple(valid, fc.nat(128)).map(([text, bits]) => {
      const most = isIP(text) === 6 ? 128 : 32;
      return bits > most ? text : `${text}/${bits}`;
    });
    const holds = (entries: readonly string[], text: string) => {
      const blocks = new BlockList();
      for (const entry of entries) {
        const [network = "", bits] = entry.split("/");
        const is6 = isIP(network) === 6;
        blocks.addSubnet(network, Number(bits ?? (is6 ? 128 : 32)), is6 ? "ipv6" : "ipv4");
      }
      return blocks.check(text, isIP(text) === 6 ? "ipv6" : "ipv4");
    };
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), valid, (entries, text) => {
        const { holds: found, entry } = ask("clientIp.inCidr(lists.it)", { clientIp: text }, entries);
        expect(found).toBe(holds(entries, text));
        expect(entry === undefined ? [] : [entries.includes(entry), holds([entry], text)]).toEqual(
          found ? [true, true] : [],
        );
      }),
      { numRuns: 3000 },
    );
  });

  testRows(
    [
      { entry: "10.0.0.0/33" },
      { entry: "10.0.0.0/1e1" },
      { entry: "10.0.0.0/" },
      { entry: "10.0.0.0/-1" },
      { entry: "10.0.0.0/8/8" },
      { entry: "10.0.0/8" },
      { entry: "::/129" },
      { entry: "::/x" },
      { entry: "fe80::1%eth0/64" },
      { entry: "*" },
    ],
    "$entry is refused",
    ({ entry }) => {
      expect(() => ask("clientIp.inCidr(lists.it)", {}, ["::/128", "10.0.0.0/32", entry])).toThrow(
        `bad-network ${entry}`,
      );
    },
  );
});

describe("onlyScripts", () => {
  testRows<{ readonly text: string; readonly scripts: string[]; readonly expected: boolean }>(
    [
      { text: "", scripts: ["Latin"], expected: true },
      { text: "Hello, world! 123", scripts: ["Latin"], expected: true },
      { text: "Привет", scripts: ["Latin"], expected: false },
      { text: "Hеllo", scripts: ["Latin"], expected: false },
      { text: "你好 world", scripts: ["Latin", "Han"], expected: true },
      { text: "was", scripts: ["Han"], expected: false },
      { text: "你好 world", scripts: ["Han"], expected: false },
      { text: "こんにちは", scripts: ["Han"], expected: false },
      { text: "こんにちは、世界ー", scripts: ["Han", "Hiragana", "Katakana"], expected: true },
      { text: "nice 👍🏽 👩‍👩‍👧 🇩🇪 1️⃣", scripts: ["Latin"], expected: true },
      { text: "e\u0301té", scripts: ["Latin"], expected: true },
      { text: "हिन्दी", scripts: ["Devanagari"], expected: true },
      { text: "हिन्दी", scripts: ["Latin"], expected: false },
      { text: "ß ﬁ Ａ", scripts: ["Latin"], expected: true },
      { text: "𝒜", scripts: ["Latin"], expected: true },
      { text: "\u200b", scripts: ["Latin"], expected: true },
    ],
    '"$text" in $scripts: $expected',
    ({ text, scripts, expected }) =>
      expect(ask(`name.onlyScripts(${JSON.stringify(scripts)})`, { name: text }).holds).toBe(expected),
  );

  test("a hostile text takes time in proportion to its length", () => {
    const start = performance.now();
    expect(ask('name.onlyScripts(["Latin"])', { name: `${"a1 ".repeat(50_000)}я` }).holds).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("lists of words", () => {
  testRows<{
    readonly when: string;
    readonly values: Bindings;
    readonly entries: string[];
    readonly expected: string | undefined;
  }>(
    [
      {
        when: "name.hasWord(lists.it)",
        values: { name: "the ＡＤＭＩＮ." },
        entries: ["Admin", "root"],
        expected: "Admin",
      },
      {
        when: "name.hasWord(lists.it)",
        values: { name: "administration" },
        entries: ["admin"],
        expected: undefined,
      },
      {
        when: "name.containsAny(lists.it)",
        values: { name: "administration" },
        entries: ["admin"],
        expected: "admin",
      },
      {
        when: "name.containsAny(lists.it)",
        values: { name: "admi" },
        entries: ["admin"],
        expected: undefined,
      },
      { when: "operator in lists.it", values: { operator: "eve" }, entries: ["ann", "eve"], expected: "eve" },
      {
        when: 'operator in lists["it"]',
        values: { operator: "eve" },
        entries: ["ann", "eve"],
        expected: "eve",
      },
      { when: 'name.hasWord(lists["it"])', values: { name: "a root" }, entries: ["root"], expected: "root" },
      { when: "operator in lists.it", values: { operator: "Eve" }, entries: ["eve"], expected: undefined },
      {
        when: "members.exists(m, m in lists.it)",
        values: { members: ["ann", "eve"] },
        entries: ["eve"],
        expected: "eve",
      },
      {
        when: "members.exists(m, m.hasWord(lists.it))",
        values: { members: ["ann", "Eve!"] },
        entries: ["eve"],
        expected: "eve",
      },
      {
        when: "elements.all(e, e in lists.it)",
        values: { elements: ["TIMTextElem", "TIMFaceElem"] },
        entries: ["TIMTextElem", "TIMFaceElem"],
        expected: "TIMTextElem",
      },
    ],
    "$when of $values",
    ({ when, values, entries, expected }) => {
      expect(ask(when, values, entries)).toEqual({ holds: expected !== undefined, entry: expected });
    },
  );
});
