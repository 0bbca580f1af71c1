import fc from "fast-check";
import { expireEntries } from "../../lib/policy-set/expire-entries.ts";
import { readLists } from "../../lib/policy-set/lists.ts";
import { testRows } from "../support/table.ts";

const list = (value: string) => [{ name: "lists/barred", value, version: "1" }];
const readAt = (value: string, now: string) => {
  const { lists, diagnostics } = readLists(expireEntries(list(value), Date.parse(now)));
  return { entries: lists.get("barred")?.entries, codes: diagnostics.map(({ code }) => code) };
};

testRows(
  [
    { name: "on its last day", now: "2027-01-31T23:59:59.999Z", entries: ["u_a", "u_b", "u_c"] },
    { name: "the day after", now: "2027-02-01T00:00:00Z", entries: ["u_b", "u_c"] },
  ],
  "an entry with an end, $name",
  ({ now, entries }) => {
    expect(readAt("# ours\nu_a until=2027-01-31\nu_b\nu_c  until=2027-03-01\r\n", now)).toEqual({
      entries,
      codes: [],
    });
  },
);

test("a list of which every entry has ended is empty and no mistake; one that is empty is", () => {
  expect(readAt("u_a until=2027-01-31", "2027-02-01T00:00:00Z")).toEqual({ entries: [], codes: [] });
  expect(readAt("# expire", "2027-02-01T00:00:00Z").codes).toEqual(["list-empty"]);
});

test("a fault is placed on its line, and an end is not part of an entry's length", () => {
  const value = `u_a until=2027-01-31\n${"x".repeat(95)} until=2027-03-01\n\u200b`;
  const { diagnostics } = readLists(expireEntries(list(value), Date.parse("2027-02-01")));
  expect(diagnostics).toMatchObject([{ code: "entry-invisible", at: { line: 3 } }]);
});

test("whatever the entries, their ends and the day: an entry is in the list until its end is over", () => {
  const day = fc
    .integer({ min: 0, max: 60 })
    .map((days) => new Date(Date.UTC(2027, 0, 1) + days * 86_400_000));
  const entry = fc.record({ name: fc.stringMatching(/^[a-z]{1,8}$/), end: fc.option(day) });
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { minLength: 1, selector: ({ name }) => name }),
      day,
      (entries, now) => {
        const text = entries
          .map(({ name, end }) => (end === null ? name : `${name} until=${end.toISOString().slice(0, 10)}`))
          .join("\n");
        const expected = entries.filter(({ end }) => end === null || end >= now).map(({ name }) => name);
        expect(readAt(text, now.toISOString()).entries).toEqual(expected);
      },
    ),
  );
});
