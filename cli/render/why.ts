import { formatValue } from "../../lib/authoring/format-value.ts";
import { pluralize } from "../../lib/authoring/messages/message.ts";
import type { AuditView } from "../../lib/replay/audit-view.ts";
import { readLineAccount } from "../../lib/replay/audit-view.ts";
import type { Undecided } from "../../lib/replay/change.ts";
import type { Judgement } from "../../lib/replay/judge.ts";
import { alignColumns } from "./outcome.ts";
import { escapeText } from "./safe-text.ts";
import type { Style } from "./style.ts";
import { formatEffect, formatTailLine } from "./tail.ts";

/** What today's set would do, and which it is; `undefined`: it is not available. */
export type Today = { readonly from: string; readonly judged: Judgement | Undecided };

/** One request as its line tells it: what decided, what else acted, and what would be decided today. */
export function formatWhy(line: AuditView, today: Today | undefined, style: Style): string {
  const facets = Object.entries(line.facets).map(([name, value]) => [
    `  ${escapeText(name)}`,
    style.dim(escapeText(formatValue(value))),
  ]);
  const effects = line.effects.map(
    (effect) => `  ${formatEffect(effect)}${effect.error ? `: ${escapeText(effect.error)}` : ""}`,
  );
  const passed = line.passed === undefined ? "" : `  ${pluralize(line.passed, "other rule")} passed`;
  const set = line.set === undefined ? "a set without number" : `set ${escapeText(line.set)}`;
  return [
    `${new Date(line.time).toISOString().slice(0, 10)} ${formatTailLine(line, readLineAccount(line), style)}`,
    alignColumns(facets),
    `${style.bold("Decided by")} ${set}`,
    ...effects,
    effects.length === 0 ? "  no rule did anything" : "",
    passed,
    line.isCut ? "  more effects were left out of the line" : "",
    today === undefined ? "" : `${style.bold("Today")}      ${formatToday(line, today)}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function formatToday(line: AuditView, { from, judged }: Today): string {
  if ("kind" in judged) {
    const needs = [...judged.missing].map(([rule, facets]) => `${rule} needs ${facets.join(", ")}`);
    return `${from} cannot be told from this line: ${needs.join("; ")}`;
  }
  const { verdict, code, refusing } = judged;
  const answer = [verdict, code ? String(code) : "", refusing.length > 0 ? `by ${refusing.join(", ")}` : ""];
  const isSame = verdict === line.verdict && (code === undefined || code === line.code);
  return `${from} would ${isSame ? "decide the same: " : ""}${answer.filter(Boolean).join(" ")}`;
}
