import * as fc from "fast-check";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";
import { scaleRuns } from "../support/runs.ts";
import { testRows } from "../support/table.ts";

function createList(...lines: readonly string[]): WordList {
  const parsed = parseWordList("test", lines.join("\n"));
  if (parsed.kind === "faults") throw new Error(JSON.stringify(parsed.faults));
  return parsed.list;
}

const cut = (text: string, match: { start: number; end: number } | undefined) =>
  match && text.slice(match.start, match.end);

describe("spaced", () => {
  const spaced = createList("# fold: spaced", "bad", "free money", "赌博", "พนัน", "vip3");

  testRows(
    [
      { name: "spaces", text: "so b a d!", entry: "bad", span: "b a d" },
      { name: "dots", text: "B.a.D.", entry: "bad", span: "B.a.D" },
      { name: "underscores and hyphens", text: "b_a-d", entry: "bad", span: "b_a-d" },
      { name: "three separators", text: "b . a...d", entry: "bad", span: "b . a...d" },
      { name: "full-width letters and stops", text: "ｂ．ａ．ｄ", entry: "bad", span: "ｂ．ａ．ｄ" },
      { name: "a phrase", text: "f r e e  m o n e y", entry: "free money", span: "f r e e  m o n e y" },
      { name: "a phrase written together", text: "freemoney", entry: "free money", span: "freemoney" },
      { name: "Han", text: "网上赌·博网站", entry: "赌博", span: "赌·博" },
      { name: "Han by spaces", text: "赌 博", entry: "赌博", span: "赌 博" },
      { name: "Thai", text: "พ.นัน", entry: "พนัน", span: "พ.นัน" },
      { name: "letters and digits", text: "v i p 3", entry: "vip3", span: "v i p 3" },
      { name: "the word as it is", text: "bad", entry: "bad", span: "bad" },
      { name: "the earlier of two readings", text: "b.a.d bad", entry: "bad", span: "b.a.d" },
    ],
    "finds a word spread by $name",
    ({ text, entry, span }) => {
      const match = spaced.findWord(text);
      expect([match?.entry, cut(text, match)]).toEqual([entry, span]);
    },
  );

  testRows(
    [
      { name: "the end of one word and a letter", text: "rib a d" },
      { name: "a letter and the beginning of a word", text: "b a day" },
      { name: "parts of words", text: "ba d" },
      { name: "four separators", text: "b....a....d" },
      { name: "a comma", text: "b, a, d" },
      { name: "what masks write", text: "b*a*d" },
      { name: "a longer spread word", text: "b a d e" },
      { name: "two scripts", text: "赌 b a 博" },
    ],
    "does not find a word in $name",
    ({ text }) => {
      expect(spaced.findWord(text)).toBeUndefined();
    },
  );

  test("only the list that asks, and both folds at once", () => {
    expect(createList("bad").findAny("b a d")).toBeUndefined();
    expect(createList("# fold: leet, spaced", "bad").findAny("8 b 4 d")).toEqual({
      entry: "bad",
      start: 2,
      end: 7,
    });
    expect(createList("# fold: leet", "# fold: spaced", "bad").findAny("b@d")?.entry).toBe("bad");
  });

  test("a spaced list finds all that the same list without finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[ab]( ?[ab]){0,3}$/), { minLength: 1, maxLength: 4 }),
        fc.stringMatching(/^[ab .]{0,16}$/),
        (entries, original) => {
          const any = createList(...entries).findAny(original);
          if (any === undefined) return;
          const found = createList("# fold: spaced", ...entries).findAny(original);
          expect(found?.start).toBeLessThanOrEqual(any.start);
        },
      ),
      { numRuns: scaleRuns(500) },
    );
  });
});
