/**
 * Completes a package-lock.json. npm leaves out the packages of other platforms (npm/cli#4828; it does so too if the
 * registry has no copy of them), without which `npm ci` says "Missing: … from lock file": only optional dependencies
 * pinned to one version. And it writes entries without `integrity`, which `npm ci` installs unchecked: the registry's
 * own `dist.integrity` is taken along. `npm run lock [folder …]`.
 */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

type Entry = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly integrity?: string;
  readonly [member: string]: unknown;
};
type Packages = Readonly<Record<string, Entry>>;

const NPM_CALLS_AT_ONCE = 4;
const execute = promisify(execFile);

/** The folders in which node looks for what the package at `folder` requires, nearest first. */
const listLookups = (folder: string): readonly string[] =>
  folder === ""
    ? [""]
    : [folder, ...listLookups(folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/"))))];

const isLocked = (packages: Packages, folder: string, name: string) =>
  listLookups(folder).some((place) => `${place}/node_modules/${name}`.replace(/^\//, "") in packages);

/** `@swc/core-linux-arm64-musl` runs on linux, arm64, musl: for a package that is not installed, only the name is known. */
function parsePlatform(name: string): object {
  const [, os, cpu, libc] =
    /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name) ?? [];
  if (os === undefined || cpu === undefined)
    throw new Error(`${name}: its platform is not in its name. Add it to ${"package-lock.json"} by hand`);
  const library = libc?.startsWith("musl") ? "musl" : "glibc";
  return { os: [os], cpu: [cpu], ...(os === "linux" && libc !== undefined && { libc: [library] }) };
}

const listMissing = (packages: Packages): readonly (readonly [string, Entry])[] =>
  Object.entries(packages).flatMap(([folder, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d+\.\d+\.\d+$/.test(version) && !isLocked(packages, folder, name))
      .map(([name, version]): [string, Entry] => [
        `node_modules/${name}`,
        { version, ...parsePlatform(name), ...(dev && { dev }), optional: true },
      ]),
  );

/** `node_modules/a/node_modules/@b/c` holds @b/c. */
const nameOfFolder = (folder: string) => folder.slice(folder.lastIndexOf("node_modules/") + 13);

async function readIntegrity(specifier: string): Promise<string | undefined> {
  const { stdout } = await execute("npm", ["view", specifier, "dist.integrity"]).catch(() => ({
    stdout: "",
  }));
  return stdout.trim() || undefined;
}

async function completeLock(file: string): Promise<boolean> {
  const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Packages }; // npm's own format, version 3
  const missing = listMissing(lock.packages);
  const [root, ...others] = Object.entries(lock.packages);
  if (root === undefined) throw new Error(`${file} holds no packages. Make it with npm install`);
  const packages: [string, Entry][] = [
    root,
    ...[...others, ...missing]
      .sort(([a], [b]) => a.localeCompare(b, "en"))
      .map(([k, v]): [string, Entry] => [k, v]),
  ];
  const bare = packages.filter(
    ([folder, entry]) => folder !== "" && !entry.link && entry.integrity === undefined,
  );
  const queue = [...bare];
  const unknown: string[] = [];
  await Promise.all(
    Array.from({ length: NPM_CALLS_AT_ONCE }, async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const [folder, entry] = next;
        const specifier = `${nameOfFolder(folder)}@${entry.version}`;
        const integrity = await readIntegrity(specifier);
        if (integrity === undefined) unknown.push(specifier);
        else next[1] = { version: entry.version ?? "", integrity, ...entry };
      }
    }),
  );
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  console.log(`${file}: ${missing.length} added, ${bare.length - unknown.length} got their integrity`);
  if (unknown.length > 0)
    console.error(`${file}: the registry has no integrity of ${unknown.sort().join(", ")}`);
  return unknown.length === 0;
}

const folders = process.argv.length > 2 ? process.argv.slice(2) : ["."];
for (const folder of folders)
  if (!(await completeLock(join(folder, "package-lock.json")))) process.exitCode = 1;
