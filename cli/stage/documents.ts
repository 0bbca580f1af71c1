import { digestHex } from "../../lib/policy-set/digest.ts";
import { formatPartName, isPartOfSet, type ListObject } from "../../lib/policy-set/manifest.ts";
import { compareByName, type Parameter } from "../../lib/policy-set/parameter.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { BareDiagnostic } from "../report.ts";

/** `settings`, `policies/<name>` or `lists/<name>`, whole: a policy as JSON text, a list as one entry a line. */
export type StageDocument = { readonly name: string; readonly value: string };

export const STANDARD_BYTES = 4096;
export const ADVANCED_BYTES = 8192;
const MAX_PARTS = 999;
/** A longer list goes to the stack's bucket, if there is one. */
export const LARGE_LIST_BYTES = 32 * 1024;

export const isListDocument = (name: string) => name.startsWith("lists/");

/** Parameters of one set → its documents, lists put together, by name. */
export function joinDocuments(parameters: readonly Parameter[]): readonly StageDocument[] {
  const texts = new Map<string, readonly string[]>();
  for (const { name, value } of [...parameters].filter(isPartOfSet).sort(compareByName)) {
    const document = isListDocument(name) ? name.split("/", 2).join("/") : name;
    texts.set(document, [...(texts.get(document) ?? []), value]);
  }
  return [...texts].map(([name, parts]) => ({ name, value: parts.join("\n") })).sort(compareByName);
}

/** A list for the bucket. */
export type ListToStore = ListObject & { readonly text: string };

export function listToStore({ name, value }: StageDocument, bucket: string): ListToStore {
  const text = value;
  return { name, bucket, sha256: digestHex(text, sha256), bytes: Buffer.byteLength(text), text };
}

export type Split =
  | { readonly kind: "parameters"; readonly parameters: readonly StageDocument[] }
  | { readonly kind: "too-large"; readonly found: BareDiagnostic };

/** A document → the parameters that hold it. Lists are cut between entries, into parts of the standard tier. */
export function splitDocument({ name, value }: StageDocument): Split {
  if (!isListDocument(name)) {
    const bytes = Buffer.byteLength(value);
    if (bytes <= ADVANCED_BYTES) return { kind: "parameters", parameters: [{ name, value }] };
    const details = { bytes, limit: ADVANCED_BYTES };
    return { kind: "too-large", found: { code: "document-too-large", details } };
  }
  const parts: string[] = [];
  for (const [index, line] of value.split("\n").entries()) {
    if (Buffer.byteLength(line) > STANDARD_BYTES) {
      const at = { line: index + 1, column: 1 };
      const found = { code: "entry-too-large", at, details: { limit: STANDARD_BYTES } } as const;
      return { kind: "too-large", found };
    }
    const last = parts.at(-1);
    const longer = last === undefined ? line : `${last}\n${line}`;
    if (last === undefined || Buffer.byteLength(longer) > STANDARD_BYTES) parts.push(line);
    else parts[parts.length - 1] = longer;
  }
  if (parts.length > MAX_PARTS) {
    const details = { parts: parts.length, limit: MAX_PARTS };
    return { kind: "too-large", found: { code: "list-too-long", details } };
  }
  const namePart = (at: number) => (parts.length === 1 ? name : formatPartName(`${name}/`, at));
  return { kind: "parameters", parameters: parts.map((part, at) => ({ name: namePart(at), value: part })) };
}

/**
 * As it is stored. The lines of a list are trimmed and end in LF; blank lines at its beginning and end are removed. SSM
 * refuses values with `{{`, which messages may hold, so in JSON the second brace is written as an escape.
 */
export function formatStoredText({ name, value }: StageDocument): string {
  if (!isListDocument(name)) return value.replaceAll("{{", "{\\u007b");
  return value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}
