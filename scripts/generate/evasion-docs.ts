import { readFileSync } from "node:fs";
import { parseWordList, type WordList } from "../../lib/text/word-list.ts";
import type { Generated } from "./generated.ts";

const corpus = new URL("../../tests/text/corpus/", import.meta.url);
const readCorpus = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, corpus), "utf8")); // the corpus is ours

/** What a list can ask for, by the directives that it begins with. */
const STYLES = ["", "leet", "spaced", "leet, spaced"] as const;
type Style = (typeof STYLES)[number];

/** Texts by what they have in common; how many of them each style of list finds, by `hasWord` and `containsAny`. */
export type EvasionRow = {
  readonly group: string;
  readonly texts: number;
  readonly hasWord: Readonly<Record<Style, number>>;
  readonly containsAny: Readonly<Record<Style, number>>;
};

export type EvasionRates = {
  readonly evasions: readonly EvasionRow[];
  readonly innocents: readonly EvasionRow[];
};

export function measureEvasion(): EvasionRates {
  const words = readCorpus<readonly string[]>("words.json");
  const evasions = readCorpus<Record<string, Record<string, string>>>("evasions.json"); // technique → text → entry
  const innocents = readCorpus<Record<string, readonly string[]>>("innocents.json"); // language → texts
  const lists = STYLES.map((style) => ({ style, list: createList(words, style) }));
  const measure = (
    group: string,
    texts: readonly (readonly [text: string, entry?: string])[],
  ): EvasionRow => {
    const count = (find: (list: WordList, text: string) => { readonly entry: string } | undefined) =>
      Object.fromEntries(
        lists.map(({ style, list }) => [
          style,
          texts.filter(([text, entry]) => {
            const found = find(list, text);
            return found !== undefined && (entry === undefined || found.entry === entry);
          }).length,
        ]),
      ) as Record<Style, number>; // of each style
    return {
      group,
      texts: texts.length,
      hasWord: count((list, text) => list.findWord(text)),
      containsAny: count((list, text) => list.findAny(text)),
    };
  };
  return {
    evasions: addTotal(
      Object.entries(evasions).map(([group, texts]) => measure(group, Object.entries(texts))),
    ),
    innocents: addTotal(
      Object.entries(innocents).map(([group, texts]) =>
        measure(
          group,
          texts.map((text) => [text]),
        ),
      ),
    ),
  };
}

function createList(words: readonly string[], style: Style): WordList {
  const parsed = parseWordList(
    "corpus",
    [...(style === "" ? [] : [`# fold: ${style}`]), ...words].join("\n"),
  );
  if (parsed.kind === "faults") throw new Error(`words.json: ${parsed.faults[0]?.code}`);
  return parsed.list;
}

function addTotal(rows: readonly EvasionRow[]): readonly EvasionRow[] {
  const sum = (pick: (row: EvasionRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const sums = (of: "hasWord" | "containsAny") =>
    Object.fromEntries(STYLES.map((style) => [style, sum((row) => row[of][style])])) as EvasionRow["hasWord"]; // of each style
  return [
    ...rows,
    {
      group: "all",
      texts: sum(({ texts }) => texts),
      hasWord: sums("hasWord"),
      containsAny: sums("containsAny"),
    },
  ];
}

/** A Markdown table with aligned columns. */
export function formatEvasionTable(rows: readonly EvasionRow[], head: string): string {
  const styles = STYLES.map((style) => style || "plain");
  const cells = [
    [
      head,
      "texts",
      ...styles.map((style) => `hasWord ${style}`),
      ...styles.map((style) => `containsAny ${style}`),
    ],
    ...rows.map((row) => [
      row.group,
      String(row.texts),
      ...STYLES.map((style) => formatPercent(row.hasWord[style], row.texts)),
      ...STYLES.map((style) => formatPercent(row.containsAny[style], row.texts)),
    ]),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = cells.map(
    (row) =>
      `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

const formatPercent = (count: number, of: number) => `${Math.round((100 * count) / of)} %`;

export const evasionDocs: Generated = {
  path: "docs/evasion.md",
  make: async () => {
    const { evasions, innocents } = measureEvasion();
    return `<!-- Made by \`npm run generate\` from scripts/generate/evasion-docs.ts and tests/text/corpus. Do not edit. -->

# What word lists catch, and what they catch by mistake

\`hasWord()\` finds whole words, \`containsAny()\` any place; both read text and entry folded: letter case, accents, styled
letters, look-alikes and invisible characters make no difference. A list can ask for more, before its first entry:
\`# fold: leet\` reads digits and signs as letters, \`# fold: spaced\` reads spread letters together. These are the shares of
a corpus that each finds, with one list of ${readCorpus<readonly string[]>("words.json").length} entries. \`npm run evasion\` prints them.

## Evasions caught

${formatEvasionTable(evasions, "written")}

## Innocent texts refused

The texts were chosen to be hard: words that hold an entry (\`assassin\`), initials (\`A. S. Byatt\`), numbers beside letters.
Among everyday messages mistakes are rarer.

${formatEvasionTable(innocents, "language")}

## Choose a function and a style

- For names and for short words use \`hasWord()\`: \`containsAny()\` finds \`ass\` in \`class\`.
- \`leet\` suits lists of words of five letters and more; short ones meet numbers (\`455\` reads as \`ass\`).
- \`spaced\` suits the same lists, and Chinese terms whose characters do not often meet across words.
- Use two lists, one of long words with both styles, and one of short words with neither. The words of both are
  matched in one folding of the text.

## What is not caught

- **Traditional and simplified characters** are different characters: put both forms into the list.
- **Words cut into parts** (\`ca sino\`), letters left out or doubled, other signs for letters (\`(asino\`), sound-alikes
  and new words: add what you see to the list. \`npx --no chatgate explain\` shows how a text is read.
- Pictures, voice and files are not text; use the facets of the elements.
`;
  },
};
