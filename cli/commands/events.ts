import type { Command as Program } from "commander";
import type { LogDetails } from "../../lib/policy/tool-details.ts";
import { createEvent, writeEvent } from "../../lib/records/event.ts";
import { deliverEvent } from "../../lib/sinks/deliver.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { adviseMoment, parseMoment } from "../duration.ts";
import { type Io, STOPPED } from "../io.ts";
import { readLogGroup } from "../log-source.ts";
import { createNote } from "../note-redelivered.ts";
import { createDryRunOption, createJsonOption, formatExamples } from "../options.ts";
import { type RedeliveryReport, redeliver } from "../redeliver.ts";
import {
  type BareDiagnostic,
  completeDiagnostic,
  formatNote,
  recordProblem,
  reportUsageError,
} from "../report.ts";
import { openLines } from "../stage/audit-lines.ts";
import { openStageEvents, readTokenHistory } from "../stage/stage-events.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerEvents(program: Program, io: Io): void {
  const events = program
    .command("events")
    .description("Test the destinations of events, and redeliver events.");
  events
    .command("test")
    .description("Send one event of type chatgate.test to each destination. Exit 1 if one is not accepted.")
    .addOption(createStageOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("events test --stage dev"))
    .action(async (options: StageOptions) => io.exit(await testDestinations(options, io)));
  events
    .command("redeliver")
    .description(
      "Redeliver the events that the log lists as undelivered, oldest first. A second run sends none of them again.",
    )
    .addOption(createStageOption())
    .option("--since <when>", "how far back to look: 2h, 7d, or a time (default for a stage's log: 24h)")
    .option("--to <destination>", "only events for one destination")
    .option("--log <file>", "read the log from a file, or - for standard input, instead of CloudWatch Logs")
    .addOption(createDryRunOption("show what would be sent, and send nothing"))
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "events redeliver --stage prod --since 2h --dry-run",
        "events redeliver --stage prod --since 2h --to queue",
      ),
    )
    .action(async (options: RedeliverOptions) => io.exit(await redeliverEvents(options, io)));
}

const TEST_MS = 10_000;

async function testDestinations(options: StageOptions, io: Io): Promise<number> {
  return runWithStage(options, io, async (store) => {
    const { destinations, unreachable } = await openStageEvents(store, io);
    const time = io.now();
    const event = createEvent(
      {
        ...{ stage: store.stage, sdkAppId: 0, command: "chatgate.test", facets: {}, time },
        ...{ payload: { note: "Sent by chatgate events test" }, requestTime: String(time) },
      },
      sha256,
    );
    const results = await Promise.all(
      destinations.map(async ({ to, destination }) => {
        const times = {
          deadline: io.now() + TEST_MS,
          now: io.now,
          random: Math.random,
          attempts: 2,
        } as const;
        const [undelivered] = await deliverEvent(event, writeEvent(event), [destination], times);
        return { to: to.startsWith("https:") ? destination.name : to, refused: undelivered?.reason };
      }),
    );
    const problems = results.flatMap(({ to, refused }) =>
      refused === undefined
        ? []
        : [completeDiagnostic({ code: "destination-refused", token: to, details: { reason: refused } })],
    );
    const notes = unreachable.map((to) =>
      completeDiagnostic({ code: "destination-not-tried", token: to }, "note"),
    );
    const diagnostics = [...problems, ...notes];
    if (options.json) {
      const shown = { ok: problems.length === 0, stage: store.stage, id: event.id };
      const found = { results, notTried: unreachable, diagnostics: diagnostics.map(recordProblem) };
      io.out(JSON.stringify({ ...shown, ...found }, null, 2));
    } else {
      const taken = results.filter(({ refused }) => refused === undefined);
      const lines = [
        ...taken.map(({ to }) => `ok: ${to} took the event, id ${event.id}.`),
        ...diagnostics.map(formatNote),
      ];
      io.out(lines.length === 0 ? `${store.label} has no events in its settings.` : lines.join("\n"));
    }
    return problems.length === 0 ? 0 : 1;
  });
}

