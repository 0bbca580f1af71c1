import * as fc from "fast-check";
import { fold, listReadings } from "../../lib/text/folding.ts";
import { createLazyPattern } from "../../lib/text/lazy-pattern.ts";
import { readText } from "../../lib/text/reading.ts";
import { hashText } from "../../lib/text/term-index.ts";
import { scaleRuns } from "../support/runs.ts";

const plain = { leet: false, spaced: false };
const styles = [
  plain,
  { leet: true, spaced: false },
  { leet: false, spaced: true },
  { leet: true, spaced: true },
];

test("one text is read once, whichever list asks and in whatever style", () => {
  const first = readText("Ｆree g1ft").readings(plain);
  expect(readText(["Ｆree", "g1ft"].join(" ")).readings({ ...plain })).toBe(first);
  expect(readText("Ｆree g1ft").folded().text).toBe("free g1ft");
  const leet = readText("Ｆree g1ft").readings({ leet: true, spaced: false });
  expect(leet.map(({ text }) => text)).toEqual(["free gift"]);
  expect(leet[0]?.starts).toBe(first[0]?.starts); // shared, since leet changes no place
});

test("what is remembered is what folding makes", () => {
  const text = fc.string({
    unit: fc.constantFrom(..."abAB01 ._-\n\u200b\u0301éВТН赌博가ﬁ😀"),
    maxLength: 12,
  });
  fc.assert(
    fc.property(text, fc.constantFrom(...styles), (original, style) => {
      const read = readText(original).readings(style);
      const expected = listReadings(original, { leet: style.leet }).map((folded) => folded.text);
      expect(read.slice(0, expected.length).map((reading) => reading.text)).toEqual(expected);
      for (const reading of read) expect(reading).toMatchObject(hashText(reading.text));
    }),
    { numRuns: scaleRuns(500) },
  );
});

test("a joined reading holds the letters of the folded text, each at its place", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab .-_ＡＢ赌博\u200b"), maxLength: 16 });
  const withoutSeparators = (written: string) => written.replace(/[ ._-]/g, "");
  fc.assert(
    fc.property(text, (original) => {
      const [, joined] = readText(original).readings({ leet: false, spaced: true });
      if (joined === undefined) return;
      expect(withoutSeparators(joined.text)).toBe(withoutSeparators(fold(original).text));
      expect(joined.text.length).toBeLessThan(fold(original).text.length);
      for (const [at, start] of joined.starts?.entries() ?? [])
        expect(fold(original.slice(start, joined.ends?.[at])).text).toBe(joined.text[at]);
    }),
    { numRuns: scaleRuns(500) },
  );
});

test("memory is bounded: many texts, or one large one, make it forget", () => {
  const first = readText("kept for a while");
  expect(readText("kept for a while")).toBe(first);
  for (let number = 0; number < 600; number++) readText(`text ${number}`);
  expect(readText("kept for a while")).not.toBe(first);

  const second = readText("kept for a while");
  const large = readText("x".repeat(70_000));
  expect(readText("x".repeat(70_000))).toBe(large);
  expect(readText("kept for a while")).not.toBe(second);
  expect(readText("x".repeat(70_000))).not.toBe(large);
});

test("a lazy pattern is made once, for code points", () => {
  const pattern = createLazyPattern("^\\p{L}$");
  expect(pattern()).toBe(pattern());
  expect([pattern().test("𝓯"), pattern().test("1")]).toEqual([true, false]);
});

test("an ASCII list and text make no Unicode pattern", () => {
  const made: string[] = [];
  const Original = RegExp;
  jest.isolateModules(() => {
    globalThis.RegExp = new Proxy(Original, {
      construct: (target, [source, flags]: [string, string]) => {
        made.push(source);
        return new target(source, flags);
      },
    });
    try {
      const { parseWordList } =
        require("../../lib/text/word-list.ts") as typeof import("../../lib/text/word-list.ts"); // as isolateModules asks
      const parsed = parseWordList("ascii", "# fold: leet, spaced\nAdmin\n...\nfree money\n");
      if (parsed.kind === "faults") throw new Error(parsed.faults[0]?.code);
      expect(parsed.list.findWord("Hello,\t  ADMIN_1 f.r.e.e\r\n m 0 n e y\u0007")?.entry).toBe("Admin");
      expect(made).toEqual([]);
      parsed.list.findAny("é");
      expect(made.length).toBeGreaterThan(0); // so the count works
    } finally {
      globalThis.RegExp = Original;
    }
  });
});
