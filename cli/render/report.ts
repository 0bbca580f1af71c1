import { createHash } from "node:crypto";
import { type LabelSummary, summarizeLabels } from "../../lib/replay/label-tally.ts";
import { listChangingRules, listRemarks } from "../../lib/replay/remarks.ts";
import type { RuleTally, Sample, Tally } from "../../lib/replay/tally.ts";
import { escapeHtml } from "./html.ts";
import { countHalf, formatCount, formatMinute, formatShare, type ReplayTitle } from "./replay.ts";
import { drawChanges, drawConcentration, drawHours } from "./report-charts.ts";
import { REPORT_STYLE } from "./report-style.ts";

const STYLE_SOURCE = `sha256-${createHash("sha256").update(REPORT_STYLE).digest("base64")}`;

/** One self-contained page: no script, no requests, printable. Accounts are hashed as in the tally. */
export function formatReport(tally: Tally, { before, after }: ReplayTitle, now: number): string {
  const { requests, changes, cannotTell, refusedBefore, refusedAfter } = tally;
  const about = tally.isWeighted ? "≈ " : "";
  const formatCard = (label: string, value: string, note: string) =>
    `<li><b>${value}</b><span>${label}</span><small>${note}</small></li>`;
  const formatRequests = (count: number) => `${about}${formatCount(count)}`;
  const labels = summarizeLabels(tally.labels);
  const span = `${formatUtcMinute(tally.first)} to ${formatUtcMinute(tally.last)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_SOURCE}'">
<title>chatgate replay: ${escapeHtml(after)} against ${escapeHtml(before)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(after)} against ${escapeHtml(before)}</h1>
<p>${formatRequests(requests)} requests, ${escapeHtml(span)}. Written ${formatUtcMinute(now)}.</p>
<ul class="cards">
${formatCard("newly refused", formatRequests(changes.newlyRefused), formatShare(changes.newlyRefused, requests))}
${formatCard("newly allowed", formatRequests(changes.newlyAllowed), formatShare(changes.newlyAllowed, requests))}
${formatCard("answered otherwise", formatRequests(changes.answeredOtherwise), formatShare(changes.answeredOtherwise, requests))}
${formatCard("cannot tell", formatRequests(cannotTell), formatShare(cannotTell, requests))}
${formatCard("refused in all", formatShare(refusedAfter, requests), `was ${formatShare(refusedBefore, requests)}`)}
</ul>
${listRemarks(tally)
  .map(
    ({ rule, command, share }) =>
      `<p class="remark">${escapeHtml(rule)} refuses ${(100 * share).toFixed(0)} % of ${escapeHtml(command)}: a rule that refuses most of a command is rarely meant.</p>`,
  )
  .join("\n")}
<section><h2>Refused, hour by hour</h2>
${drawHours(tally.hours)}</section>
<section><h2>By the rule that makes the difference</h2>
${formatRules(tally)}</section>
${labels.length === 0 ? "" : `<section><h2>By label</h2>\n${formatLabels(labels)}</section>`}
<section><h2>By account</h2>
${formatAccounts(tally)}</section>
<section><h2>By command</h2>
${formatCommands(tally)}</section>
<section><h2>Samples</h2>
${formatSamples(tally)}</section>
</main>
</body>
</html>
`;
}

const MAX_ROWS = 50;

function formatRules(tally: Tally): string {
  const rules = listChangingRules(tally).slice(0, MAX_ROWS);
  if (rules.length === 0) return "<p>Nothing differs.</p>";
  const rows = rules.map(([name, rule]) => [
    escapeHtml(name),
    ...[rule.newlyRefused, rule.onlyByIt, rule.newlyAllowed, rule.answeredOtherwise].map(formatCount),
    describeMissing(rule),
  ]);
  const columns = ["rule", "newly refused", "only by it", "newly allowed", "otherwise", "cannot tell"];
  return `${drawChanges(rules)}\n${formatHtmlTable(columns, rows)}`;
}

