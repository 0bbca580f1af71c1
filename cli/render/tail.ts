import { formatValue } from "../../lib/authoring/format-value.ts";
import type { AuditView, AuditViewEffect } from "../../lib/replay/audit-view.ts";
import { isRefused } from "../../lib/replay/change.ts";
import { escapeText } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** One line a request: when, what was decided, the command, who, which rules did what. */
export function formatTailLine(line: AuditView, account: string | undefined, style: Style): string {
  const { time, command, effects, requestId, reason, code } = line;
  const clock = new Date(time).toISOString().slice(11, 19);
  const parts = [
    `${clock}  ${formatDecision(line, style)}`,
    command === "" ? "no command" : command,
    account === undefined ? "–" : style.cyan(escapeText(account)),
    code === 0 ? "" : String(code),
    reason === undefined ? "" : escapeText(reason),
    effects.map(formatEffect).join(", "),
    style.dim(escapeText(requestId)),
  ];
  return parts.filter(Boolean).join("  ");
}

/** The decision, or the ending without one, as wide as the others. */
export function formatDecision(
  { verdict, outcome }: Pick<AuditView, "verdict" | "outcome">,
  style: Style,
): string {
  const word = verdict === "" ? outcome : verdict;
  const decision = paintDecision(
    outcome === "decided" || verdict === "" ? word : `${word} ${outcome}`,
    verdict,
    style,
  );
  return `${decision}${" ".repeat(Math.max(0, 8 - word.length))}`;
}

function paintDecision(text: string, verdict: string, style: Style): string {
  if (isRefused(verdict)) return style.red(text);
  return verdict === "mask" || verdict === "" ? style.yellow(text) : style.green(text);
}

export function formatEffect({ rule, effect, entry, target, facet }: AuditViewEffect): string {
  const found = entry === undefined ? facet : formatValue(escapeText(entry));
  return [escapeText(rule), effect, target && `for ${escapeText(target)}`, found].filter(Boolean).join(" ");
}
