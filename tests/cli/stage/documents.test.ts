import fc from "fast-check";
import { listChangesBetween } from "../../../cli/stage/changes.ts";
import { formatStoredText, joinDocuments, splitDocument } from "../../../cli/stage/documents.ts";
import { diffLines, findNearChanges } from "../../../cli/stage/line-diff.ts";
import { testRows } from "../../support/table.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

test("a difference holds both sides, in order, and no line that it could have kept", () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after);
      const without = (sign: string) => diff.filter((line) => line.sign !== sign).map(({ text }) => text);
      expect([without("+"), without("-")]).toEqual([before, after]);
      const kept = diff.filter(({ sign }) => sign === " ").length;
      expect(diffLines(after, before).filter(({ sign }) => sign === " ")).toHaveLength(kept);
    }),
  );
});

test("what is far from a change is left out, once for each gap", () => {
  const before = Array.from({ length: 12 }, (_, at) => String(at));
  const after = before.with(1, "one").with(10, "ten");
  const shown = findNearChanges(diffLines(before, after), 1).map((line) => line && line.sign + line.text);
  expect(shown).toEqual([" 0", "-1", "+one", " 2", undefined, " 9", "-10", "+ten", " 11"]);
});

test("a list of any length is cut between entries, into parts that SSM takes, and comes back", () => {
  const entry = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .filter((text) => text.trim() !== "");
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 400 }),
      fc.constantFrom("\n", "\r\n"),
      (entries, end) => {
        const value = formatStoredText({ name: "lists/names", value: `\n${entries.join(end)}${end}${end}` });
        const split = splitDocument({ name: "lists/names", value });
        if (split.kind !== "parameters") throw new Error(split.found.code);
        const sizes = split.parameters.map((part) => Buffer.byteLength(part.value));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
        const versions = split.parameters.map((part) => ({ ...part, version: "1" }));
        expect(joinDocuments(versions.reverse())).toEqual([{ name: "lists/names", value }]);
      },
    ),
    { numRuns: 50 },
  );
});

testRows<{ readonly name: string; readonly was: string; readonly is: string }>(
  [
    { name: "spaces", was: '{"a":1}', is: '{ "a": 1 }' },
    { name: "an escape", was: '{"a":"{{x}}"}', is: '{"a":"{\\u007bx}}"}' },
  ],
  "JSON that is the same otherwise written is no change: $name",
  ({ was, is }) => {
    const document = (value: string) => [{ name: "policies/a", value }];
    expect(listChangesBetween(document(was), document(is))).toEqual([]);
  },
);