/** Labels: the share of labelled requests that each set refuses, and the share of newly refused requests with the label. */
function formatLabels(labels: readonly LabelSummary[]): string {
  const rows = labels.map(({ id, isEstimate, labelled, newlyRefused, unlabelled }) => {
    const count = (number: number) => `${isEstimate ? "≈ " : ""}${formatCount(number)}`;
    const share = (number: number) =>
      labelled.requests === 0 ? "–" : formatShare(number, labelled.requests);
    return [
      escapeHtml(id),
      count(labelled.requests),
      `${share(labelled.before)} → ${share(labelled.after)}`,
      `${count(newlyRefused.labelled)} of ${count(newlyRefused.requests)}`,
      unlabelled.map(escapeHtml).join(", "),
    ];
  });
  return formatHtmlTable(["label", "requests", "refused", "of the newly refused", "without it, e.g."], rows);
}

const describeMissing = ({ cannotTell, missing }: RuleTally) =>
  cannotTell === 0 ? "0" : `${formatCount(cannotTell)} (${escapeHtml(Object.keys(missing).join(", "))})`;

function formatCommands({ commands }: Tally): string {
  const rows = Object.entries(commands)
    .sort(([, a], [, b]) => b.newlyRefused - a.newlyRefused || b.requests - a.requests)
    .slice(0, MAX_ROWS)
    .map(([name, counts]) => [
      escapeHtml(name),
      ...[
        counts.requests,
        counts.newlyRefused,
        counts.newlyAllowed,
        counts.answeredOtherwise,
        counts.cannotTell,
      ].map(formatCount),
    ]);
  return formatHtmlTable(
    ["command", "requests", "newly refused", "newly allowed", "otherwise", "cannot tell"],
    rows,
  );
}

function formatAccounts({ accounts }: Tally): string {
  const refused = Object.entries(accounts)
    .filter(([, { newlyRefused }]) => newlyRefused > 0)
    .sort(([a, first], [b, second]) => second.newlyRefused - first.newlyRefused || (a < b ? -1 : 1));
  if (refused.length === 0) return "<p>No account is newly refused.</p>";
  const counts = refused.map(([, { newlyRefused }]) => newlyRefused);
  const rows = refused
    .slice(0, 10)
    .map(([name, { newlyRefused }]) => [escapeHtml(name), formatCount(newlyRefused)]);
  return `<p>Half of the new refusals fall to ${formatCount(countHalf(counts))} of ${formatCount(counts.length)} accounts.</p>
${drawConcentration(counts)}
${formatHtmlTable(["account", "newly refused"], rows)}`;
}

function formatSamples({ samples }: Tally): string {
  const entries = Object.entries(samples).slice(0, MAX_ROWS);
  if (entries.length === 0) return "<p>No sample.</p>";
  const describeSample = ({ time, command, account, before, after, facet, text, requestId }: Sample) =>
    [
      formatUtcMinute(time),
      command,
      account ?? "–",
      `${before} → ${after}`,
      facet ?? "–",
      text ?? "",
      requestId,
    ].map(escapeHtml);
  const columns = ["time", "command", "account", "was → is", "facet", "text", "request"];
  return entries
    .map(([key, found]) => {
      const at = key.indexOf(" ");
      return `<h3>${escapeHtml(key.slice(at + 1))}: ${escapeHtml(key.slice(0, at).replace("-", " "))}</h3>\n${formatHtmlTable(columns, found.map(describeSample))}`;
    })
    .join("\n");
}

/** Cells are HTML already. */
function formatHtmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const formatCells = (row: readonly string[]) => row.map((cell) => `<td>${cell}</td>`).join("");
  return `<div class="wide" tabindex="0"><table><thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${formatCells(row)}</tr>`).join("\n")}</tbody></table></div>`;
}

const formatUtcMinute = (time: number | undefined) => (time === undefined ? "–" : `${formatMinute(time)}Z`);
