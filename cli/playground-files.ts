import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isObject } from "../lib/json.ts";
import { readFileRole } from "../lib/policy-set/files.ts";
import { findLinkBelow, replaceFile } from "./named-files.ts";
import type { BareDiagnostic } from "./report.ts";

export type Files = Readonly<Record<string, string>>;

/** Larger files are too slow to check in a browser on each key press. */
const MAX_FILE_BYTES = 1_000_000;
const MAX_CHANGES = 200;

/** Settings, policies, tests and lists by path; never tokens. Undefined: the folder is missing. */
export async function readPlaygroundFiles(directory: string): Promise<Files | undefined> {
  const top = await readdir(directory).catch(() => undefined);
  if (top === undefined) return undefined;
  const lists = await readdir(join(directory, "lists")).catch(() => []);
  const paths = [...top, ...lists.map((name) => `lists/${name}`)].filter(isShown);
  const read = await Promise.all(
    paths.map(async (path) => {
      const text = await readShownFile(directory, path);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
  return Object.fromEntries(read.flat());
}

async function readShownFile(directory: string, path: string): Promise<string | undefined> {
  const file = join(directory, path);
  const isReadable = await stat(file).then(
    (found) => found.isFile() && found.size <= MAX_FILE_BYTES,
    () => false,
  );
  return isReadable ? readFile(file, "utf8") : undefined;
}

function isShown(path: string): boolean {
  if (/(?:^|\/)\./.test(path)) return false; // editors' backup files
  if (/^[^/]+\.test\.yaml$/.test(path)) return true;
  const role = readFileRole(path);
  return role.kind === "parameter" && role.name !== "tokens";
}

/** A file as the page read it, and as the page wants it; `null`: the file does not exist. */
export type FileChange = {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** Parses a page's changes; undefined: invalid or too large. */
export function readFileChanges(value: unknown): readonly FileChange[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_CHANGES) return undefined;
  return value.every(isFileChange) ? value : undefined;
}

function isFileChange(value: unknown): value is FileChange {
  if (!isObject(value)) return false;
  const { path, before, after } = value;
  const isText = (text: unknown) => text === null || typeof text === "string";
  return typeof path === "string" && isText(before) && isText(after);
}

/** `refused`: nothing was written, and why. */
export type SaveResult =
  | { readonly kind: "saved"; readonly paths: readonly string[] }
  | { readonly kind: "refused"; readonly found: BareDiagnostic };

/** Writes a page's changes into its folder; writes none if a file has changed since the page read it. */
export async function savePlaygroundFiles(
  directory: string,
  changes: readonly FileChange[],
): Promise<SaveResult> {
  for (const { path, before, after } of changes) {
    const found = await findObstacle(directory, path, before, after);
    if (found !== undefined) return { kind: "refused", found };
  }
  for (const { path, after } of changes) {
    const file = join(directory, path);
    if (after === null) await rm(file, { force: true });
    else await replaceFile(file, after);
  }
  return { kind: "saved", paths: changes.map(({ path }) => path) };
}

async function findObstacle(
  directory: string,
  path: string,
  before: string | null,
  after: string | null,
): Promise<BareDiagnostic | undefined> {
  if (!/^(?:lists\/)?[\w.-]+\.(?:yaml|txt)$/.test(path) || !isShown(path))
    return { code: "not-a-policy-file", token: path };
  if (after !== null && Buffer.byteLength(after) > MAX_FILE_BYTES)
    return { code: "file-too-large", token: path, details: { limit: MAX_FILE_BYTES } };
  if ((await findLinkBelow(directory, join(directory, path))) !== undefined)
    return { code: "link-in-folder", token: path, details: { folder: directory } };
  const current = (await readShownFile(directory, path)) ?? null;
  return current === before ? undefined : { code: "file-changed", token: path };
}
