import { existsSync, readdirSync, readFileSync } from "node:fs";
import { testRows } from "../support/table.ts";

type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};
type Row = { readonly packages: readonly string[]; readonly cells: readonly string[] };

/** The rows of every table whose first column is `package`. */
function readRows(page: string): readonly Row[] {
  return page.split("\n\n").flatMap((block) => {
    const [head = "", , ...lines] = block.trim().split("\n");
    if (!/^\| package \|/.test(head)) return [];
    return lines.map((line) => {
      const cells = line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      const [first = ""] = cells;
      // Names in parentheses say what an alias stands for.
      const packages = [...first.replaceAll(/\(.*?\)/g, "").matchAll(/`([^`]+)`/g)].map(
        ([, name = ""]) => name,
      );
      return { packages, cells };
    });
  });
}

function listDependencies(file: string): readonly string[] {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8")) as Manifest; // npm's own format
  return Object.keys({ ...dependencies, ...devDependencies });
}

const rows = readRows(readFileSync("docs/dependencies.md", "utf8"));
const manifests = [
  "package.json",
  ...readdirSync("tools").map((name) => `tools/${name}/package.json`),
].filter(existsSync);

test("each dependency has a row, and each row a dependency", () => {
  const documented = rows.flatMap(({ packages }) => packages);
  const declared = manifests.flatMap(listDependencies);
  expect(documented.toSorted()).toEqual(declared.toSorted());
});

test("each row says what its packages are for, and what was considered", () => {
  expect(rows.filter(({ cells }) => cells.some((cell) => cell === "" || cell === "–"))).toEqual([]);
});

testRows(
  [
    {
      name: "a table of packages",
      page: "Text.\n\n| package | for |\n| --- | --- |\n| `a`, `@b/c` (`d`) | tests |\n\nMore.",
      packages: ["a", "@b/c"],
    },
    {
      name: "a table of something else",
      page: "| folder | for |\n| --- | --- |\n| `tools/knip` | unused files |",
      packages: [],
    },
  ],
  ({ page, packages }) => expect(readRows(page).flatMap((row) => row.packages)).toEqual(packages),
);
