import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { collectValues, createJsonOption, formatExamples } from "../options.ts";
import { escapeText } from "../render/safe-text.ts";
import { describeWrongLimit, type ReplayOutput, writeReplay } from "../replay-output.ts";
import { type ReplayResults, readReplayResults } from "../replay-results.ts";
import { type BareDiagnostic, reportProblem, reportUsageError } from "../report.ts";
import { createRegionOption } from "../stage/with-stage.ts";

type Options = ReplayOutput & { readonly region?: string };

export function registerMerge(replay: Program, io: Io): void {
  replay
    .command("merge")
    .description("Merge the counts of several replays into one report.")
    .argument(
      "<tally...>",
      "files written by `replay --tally`, or a folder or s3://bucket/prefix written by the distributed replay",
    )
    .option("--report <file>", "write an HTML page")
    .option("--fail-if <limit>", "exit 1 above this limit; repeatable", collectValues)
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples("replay examples/recordings.jsonl --tally monday.json", "replay merge monday.json"),
    )
    // commander gives an option to the parent if it precedes the subcommand.
    .action(async (places: readonly string[], _: unknown, command: Program) =>
      io.exit(await mergeReplays(places, command.optsWithGlobals() as Options, io)),
    ); // register's own options
}

async function mergeReplays(places: readonly string[], options: Options, io: Io): Promise<number> {
  const wrong = describeWrongLimit(options);
  if (wrong !== undefined) return reportUsageError(io, wrong);
  const results = await readReplayResults(places, options.region, io);
  if (results.kind === "failed") return reportProblem(io, results.found, { about: results.about });
  const { tally, tallies, names, unread, unfinished } = results;
  const gaps = listGaps(results);
  const { before, after } = names ?? { before: "before", after: `${tallies} tallies` };
  const title = { before, after, seconds: 0 };
  // Tallies of one machine have no batches to report.
  const more = names === undefined ? {} : { tallies, unread, unfinished };
  return writeReplay(tally, title, options, io, { more, gaps });
}

const MAX_NAMED = 10;

/** What is missing in the counts. */
function listGaps({ unread, unfinished }: ReplayResults): readonly BareDiagnostic[] {
  const more = unread.length - MAX_NAMED;
  return [
    ...unfinished.map((token) => ({ code: "replay-unfinished", token }) as const),
    ...unread.slice(0, MAX_NAMED).map(({ key, reason, lines }) => {
      const details = { reason: escapeText(reason), lines };
      return { code: "replay-object-unread", token: escapeText(key), details } as const;
    }),
    ...(more > 0 ? [{ code: "replay-more-unread", details: { count: more } } as const] : []),
  ];
}
