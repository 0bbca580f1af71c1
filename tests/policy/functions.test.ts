import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import type { Bindings } from "../../lib/policy/expression.ts";
import { functionDocs } from "../../lib/policy/functions/docs.ts";
import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import { parseIpAddress } from "../../lib/policy/functions/ip-address.ts";
import { compileCondition, evaluateCondition } from "../support/condition.ts";

function ask(when: string, values: Bindings, entries: readonly string[] = ["none"]) {
  const { held, evidence } = evaluateCondition(when, values, { it: entries });
  return { holds: held, entry: evidence?.entry };
}

test.each(functionDocs.map((documented) => [documented.name, documented] as const))(
  "%s: its example is valid",
  (_, { example, name }) => {
    const names = [...example.matchAll(/lists\.(\w+)/g)].map(([, list]) => list ?? "");
    const lists = Object.fromEntries(names.map((list) => [list, ["192.0.2.0/24"]]));
    expect(compileCondition(example, lists)).toHaveProperty("source", example);
    expect(example).toContain(`.${name}(`);
  },
);

describe("glob", () => {
  test.each<[text: string, pattern: string, fits: boolean]>([
    ["", "", true],
    ["", "*", true],
    ["", "**", true],
    ["", "?", false],
    ["a", "", false],
    ["vip-1", "vip-*", true],
    ["vip-", "vip-*", true],
    ["my-vip-1", "vip-*", false],
    ["vip", "vip-*", false],
    ["abc", "a?c", true],
    ["ac", "a?c", false],
    ["abcd", "a?c", false],
    ["abcabd", "*ab?", true],
    ["abcabd", "*abd", true],
    ["abcabd", "a*b*d", true],
    ["abcabd", "a*e", false],
    ["abcabd", "*a*a*a*", false],
    ["VIP-1", "vip-*", false],
    ["a.b", "a.b", true],
    ["axb", "a.b", false],
    ["a*b", "a*b", true],
    ["你好吗", "你?吗", true],
    ["👍👍", "??", true],
    ["👍", "??", false],
    ["a\nb", "a?b", true],
    ["[a]", "[a]", true],
  ])("%j fits %j: %s", (text, pattern, fits) => {
    expect(matchesGlob(text, pattern)).toBe(fits);
    expect(ask(`name.glob(${JSON.stringify(pattern)})`, { name: text }).holds).toBe(fits);
  });

  test.each([
    { title: "100 characters", pattern: "a".repeat(100), fault: undefined },
    { title: "100 characters of two units", pattern: "😀".repeat(100), fault: undefined },
    { title: "101 characters", pattern: "a".repeat(101), fault: "pattern-too-long" },
  ])("a pattern of $title", ({ pattern, fault }) => {
    const compile = () => compileCondition(`name.glob("${pattern}")`);
    if (fault === undefined) expect(compile().source).toContain(pattern);
    else expect(compile).toThrow(fault);
  });

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
  test.each<[time: string, from: string, to: string, zone: string, holds: boolean]>([
    ["2026-01-01T08:00:00Z", "08:00", "17:00", "UTC", true],
    ["2026-01-01T07:59:59.999Z", "08:00", "17:00", "UTC", false],
    ["2026-01-01T16:59:59.999Z", "08:00", "17:00", "UTC", true],
    ["2026-01-01T17:00:00Z", "08:00", "17:00", "UTC", false],
    ["2026-01-01T22:00:00Z", "22:00", "06:00", "UTC", true],
    ["2026-01-01T00:00:00Z", "22:00", "06:00", "UTC", true],
    ["2026-01-01T05:59:00Z", "22:00", "06:00", "UTC", true],
    ["2026-01-01T06:00:00Z", "22:00", "06:00", "UTC", false],
    ["2026-01-01T21:59:00Z", "22:00", "06:00", "UTC", false],
    ["2026-01-01T12:00:00Z", "12:00", "12:00", "UTC", false],
    ["2026-01-01T14:00:00Z", "22:00", "06:00", "Asia/Singapore", true],
    ["2026-01-01T13:59:00Z", "22:00", "06:00", "Asia/Singapore", false],
    ["2026-01-01T18:30:00Z", "00:00", "00:01", "Asia/Kolkata", true],
    // Berlin is at +1 until 2026-03-29T01:00Z, then at +2.
    ["2026-03-28T06:30:00Z", "08:00", "09:00", "Europe/Berlin", false],
    ["2026-03-30T06:30:00Z", "08:00", "09:00", "Europe/Berlin", true],
    ["2026-03-29T00:59:00Z", "01:00", "02:00", "Europe/Berlin", true],
    ["2026-03-29T01:00:00Z", "02:00", "03:00", "Europe/Berlin", false],
    ["2026-03-29T01:00:00Z", "03:00", "04:00", "Europe/Berlin", true],
    ["2026-10-25T00:30:00Z", "02:00", "03:00", "Europe/Berlin", true],
    ["2026-10-25T01:30:00Z", "02:00", "03:00", "Europe/Berlin", true],
  ])("%s in %s–%s %s: %s", (time, from, to, zone, expected) =>
    expect(holds(time, from, to, zone)).toBe(expected),
  );
});

