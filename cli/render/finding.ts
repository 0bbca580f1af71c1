import type { Finding } from "../../lib/authoring/findings.ts";
import type { Style } from "./style.ts";

/** `file:line:column: message [code]`, or `file: message [code]`. */
export function formatFinding({ severity, code, file, at, message }: Finding, style: Style): string {
  const place = at === undefined ? file : `${file}:${at.line}:${at.column}`;
  const kind = severity === "error" ? "" : `${style.yellow("warning")}: `;
  return `${style.bold(place)}: ${kind}${message} ${style.dim(`[${code}]`)}`;
}

/** The same with the line of the file, and marks under the place. `text`: the whole file's. */
export function showFinding(finding: Finding, text: string | undefined, style: Style): string {
  const { severity, at } = finding;
  const head = formatFinding(finding, style);
  const line = at === undefined ? undefined : text?.split(/\r?\n/)[at.line - 1];
  if (at === undefined || line === undefined || line.trim() === "") return head;
  const mark = severity === "error" ? style.red : style.yellow;
  const length = measureToken(line.slice(at.column - 1), finding.token);
  return `${head}\n  ${line}\n  ${blankOut(line.slice(0, at.column - 1))}${mark("^".repeat(length))}`;
}

/** How many characters are marked: the token, or else a word. */
function measureToken(text: string, token: string | undefined): number {
  if (token !== undefined && token !== "" && text.startsWith(token)) return token.length;
  return /^(?:\{[^}]*\}|"[^"]*"|[\w-]+)/.exec(text)?.[0].length ?? 1;
}

/** Blanks that are as wide as the text in a terminal. */
function blankOut(text: string): string {
  return text.replace(/[^\t]/gu, (char) =>
    /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\uff00-\uff60]/u.test(char) ? "  " : " ",
  );
}
