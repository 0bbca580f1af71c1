import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command as Program } from "commander";
import { parseObject } from "../../lib/json.ts";
import { mergeTallies, type Tally } from "../../lib/replay/tally.ts";
import { type Io, reportUsageError } from "../io.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { collectLimits, describeWrongLimit, type ReplayOutput, writeReplay } from "../replay-output.ts";

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
    const fields = parseObject(await readFile(resolve(io.cwd, file), "utf8").catch(() => ""));
    if (fields?.v !== 1 || typeof fields.requests !== "number" || typeof fields.rules !== "object")
      return reportUsageError(io, `${file}: is not a tally that \`replay --tally\` wrote`);
    tallies.push({ labels: {}, grades: {}, ...fields } as unknown as Tally); // of the version that we write
  }
  const title = { before: "before", after: `${files.length} tallies`, seconds: 0 };
  return writeReplay(mergeTallies(tallies), title, options, io);
}
