import { stringify } from "yaml";
import { readJsonText } from "../../lib/json.ts";
import type { Style } from "../render/style.ts";
import { isListDocument, type StageDocument } from "./documents.ts";
import { type DiffLine, diffLines, findNearChanges } from "./line-diff.ts";

/**
 * `lines`: of a list the entries that came and went; of another document, as YAML, all lines with those that stayed.
 * Empty if only the order, or the spelling of the JSON, is another.
 */
export type Change = {
  readonly document: string;
  readonly kind: "added" | "removed" | "changed";
  readonly lines: readonly DiffLine[];
};

/** By document name. A difference in layout only is not a change. */
export function listChangesBetween(
  before: readonly StageDocument[],
  after: readonly StageDocument[],
): readonly Change[] {
  const old = new Map(before.map(({ name, value }) => [name, value]));
  const next = new Map(after.map(({ name, value }) => [name, value]));
  return [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((document) => {
    const [was, is] = [old.get(document), next.get(document)];
    if (was !== undefined && is !== undefined && isSameDocument(document, was, is)) return [];
    const kind = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    return [{ document, kind, lines: diffDocument(document, was, is) } as const];
  });
}

/** Numbers of lines, as people count a difference. */
const countLines = (lines: readonly DiffLine[]) => ({
  added: lines.filter(({ sign }) => sign === "+").length,
  removed: lines.filter(({ sign }) => sign === "-").length,
});

/** For `--json`. */
export const countChange = (change: Change) => ({ ...change, ...countLines(change.lines) });

const SHOWN_ENTRIES = 20;

export function formatChanges(changes: readonly Change[], style: Style): string {
  return changes.map((change) => formatChange(change, style)).join("\n");
}

function formatChange({ document, kind, lines }: Change, style: Style): string {
  const { added, removed } = countLines(lines);
  const unit = isListDocument(document) ? (lines.some(isComment) ? " lines" : " entries") : "";
  const counts = [added > 0 ? `+${added}` : "", removed > 0 ? `-${removed}` : ""].filter(Boolean).join(" ");
  const head = `${style.bold(document)}  ${kind}${counts === "" ? ", in its order only" : `, ${counts}${unit}`}`;
  const shown = isListDocument(document)
    ? [...takeFirst(lines, "-"), ...takeFirst(lines, "+")]
    : findNearChanges(lines, 3);
  const paint = { "+": style.green, "-": style.red, " ": style.dim };
  const body = shown.map((line) => {
    if (line === undefined) return style.dim("    …");
    if (typeof line === "string") return style.dim(`    ${line}`);
    return paint[line.sign](`  ${line.sign} ${line.text}`);
  });
  return [head, ...body].join("\n");
}

const isComment = ({ text }: DiffLine) => text.startsWith("#");

function takeFirst(lines: readonly DiffLine[], sign: "+" | "-"): readonly (DiffLine | string)[] {
  const ours = lines.filter((line) => line.sign === sign);
  const more = ours.length - SHOWN_ENTRIES;
  return more > 0 ? [...ours.slice(0, SHOWN_ENTRIES), `… and ${more} more ${sign}`] : ours;
}

function isSameDocument(document: string, was: string, is: string): boolean {
  return isListDocument(document) ? was === is : compactJson(was) === compactJson(is);
}

function diffDocument(
  document: string,
  was: string | undefined,
  is: string | undefined,
): readonly DiffLine[] {
  if (!isListDocument(document)) return diffLines(listYamlLines(was), listYamlLines(is));
  const [old, next] = [splitEntries(was), splitEntries(is)];
  return [
    ...dropLines(old, next).map((text) => ({ sign: "-", text }) as const),
    ...dropLines(next, old).map((text) => ({ sign: "+", text }) as const),
  ];
}

/** Comments too, for `# fold: leet` is one. */
const splitEntries = (text: string | undefined) => (text ?? "").split("\n").filter((line) => line !== "");

function dropLines(lines: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

function listYamlLines(json: string | undefined): readonly string[] {
  return json === undefined ? [] : formatYaml(json).trimEnd().split("\n");
}

/** A policy's JSON as YAML; text that is not JSON is unchanged. */
export function formatYaml(json: string): string {
  const read = readJsonText(json);
  return read.kind === "json" ? stringify(read.value, { lineWidth: 0, indentSeq: true }) : json;
}

function compactJson(json: string): string {
  const read = readJsonText(json);
  return read.kind === "json" ? JSON.stringify(read.value) : json;
}
