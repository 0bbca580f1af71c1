import type { Command as Program } from "commander";
import { commands } from "../../lib/commands/generated/index.ts";
import { createReplaySet } from "../../lib/replay/replay-set.ts";
import { countShadows } from "../../lib/replay/shadow.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { adviseMoment, parseMoment } from "../duration.ts";
import type { Io } from "../io.ts";
import type { LogSource } from "../log-source.ts";
import { createJsonOption, createPoliciesOption, formatExamples } from "../options.ts";
import { DEFAULT_FOLDER } from "../policies.ts";
import { formatShadows } from "../render/shadow.ts";
import { createStyle } from "../render/style.ts";
import { chooseSetPlace, readSetAt } from "../replay-sets.ts";
import { reportProblem, reportProblems, reportUsageError } from "../report.ts";
import { locateShadow } from "../shadow-place.ts";
import { AUDIT_PATTERN, openLines, readAuditLines } from "../stage/audit-lines.ts";
import { findShadowStarts } from "../stage/shadow-history.ts";
import { openStageLogs } from "../stage/stage-logs.ts";
import type { StageStore } from "../stage/stage-store.ts";
import { createRegionOption, runWithStage, setRegion } from "../stage/with-stage.ts";

export function registerPolicyShadow(policy: Program, io: Io): void {
  policy
    .command("shadow")
    .description("Show what rules in shadow would have refused, and how much of it is refused anyway.")
    .option("--stage <stage>", "the deployed stage: its set and its log")
    .addOption(createPoliciesOption())
    .option("--log <file>", "read a file instead of the stage's log; - for standard input")
    .option("--since <when>", "how far back to look: 2h, 7d, or a time", "7d")
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("policy shadow --stage prod --since 7d"))
    .action(async (options: ShadowOptions) => io.exit(await reportShadows(options, io)));
}

type ShadowOptions = {
  readonly stage?: string;
  readonly region?: string;
  readonly policies?: string;
  readonly log?: string;
  readonly since: string;
  readonly json?: boolean;
};

async function reportShadows(options: ShadowOptions, outer: Io): Promise<number> {
  const io = setRegion(outer, options.region);
  const { stage, log, region } = options;
  const moment = parseMoment(options.since, io.now());
  if (moment === undefined) return reportUsageError(io, adviseMoment("--since"));
  const since = moment;
  if (log !== undefined) return countShadowed(openLines(log, io), undefined);
  if (stage === undefined) return reportUsageError(io, "No log is named. Pass --stage, or --log <file>.");
  return runWithStage({ stage, region }, io, async (store) => {
    const openLogs = await openStageLogs(store, io);
    return countShadowed(openLogs({ from: since, to: io.now(), pattern: AUDIT_PATTERN }), store);
  });

  async function countShadowed(lines: LogSource, store: StageStore | undefined): Promise<number> {
    const read = await readSetAt(chooseSetPlace(stage, options.policies), io);
    const created = read.kind === "failed" ? read : createReplaySet(read.parameters, sha256);
    if (created.kind !== "set")
      return reportProblems(io, created.diagnostics, { advice: "Fix the policies, and run this again." });
    const { add, report } = countShadows(created.set, commands.keys());
    for await (const item of readAuditLines(lines)) {
      if (item.kind === "failed")
        return reportProblem(io, { code: "log-unreadable", details: { cause: item.reason } });
      if (log !== undefined || item.view.time >= since) add(item.view);
    }
    const names = report.rules.map(({ rule }) => rule);
    const starts = store === undefined ? new Map() : await findShadowStarts(store, names);
    const folder = options.policies ?? DEFAULT_FOLDER;
    const places = new Map<string, string | undefined>();
    for (const rule of names) places.set(rule, await locateShadow(rule, folder, stage, io));
    if (options.json) {
      const rules = report.rules.map(({ accounts, days, ...rule }) => ({
        ...rule,
        ...{ accounts: accounts.size, days: Object.fromEntries(days) },
        ...{ since: starts.get(rule.rule), place: places.get(rule.rule) },
      }));
      io.out(JSON.stringify({ ...report, rules }, null, 2));
    } else {
      const next = stage === undefined ? "push it" : `chatgate policy push --stage ${stage}`;
      io.out(formatShadows(report, { next, starts, places, now: io.now() }, createStyle(io)));
    }
    return 0;
  }
}
