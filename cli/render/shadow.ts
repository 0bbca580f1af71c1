import { pluralize } from "../../lib/authoring/messages/message.ts";
import type { ShadowReport, ShadowTally } from "../../lib/replay/shadow.ts";
import type { ShadowStart } from "../stage/shadow-history.ts";
import { formatCount, formatShare } from "./replay.ts";
import { escapeText } from "./safe-text.ts";
import type { Style } from "./style.ts";

export type ShadowContext = {
  /** What to do to enforce them after `mode: shadow` is removed. */
  readonly next: string;
  readonly starts: ReadonlyMap<string, ShadowStart>;
  /** By rule, the place of its `mode: shadow`, as `file:line`. */
  readonly places: ReadonlyMap<string, string | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export function formatShadows(report: ShadowReport, context: ShadowContext, style: Style): string {
  const { rules, otherSets, lines, isWeighted } = report;
  if (rules.length === 0) return "No rule is in shadow.";
  const about = isWeighted ? "≈" : "";
  const parts = rules.map((rule) => formatShadow(rule, about, context, style));
  const notes = [
    otherSets > 0
      ? `${formatCount(otherSets)} of ${formatCount(lines)} lines are of other sets, in which these rules may have been others or absent.`
      : "",
    isWeighted ? "≈: plain allows are sampled, and each line counts for what it stands for." : "",
  ];
  return [...parts, ...notes].filter(Boolean).join("\n\n");
}

function formatShadow(tally: ShadowTally, about: string, context: ShadowContext, style: Style): string {
  const { rule, covered, would, refusedAnyway, exempt, errors, accounts, days } = tally;
  const formatNumber = (count: number) => `${about}${formatCount(count)}`;
  const head = `${style.bold(rule)}${formatStart(context.starts.get(rule), context.now)}`;
  if (covered === 0) return `${head}\n  no request that it covers; look further back with --since`;
  const top = [...accounts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
  const most = top.map(([name, count]) => `${escapeText(name)} ${formatCount(count)}`).join(", ");
  const counts = [...days].sort(([a], [b]) => a - b).map(([, count]) => count);
  const [least, greatest] = [Math.min(...counts), Math.max(...counts)];
  return [
    head,
    `  would have refused ${formatNumber(would)} of ${formatNumber(covered)} requests that it covers (${formatShare(would, covered)}), by ${formatCount(accounts.size)} accounts`,
    `  ${formatNumber(refusedAnyway)} of them were refused anyway by other rules; enforcing it refuses ${formatNumber(would - refusedAnyway)} more; ${formatNumber(exempt)} exempt${errors > 0 ? `; ${formatNumber(errors)} could not be computed` : ""}`,
    would === 0
      ? ""
      : `  a day  ${formatSparkline(counts)}  ${formatCount(least)} to ${formatCount(greatest)}      most  ${most}`,
    style.dim(`  → take \`mode: shadow\` out of ${context.places.get(rule) ?? rule}, then ${context.next}`),
  ]
    .filter(Boolean)
    .join("\n");
}

const DAY_MS = 86_400_000;

function formatStart(start: ShadowStart | undefined, now: number): string {
  if (start === undefined) return "";
  const days = Math.max(0, Math.floor((now - start.at) / DAY_MS));
  const length = days === 0 ? "today" : pluralize(days, "day");
  return `  in shadow since set ${start.set}${start.isOldest ? " or earlier" : ""} (${length})`;
}

const BARS = "▁▂▃▄▅▆▇█";

function formatSparkline(counts: readonly number[]): string {
  const greatest = Math.max(1, ...counts);
  return counts.map((count) => BARS[Math.round((count / greatest) * (BARS.length - 1))]).join("");
}
