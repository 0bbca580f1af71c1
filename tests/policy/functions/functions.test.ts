import type { Bindings } from "../../../lib/policy/expression.ts";
import { functionDocs } from "../../../lib/policy/functions/docs.ts";
import { compileConditionText, evaluateConditionText } from "../../support/condition.ts";
import { measureCpuMs } from "../../support/cpu-time.ts";
import { testRows } from "../../support/table.ts";

function ask(when: string, values: Bindings, entries: readonly string[] = ["none"]) {
  const { held, evidence } = evaluateConditionText(when, values, { it: entries });
  return { holds: held, entry: evidence?.entry };
}

testRows(functionDocs, "$name: its example is valid", ({ example, name }) => {
  const names = [...example.matchAll(/lists\.(\w+)/g)].map(([, list]) => list ?? "");
  const lists = Object.fromEntries(names.map((list) => [list, ["192.0.2.0/24"]]));
  expect(compileConditionText(example, lists)).toHaveProperty("source", example);
  expect(example).toContain(`.${name}(`);
});

testRows(functionDocs, "$name: docs/language.md says in sentences what it gives", ({ about }) => {
  expect(about).toMatch(/^(?:Whether|The|How) .+\.$/);
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
    const spent = measureCpuMs(() =>
      expect(ask('name.onlyScripts(["Latin"])', { name: `${"a1 ".repeat(50_000)}я` }).holds).toBe(false),
    );
    expect(spent).toBeLessThan(5_000);
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
