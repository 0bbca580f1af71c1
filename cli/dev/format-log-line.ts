import { parseObject } from "../../lib/json.ts";
import { type AuditView, viewAuditLine } from "../../lib/replay/audit-view.ts";
import { escapeText } from "../render/safe-text.ts";
import type { Style } from "../render/style.ts";
import { formatDecision, formatEffect } from "../render/tail.ts";

/** What a line of the function's output is shown as: text, diagnostics of the policies, or nothing. */
export type LogLine =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "policy-faults"; readonly faults: readonly string[] }
  | { readonly kind: "hidden" };

const HIDDEN: LogLine = { kind: "hidden" };
const MAX_SHOWN_LENGTH = 2_000;

export function readFunctionLine(line: string, style: Style): LogLine {
  const record = parseObject(line);
  if (record === undefined) return isServerNoise(line) ? HIDDEN : { kind: "text", text: line };
  const { type, level } = record;
  if (type === "audit") {
    const view = viewAuditLine(record);
    const ms = typeof record.ms === "number" ? record.ms : 0;
    return view === undefined ? HIDDEN : { kind: "text", text: formatRequest(view, ms, style) };
  }
  if (type === "policy" && Array.isArray(record.faults))
    return { kind: "policy-faults", faults: record.faults.map(String) };
  if (level !== "ERROR" && level !== "WARN" && type !== "undelivered") return HIDDEN; // metrics, events, recordings
  const paint = level === "ERROR" ? style.red : style.yellow;
  const said = [record.code, record.name, record.message, record.command, record.reason].filter(
    (part) => typeof part === "string",
  );
  const text = `${paint(String(type))}: ${escapeText(said.join(" ") || "an event was not delivered")}`;
  return { kind: "text", text: text.slice(0, MAX_SHOWN_LENGTH) };
}

/** Time, decision, command, the rules that did something, code and milliseconds. */
function formatRequest(view: AuditView, ms: number, style: Style): string {
  const { time, command, effects, code, reason } = view;
  const parts = [
    style.dim(formatClock(time)),
    formatDecision(view, style),
    command === "" ? "no command" : escapeText(command),
    reason === undefined ? "" : escapeText(reason),
    effects.map(formatEffect).join(", "),
    code === 0 ? "" : String(code),
    style.dim(`${ms} ms`),
  ];
  return parts.filter(Boolean).join("  ");
}

/** The time of day where the program runs. */
export const formatClock = (time: number) => new Date(time).toTimeString().slice(0, 8);

/** Lines that serverless-offline prints about itself and each request, and the frame around its routes. */
export const isServerNoise = (line: string) =>
  /^\s*$|^\s*[┌│└]|^Starting Offline|^Offline \[|^Function names exposed|^ +\* \w+: chatgate-|^Server ready:|^[A-Z]+ \S+ \(λ: |^\(λ: /.test(
    line,
  );
