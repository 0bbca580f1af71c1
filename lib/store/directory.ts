import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { byName, type Parameter } from "../policy-set/parameter.ts";
import type { Source } from "./source.ts";

/** A parameter as a file: `file` is the path as a person would type it, `text` what the file says. */
export type ParameterFile = Parameter & { readonly file: string; readonly text: string };

export type DirectoryResult =
  | { readonly kind: "read"; readonly files: readonly ParameterFile[] }
  /** Each `file: what and what to do`, or `file:line:column: …`; with the files that have none. */
  | { readonly kind: "failed"; readonly faults: readonly string[]; readonly files: readonly ParameterFile[] };

/**
 * A folder in place of the store: `settings.yaml`, a policy in each other `*.yaml` (`*.test.yaml` apart),
 * `lists/*.txt`, `tokens.txt`. YAML becomes the JSON text that a push would store. Read afresh each time.
 */
export function directorySource(directory: string): Source {
  return {
    name: `dir:${directory}`,
    read: async () => {
      const result = await readDirectory(directory);
      if (result.kind === "failed") return { kind: "failed", reason: result.faults.join("; ") };
      return {
        kind: "read",
        parameters: result.files.map(({ name, value, version }) => ({ name, value, version })),
      };
    },
  };
}

/** All files by parameter name, in that order; or every fault, not just the first. */
export async function readDirectory(directory: string): Promise<DirectoryResult> {
  const top = await namesIn(directory);
  if (top === undefined) {
    const advice = "name the folder that holds settings.yaml, or run from where it is";
    return { kind: "failed", faults: [`${directory}: cannot be read as a folder: ${advice}`], files: [] };
  }
  const lists = (await namesIn(join(directory, "lists"))) ?? [];
  const read = await Promise.all([
    ...top.map((file) => readOne(directory, file, documentName(file))),
    ...lists.map((file) => readOne(directory, join("lists", file), listName(file))),
  ]);

  const faults = read.flatMap((one) => (one?.kind === "faulty" ? one.faults : []));
  const files = read.flatMap((one) => (one?.kind === "file" ? [one.file] : []));
  files.sort(byName);
  return faults.length > 0 ? { kind: "failed", faults, files } : { kind: "read", files };
}

/** One file more, `relative` to the folder, as the parameter `name`; YAML by its ending. */
export async function readParameterFile(
  directory: string,
  relative: string,
  name: string,
): Promise<DirectoryResult> {
  const read = await readOne(directory, relative, { name });
  if (read === undefined) return { kind: "read", files: [] };
  return read.kind === "file"
    ? { kind: "read", files: [read.file] }
    : { kind: "failed", faults: read.faults, files: [] };
}

type Named = { readonly name: string } | { readonly fault: string } | undefined;

function documentName(file: string): Named {
  if (file === "tokens.txt") return { name: "tokens" };
  if (/\.yml$/.test(file)) return { fault: "is not read: rename it to end in .yaml" };
  if (!/\.yaml$/.test(file) || /\.test\.yaml$/.test(file)) return undefined;
  return file === "settings.yaml"
    ? { name: "settings" }
    : parameterName("policies", file.slice(0, -".yaml".length));
}

function listName(file: string): Named {
  return file.endsWith(".txt") ? parameterName("lists", file.slice(0, -".txt".length)) : undefined;
}

// What SSM takes in a name, so that what works here can be pushed.
const parameterName = (kind: string, base: string): Named =>
  /^[\w.-]+$/.test(base)
    ? { name: `${kind}/${base}` }
    : { fault: "cannot be stored under this name: use only letters, digits, '.', '-' and '_'" };

type One =
  | { readonly kind: "file"; readonly file: ParameterFile }
  | { readonly kind: "faulty"; readonly faults: readonly string[] };

async function readOne(directory: string, relative: string, named: Named): Promise<One | undefined> {
  if (named === undefined) return undefined;
  const file = join(directory, relative);
  const faulty = (...faults: readonly string[]): One => ({ kind: "faulty", faults });
  if ("fault" in named) return faulty(`${file}: ${named.fault}`);
  const text = await utf8Text(file);
  if (text === undefined)
    return faulty(`${file}: cannot be read as UTF-8 text: check its encoding and permissions`);

  const parsed = relative.endsWith(".yaml") ? await yamlToJson(text) : { value: text };
  if ("faults" in parsed) return faulty(...parsed.faults.map((fault) => `${file}:${fault}`));
  const version = hash("sha256", parsed.value).slice(0, 12);
  return { kind: "file", file: { name: named.name, value: parsed.value, version, file, text } };
}

/** JSON on one line, keys as in the document; or faults as `line:column: message`. */
async function yamlToJson(
  text: string,
): Promise<{ readonly value: string } | { readonly faults: readonly string[] }> {
  // Loaded here, since the deployed bundle has no YAML: the store holds JSON.
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  // A warning is a tag that YAML does not know, and that would be read as if it were not there.
  const faults = [...document.errors, ...document.warnings].map(
    ({ code, pos, message }) =>
      `${at(pos[0])}: ${code === "MULTIPLE_DOCS" ? "a file holds one document: move this one into its own" : message}`,
  );
  if (faults.length > 0) return { faults };
  try {
    return { value: JSON.stringify(document.toJS()) };
  } catch (error) {
    return { faults: [`1:1: ${error instanceof Error ? error.message : "cannot be written as JSON"}`] };
  }
}

async function namesIn(directory: string): Promise<readonly string[] | undefined> {
  const names = await readdir(directory).catch(() => undefined);
  return names?.filter((name) => !name.startsWith(".")); // editors keep their copies so
}

async function utf8Text(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)); // drops a BOM as well
  } catch {
    return undefined;
  }
}
