import fc from "fast-check";
import { testRows } from "../../support/table.ts";
import { differences, explainDifference, isSame } from "./differences.ts";
import { type Case, cases } from "./expressions.ts";
import { readOurs, readTheirs } from "./oracle.ts";

const values: Case["values"] = {
  name: "née🐱",
  text: "a,b",
  operator: "v_ops",
  owned: 3,
  sdkAppId: 1400000000,
  members: ["ann", "bob"],
  mentions: [],
  now: new Date("2026-03-01T12:00:00Z"),
  eventTime: new Date("2026-03-01T11:59:58Z"),
};

test("verdict, type and value of 2,000 expressions are those of cel-js, but for the differences written down", () => {
  fc.assert(
    fc.property(cases, (found) => {
      const [ours, theirs] = [readOurs(found), readTheirs(found)];
      if (isSame(ours, theirs) || explainDifference(found, ours, theirs) !== undefined) return;
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 2000 },
  );
});

describe("each difference is one, and the specification is on this side", () => {
  testRows<{ readonly name: string; readonly source: string; readonly expected: string }>(
    [
      { name: "a double may begin with its point: `.5`", source: ".5 + 1.0", expected: "double 1.5" },
      {
        name: 'positions in texts count characters, not UTF-16 units, and `split("")` gives characters',
        source: '"🐱b".substring(1)',
        expected: "string b",
      },
      {
        name: "texts are ordered by character, not by UTF-16 unit",
        source: '"🐱" > "\uffee"',
        expected: "bool true",
      },
      {
        name: "`lowerAscii()` and `upperAscii()` change A to Z alone",
        source: '"ÄA".lowerAscii()',
        expected: "string Äa",
      },
      { name: "`int()` of a text without digits is an error", source: 'int("")', expected: "error" },
      { name: "`int()` of a double beyond 64 bits is an error", source: "int(1e300)", expected: "error" },
      { name: "-2^63 divided by -1 is an error", source: "-9223372036854775808 / -1", expected: "error" },
      {
        name: "parts of a second are kept exactly, below zero and far from it",
        source: 'duration("-1.5s") + duration("0s")',
        expected: "duration -2.500000000",
      },
    ],
    "$name",
    ({ name, source, expected }) => {
      const found = { source, values };
      const [ours, theirs] = [readOurs(found), readTheirs(found)];
      expect(ours.value).toBe(expected);
      expect(isSame(ours, theirs)).toBe(false);
      expect(explainDifference(found, ours, theirs)).toBe(name);
    },
  );
  test("all are tried here", () => expect(differences).toHaveLength(8));
});
