import { listChangingRules, listRemarks } from "../../lib/replay/remarks.ts";
import type { RuleTally, Sample, Tally } from "../../lib/replay/tally.ts";
import { countHalf, formatCount, formatShare, type ReplayTitle } from "./replay.ts";
import { drawConcentration, drawHours, drawShares } from "./report-charts.ts";

/** One page that needs nothing else: no script, no request, readable in print. Accounts are hashes as in the tally. */
export function formatReport(tally: Tally, { before, after }: ReplayTitle, now: number): string {
  const { requests, changes, cannotTell, refusedBefore, refusedAfter } = tally;
  const about = tally.isWeighted ? "≈ " : "";
  const card = (label: string, value: string, note: string) =>
    `<li><b>${value}</b><span>${label}</span><small>${note}</small></li>`;
  const counted = (count: number) => `${about}${formatCount(count)}`;
  const span = `${day(tally.first)} to ${day(tally.last)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>chatgate replay: ${escapeHtml(after)} against ${escapeHtml(before)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(after)} against ${escapeHtml(before)}</h1>
<p>${counted(requests)} requests, ${escapeHtml(span)}. Written ${day(now)}.</p>
<ul class="cards">
${card("newly refused", counted(changes.newlyRefused), formatShare(changes.newlyRefused, requests))}
${card("newly allowed", counted(changes.newlyAllowed), formatShare(changes.newlyAllowed, requests))}
${card("answered otherwise", counted(changes.answeredOtherwise), formatShare(changes.answeredOtherwise, requests))}
${card("cannot tell", counted(cannotTell), formatShare(cannotTell, requests))}
${card("refused in all", formatShare(refusedAfter, requests), `was ${formatShare(refusedBefore, requests)}`)}
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
  const greatest = Math.max(...rules.map(([, rule]) => rule.newlyRefused + rule.newlyAllowed));
  const rows = rules.map(([name, rule]) => [
    escapeHtml(name),
    drawShares(rule, greatest),
    ...[rule.newlyRefused, rule.onlyByIt, rule.newlyAllowed, rule.answeredOtherwise].map(formatCount),
    describeMissing(rule),
  ]);
  return table(
    ["rule", "", "newly refused", "only by it", "newly allowed", "otherwise", "cannot tell"],
    rows,
  );
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
  return table(["command", "requests", "newly refused", "newly allowed", "otherwise", "cannot tell"], rows);
}

function formatAccounts({ accounts }: Tally): string {
  const refused = Object.entries(accounts)
    .filter(([, { newlyRefused }]) => newlyRefused > 0)
    .sort(([a, first], [b, second]) => second.newlyRefused - first.newlyRefused || (a < b ? -1 : 1));
  if (refused.length === 0) return "<p>Nobody is newly refused.</p>";
  const counts = refused.map(([, { newlyRefused }]) => newlyRefused);
  const rows = refused
    .slice(0, 10)
    .map(([name, { newlyRefused }]) => [escapeHtml(name), formatCount(newlyRefused)]);
  return `<p>Half of the new refusals fall to ${formatCount(countHalf(counts))} of ${formatCount(counts.length)} accounts.</p>
${drawConcentration(counts)}
${table(["account", "newly refused"], rows)}`;
}

function formatSamples({ samples }: Tally): string {
  const entries = Object.entries(samples).slice(0, MAX_ROWS);
  if (entries.length === 0) return "<p>No sample.</p>";
  const describe = ({ time, command, account, before, after, facet, text, requestId }: Sample) =>
    [day(time), command, account ?? "–", `${before} → ${after}`, facet ?? "–", text ?? "", requestId].map(
      escapeHtml,
    );
  const columns = ["time", "command", "account", "was → is", "facet", "text", "request"];
  return entries
    .map(([key, found]) => {
      const at = key.indexOf(" ");
      return `<h3>${escapeHtml(key.slice(at + 1))}: ${escapeHtml(key.slice(0, at).replace("-", " "))}</h3>\n${table(columns, found.map(describe))}`;
    })
    .join("\n");
}

/** Cells are HTML already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${cell}</td>`).join("");
  return `<div class="wide" tabindex="0"><table><thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("\n")}</tbody></table></div>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
const day = (time: number | undefined) =>
  time === undefined ? "–" : `${new Date(time).toISOString().slice(0, 16).replace("T", " ")}Z`;

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --line: #d0d7de; --red: #b3261e; --green: #1a7f37; --blue: #0969da; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --paper: #0d1117; --line: #30363d; --red: #ff8a80; --green: #7ee787; --blue: #79c0ff; } }
@media print { :root { --ink: #000; --soft: #333; --paper: #fff; --line: #999; } section { break-inside: avoid; } .wide { overflow: visible; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; padding: 0; list-style: none; }
.cards li { border: 1px solid var(--line); border-radius: 6px; padding: .75rem; display: grid; }
.cards b { font-size: 1.4rem; } .cards small { color: var(--soft); }
.remark { border-left: 4px solid var(--red); padding-left: .75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.was { stroke: var(--ink); fill: none; stroke-width: 1.5; } .is { stroke: var(--red); fill: none; stroke-width: 1.5; }
.axis { stroke: var(--line); } .refused { fill: var(--red); } .allowed { fill: var(--green); } .share { stroke: var(--blue); fill: none; stroke-width: 2; }
`;
