import { type LabelSummary, summarizeLabels } from "../../lib/replay/label-tally.ts";
import { listChangingRules, listRemarks } from "../../lib/replay/remarks.ts";
import type { ChangeCounts, Grade, Sample, Tally } from "../../lib/replay/tally.ts";
import { alignColumns } from "./outcome.ts";
import { escapeText } from "./safe-text.ts";
import type { Style } from "./style.ts";

export type ReplayTitle = { readonly before: string; readonly after: string; readonly seconds: number };

export const formatCount = (count: number) => count.toLocaleString("en-US");
export const formatShare = (count: number, whole: number) =>
  whole === 0 ? "–" : `${((100 * count) / whole).toFixed(1)} %`;
/** `2026-06-10 09:30`, in UTC. */
export const formatMinute = (time: number) => new Date(time).toISOString().slice(0, 16).replace("T", " ");

/** The tally for a terminal. */
export function formatReplay(tally: Tally, { before, after, seconds }: ReplayTitle, style: Style): string {
  const { requests, changes, cannotTell, refusedBefore, refusedAfter } = tally;
  const about = tally.isWeighted ? "≈" : "";
  const span =
    tally.first === undefined
      ? ""
      : `, ${formatMinute(tally.first)} to ${formatMinute(tally.last ?? tally.first)}`;
  const head = `${style.bold(`${about}${formatCount(requests)} requests`)}${span}, in ${seconds.toFixed(1)} s · ${after} against ${before}`;
  const accountsWith = (field: keyof ChangeCounts) =>
    Object.values(tally.accounts).filter((counts) => counts[field] > 0).length;
  const createRow = (name: string, count: number, field?: keyof ChangeCounts) => [
    `  ${name}`,
    `${about}${formatCount(count)}`.padStart(11),
    formatShare(count, requests).padStart(7),
    field === undefined || count === 0 ? "" : `by ${formatCount(accountsWith(field))} accounts`,
  ];
  const counts = alignColumns([
    createRow("newly refused", changes.newlyRefused, "newlyRefused"),
    createRow("newly allowed", changes.newlyAllowed, "newlyAllowed"),
    createRow("answered otherwise", changes.answeredOtherwise, "answeredOtherwise"),
    createRow("cannot tell", cannotTell),
    [
      "  refused in all",
      `${formatShare(refusedBefore, requests)} → ${formatShare(refusedAfter, requests)}`.padStart(11),
    ],
  ]);
  const parts = [
    [head, formatGrades(tally), counts].filter(Boolean).join("\n"),
    formatRules(tally, style),
    formatCommands(tally, style),
    formatAccounts(tally, style),
    formatLabels(summarizeLabels(tally.labels), style),
    formatSamples(tally, style),
    formatSkipped(tally),
  ];
  return parts.filter(Boolean).join("\n\n");
}

const GRADES: Readonly<Record<Grade, string>> = {
  recording: "recordings: exact",
  event: "events: exact, but for the gate's clock and limits",
  audit: "audit lines: exact for modes and rules that stay, else by the facets that they have",
};

/** What was replayed, and how exact the result is. */
function formatGrades({ grades }: Tally): string {
  const parts = Object.entries(GRADES).flatMap(([grade, text]) => {
    const count = grades[grade as Grade]; // the keys of GRADES
    return count > 0 ? [`${formatCount(count)} ${text}`] : [];
  });
  return parts.length === 0 ? "" : `  of ${parts.join("; ")}`;
}

const MAX_RULES = 20;

function formatRules(tally: Tally, style: Style): string {
  const rules = listChangingRules(tally);
  if (rules.length === 0) return "";
  const number = (count: number, width: number) => (count === 0 ? "·" : formatCount(count)).padStart(width);
  const rows = rules
    .slice(0, MAX_RULES)
    .map(([name, rule]) => [
      `  ${name}`,
      number(rule.newlyRefused, 13),
      number(rule.onlyByIt, 10),
      number(rule.newlyAllowed, 13),
      number(rule.answeredOtherwise, 9),
      number(rule.cannotTell, 11),
    ]);
  const title = ["  rule", "newly refused", "only by it", "newly allowed", "otherwise", "cannot tell"];
  const missing = rules.flatMap(([name, rule]) => {
    const facets = Object.keys(rule.missing);
    if (facets.length === 0) return [];
    return [`  ${name} needs ${facets.join(", ")}: record, or add it to audit.include`];
  });
  const remarks = listRemarks(tally).map(({ rule, command, share }) =>
    style.yellow(
      `  ${rule} refuses ${(100 * share).toFixed(0)} % of ${command}: a rule that refuses most of a command is rarely meant.`,
    ),
  );
  const more = rules.length > MAX_RULES ? [`  … and ${rules.length - MAX_RULES} more rules`] : [];
  return [
    style.bold("By the rule that makes the difference"),
    alignColumns([title, ...rows]),
    ...more,
    ...missing,
    ...remarks,
  ].join("\n");
}

