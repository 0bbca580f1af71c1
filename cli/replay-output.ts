import { resolve } from "node:path";
import type { Diagnostic } from "../lib/policy/diagnostic.ts";
import { summarizeLabels } from "../lib/replay/label-tally.ts";
import { orderTally } from "../lib/replay/order-tally.ts";
import { isExceeded, listRemarks, parseFailIf } from "../lib/replay/remarks.ts";
import type { Tally } from "../lib/replay/tally.ts";
import type { Io } from "./io.ts";
import { writeOutput } from "./named-files.ts";
import { formatReplay, type ReplayTitle } from "./render/replay.ts";
import { createStyle } from "./render/style.ts";
import {
  type BareDiagnostic,
  completeDiagnostic,
  recordProblem,
  reportProblems,
  showNotes,
} from "./report.ts";

/** Output options of `replay` and `replay merge`. */
export type ReplayOutput = {
  readonly report?: string;
  readonly tally?: string;
  readonly failIf?: readonly string[];
  readonly json?: boolean;
};

/** Undefined: every limit can be read. */
export function describeWrongLimit({ failIf = [] }: ReplayOutput): string | undefined {
  const wrong = failIf.find((limit) => parseFailIf(limit) === undefined);
  return (
    wrong &&
    `--fail-if does not take "${wrong}". Write e.g. newly-refused>0.1%, newly-allowed>0, answered-otherwise>10 or cannot-tell>5%.`
  );
}

export type ReplayExtras = {
  /** Further keys of the JSON. */
  readonly more?: object;
  /** What the counts lack: the exit code is then 2. */
  readonly gaps?: readonly BareDiagnostic[];
  readonly notes?: readonly Diagnostic[];
};

/** A replay's counts, with what is wrong with them. */
export type JudgedReplay = {
  readonly tally: Tally;
  readonly title: ReplayTitle;
  /** Limits of `--fail-if` that the counts exceed. */
  readonly exceeded: readonly string[];
  /** What the counts lack, then a limit that is exceeded. */
  readonly problems: readonly Diagnostic[];
};

/** Every output says that the counts are incomplete, if they are. */
export function judgeReplay(
  counted: Tally,
  title: ReplayTitle,
  failIf: readonly string[] = [],
  gaps: readonly BareDiagnostic[] = [],
): JudgedReplay {
  const tally = orderTally(counted);
  const exceeded = failIf.filter((limit) => {
    const parsed = parseFailIf(limit);
    return parsed !== undefined && isExceeded(parsed, tally);
  });
  const found = [...gaps, ...exceeded.map((token) => ({ code: "limit-exceeded", token }) as const)];
  return {
    tally,
    title: gaps.length > 0 ? { ...title, after: `${title.after} · incomplete` } : title,
    exceeded,
    problems: found.map((problem) => completeDiagnostic(problem)),
  };
}

/** Writes the requested outputs, reports what is wrong with the counts, and returns the exit code. */
export async function writeReplay(
  counted: Tally,
  names: ReplayTitle,
  options: ReplayOutput,
  io: Io,
  { more = {}, gaps = [], notes = [] }: ReplayExtras = {},
): Promise<number> {
  const judged = judgeReplay(counted, names, options.failIf, gaps);
  const { tally, title, problems } = judged;
  if (options.tally !== undefined) await writeOutput(resolve(io.cwd, options.tally), JSON.stringify(tally));
  if (options.report !== undefined) {
    const { formatReport } = await import("./render/report.ts"); // loaded here: only reports need d3
    await writeOutput(resolve(io.cwd, options.report), formatReport(tally, title, io.now()));
  }
  if (options.json) io.out(JSON.stringify({ ...recordReplay(judged, notes), ...more }, null, 2));
  else {
    showNotes(io, notes);
    io.out(formatReplay(tally, title, createStyle(io)));
    if (problems.length > 0) reportProblems(io, problems);
  }
  if (gaps.length > 0) return 2;
  return problems.length > 0 ? 1 : 0;
}

const MAX_ACCOUNTS = 10_000;

/** For `--json`. Accounts with the most changes are listed; the rest are counted. */
export function recordReplay(
  { tally, title, exceeded, problems }: JudgedReplay,
  notes: readonly Diagnostic[],
): object {
  const sorted = Object.entries(tally.accounts).sort(
    ([, a], [, b]) =>
      b.newlyRefused - a.newlyRefused ||
      b.newlyAllowed + b.answeredOtherwise - a.newlyAllowed - a.answeredOtherwise,
  );
  return {
    ok: problems.length === 0,
    ...{ before: title.before, after: title.after, exceeded },
    ...tally,
    accounts: Object.fromEntries(sorted.slice(0, MAX_ACCOUNTS)),
    otherAccounts: Math.max(0, sorted.length - MAX_ACCOUNTS),
    labels: summarizeLabels(tally.labels),
    remarks: listRemarks(tally),
    notes: notes.map(recordProblem),
    diagnostics: problems.map(recordProblem),
  };
}
