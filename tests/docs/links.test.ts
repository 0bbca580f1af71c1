import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { commands } from "../../lib/commands/generated/index.ts";
import { testRows } from "../support/table.ts";

const listPages = (folder: string) =>
  readdirSync(folder).flatMap((name) => (name.endsWith(".md") ? [`${folder}/${name}`] : []));

const guides = listPages("docs");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...guides,
  ...listPages("docs/adr"),
];

test("the index leads to every page", () => {
  const index = readFileSync("docs/README.md", "utf8");
  const missing = guides
    .filter((page) => page !== "docs/README.md")
    .filter((page) => !index.includes(`](${page.slice("docs/".length)})`));
  expect(missing).toEqual([]);
});

/** As GitHub makes them of headings. */
function listAnchors(page: string): ReadonlySet<string> {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

testRows(
  pages.map((page) => ({ page })),
  "every link in $page leads to a file, and to a heading in it",
  ({ page }) => {
    const links = [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, file = "", anchor]) => {
      const target = file === "" ? page : join(dirname(page), file);
      return !existsSync(target) || (anchor !== undefined && !listAnchors(target).has(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  },
);

test("what users see is told for every range of codes that rules may give", () => {
  const text = readFileSync("docs/webhooks.md", "utf8");
  const ranges = [...commands.values()].flatMap(({ reply }) =>
    reply.phase === "before" && reply.codes !== null ? [reply.codes.join("–")] : [],
  );
  expect(new Set(ranges).size).toBe(4);
  for (const range of ranges) expect(text).toContain(range);
});
