/**
 * Measures what `npm ci` has installed against limits, and checks every lock file for integrity and for the supported
 * Node versions. `npm run check:install`.
 */
import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MAX_PACKAGES = 600;
const MAX_MEGABYTES = 550;
const LARGEST_SHOWN = 8;
const BLOCK_BYTES = 512; // the unit of `blocks` in stat
const LOCKS = [".", "tools/knip", "tools/mutation", "tools/runtimes", "tools/browser"];
/** The oldest and newest supported version of each Node line. Tools with their own lock may need a newer one. */
const NODES = ["20.19.0", "20.20.2", "22.13.0", "22.23.3", "24.0.0", "24.21.0"];

type Lock = {
  readonly packages: Readonly<
    Record<
      string,
      { readonly link?: boolean; readonly integrity?: string; readonly engines?: { readonly node?: string } }
    >
  >;
};
const readLock = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")) as Lock; // npm's own format, version 3

const seen = new Set<number>();
/** A folder's disk usage in bytes, as `du` counts: hard links once. */
function measureBytes(path: string): number {
  const { ino, blocks, nlink } = lstatSync(path);
  if (nlink > 1 && seen.has(ino)) return 0;
  seen.add(ino);
  const entries: readonly Dirent[] = lstatSync(path).isDirectory()
    ? readdirSync(path, { withFileTypes: true })
    : [];
  return entries.reduce((sum, { name }) => sum + measureBytes(join(path, name)), blocks * BLOCK_BYTES);
}

/** The forms of ranges in npm packages' `engines`, such as `^20.19.0 || >=22`. */
function isSatisfied(range: string, version: string): boolean {
  const compare = (one: readonly number[], other: readonly number[]) =>
    one.map((part, at) => part - (other[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
  const parseVersion = (text: string) => text.split(".").map((part) => Number.parseInt(part, 10));
  const own = parseVersion(version);
  return range.split("||").some((alternative) =>
    alternative
      .trim()
      .replace(/([<>=^~]+)\s+/g, "$1")
      .split(/\s+/)
      .every((term) => {
        const [, operator = "", text = ""] = /^([<>=^~v]*)(.*)$/.exec(term) ?? [];
        if (text === "" || /^[*x]$/.test(text)) return true;
        const written = parseVersion(text).filter((part) => !Number.isNaN(part));
        const wanted = [...written, 0, 0].slice(0, 3);
        const order = compare(own, wanted);
        const isSame = (parts: number) => own.slice(0, parts).every((part, at) => part === wanted[at]);
        if (operator === ">=") return order >= 0;
        if (operator === ">") return order > 0;
        if (operator === "<=") return order <= 0;
        if (operator === "<") return order < 0;
        if (operator === "^") return order >= 0 && isSame(1);
        if (operator === "~") return order >= 0 && isSame(Math.min(2, written.length));
        return isSame(written.length);
      }),
  );
}

const faults: string[] = [];
for (const folder of LOCKS) {
  let lock: Lock;
  try {
    lock = readLock(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") continue; // a tool that is not installed
    throw error;
  }
  const { "": _, ...packages } = lock.packages;
  const bare = Object.entries(packages).filter(([, { link, integrity }]) => !link && integrity === undefined);
  faults.push(...bare.map(([name]) => `${folder}: ${name} has no integrity. Run \`npm run lock\`.`));
  console.log(`${folder}: ${Object.keys(packages).length} entries locked, ${bare.length} without integrity`);
  if (folder !== ".") continue;
  for (const [name, { engines }] of Object.entries(packages)) {
    const refused = NODES.filter((version) => !isSatisfied(engines?.node ?? "", version));
    if (refused.length > 0)
      faults.push(`${name} takes Node ${engines?.node}, so npm warns on ${refused.join(", ")}`);
  }
}

const installed = JSON.parse(readFileSync("node_modules/.package-lock.json", "utf8")) as Lock; // npm's own
const count = Object.keys(installed.packages).length;
const parts = readdirSync("node_modules")
  .map((name) => [name, measureBytes(join("node_modules", name)) / 2 ** 20] as const)
  .sort(([, one], [, other]) => other - one);
const megabytes = parts.reduce((sum, [, size]) => sum + size, 0);
console.log(
  `node_modules: ${count} packages, ${Math.round(megabytes)} MB on ${process.platform}-${process.arch}`,
);
for (const [name, size] of parts.slice(0, LARGEST_SHOWN))
  console.log(`${String(Math.round(size)).padStart(6)} MB  ${name}`);
if (count > MAX_PACKAGES) faults.push(`${count} packages are installed, ${MAX_PACKAGES} at most are wanted`);
if (megabytes > MAX_MEGABYTES)
  faults.push(`${Math.round(megabytes)} MB are installed, ${MAX_MEGABYTES} at most are wanted`);

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
