import { LineCounter, parseDocument } from "yaml";
import type { Checked, Diagnostic } from "../policy/diagnostic.ts";
import type { Parameter } from "./parameter.ts";

/** A parameter as a file: `file` is the path as a person would type it, `text` what the file says. */
export type ParameterFile = Parameter & { readonly file: string; readonly text: string };

export type FileRole =
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "invalid"; readonly code: "file-extension" | "file-name" }
  /** Neither policy, settings, list nor tokens. */
  | { readonly kind: "other" };

/** What a file of a policy folder is in the store; `path` is relative to the folder, with `/`. */
export function readFileRole(path: string): FileRole {
  const [, list] = /^lists\/([^/]+)\.txt$/.exec(path) ?? [];
  if (list !== undefined) return nameParameter("lists", list);
  if (path.includes("/")) return { kind: "other" };
  if (path === "tokens.txt") return { kind: "parameter", name: "tokens" };
  if (path.endsWith(".yml")) return { kind: "invalid", code: "file-extension" };
  if (!path.endsWith(".yaml") || path.endsWith(".test.yaml")) return { kind: "other" };
  if (path === "settings.yaml") return { kind: "parameter", name: "settings" };
  return nameParameter("policies", path.slice(0, -".yaml".length));
}

// The characters that SSM allows in a name, so that every valid file can be pushed.
const nameParameter = (folder: string, name: string): FileRole =>
  /^[\w.-]+$/.test(name)
    ? { kind: "parameter", name: `${folder}/${name}` }
    : { kind: "invalid", code: "file-name" };

/** Where a document is kept in a folder. */
export function findParameterFile(name: string): string {
  if (name.startsWith("lists/")) return `${name}.txt`;
  return `${name.replace(/^policies\//, "")}.yaml`;
}

/**
 * JSON on one line, keys as in the document. If something is wrong, as much of it as could be read; `diagnoseYaml`
 * reports what exactly is wrong.
 */
export function readYaml(document: string, text: string): Checked<string> {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  // A warning is an unknown YAML tag, which would be ignored.
  const diagnostics = [...parsed.errors, ...parsed.warnings].map(({ code, pos: [offset] }): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    const at = { line, column: col };
    return { code: "yaml-syntax", severity: "error", document, path: [], at, details: { yamlCode: code } };
  });
  try {
    return { value: JSON.stringify(parsed.toJS()), diagnostics };
  } catch {
    // An alias without an anchor, or aliases that expand to too much: yaml reports errors only by throwing
    const found = { code: "yaml-syntax", severity: "error", document, path: [] } as const;
    return { diagnostics: [...diagnostics, { ...found, details: { yamlCode: "BAD_ALIAS" } }] };
  }
}