describe("inCidr", () => {
  test.each<[address: string, entries: string[], entry: string | undefined]>([
    ["10.1.2.3", ["192.0.2.1", "10.0.0.0/8"], "10.0.0.0/8"],
    ["11.1.2.3", ["10.0.0.0/8"], undefined],
    ["192.0.2.1", ["192.0.2.1"], "192.0.2.1"],
    ["192.0.2.2", ["192.0.2.1"], undefined],
    ["203.0.113.9", ["0.0.0.0/0"], "0.0.0.0/0"],
    ["192.0.2.129", ["192.0.2.0/25"], undefined],
    ["2001:db8::1", ["10.0.0.0/8", "2001:db8::/32"], "2001:db8::/32"],
    ["2001:DB8:0:0:0:0:0:1", ["2001:db8::1"], "2001:db8::1"],
    ["2001:db9::1", ["2001:db8::/32"], undefined],
    ["2001:db8::2", ["2001:db8::1"], undefined],
    ["2001:db9::1", ["::/0"], "::/0"],
    ["::ffff:10.1.2.3", ["10.0.0.0/8"], "10.0.0.0/8"],
    ["::ffff:11.1.2.3", ["10.0.0.0/8"], undefined],
    ["10.1.2.3", ["::/0"], "::/0"],
    ["10.1.2.3", ["2001:db8::/32"], undefined],
    ["", ["0.0.0.0/0", "::/0"], undefined],
    ["10.0.0.1, 10.0.0.2", ["10.0.0.0/8"], undefined],
    ["localhost", ["127.0.0.1"], undefined],
  ])("%s in %j: %s", (clientIp, entries, entry) => {
    expect(ask("clientIp.inCidr(lists.it)", { clientIp }, entries)).toEqual({
      holds: entry !== undefined,
      entry,
    });
  });

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

  test.each([
    { title: "an IPv4 part before ::", text: "1.2.3.4::" },
    { title: "an IPv4 part before the last group", text: "1:2:3:4:5:1.2.3.4:6" },
    { title: ":: for no group", text: "1:2:3:4::5:6:7:8" },
    { title: "five digits", text: "::00001" },
    { title: "a long run of zeros", text: `::${"0".repeat(60)}` },
  ])("$title is no address", ({ text }) => {
    expect([parseIpAddress(text), isIP(text)]).toEqual([undefined, 0]);
  });

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

  test.each([
    "10.0.0.0/33",
    "10.0.0.0/1e1",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0/8",
    "::/129",
    "::/x",
    "fe80::1%eth0/64",
    "*",
  ])("%s is refused", (entry) => {
    expect(() => ask("clientIp.inCidr(lists.it)", {}, ["::/128", "10.0.0.0/32", entry])).toThrow(
      `bad-network ${entry}`,
    );
  });
});

describe("onlyScripts", () => {
  test.each<[text: string, scripts: string[], holds: boolean]>([
    ["", ["Latin"], true],
    ["Hello, world! 123", ["Latin"], true],
    ["Привет", ["Latin"], false],
    ["Hеllo", ["Latin"], false],
    ["你好 world", ["Latin", "Han"], true],
    ["was", ["Han"], false],
    ["你好 world", ["Han"], false],
    ["こんにちは", ["Han"], false],
    ["こんにちは、世界ー", ["Han", "Hiragana", "Katakana"], true],
    ["nice 👍🏽 👩‍👩‍👧 🇩🇪 1️⃣", ["Latin"], true],
    ["e\u0301té", ["Latin"], true],
    ["हिन्दी", ["Devanagari"], true],
    ["हिन्दी", ["Latin"], false],
    ["ß ﬁ Ａ", ["Latin"], true],
    ["𝒜", ["Latin"], true],
    ["\u200b", ["Latin"], true],
  ])("%j in %j: %s", (name, scripts, holds) =>
    expect(ask(`name.onlyScripts(${JSON.stringify(scripts)})`, { name }).holds).toBe(holds),
  );

  test("a hostile text takes time in proportion to its length", () => {
    const start = performance.now();
    expect(ask('name.onlyScripts(["Latin"])', { name: `${"a1 ".repeat(50_000)}я` }).holds).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("lists of words", () => {
  test.each<[when: string, values: Bindings, entries: string[], entry: string | undefined]>([
    ["name.hasWord(lists.it)", { name: "the ＡＤＭＩＮ." }, ["Admin", "root"], "Admin"],
    ["name.hasWord(lists.it)", { name: "administration" }, ["admin"], undefined],
    ["name.containsAny(lists.it)", { name: "administration" }, ["admin"], "admin"],
    ["name.containsAny(lists.it)", { name: "admi" }, ["admin"], undefined],
    ["operator in lists.it", { operator: "eve" }, ["ann", "eve"], "eve"],
    ['operator in lists["it"]', { operator: "eve" }, ["ann", "eve"], "eve"],
    ['name.hasWord(lists["it"])', { name: "a root" }, ["root"], "root"],
    ["operator in lists.it", { operator: "Eve" }, ["eve"], undefined],
    ["members.exists(m, m in lists.it)", { members: ["ann", "eve"] }, ["eve"], "eve"],
    ["members.exists(m, m.hasWord(lists.it))", { members: ["ann", "Eve!"] }, ["eve"], "eve"],
    [
      "elements.all(e, e in lists.it)",
      { elements: ["TIMTextElem", "TIMFaceElem"] },
      ["TIMTextElem", "TIMFaceElem"],
      "TIMTextElem",
    ],
  ])("%s of %j", (when, values, entries, entry) => {
    expect(ask(when, values, entries)).toEqual({ holds: entry !== undefined, entry });
  });
});
