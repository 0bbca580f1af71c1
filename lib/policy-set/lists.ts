import type { Checked, Diagnostic } from "../policy/diagnostic.ts";
import { parseWordList, type WordList } from "../text/word-list.ts";
import { dropEnds, hasExpired } from "./expire-entries.ts";
import type { Parameter } from "./parameter.ts";

type Part = {
  readonly document: string;
  readonly number: number;
  readonly text: string;
  readonly isUnavailable: boolean;
};

/**
 * Lists come whole (`lists/<name>`) or in numbered parts (`lists/<name>/<nnn>`), which are put together in order. One
 * that is invalid or unavailable is included as an empty list, so that rules may name it.
 */
export function readLists(parameters: readonly Parameter[]): {
  readonly lists: ReadonlyMap<string, WordList>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = [...groupPartsByList(parameters)].map(([name, parts]) => ({ name, ...readList(name, parts) }));
  return {
    lists: new Map(read.map(({ name, value }) => [name, value ?? createEmptyList(name)])),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readList(name: string, parts: readonly Part[]): Checked<WordList> {
  if (parts.some(({ isUnavailable }) => isUnavailable)) return { diagnostics: [] };
  const whole = `lists/${name}`;
  const isTwice = parts.length > 1 && parts.some(({ document }) => document === whole);
  const twice: readonly Diagnostic[] = isTwice
    ? [{ code: "list-whole-and-parts", severity: "error", document: whole, path: [] }]
    : [];
  const text = parts.map((part) => part.text).join("\n");
  const parsed = parseWordList(name, dropEnds(text));
  if (parsed.kind === "list") return { value: parsed.list, diagnostics: twice };
  if (hasExpired(text) && parsed.faults.every(({ code }) => code === "list-empty"))
    return { diagnostics: twice };
  const faults = parsed.faults.map(
    ({ line, ...found }): Diagnostic => ({
      ...found,
      severity: "error",
      ...placeLine(line, parts),
      path: [],
    }),
  );
  return { diagnostics: [...twice, ...faults] };
}

function groupPartsByList(parameters: readonly Parameter[]): ReadonlyMap<string, readonly Part[]> {
  const lists = new Map<string, Part[]>();
  for (const { name: document, value: text, unavailable } of parameters) {
    const [folder, name, number = "0", ...rest] = document.split("/");
    if (folder !== "lists" || name === undefined || rest.length > 0) continue;
    const parts = lists.get(name) ?? [];
    parts.push({ document, number: Number(number), text, isUnavailable: unavailable !== undefined });
    lists.set(name, parts);
  }
  for (const parts of lists.values()) parts.sort((a, b) => a.number - b.number);
  return lists;
}

/** The part that holds a line of the whole list, and the line there. */
function placeLine(line: number, parts: readonly Part[]): Pick<Diagnostic, "document" | "at"> {
  let before = 0;
  for (const { document, text } of parts) {
    const lines = text.split("\n").length;
    if (line <= before + lines) return { document, at: { line: line - before, column: 1 } };
    before += lines;
  }
  return { document: parts[0]?.document ?? "lists" };
}

const createEmptyList = (name: string): WordList => ({
  name,
  entries: [],
  isSpaced: false,
  has: () => false,
  findWord: () => undefined,
  findAny: () => undefined,
  findAll: () => [],
});
