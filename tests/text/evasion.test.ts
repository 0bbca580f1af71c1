import { type EvasionRow, measureEvasion } from "../../scripts/generate/evasion-docs.ts";
import { testRows } from "../support/table.ts";

const { evasions, innocents } = measureEvasion();
const findRow = (rows: readonly EvasionRow[], name: string) => rows.find(({ group }) => group === name);

/** Percent of the texts that `hasWord` finds, rounded down. */
const share = (row: EvasionRow | undefined, style: keyof EvasionRow["hasWord"]) =>
  row && Math.floor((100 * row.hasWord[style]) / row.texts);

testRows(
  [
    { written: "as written", style: "", atLeast: 100 },
    { written: "styled letters", style: "", atLeast: 100 },
    { written: "accents and strokes", style: "", atLeast: 100 },
    { written: "look-alikes", style: "", atLeast: 100 },
    { written: "zero-width", style: "", atLeast: 100 },
    { written: "underscore beside", style: "", atLeast: 100 },
    { written: "leet", style: "leet", atLeast: 90 },
    { written: "spread by spaces", style: "spaced", atLeast: 100 },
    { written: "spread by dots and other separators", style: "spaced", atLeast: 100 },
    { written: "leet and spread", style: "leet, spaced", atLeast: 100 },
    { written: "all", style: "", atLeast: 48 },
    { written: "all", style: "leet, spaced", atLeast: 79 },
  ],
  "$written, in a list that asks for '$style': at least $atLeast % are caught",
  (row) => {
    expect(share(findRow(evasions, row.written), row.style)).toBeGreaterThanOrEqual(row.atLeast);
  },
);

testRows(
  [
    { style: "", atMost: 1 },
    { style: "leet", atMost: 3 },
    { style: "spaced", atMost: 3 },
    { style: "leet, spaced", atMost: 6 },
  ],
  "in a list that asks for '$style', at most $atMost % of the innocent texts are refused",
  (row) => {
    expect(share(findRow(innocents, "all"), row.style)).toBeLessThanOrEqual(row.atMost);
  },
);

test("no style finds less than the plain list, and no word is found that is not found anywhere", () => {
  for (const { hasWord, containsAny } of [...evasions, ...innocents])
    for (const style of ["leet", "spaced", "leet, spaced"] as const) {
      expect(hasWord[style]).toBeGreaterThanOrEqual(hasWord[""]);
      expect(containsAny[style]).toBeGreaterThanOrEqual(hasWord[style]);
    }
});
