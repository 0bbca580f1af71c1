import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from "yaml";
import type { Fault } from "../policy/fault.ts";

/** From 1, both; columns in UTF-16 units. */
export type Position = { readonly line: number; readonly column: number };

/** Finds places in one YAML file, which must parse. */
export type Locator = (fault: Pick<Fault, "path" | "at" | "message">) => Position;

/** Where a fault of the document stands in the file that it was read from. */
export function locatorOf(text: string): Locator {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: line || 1, column: col || 1 };
  };
  return ({ path, at, message }) => {
    const unknownKey = /^unknown key "([^"]+)"/.exec(message)?.[1];
    const { node, key } = nodeAt(document.contents, unknownKey === undefined ? path : [...path, unknownKey]);
    if (unknownKey !== undefined && key !== undefined) return positionAt(startOf(key));
    if (isScalar(node) && typeof node.value === "string") {
      const hole = /^\{[^{}]*\}/.exec(message)?.[0];
      const inside =
        at === undefined ? Math.max(0, hole ? node.value.indexOf(hole) : 0) : offsetOf(node.value, at);
      return positionAt(sourceOffset(text, node, inside));
    }
    if (isSeq(node)) {
      // Of a list of patterns, the one that the message quotes first.
      const quoted = /"([^"]*)"/.exec(message)?.[1];
      const item = node.items.find((one) => isScalar(one) && one.value === quoted);
      if (isScalar(item)) return positionAt(startOf(item));
    }
    const subject = isCollection(node) ? (key ?? node) : (node ?? key);
    return positionAt(subject == null ? 0 : startOf(subject));
  };
}

const startOf = (node: Node) => node.range?.[0] ?? 0;

/** The node at the path, or the last one on the way that is there; and the key that it stands under. */
function nodeAt(root: Node | null, path: Fault["path"]): { readonly node: Node | null; readonly key?: Node } {
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
      found = { node: pair.value as Node | null, key: pair.key as Node }; // likewise
    } else break;
  }
  return found;
}

function offsetOf(value: string, { line, column }: Position): number {
  const before = value.split("\n").slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

/** Where in the file the value's character stands; the scalar's start where its notation is too clever to follow. */
function sourceOffset(text: string, scalar: Scalar, inside: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  const raw = text.slice(start, end);
  const value = String(scalar.value);
  const offset = raw.startsWith("|") ? inLiteral(raw, value, inside) : inFolded(raw, value, inside);
  return start + (offset ?? 0);
}

/** A literal block holds the value's lines, each after the same indentation. */
function inLiteral(raw: string, value: string, inside: number): number {
  const [header = "", ...lines] = raw.split("\n");
  const indent = /^ */.exec(lines.find((line) => line.trim() !== "") ?? "")?.[0].length ?? 0;
  const before = value.slice(0, inside).split("\n");
  const skipped = lines.slice(0, before.length - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return header.length + 1 + skipped + indent + (before.at(-1)?.length ?? 0);
}

/** Plain, quoted and folded scalars: character by character. */
function inFolded(raw: string, value: string, inside: number): number | undefined {
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