function formatCommands(tally: Tally, style: Style): string {
  const rows = Object.entries(tally.commands)
    .filter(
      ([, counts]) =>
        counts.newlyRefused + counts.newlyAllowed + counts.answeredOtherwise + counts.cannotTell > 0,
    )
    .sort(([, a], [, b]) => b.newlyRefused - a.newlyRefused || b.requests - a.requests)
    .map(([name, counts]) => [
      `  ${name}`,
      `${formatCount(counts.newlyRefused)} newly refused`,
      `${formatCount(counts.newlyAllowed)} newly allowed`,
      `of ${formatCount(counts.requests)}`,
    ]);
  return rows.length === 0 ? "" : `${style.bold("By command")}\n${alignColumns(rows)}`;
}

const MOST_ACCOUNTS = 5;

/** The accounts with the most new refusals, and how concentrated these are. */
function formatAccounts(tally: Tally, style: Style): string {
  const refused = Object.entries(tally.accounts)
    .map(([name, { newlyRefused }]) => [name, newlyRefused] as const)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (refused.length === 0) return "";
  const half = countHalf(refused.map(([, count]) => count));
  const top = refused
    .slice(0, MOST_ACCOUNTS)
    .map(([name, count]) => `${escapeText(name)} ${formatCount(count)}`);
  return `${style.bold("By account")}\n  most  ${top.join(", ")}\n  half of the new refusals fall to ${formatCount(half)} of ${formatCount(refused.length)} accounts`;
}

/** How many of the largest counts make half of the sum. */
export function countHalf(sorted: readonly number[]): number {
  const sum = sorted.reduce((total, count) => total + count, 0);
  let reached = 0;
  for (const [index, count] of sorted.entries()) {
    reached += count;
    if (reached * 2 >= sum) return index + 1;
  }
  return 0;
}

function formatLabels(labels: readonly LabelSummary[], style: Style): string {
  if (labels.length === 0) return "";
  return [style.bold("By label"), ...labels.flatMap(formatLabel)].join("\n");
}

/** How many newly refused requests have the label, which do not, and the share of the label that each set refuses. */
function formatLabel(label: LabelSummary): readonly string[] {
  const { id, isEstimate, labelled, newlyRefused, newlyAllowed, rules, unlabelled, unkeyed } = label;
  const about = isEstimate ? "≈" : "";
  const formatPart = (part: number, whole: number) =>
    `${about}${formatCount(part)} of ${about}${formatCount(whole)}${whole === 0 ? "" : ` (${formatShare(part, whole)})`}`;
  const lines = [
    `  ${id}: ${formatPart(newlyRefused.labelled, newlyRefused.requests)} newly refused have it`,
    newlyAllowed.requests > 0
      ? `    ${formatPart(newlyAllowed.labelled, newlyAllowed.requests)} newly allowed have it`
      : "",
    labelled.requests > 0
      ? `    of ${about}${formatCount(labelled.requests)} requests that have it, refused: ${formatShare(labelled.before, labelled.requests)} → ${formatShare(labelled.after, labelled.requests)}`
      : "    no request has it",
    ...Object.entries(rules)
      .sort(([a, first], [b, second]) => second.requests - first.requests || (a < b ? -1 : 1))
      .slice(0, MAX_RULES)
      .map(([rule, counted]) => `    ${rule}: ${formatPart(counted.labelled, counted.requests)}`),
    unlabelled.length > 0
      ? `    newly refused without it, look at: ${unlabelled.map(escapeText).join(", ")}`
      : "",
    unkeyed > 0
      ? `    ${formatCount(unkeyed)} requests name nothing that a label could be found by: it takes recordings, or events with payload`
      : "",
  ];
  return lines.filter(Boolean);
}

const SAMPLES_A_RULE = 1;
const MAX_SHOWN = 10;

function formatSamples({ samples }: Tally, style: Style): string {
  const entries = Object.entries(samples).slice(0, MAX_SHOWN);
  if (entries.length === 0) return "";
  const rows = entries.flatMap(([key, found]) =>
    found.slice(0, SAMPLES_A_RULE).map((sample) => formatSample(key, sample)),
  );
  return `${style.bold("For example")}\n${alignColumns(rows)}`;
}

function formatSample(key: string, sample: Sample): readonly string[] {
  const { time, command, account = "–", before, after, facet = "", requestId, text } = sample;
  const rule = key.slice(key.indexOf(" ") + 1);
  const written = text === undefined ? "" : JSON.stringify(escapeText(text));
  return [
    `  ${formatMinute(time)}`,
    `${command}  ${escapeText(account)}  ${before} → ${after}  ${rule}  ${facet}  ${written}  ${escapeText(requestId)}`.replace(
      / {3,}/g,
      "  ",
    ),
  ];
}

const SKIPPED: Readonly<Record<string, string>> = {
  other: "lines of another kind",
  unreadable: "lines that could not be read",
  sealed: "sealed recordings: open them with `chatgate record pull`",
  "unknown-command": "requests of a command that is not known",
  "no-payload": "events without payload: deliver them with `with: payload`",
  "not-decided": "requests that were not decided by policy",
  "key-missing": "recordings whose key was forgotten",
  "not-opened": "recordings that their key does not open",
  "part-missing": "recordings that lack a part in the same object",
};

function formatSkipped({ skipped }: Tally): string {
  const parts = Object.entries(skipped).map(([why, count]) => `${formatCount(count)} ${SKIPPED[why] ?? why}`);
  return parts.length === 0 ? "" : `Not replayed: ${parts.join("; ")}.`;
}
