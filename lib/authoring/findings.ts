import { join } from "node:path";
import type { Style } from "../../cli/render/style.ts";
import type { Fault } from "../policy/fault.ts";
import type { ParameterFile } from "../store/directory.ts";
import { lazyPattern } from "../text/lazy-pattern.ts";
import { type Locator, locatorOf, type Position } from "./locate.ts";

/** Something to mend in a file, as a person finds it there. */
export type Finding = {
  readonly severity: "error" | "warning";
  readonly file: string;
  /** Undefined: the file as a whole. */
  readonly at: Position | undefined;
  readonly message: string;
  readonly rule?: string | undefined;
  /** The lint's name, of warnings. */
  readonly lint?: string | undefined;
};

/** Places faults of parameters in the files that hold them. */
export function findingsOf(
  faults: readonly (Fault & { readonly lint?: string })[],
  files: readonly ParameterFile[],
  folder: string,
): readonly Finding[] {
  const locators = new Map<string, Locator>();
  return faults.map((fault) => {
    const file = files.find(({ name }) => name === fault.document);
    return {
      severity: fault.lint === undefined ? "error" : "warning",
      file: file?.file ?? join(folder, `${fault.document}.yaml`),
      at: file === undefined ? undefined : positionOf(fault, file),
      message: fault.message.startsWith("is missing")
        ? `"${fault.path.at(-1)}" ${fault.message}`
        : fault.message,
      rule: fault.rule,
      lint: fault.lint,
    };
  });

  function positionOf(fault: Fault, { file, text }: ParameterFile): Position {
    if (!file.endsWith(".yaml")) return fault.at ?? { line: 1, column: 1 };
    const locator = locators.get(file) ?? locatorOf(text);
    locators.set(file, locator);
    return locator(fault);
  }
}

/** `file:line:column: message`, or `file: message`, as readDirectory says it. */
export function findingOf(text: string): Finding {
  const [, file = "", line, column, message = text] = /^(.+?):(?:(\d+):(\d+):)? (.*)$/s.exec(text) ?? [];
  const at = line === undefined ? undefined : { line: Number(line), column: Number(column) };
  return { severity: "error", file, at, message };
}

export function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0);
}

/** The finding with its line of the file, what is meant marked under it. `text`: the whole file's. */
export function show(
  { severity, file, at, message, lint }: Finding,
  text: string | undefined,
  style: Style,
): string {
  const place = at === undefined ? file : `${file}:${at.line}:${at.column}`;
  const kind = severity === "error" ? "" : `${style.yellow("warning")}: `;
  const name = lint === undefined ? "" : ` ${style.dim(`[${lint}]`)}`;
  const head = `${style.bold(place)}: ${kind}${message}${name}`;
  const line = at === undefined ? undefined : text?.split(/\r?\n/)[at.line - 1];
  if (at === undefined || line === undefined || line.trim() === "") return head;
  const mark = severity === "error" ? style.red : style.yellow;
  const length = extentOf(line.slice(at.column - 1), message);
  return `${head}\n  ${line}\n  ${blank(line.slice(0, at.column - 1))}${mark("^".repeat(length))}`;
}

/** How much of the text is meant: what the message quotes, or else a word. */
function extentOf(text: string, message: string): number {
  const quoted = /"([^"]+)"/.exec(message)?.[1];
  if (quoted !== undefined && text.startsWith(quoted)) return quoted.length;
  return /^(?:\{[^}]*\}|"[^"]*"|[\w-]+)/.exec(text)?.[0].length ?? 1;
}

const WIDE = lazyPattern("[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\uff00-\\uff60]");

/** As wide as the text, in a terminal. */
function blank(text: string): string {
  return text.replace(/[^\t]/gu, (char) => (WIDE().test(char) ? "  " : " "));
}
