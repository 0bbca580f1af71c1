import { resolve } from "node:path";
import type { Command as Program } from "commander";
import { parseObject } from "../../lib/json.ts";
import { mergeTallies, type Tally } from "../../lib/replay/tally.ts";
import type { Io } from "../io.ts";
import { readInput } from "../named-files.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { collectLimits, describeWrongLimit, type ReplayOutput, writeReplay } from "../replay-output.ts";
import { reportProblem, reportUsageError } from "../report.ts";

export function registerMerge(replay: Program, io: Io): void {
  replay
    .command("merge")
    .description("Put the counts of several replays together, as if it had been one.")
    .argument("<tally...>", "files that `replay --tally` or the distributed replay wrote")
    .option("--report <file>", "write an HTML page")
    .option("--fail-if <limit>", "exit 1 above it; repeatable", collectLimits)
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples("replay examples/recordings.jsonl --tally monday.json", "replay merge monday.json"),
    )
    // Options of the same name are the parent's where they stand before the word.
    .action(async (files: readonly string[], _: unknown, command: Program) =>
      io.exit(await merge(files, command.optsWithGlobals() as ReplayOutput, io)),
    ); // register's own options
}

async function merge(files: readonly string[], options: ReplayOutput, io: Io): Promise<number> {
  const wrong = describeWrongLimit(options);
  if (wrong !== undefined) return reportUsageError(io, wrong);
  const tallies: Tally[] = [];
  for (const file of files) {
    const fields = parseObject(await readInput(resolve(io.cwd, file)));
    if (fields?.v !== 1 || typeof fields.requests !== "number" || typeof fields.rules !== "object")
      return reportProblem(io, { code: "tally-invalid", token: file });
    tallies.push({ labels: {}, grades: {}, ...fields } as unknown as Tally); // of the version that we write
  }
  const title = { before: "before", after: `${files.length} tallies`, seconds: 0 };
  return writeReplay(mergeTallies(tallies), title, options, io);
}
