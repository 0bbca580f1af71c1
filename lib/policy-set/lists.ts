import type { Fault } from "../policy/fault.ts";
import { parseWordList, type WordList } from "../text/word-list.ts";
import type { Parameter } from "./parameter.ts";

type Part = {
  readonly document: string;
  readonly number: number;
  readonly text: string;
  readonly isUnavailable: boolean;
};

/**
 * Lists come whole (`lists/<name>`) or in numbered parts (`lists/<name>/<nnn>`), which are put together in order. One
 * that does not check, or that cannot be had, is there nevertheless, empty: the rules that name it are not at fault.
 */
export function readLists(parameters: readonly Parameter[], faults: Fault[]): ReadonlyMap<string, WordList> {
  const lists = new Map<string, WordList>();
  for (const [name, parts] of partsByList(parameters)) {
    if (parts.some(({ isUnavailable }) => isUnavailable)) {
      lists.set(name, emptyList(name));
      continue;
    }
    const isWhole = parts.some(({ document }) => document === `lists/${name}`);
    if (isWhole && parts.length > 1)
      faults.push({
        document: `lists/${name}`,
        path: [],
        message: "is there both whole and in parts: remove one",
      });
    const parsed = parseWordList(name, parts.map(({ text }) => text).join("\n"));
    lists.set(name, parsed.kind === "list" ? parsed.list : emptyList(name));
    for (const { line, message } of parsed.kind === "faults" ? parsed.faults : [])
      faults.push({ ...placeOf(line, parts), path: [], message });
  }
  return lists;
}

function partsByList(parameters: readonly Parameter[]): ReadonlyMap<string, readonly Part[]> {
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
function placeOf(line: number, parts: readonly Part[]): Pick<Fault, "document" | "at"> {
  let before = 0;
  for (const { document, text } of parts) {
    const lines = text.split("\n").length;
    if (line <= before + lines) return { document, at: { line: line - before, column: 1 } };
    before += lines;
  }
  return { document: parts[0]?.document ?? "lists" };
}

const emptyList = (name: string): WordList => ({
  name,
  entries: [],
  isSpaced: false,
  has: () => false,
  findWord: () => undefined,
  findAny: () => undefined,
  findAll: () => [],
});
