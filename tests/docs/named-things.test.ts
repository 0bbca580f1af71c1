import { existsSync, readdirSync, readFileSync } from "node:fs";
import { testRows } from "../support/table.ts";

const listPages = (folder: string) =>
  readdirSync(folder).flatMap((name) => (name.endsWith(".md") ? [`${folder}/${name}`] : []));

const decisions = listPages("docs/adr").map((page) => ({ page, text: readFileSync(page, "utf8") }));
const pages = [
  ...decisions,
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...listPages("docs")].map((page) => ({
    page,
    text: readFileSync(page, "utf8"),
  })),
];
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }; // npm's own format

/** Scripts and files in code spans that this repository does not have; `*`, `<` and `{` stand for several. */
function findMissing(text: string): readonly string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  const named = spans.flatMap((span) =>
    [...span.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name),
  );
  const files = spans.flatMap((span) =>
    [
      ...span.matchAll(
        /(?:^|(?<=node ))((?:bench|cli|handlers|lib|scripts|serverless|tests|tools)\/[\w./-]+)$/g,
      ),
    ].map(([, file = ""]) => file),
  );
  return [...named.filter((name) => !(name in scripts)), ...files.filter((file) => !existsSync(file))];
}

testRows(pages, "$page names scripts and files that exist", ({ text }) =>
  expect(findMissing(text)).toEqual([]),
);

testRows(
  [
    { text: "`npm run bench -- --only cold`, `node bench/cel.ts` and `lib/gate/gate.ts`", missing: [] },
    { text: "`tests/gate/endings*.test.ts`, `lib/replies/<name>.ts`", missing: [] },
    { text: "`npm run benches`", missing: ["benches"] },
    { text: "`node bench/none.ts` and `lib/none/`", missing: ["bench/none.ts", "lib/none/"] },
  ],
  "$text lacks $missing",
  ({ text, missing }) => expect(findMissing(text)).toEqual(missing),
);

/** Half a page, with a table. */
const MAX_WORDS = 480;

testRows(decisions, "$page begins with what was decided, and is short", ({ text }) => {
  const [title = "", decided = ""] = text.split("\n\n");
  expect(title).toMatch(/^# .+$/);
  expect(decided).toMatch(/^\*\*Decided\.\*\* /);
  expect(text.split(/\s+/).length).toBeLessThanOrEqual(MAX_WORDS);
});
