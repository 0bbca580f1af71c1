import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import type { Bindings } from "../../../lib/policy/expression.ts";
import { parseIpAddress } from "../../../lib/policy/functions/ip-address.ts";
import { evaluateConditionText } from "../../support/condition.ts";
import { scaleRuns } from "../../support/runs.ts";
import { testRows } from "../../support/table.ts";

function ask(when: string, values: Bindings, entries: readonly string[] = ["none"]) {
  const { held, evidence } = evaluateConditionText(when, values, { it: entries });
  return { holds: held, evidence };
}

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
      {
        address: "0000:0000:0000:0000:0000:ffff:192.168.100.200", // no spelling is longer
        entries: ["192.168.100.0/24"],
        expected: "192.168.100.0/24",
      },
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
        evidence: expected === undefined ? undefined : { facet: "clientIp", entry: expected },
      });
    },
  );

  testRows(
    [
      {
        name: "of several blocks that hold the address, the widest",
        entries: ["10.1.2.3", "10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/9", "11.0.0.0/8"],
        address: "10.1.2.3",
        entry: "10.0.0.0/8",
      },
      {
        name: "the widest of those that begin with one address, if it comes first",
        entries: ["10.0.0.0/8", "10.0.0.0/9"],
        address: "10.1.2.3",
        entry: "10.0.0.0/8",
      },
      {
        name: "the widest of those that begin with one address, if it comes last",
        entries: ["10.0.0.0/9", "10.0.0.0/8"],
        address: "10.1.2.3",
        entry: "10.0.0.0/8",
      },
      {
        name: "the widest of those that end with one address",
        entries: ["10.255.0.0/16", "10.0.0.0/8"],
        address: "10.255.1.1",
        entry: "10.0.0.0/8",
      },
      {
        name: "of one block in two spellings, the first",
        entries: ["10.1.2.3/8", "10.0.0.0/8"],
        address: "10.255.1.1",
        entry: "10.1.2.3/8",
      },
    ],
    "evidence names $name",
    ({ entries, address, entry }) => {
      expect(ask("clientIp.inCidr(lists.it)", { clientIp: address }, entries)).toEqual({
        holds: true,
        evidence: { facet: "clientIp", entry },
      });
    },
  );

  test("where a condition chooses the list, entries that are no networks match nothing", () => {
    const when = "clientIp.inCidr(clientIp.size() > 9 ? lists.it : lists.it)";
    const entries = ["admin", "10.0.0.0/8", "10.0.0.0/99"];
    expect(
      ["10.1.2.3", "11.1.2.3", "2001:db8::1"].map((clientIp) => ask(when, { clientIp }, entries).holds),
    ).toEqual([true, false, false]);
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
      { numRuns: scaleRuns(5000) },
    );
  });

  testRows(
    [
      { name: "an IPv4 part before ::", text: "1.2.3.4::" },
      { name: "an IPv4 part before the last group", text: "1:2:3:4:5:1.2.3.4:6" },
      { name: "an IPv4 part and one group too many", text: "1:2:3:4:5:6:1.2.3.4:7" },
      { name: ":: for no group", text: "1:2:3:4::5:6:7:8" },
      { name: "two times ::", text: "1::2::3" },
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
        const { holds: found, evidence } = ask("clientIp.inCidr(lists.it)", { clientIp: text }, entries);
        const entry = evidence?.entry;
        expect(found).toBe(holds(entries, text));
        expect(entry === undefined ? [] : [entries.includes(entry), holds([entry], text)]).toEqual(
          found ? [true, true] : [],
        );
      }),
      { numRuns: scaleRuns(3000) },
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
