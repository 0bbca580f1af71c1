import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { escapeText } from "../render/safe-text.ts";
import { collectLimits, describeWrongLimit, type ReplayOutput, writeReplay } from "../replay-output.ts";
import { type ReplayResults, readReplayResults } from "../replay-results.ts";
import { reportProblem, reportUsageError } from "../report.ts";
import { createRegionOption } from "../stage/with-stage.ts";

type Options = ReplayOutput & { readonly region?: string };

export function registerMerge(replay: Program, io: Io): void {
  replay
    .command("merge")
    .description("Put the counts of several replays together, as if it had been one.")
    .argument(
      "<tally...>",
      "files that `replay --tally` wrote, or a folder or s3://bucket/prefix that the distributed replay wrote to",
    )
    .option("--report <file>", "write an HTML page")
    .option("--fail-if <limit>", "exit 1 above it; repeatable", collectLimits)
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples("replay examples/recordings.jsonl --tally monday.json", "replay merge monday.json"),
    )
    // Options of the same name are the parent's where they stand before the word.
    .action(async (places: readonly string[], _: unknown, command: Program) =>
      io.exit(await merge(places, command.optsWithGlobals() as Options, io)),
    ); // register's own options
}

async function merge(places: readonly string[], options: Options, io: Io): Promise<number> {
  const wrong = describeWrongLimit(options);
  if (wrong !== undefined) return reportUsageError(io, wrong);
  const results = await readReplayResults(places, options.region, io);
  if (results.kind === "failed") return reportUsageError(io, results.reason);
  if (results.kind === "no-tally") return reportProblem(io, { code: "tally-invalid", token: results.name });
  const { tally, tallies, names, unread, unfinished } = results;
  const gaps = describeGaps(results);
  const { before, after } = names ?? { before: "before", after: `${tallies} tallies` };
  // Wherever the counts go, it goes along that they are not all.
  const title = { before, after: gaps.length > 0 ? `${after} · incomplete` : after, seconds: 0 };
  // Of a run on one machine there is no more to say than that replay says.
  const more = names === undefined ? {} : { tallies, unread, unfinished };
  const code = await writeReplay(tally, title, options, io, more);
  for (const gap of gaps) io.err(`chatgate: ${gap}`);
  return gaps.length > 0 ? 2 : code;
}

const MAX_NAMED = 10;
const REASONS: Readonly<Record<string, string>> = {
  "no-time": "the function's time was over: make smaller objects, and replay these again",
  "too-large": "larger than 2 GiB: make smaller objects",
  changed: "replaced while it was read",
};

function describeGaps({ unread, unfinished }: ReplayResults): readonly string[] {
  const named = unread.slice(0, MAX_NAMED).map(({ key, reason, lines }) => {
    const from = lines > 0 ? `, from line ${lines + 1} on` : "";
    return `not read: ${escapeText(key)}${from}: ${REASONS[reason] ?? escapeText(reason)}`;
  });
  return [
    ...unfinished.map(
      (folder) => `${folder} has no manifest yet: its execution has not finished, or was stopped`,
    ),
    ...named,
    ...(unread.length > MAX_NAMED ? [`not read: ${unread.length - MAX_NAMED} more; --json names them`] : []),
  ];
}
