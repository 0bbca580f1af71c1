import { resolve } from "node:path";
import { summarizeLabels } from "../lib/replay/label-tally.ts";
import { orderTally } from "../lib/replay/order-tally.ts";
import { isExceeded, listRemarks, parseFailIf } from "../lib/replay/remarks.ts";
import type { Tally } from "../lib/replay/tally.ts";
import type { Io } from "./io.ts";
import { writeOutput } from "./named-files.ts";
import { formatReplay, type ReplayTitle } from "./render/replay.ts";
import { createStyle } from "./render/style.ts";
import { type BareDiagnostic, completeDiagnostic, recordProblem, reportProblems } from "./report.ts";

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

/** Limits of `--fail-if` that the counts exceed. */
export const listExceeded = ({ failIf = [] }: ReplayOutput, tally: Tally): readonly string[] =>
  failIf.filter((limit) => {
    const parsed = parseFailIf(limit);
    return parsed !== undefined && isExceeded(parsed, tally);
  });

export type ReplayExtras = {
  /** Further keys of the JSON. */
  readonly more?: object;
  /** What the counts lack: the exit code is then 2. */
  readonly gaps?: readonly BareDiagnostic[];
};

/** Writes the requested outputs, reports what is wrong with the counts, and returns the exit code. */
export async function writeReplay(
  counted: Tally,
  title: ReplayTitle,
  options: ReplayOutput,
  io: Io,
  { more = {}, gaps = [] }: ReplayExtras = {},
): Promise<number> {
  const tally = orderTally(counted);
  if (options.tally !== undefined) await writeOutput(resolve(io.cwd, options.tally), JSON.stringify(tally));
  if (options.report !== undefined) {
    const { formatReport } = await import("./render/report.ts"); // loaded here: only reports need d3
    await writeOutput(resolve(io.cwd, options.report), formatReport(tally, title, io.now()));
  }
  const exceeded = listExceeded(options, tally);
  const problems = [
    ...gaps.map((gap) => completeDiagnostic(gap)),
    ...exceeded.map((limit) => completeDiagnostic({ code: "limit-exceeded", token: limit })),
  ];
  if (options.json) {
    const result = { ...describeReplay(tally, title, exceeded), ...more, ok: problems.length === 0 };
    io.out(JSON.stringify({ ...result, diagnostics: problems.map(recordProblem) }, null, 2));
  } else {
    io.out(formatReplay(tally, title, createStyle(io)));
    if (problems.length > 0) reportProblems(io, problems);
  }
  if (gaps.length > 0) return 2;
  return problems.length > 0 ? 1 : 0;
}

const MAX_ACCOUNTS = 10_000;

/** Accounts with the most changes that are listed; the rest are counted. */
export function describeReplay(tally: Tally, title: ReplayTitle, exceeded: readonly string[]): object {
  const sorted = Object.entries(tally.accounts).sort(
    ([, a], [, b]) =>
      b.newlyRefused - a.newlyRefused ||
      b.newlyAllowed + b.answeredOtherwise - a.newlyAllowed - a.answeredOtherwise,
  );
  return {
    ok: exceeded.length === 0,
    ...{ before: title.before, after: title.after, exceeded },
    ...tally,
    accounts: Object.fromEntries(sorted.slice(0, MAX_ACCOUNTS)),
    otherAccounts: Math.max(0, sorted.length - MAX_ACCOUNTS),
    labels: summarizeLabels(tally.labels),
    remarks: listRemarks(tally),
  };
}
