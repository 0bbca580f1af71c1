import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../cli/main.ts";
import { REPLAY_COMMAND, writeReplayWorld } from "./pictured-replay.ts";
import { SHADOW_COMMAND, writeShadowWorld } from "./pictured-shadow.ts";

/** A picture's file, and the SVG in it. */
export type TerminalPicture = { readonly path: string; readonly svg: string };

/** The clock in the pictures: its start, and the milliseconds it advances at each read. */
const NOW = Date.parse("2026-06-15T10:00:00Z");
const TICK_MS = 600;
const COLUMNS = 112;
const CELL = { width: 8.4, height: 20 };
const PADDING = 18;
const FONT = "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** The example policies, and one that has two mistakes. */
const mistaken = `description: What groups may be called.
rules:
  - id: official
    on: Group.CallbackBeforeCreateGroup
    when: name.hasWord(lists.reserved) && groupTyp == "Public"
    deny: { code: 10102, message: "This name is reserved." }

  - id: renamed
    on: Group.CallbackAfterGroupInfoChanged
    when: name.hasWord(lists.reserved)
    deny: { code: 10103 }
`;

type Scene = {
  readonly name: string;
  readonly command: readonly string[];
  /** Fills the folder in which the command runs. */
  readonly prepare: (folder: string) => void;
};

const copyExamples = (folder: string) => cpSync("policies", join(folder, "policies"), { recursive: true });

const scenes: readonly Scene[] = [
  {
    name: "check",
    command: ["policy", "check"],
    prepare: (folder) => {
      copyExamples(folder);
      // The examples' other findings are left out of the picture.
      for (const other of ["creation.yaml", "watch.yaml"]) rmSync(join(folder, "policies", other));
      writeFileSync(join(folder, "policies", "naming.yaml"), mistaken);
    },
  },
  {
    name: "explain",
    // Cyrillic О, а and р.
    command: ["explain", "Group.CallbackBeforeCreateGroup", "--set", "name=Оfficiаl suррort"],
    prepare: copyExamples,
  },
  { name: "test", command: ["policy", "test"], prepare: copyExamples },
  { name: "replay", command: REPLAY_COMMAND, prepare: writeReplayWorld },
  { name: "shadow", command: SHADOW_COMMAND, prepare: writeShadowWorld },
];

/** Output of commands as SVG with selectable text, for light and dark mode. */
export async function drawTerminalPictures(): Promise<readonly TerminalPicture[]> {
  const pictures: TerminalPicture[] = [];
  for (const { name, command, prepare } of scenes) {
    const lines = [
      `$ npx --no chatgate ${command.map(quoteWord).join(" ")}`,
      ...(await runInFolder(command, prepare)).split("\n"),
    ];
    pictures.push({ path: `docs/pictures/${name}.svg`, svg: drawTerminal(lines) });
  }
  return pictures;
}

const quoteWord = (word: string) => (/^[\w./-]+$/.test(word) ? word : word.replace(/=(.*)/, '="$1"'));

/** The page of the replay in the pictures. */
export async function writePicturedReport(): Promise<string> {
  let page = "";
  await runInFolder([...REPLAY_COMMAND, "--report", "report.html"], writeReplayWorld, (folder) => {
    page = readFileSync(join(folder, "report.html"), "utf8");
  });
  return page;
}

async function runInFolder(
  command: Scene["command"],
  prepare: Scene["prepare"],
  inspect: (folder: string) => void = () => {},
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "chatgate-pictures-"));
  const out: string[] = [];
  let looks = 0;
  try {
    prepare(folder);
    await runProgram(command, {
      out: (text) => out.push(text),
      err: (text) => out.push(text),
      exit: () => {},
      colour: true,
      width: COLUMNS,
      env: {},
      cwd: folder,
      now: () => NOW + TICK_MS * looks++,
      ask: undefined,
      stop: new AbortController().signal,
    });
    inspect(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return out.join("\n").trimEnd();
}

/** Characters of one style. */
type Run = { readonly text: string; readonly classes: readonly string[] };

/** Select Graphic Rendition codes of Node's `styleText`: the style that each starts or ends. */
const begins: Readonly<Record<string, string>> = { 1: "b", 2: "d", 31: "r", 32: "g", 33: "y", 36: "c" };
const ends: Readonly<Record<string, readonly string[]>> = { 22: ["b", "d"], 39: ["r", "g", "y", "c"] };

function readRuns(line: string): readonly Run[] {
  let classes: readonly string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return line.split(/(\u001b\[\d+m)/).flatMap((part) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    const [, code] = /^\u001b\[(\d+)m$/.exec(part) ?? [];
    if (code === undefined) return part === "" ? [] : [{ text: part, classes }];
    const begun = begins[code];
    classes =
      begun === undefined ? classes.filter((name) => !ends[code]?.includes(name)) : [...classes, begun];
    return [];
  });
}

/** Cut after the last column, as a terminal does. */
function wrapRuns(runs: readonly Run[]): readonly (readonly Run[])[] {
  const rows: Run[][] = [[]];
  let column = 0;
  for (const { text, classes } of runs)
    for (const character of text) {
      if (column === COLUMNS) {
        rows.push([]);
        column = 0;
      }
      const row = rows.at(-1) ?? [];
      const last = row.at(-1);
      if (last?.classes === classes) row[row.length - 1] = { text: last.text + character, classes };
      else row.push({ text: character, classes });
      column += 1;
    }
  return rows;
}

export function drawTerminal(lines: readonly string[]): string {
  const rows = lines.flatMap((line) => wrapRuns(readRuns(line)));
  const [width, height] = [COLUMNS * CELL.width + 2 * PADDING, rows.length * CELL.height + 2 * PADDING];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>
svg { --back: #f6f8fa; --text: #1f2328; --d: #59636e; --r: #b42318; --g: #146c43; --y: #7a4d00; --c: #0a58ca }
@media (prefers-color-scheme: dark) { svg { --back: #161c23; --text: #e3e9ef; --d: #9aa7b4; --r: #ff8a80; --g: #7ed69b; --y: #f2c661; --c: #6cb0ff } }
rect { fill: var(--back) }
text { fill: var(--text); font: 14px ${FONT}; white-space: pre }
.b { font-weight: 700 } .d { fill: var(--d) } .r { fill: var(--r) } .g { fill: var(--g) } .y { fill: var(--y) } .c { fill: var(--c) }
</style>
<rect width="100%" height="100%" rx="10"/>
${rows.map(drawRow).join("\n")}
</svg>
`;
}

function drawRow(row: readonly Run[], index: number): string {
  const y = PADDING + index * CELL.height + 14;
  let column = 0;
  const spans = row.map(({ text, classes }) => {
    const length = [...text].length;
    const x = roundToTenth(PADDING + column * CELL.width);
    column += length;
    // The grid's width, whatever the reader's font.
    const grid = `x="${x}" textLength="${roundToTenth(length * CELL.width)}"`;
    return `<tspan ${grid}${classes.length > 0 ? ` class="${classes.join(" ")}"` : ""}>${escapeXml(text)}</tspan>`;
  });
  return `<text y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

const roundToTenth = (length: number) => Math.round(length * 10) / 10;
const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
