/**
 * Writes into package-lock.json the packages of other platforms that npm left out (npm/cli#4828; it does so too where
 * the registry has no copy of them), without which `npm ci` says "Missing: … from lock file". Only optional
 * dependencies pinned to one version; npm takes them from the registry where the platform fits, and only there.
 */
import { readFileSync, writeFileSync } from "node:fs";

type Entry = {
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
};

const FILE = "package-lock.json";
const lock = JSON.parse(readFileSync(FILE, "utf8")) as { packages: Record<string, Entry> }; // npm's own format, version 3

/** The folders in which node looks for what the package at `folder` requires, nearest first. */
const lookups = (folder: string): readonly string[] =>
  folder === ""
    ? [""]
    : [folder, ...lookups(folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/"))))];

const isLocked = (folder: string, name: string) =>
  lookups(folder).some((place) => `${place}/node_modules/${name}`.replace(/^\//, "") in lock.packages);

/** `@swc/core-linux-arm64-musl` runs on linux, arm64, musl: names are all that can be known of a package not at hand. */
function platform(name: string): object {
  const [, os, cpu, libc] =
    /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name) ?? [];
  if (os === undefined || cpu === undefined)
    throw new Error(`${name}: cannot tell its platform from its name`);
  const library = libc?.startsWith("musl") ? "musl" : "glibc";
  return { os: [os], cpu: [cpu], ...(os === "linux" && libc !== undefined && { libc: [library] }) };
}

const missing = Object.entries(lock.packages).flatMap(([folder, { dev, optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name, version]) => /^\d+\.\d+\.\d+$/.test(version) && !isLocked(folder, name))
    .map(([name, version]): [string, Entry] => [
      `node_modules/${name}`,
      { version, ...platform(name), ...(dev && { dev }), optional: true },
    ]),
);
const [root, ...others] = Object.entries(lock.packages);
if (root === undefined) throw new Error(`${FILE} holds no packages: make it with npm install`);
const packages = [root, ...[...others, ...missing].sort(([a], [b]) => a.localeCompare(b, "en"))];

writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
console.log(`${FILE}: ${missing.length} added`);
