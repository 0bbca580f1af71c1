import * as fc from "fast-check";
import { fold, listReadings } from "../../lib/text/folding.ts";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";
import { scaleRuns } from "../support/runs.ts";

function createList(...lines: readonly string[]): WordList {
  const parsed = parseWordList("test", lines.join("\n"));
  if (parsed.kind === "faults") throw new Error(JSON.stringify(parsed.faults));
  return parsed.list;
}

describe("laws", () => {
  const unit = fc.constantFrom(
    ..."aabbÀＢ\u0301\u200b\u00ad\u0600 \n\tаВв각가ᄀ\u1161कि\u094dか\u3099\uff9eก\u0e38\u0e48赌ﬁf👍\u{1f3fd}👨\u200d👩🇦🇸s\u{e0041}ß𝓪_-5",
  );
  const word = fc.string({ unit, minLength: 1, maxLength: 4 });
  const text = fc.string({ unit, maxLength: 24 });
  const lists = fc
    .array(word, { minLength: 1, maxLength: 8 })
    .map((words) =>
      words
        .filter((entry) => !/^\s*#/.test(entry) && fold(entry).text.trim() !== "")
        .map((entry) => entry.replace(/\s/g, " ").trim()),
    )
    .filter((words) => words.length > 0);
  const runs = { numRuns: scaleRuns(1000) };
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

  /** Every place of every entry in every reading, found with `indexOf` and checked on the original. */
  function naive(entries: readonly string[], original: string) {
    const clusters = new Set(
      [...segmenter.segment(original)].map(({ index }) => index).concat(original.length),
    );
    const spans = [];
    for (const { text: folded, starts, ends } of listReadings(original)) {
      for (const entry of entries) {
        const term = fold(entry).text.trim();
        for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
          const to = at + term.length;
          if (starts?.some((start, unit) => (unit === at || unit === to) && start === starts[unit - 1]))
            continue;
          const span = { start: starts?.[at] ?? at, end: ends?.[to - 1] ?? to };
          if (clusters.has(span.start) && clusters.has(span.end)) spans.push({ ...span, term });
        }
      }
    }
    return spans.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  test("findAny and findAll agree with a naive search", () => {
    fc.assert(
      fc.property(lists, text, (entries, original) => {
        const expected = naive(entries, original);
        const list = createList(...entries);
        const any = list.findAny(original);
        expect(any && { start: any.start, end: any.end, term: fold(any.entry).text.trim() }).toEqual(
          expected[0],
        );
        const all = list.findAll(original);
        expect(all[0]).toEqual(any);
        const missed = expected.filter(
          (span) => !all.some((match) => match.start < span.end && span.start < match.end),
        );
        expect(missed).toEqual([]);
      }),
      runs,
    );
  });

  test("so they do on many terms that begin alike", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 100, maxLength: 300 }), letters, (entries, original) => {
        const [first] = naive(entries, original);
        expect(createList(...entries).findAny(original)).toEqual(
          first && { entry: first.term, start: first.start, end: first.end },
        );
      }),
      { numRuns: scaleRuns(100) },
    );
  });

  test("spans are ordered, apart, of whole graphemes, and fold to their entry", () => {
    fc.assert(
      fc.property(lists, text, (entries, original) => {
        const list = createList(...entries);
        const clusters = new Set(
          [...segmenter.segment(original)].map(({ index }) => index).concat(original.length),
        );
        let before = 0;
        for (const match of list.findAll(original)) {
          expect(match.start).toBeGreaterThanOrEqual(before);
          before = match.end;
          expect([clusters.has(match.start), clusters.has(match.end)]).toEqual([true, true]);
          const folded = listReadings(original.slice(match.start, match.end)).map((reading) =>
            reading.text.trim(),
          );
          expect(folded).toContain(fold(match.entry).text.trim());
        }
        const whole = list.findWord(original);
        if (whole) expect(list.findAny(original)?.start).toBeLessThanOrEqual(whole.start);
      }),
      runs,
    );
  });

  test("once masked, nothing is found in what was masked", () => {
    fc.assert(
      fc.property(lists, text, fc.constantFrom("*", "█", "[…]"), (entries, original, mask) => {
        const words = entries.filter((entry) => /^\p{L}+$/u.test(fold(entry).text));
        if (words.length === 0) return;
        const list = createList(...words);
        let masked = "";
        let at = 0;
        const areas: (readonly [number, number])[] = [];
        for (const match of list.findAll(original)) {
          masked += original.slice(at, match.start);
          areas.push([masked.length, masked.length + mask.length]);
          masked += mask;
          at = match.end;
        }
        masked += original.slice(at);
        const inAreas = list
          .findAll(masked)
          .filter((match) => areas.some(([start, end]) => match.start < end && start < match.end));
        expect(inAreas).toEqual([]);
      }),
      runs,
    );
  });

  test("an entry is found alone, whatever is written into it", () => {
    const invisible = fc.constantFrom(
      "",
      "\u200b",
      "\u00ad",
      "\u0301",
      "\u{e0061}",
      "\ufe0f",
      "\u2060\u0336",
    );
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,12}$/),
        fc.array(invisible, { minLength: 12, maxLength: 12 }),
        (entry, between) => {
          const written = [...entry.toUpperCase()].map((letter, at) => letter + between[at]).join("");
          expect(createList(entry).findWord(`, ${written}.`)).toEqual({
            entry,
            start: 2,
            end: 2 + written.length,
          });
        },
      ),
      { numRuns: scaleRuns(300) },
    );
  });
});