type RedeliverOptions = StageOptions & {
  readonly since?: string;
  readonly to?: string;
  readonly log?: string;
  readonly dryRun?: boolean;
};

async function redeliverEvents(options: RedeliverOptions, io: Io): Promise<number> {
  const { log } = options;
  const since =
    log !== undefined && options.since === undefined ? 0 : parseMoment(options.since ?? "24h", io.now());
  if (since === undefined) return reportUsageError(io, adviseMoment("--since"));
  return runWithStage(options, io, async (store) => {
    const { destinations, openCall, logGroup } = await openStageEvents(store, io);
    const dryRun = options.dryRun === true;
    const query = { group: logGroup, from: since, to: io.now() };
    const report = await redeliver({
      ...{ dryRun, now: io.now, random: Math.random, stop: io.stop },
      lines:
        log === undefined
          ? readLogGroup({ ...query, pattern: PATTERN }, openCall("logs"), io.now)
          : openLines(log, io),
      from: log === undefined ? 0 : since, // CloudWatch begins there by itself
      tokens: await readTokenHistory(store),
      destinations: new Map(destinations.map(({ destination }) => [destination.name, destination])),
      ...(options.to !== undefined && { to: options.to }),
      note: createNote(logGroup, `redelivered-${store.stage}`, openCall("logs"), io.now),
    });
    const diagnostics = describeRest(report).map((found) => completeDiagnostic(found, "warning"));
    if (options.json) {
      const ok = isComplete(report) && report.failed === undefined;
      const shown = {
        ok,
        stage: store.stage,
        dryRun,
        ...report,
        diagnostics: diagnostics.map(recordProblem),
      };
      io.out(JSON.stringify(shown, null, 2));
    } else io.out([...formatCounts(report, dryRun), ...diagnostics.map(formatNote)].join("\n"));
    if (report.left > 0) return STOPPED;
    if (report.failed !== undefined) return 2;
    return isComplete(report) ? 0 : 1;
  });
}

/** CloudWatch's filter pattern: matches our lines, also if Lambda's JSON format wraps them. */
const PATTERN = "?undelivered ?redelivered";

const isComplete = ({ outcomes, incomplete, unreadable, more, left }: RedeliveryReport) =>
  !more &&
  incomplete + unreadable + left === 0 &&
  Object.entries(outcomes).every(([outcome, count]) => count === 0 || outcome.startsWith("sent"));

function formatCounts({ outcomes }: RedeliveryReport, dryRun: boolean): readonly string[] {
  const before = outcomes["sent-before"];
  return [
    `${outcomes.sent} ${dryRun ? "to send" : "sent"}`,
    ...(before > 0 ? [`${before} sent by an earlier run`] : []),
  ];
}

/** Events that were not sent, or that may be sent twice, with the reason. */
function describeRest(report: RedeliveryReport): readonly BareDiagnostic[] {
  const { outcomes, incomplete, unreadable, left, moreSince, failed } = report;
  const counted: readonly (readonly [keyof LogDetails & `redelivery-${string}`, number])[] = [
    ["redelivery-not-noted", outcomes["sent-not-noted"]],
    ["redelivery-refused", outcomes.refused],
    ["redelivery-destination-unknown", outcomes["destination-unknown"]],
    ["redelivery-token-missing", outcomes["no-token"]],
    ["redelivery-altered", outcomes.altered],
    ["redelivery-incomplete", incomplete],
    ["redelivery-unreadable", unreadable],
    ["redelivery-stopped", left],
  ];
  return [
    ...counted
      .filter(([, count]) => count > 0)
      .map(([code, count]) => ({ code, details: { count } }) as BareDiagnostic), // all of these count
    ...(moreSince === undefined
      ? []
      : [{ code: "redelivery-unfinished", details: { since: moreSince } } as const]),
    ...(failed === undefined ? [] : [{ code: "log-unreadable", details: { cause: failed } } as const]),
  ];
}
