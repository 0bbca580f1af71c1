import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from "yaml";
import type { Diagnostic, Position } from "../policy/diagnostic.ts";

/** Finds places in one YAML file, as far as it parses. */
export type Locator = {
  readonly locate: (place: Pick<Diagnostic, "path" | "at" | "token">) => Position;
  /** The first line of the value at a path; undefined if the path does not exist. */
  readonly lineAt: (path: Diagnostic["path"]) => number | undefined;
};

/** Positions of a document's parts in its file. */
export function createLocator(text: string): Locator {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const computePosition = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: line || 1, column: col || 1 };
  };
  return {
    locate: (place) =>
      place.path.length === 0 && place.at !== undefined
        ? place.at
        : computePosition(findOffset(document.contents, text, place)),
    lineAt: (path) => {
      const node = document.getIn(path, true);
      return isNode(node) && node.range ? computePosition(node.range[0]).line : undefined;
    },
  };
}

type Place = Pick<Diagnostic, "path" | "at" | "token">;

function findOffset(root: Node | null, text: string, { path, at, token }: Place): number {
  const { node, key } = findNodeAt(root, path);
  if (isMap(node)) {
    const named = node.items.find((pair) => isScalar(pair.key) && pair.key.value === token)?.key;
    if (isScalar(named)) return findStart(named);
  }
  if (isSeq(node)) {
    const named = node.items.find((item) => isScalar(item) && item.value === token);
    if (isScalar(named)) return findStart(named);
  }
  if (isScalar(node) && typeof node.value === "string")
    return computeSourceOffset(text, node, at === undefined ? 0 : computeOffset(node.value, at));
  const subject = isCollection(node) ? (key ?? node) : (node ?? key);
  return subject == null ? 0 : findStart(subject);
}

const findStart = (node: Node) => node.range?.[0] ?? 0;

/** The node at the path, or its nearest existing parent; and its key. */
function findNodeAt(
  root: Node | null,
  path: Diagnostic["path"],
): { readonly node: Node | null; readonly key?: Node } {
  let found: { readonly node: Node | null; readonly key?: Node } = { node: root };
  for (const step of path) {
    const { node } = found;
    if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) break;
      found = { node: item as Node }; // a parsed document holds nodes only
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      found = { node: pair.value as Node | null, key: pair.key as Node }; // a parsed document holds nodes only
    } else break;
  }
  return found;
}

function computeOffset(value: string, { line, column }: Position): number {
  const before = value.split("\n").slice(0, line - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + column - 1;
}

/** The position in the file of the value's character; the scalar's start if its notation is not supported. */
function computeSourceOffset(text: string, scalar: Scalar, inside: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  const raw = text.slice(start, end);
  const value = String(scalar.value);
  const offset = raw.startsWith("|")
    ? locateInLiteral(raw, value, inside)
    : locateInFolded(raw, value, inside);
  return start + (offset ?? 0);
}

/** A literal block holds the value's lines, each after the same indentation. */
function locateInLiteral(raw: string, value: string, inside: number): number {
  const [header = "", ...lines] = raw.split("\n");
  const indent = /^ */.exec(lines.find((line) => line.trim() !== "") ?? "")?.[0].length ?? 0;
  const before = value.slice(0, inside).split("\n");
  const skipped = lines.slice(0, before.length - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return header.length + 1 + skipped + indent + (before.at(-1)?.length ?? 0);
}

/** Plain, quoted and folded scalars: character by character. */
function locateInFolded(raw: string, value: string, inside: number): number | undefined {
  const quote = /^["']/.exec(raw)?.[0];
  let at = raw.startsWith(">") ? raw.indexOf("\n") + 1 : (quote?.length ?? 0);
  if (raw.startsWith(">")) at += /^\s*/.exec(raw.slice(at))?.[0].length ?? 0;
  for (let seen = 0; seen < inside; seen++) {
    const rest = raw.slice(at);
    const fold = /^[ \t]*\r?\n\s*/.exec(rest)?.[0];
    const escaped = quote === '"' ? /^\\(x..|u.{4}|U.{8}|.)/.exec(rest)?.[0] : undefined;
    if (fold !== undefined) {
      at += fold.length;
      // A single line end reads as a space, each further one as itself.
      while (value.charAt(seen) === "\n" && value.charAt(seen + 1) === "\n") seen++;
    } else if (escaped !== undefined) at += escaped.length;
    else if (quote === "'" && rest.startsWith("''")) at += 2;
    else if (rest.charAt(0) === value.charAt(seen)) at += 1;
    else return undefined;
  }
  return at;
}
