import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Diagnostic, formatDiagnostic } from "../policy/diagnostic.ts";
import { type ParameterFile, readFileRole, readYaml } from "../policy-set/files.ts";
import { compareByName } from "../policy-set/parameter.ts";
import type { Source } from "./source.ts";

/** `files`: by parameter name, including those that could be read only in part. */
export type DirectoryResult = {
  readonly files: readonly ParameterFile[];
  /** Diagnostics of files and their YAML; empty: every file was read completely. */
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * A folder in place of the store: `settings.yaml`, a policy in each other `*.yaml` (`*.test.yaml` apart),
 * `lists/*.txt`, `tokens.txt`. YAML becomes the JSON text that a push would store. Read afresh each time.
 */
export function createDirectorySource(directory: string): Source {
  return {
    name: `dir:${directory}`,
    read: async () => {
      const { files, diagnostics } = await readDirectory(directory);
      if (diagnostics.length > 0)
        return { kind: "failed", reason: diagnostics.map(formatDiagnostic).join("; ") };
      return {
        kind: "read",
        parameters: files.map(({ name, value, version }) => ({ name, value, version })),
      };
    },
  };
}

/** `shownAs`: the folder as a person typed it. */
export async function readDirectory(directory: string, shownAs = directory): Promise<DirectoryResult> {
  const top = await listVisibleNames(directory);
  if (top === undefined) return { files: [], diagnostics: [createFileDiagnostic("folder-unreadable", "")] };
  const lists = (await listVisibleNames(join(directory, "lists"))) ?? [];
  const paths = [...top, ...lists.map((name) => `lists/${name}`)];
  const read = await Promise.all(
    paths.map(async (path): Promise<DirectoryResult> => {
      const role = readFileRole(path);
      if (role.kind === "other") return { files: [], diagnostics: [] };
      if (role.kind === "invalid") return { files: [], diagnostics: [createFileDiagnostic(role.code, path)] };
      return readParameterFile(directory, path, role.name, shownAs);
    }),
  );
  return {
    files: read.flatMap(({ files }) => files).sort(compareByName),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** One file more, `path` relative to the folder, as the parameter `name`; YAML by its ending. */
export async function readParameterFile(
  directory: string,
  path: string,
  name: string,
  shownAs = directory,
): Promise<DirectoryResult> {
  const text = await readUtf8(join(directory, path));
  if (text === undefined) return { files: [], diagnostics: [createFileDiagnostic("file-encoding", path)] };
  const { value, diagnostics } = path.endsWith(".yaml")
    ? readYaml(name, text)
    : { value: text, diagnostics: [] };
  const file = { name, value: value ?? "null", file: join(shownAs, path), text };
  const version = hash("sha256", file.value).slice(0, 12);
  return { files: [{ ...file, version }], diagnostics };
}

type FileCode = "folder-unreadable" | "file-encoding" | "file-name" | "file-extension";

const createFileDiagnostic = (code: FileCode, path: string): Diagnostic => ({
  code,
  severity: "error",
  document: path,
  path: [],
});

async function listVisibleNames(directory: string): Promise<readonly string[] | undefined> {
  const names = await readdir(directory).catch(() => undefined);
  return names?.filter((name) => !name.startsWith(".")); // editors' backup files
}

async function readUtf8(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)); // drops a BOM as well
  } catch {
    return undefined;
  }
}
