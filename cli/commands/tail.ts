import { setTimeout as pause } from "node:timers/promises";
import type { Command as Program } from "commander";
import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import { type AuditFilter, isChosen, readLineAccount } from "../../lib/replay/audit-view.ts";
import { isRefused } from "../../lib/replay/change.ts";
import { adviseMoment, parseMoment } from "../duration.ts";
import { holdStop, type Io } from "../io.ts";
import { endAtStop } from "../log-source.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { type ReadPolicies, readPolicies } from "../policies.ts";
import { createStyle } from "../render/style.ts";
import { formatTailLine } from "../render/tail.ts";
import { reportProblem, reportProblems, reportUsageError, reportWarning, tell } from "../report.ts";
import { AUDIT_PATTERN, nameInLogs, readAuditLines } from "../stage/audit-lines.ts";
import { openStageLogs } from "../stage/stage-logs.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
  setRegion,
} from "../stage/with-stage.ts";

export function registerTail(program: Program, io: Io): void {
  program
    .command("tail")
    .description("Follow a stage's requests as they are decided, one line each.")
    .addOption(createStageOption())
    .option("--since <when>", "begin earlier: 10m, 2h, 7d, or a time", "0s")
    .option("--no-follow", "stop after the past requests")
    .option("--decision <word>", "allow, deny, partial, drop, mask; or refused: deny, partial and drop")
    .option("--outcome <word>", "decided, rejected, unreadable, faulted, deadline, unknown, verified")
    .option("--command <pattern>", "one command, or a pattern of commands")
    .option("--rule <pattern>", "rules with an effect: naming/reserved-names, naming/*")
    .option("--account <account>", "the account as Chat names it; it is hashed before the search")
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "tail --stage prod --decision refused",
        'tail --stage prod --since 2h --no-follow --rule "naming/*" --account u_mira --json',
      ),
    )
    .action(async (options: TailOptions) => io.exit(await followRequests(options, io)));
}

type TailOptions = StageOptions & {
  readonly since: string;
  readonly follow: boolean;
  readonly decision?: string;
  readonly outcome?: string;
  readonly command?: string;
  readonly rule?: string;
  readonly account?: string;
};

const POLL_MS = 2_000;
/** Lines may reach the log out of order, so each poll overlaps the one before; no request is shown twice. */
const OVERLAP_MS = 10_000;
/** More requests than come in the overlap. */
const MAX_REMEMBERED = 100_000;

async function followRequests(options: TailOptions, outer: Io): Promise<number> {
  const io = setRegion(outer, options.region);
  const startedAt = io.now();
  const since = parseMoment(options.since, startedAt);
  if (since === undefined) return reportUsageError(io, adviseMoment("--since"));
  return runWithStage(options, io, async (store) => {
    const filter = await createFilter(options, io);
    if ("diagnostics" in filter) return reportProblems(io, filter.diagnostics);
    const openLogs = await openStageLogs(store, io);
    const style = createStyle(io);
    const seen = new Set<string>();
    // Ctrl-C is how to end a tail that follows; one that does not is then incomplete, so it ends as any command does.
    const release = options.follow ? holdStop(io) : () => {};
    const counts = { shown: 0, refused: 0 };
    let isFirst = true;
    for (let from = since; ; isFirst = false) {
      const to = io.now();
      const lines = openLogs({ from, to: to + OVERLAP_MS, pattern: AUDIT_PATTERN });
      for await (const item of readAuditLines(options.follow ? endAtStop(lines, io.stop) : lines)) {
        if (item.kind === "failed") {
          const unreadable = { code: "log-unreadable", details: { cause: item.reason } } as const;
          if (isFirst) return reportProblem(io, unreadable);
          reportWarning(io, unreadable);
          break; // what could be read once can be read again
        }
        const { view, record } = item;
        if (view.time < since || seen.has(view.requestId)) continue;
        rememberId(seen, view.requestId);
        if (!isChosen(view, filter)) continue;
        counts.shown++;
        if (isRefused(view.verdict)) counts.refused++;
        io.out(options.json ? JSON.stringify(record) : formatTailLine(view, readLineAccount(view), style));
      }
      if (!options.follow) return 0;
      from = Math.max(since, to - OVERLAP_MS);
      await pause(POLL_MS, undefined, { signal: io.stop }).catch(() => {}); // stopped while it waits
      if (!io.stop.aborted) continue;
      release();
      const seconds = Math.round((io.now() - startedAt) / 1000);
      tell(io, `Ended: ${counts.shown} requests shown, ${counts.refused} of them refused, in ${seconds} s.`);
      return 0;
    }
  });
}

function rememberId(seen: Set<string>, id: string): void {
  seen.add(id);
  const [oldest] = seen;
  if (seen.size > MAX_REMEMBERED && oldest !== undefined) seen.delete(oldest);
}

/** The filter, or why there can be none. */
async function createFilter(
  options: TailOptions,
  io: Io,
): Promise<AuditFilter | Extract<ReadPolicies, { kind: "failed" }>> {
  const { decision, outcome, command, rule, account, stage } = options;
  const policies = account === undefined ? undefined : await readPolicies({ stage, deployed: true }, io);
  if (policies?.kind === "failed") return policies;
  return {
    ...{ decision, outcome },
    isCommand: command === undefined ? undefined : (name) => matchesGlob(name, command),
    isRule: rule === undefined ? undefined : (name) => matchesGlob(name, rule),
    accounts: account === undefined ? undefined : nameInLogs(account, policies?.parameters ?? []),
  };
}
