import { resolve } from "node:path";
import type { Command as Program } from "commander";
import { formatCandidate } from "../../lib/replay/distributed.ts";
import { createReplaySet } from "../../lib/replay/replay-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { Io } from "../io.ts";
import { writeOutput } from "../named-files.ts";
import { createJsonOption, createPoliciesOption, formatExamples } from "../options.ts";
import { readPolicies } from "../policies.ts";
import { LABELS_FILE, readLabels } from "../replay-labels.ts";
import { INVALID_SET_ADVICE } from "../replay-sets.ts";
import { reportProblems } from "../report.ts";

type Options = {
  readonly policies?: string;
  readonly stage?: string;
  readonly labels?: string;
  readonly out: string;
  readonly json?: boolean;
};

export function registerCandidate(replay: Program, io: Io): void {
  replay
    .command("candidate")
    .description("Write a folder of policies as one object for the distributed replay.")
    .addOption(createPoliciesOption())
    .option("--stage <stage>", "use the folder's settings for this stage")
    .option("--labels <file>", `labels to count (default: ${LABELS_FILE} if it is there)`)
    .option("-o, --out <file>", "where to write it", "candidate.json")
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("replay candidate --policies policies --out candidate.json"))
    // commander gives an option to the parent if it precedes the subcommand.
    .action(async (_: unknown, command: Program) =>
      io.exit(await writeCandidate(command.optsWithGlobals() as Options, io)),
    ); // register's own options
}

async function writeCandidate(options: Options, io: Io): Promise<number> {
  const { policies, stage, out, json } = options;
  const read = await readPolicies({ policies, stage }, io);
  if (read.kind === "failed") return reportProblems(io, read.diagnostics, { advice: INVALID_SET_ADVICE });
  const created = createReplaySet(read.parameters, sha256);
  if (created.kind === "rejected")
    return reportProblems(io, created.diagnostics, { advice: INVALID_SET_ADVICE });
  const labels = await readLabels(options.labels, read.parameters, io);
  if (labels.kind === "failed") return reportProblems(io, labels.diagnostics);
  const text = formatCandidate(read.parameters, labels.text);
  await writeOutput(resolve(io.cwd, out), text);
  const { hasLimits } = created.set.set;
  if (json) io.out(JSON.stringify({ ok: true, file: out, bytes: text.length, hasLimits }, null, 2));
  else
    io.out(
      `Wrote ${read.from} to ${out}.${hasLimits ? ' It has limits, which only one machine can replay: give "limits": "leave-out" to compare the rest.' : ""}`,
    );
  return 0;
}
