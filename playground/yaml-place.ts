/** The place of an offset in a file, found by lines, since a file is rarely valid YAML during typing. */
export type YamlPlace = {
  /** The key whose value the offset is in; undefined: a key can be written here. */
  readonly key: string | undefined;
  /** The lines of the rule, or test, around it; none outside. */
  readonly item: readonly string[];
};

/** `  - id: x` and `    when: x`: what stands before the key, the key, and its value on the same line. */
const KEY = /^(\s*(?:- )*)([\w$]+):(?:\s+(.*)|$)/;
/** Their items have keys of their own. */
const itemLists: readonly string[] = ["rules", "tests"];

export function findYamlPlace(text: string, offset: number): YamlPlace {
  const lines = text.split("\n");
  const row = text.slice(0, offset).split("\n").length - 1;
  const column = offset - text.lastIndexOf("\n", offset - 1) - 1;
  return { key: readKeyAt(lines, row, column), item: findItemAround(lines, row) };
}

function readKeyAt(lines: readonly string[], row: number, column: number): string | undefined {
  const line = lines[row] ?? "";
  const before = line.slice(0, column);
  const [, inBraces] = /[{,]\s*([\w$]+):\s+[^,{}]*$/.exec(before) ?? [];
  const [, , own] = KEY.exec(before) ?? [];
  if (inBraces !== undefined || own !== undefined) return inBraces ?? own;
  const written = line.search(/\S/);
  const indent = written < 0 ? column : Math.min(written, column);
  const isListItem = /^\s*-( |$)/.test(line);
  const owner = lines.slice(0, row).findLast((above) => {
    const [, lead] = KEY.exec(above) ?? [];
    return lead !== undefined && (lead.length < indent || (isListItem && lead.length === indent));
  });
  const [, , key] = KEY.exec(owner ?? "") ?? [];
  return key === undefined || itemLists.includes(key) ? undefined : key;
}

function findItemAround(lines: readonly string[], row: number): readonly string[] {
  const [, lead] = lines.map((line) => /^(\s*)- [\w$]+:/.exec(line)).find((found) => found !== null) ?? [];
  if (lead === undefined) return [];
  const begins = (line: string) => line.startsWith(`${lead}- `) || line === `${lead}-`;
  const isOutside = (line: string) => /^[^\s#-]/.test(line);
  const start = lines.findLastIndex((line, index) => index <= row && (begins(line) || isOutside(line)));
  if (start < 0 || isOutside(lines[start] ?? "")) return [];
  const end = lines.findIndex((line, index) => index > row && (begins(line) || isOutside(line)));
  return lines.slice(start, end < 0 ? undefined : end);
}

/** The names and patterns under a key of an item, however YAML writes them. */
export function readNames(item: readonly string[], key: string): readonly string[] {
  const at = item.findIndex((line) => KEY.exec(line)?.[2] === key);
  const [, lead = "", , value = ""] = KEY.exec(item[at] ?? "") ?? [];
  const below = item.slice(at + 1);
  const end = below.findIndex((line) => line.trim() !== "" && KEY.exec(line)?.[1]?.length === lead.length);
  const rest =
    value.trim() === "" || value.trim().startsWith("[") ? below.slice(0, end < 0 ? undefined : end) : [];
  return at < 0
    ? []
    : ([value, ...rest]
        .join("\n")
        .replaceAll(/\s#.*/g, "")
        .match(/[\w*?.]+/g) ?? []);
}
