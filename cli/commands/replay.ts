import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import type { Command as Program } from "commander";
import { MOMENT_ADVICE, parseMoment } from "../duration.ts";
import { type Io, reportFailure, reportUsageError } from "../io.ts";
import { readLogStream } from "../log-source.ts";
import { createJsonOption, createPoliciesOption, formatExamples } from "../options.ts";
import { type InputPart, listInputFiles } from "../replay-input.ts";
import { LABELS_FILE, readLabels } from "../replay-labels.ts";
import { collectLimits, describeWrongLimit, type ReplayOutput, writeReplay } from "../replay-output.ts";
import { type ReplayedInput, type ReplayPlan, replayFiles, replayLines, startReplay } from "../replay-run.ts";
import { findSecrets, parseSetPlace, readSetAt, type SetPlace } from "../replay-sets.ts";
import { registerMerge } from "./replay-merge.ts";

export function registerReplay(program: Program, io: Io): void {
  const replay = program
    .command("replay")
    .description("Decide past requests under another policy set, and show what would be answered otherwise.")
    .argument(
      "<input...>",
      "recordings, events or logs: files (.jsonl, .gz), folders, or - for standard input",
    )
    .addOption(createPoliciesOption())
    .option("--stage <stage>", "decide by what the stage has in SSM, instead of a folder")
    .option("--set <number>", "with --stage: by an earlier set of its history")
    .option(
      "--against <what>",
      "a folder, a stage, stage@set, or `recorded`: what was answered then",
      "recorded",
    )
    .option("--on <pattern>", "one command, or a pattern of commands")
    .option("--since <when>", "no earlier requests: 2h, 7d, or a time")
    .option("--until <when>", "no later requests")
    .option("--workers <count>", "threads", "1")
    .option("--report <file>", "write an HTML page")
    .option(
      "--labels <file>",
      `what after-commands tell of earlier requests (default: ${LABELS_FILE} if it is there)`,
    )
    .option("--tally <file>", "write the counts, for `replay merge`")
    .option("--show-text", "show what people wrote in samples; reports get passed on")
    .option("--fail-if <limit>", "exit 1 above it, e.g. newly-refused>0.1%; repeatable", collectLimits)
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "replay recordings/ --policies policies --against prod --report report.html",
        'replay prod.log.gz --stage prod --set 41 --against prod --fail-if "newly-refused>0.1%"',
      ),
    )
    .action(async (inputs: readonly string[], options: Options) => io.exit(await run(inputs, options, io)));
  registerMerge(replay, io);
}

type Options = ReplayOutput & {
  readonly labels?: string;
  readonly policies?: string;
  readonly stage?: string;
  readonly set?: string;
  readonly against: string;
  readonly on?: string;
  readonly since?: string;
  readonly until?: string;
  readonly workers: string;
  readonly showText?: boolean;
};

const MAX_WORKERS = 64;

async function run(inputs: readonly string[], options: Options, io: Io): Promise<number> {
  const [from, to] = [
    readMoment(options.since, 0, io),
    readMoment(options.until, Number.MAX_SAFE_INTEGER, io),
  ];
  if (from === undefined || to === undefined)
    return reportUsageError(io, `--since, --until: ${MOMENT_ADVICE}`);
  const workers = Number(options.workers);
  if (!Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS)
    return reportUsageError(io, `--workers: give a number from 1 to ${MAX_WORKERS}`);
  const wrong = describeWrongLimit(options);
  if (wrong !== undefined) return reportUsageError(io, wrong);
  const place = readSetPlace(options);
  if (typeof place === "string") return reportUsageError(io, place);
  const isRecorded = options.against === "recorded";
  const against = isRecorded ? undefined : parseSetPlace(options.against, io);
  if (!isRecorded && against === undefined)
    return reportUsageError(
      io,
      `--against ${options.against}: give a folder, a stage, stage@set or \`recorded\``,
    );

  const after = await readSetAt(place, io);
  if (after.kind === "failed") return reportFailure(io, after.faults, ADVICE, options.json);
  const before = against === undefined ? undefined : await readSetAt(against, io);
  if (before?.kind === "failed") return reportFailure(io, before.faults, ADVICE, options.json);
  const labels = await readLabels(options.labels, after.parameters, io);
  if (labels.kind === "failed") return reportFailure(io, labels.faults, "", options.json);
  const plan: ReplayPlan = {
    before: before?.parameters ?? "recorded",
    after: after.parameters,
    secrets: findSecrets(before?.parameters ?? "recorded", after.parameters),
    reportKey: randomBytes(16).toString("hex"),
    showText: options.showText === true,
    ...{ on: options.on, from, to, labels: labels.text },
  };
  const planned = startReplay(plan);
  if (planned.kind === "rejected") return reportFailure(io, planned.faults, ADVICE, options.json);

  const startedAt = performance.now();
  const result = await readInputs();
  if ("missing" in result) return reportUsageError(io, `there is no file or folder ${result.missing}`);
  const seconds = (performance.now() - startedAt) / 1000;
  io.progress?.("");
  if (result.failed !== undefined) {
    io.err(`chatgate: the input broke off: ${result.failed}`);
    return 2;
  }
  const title = { before: before?.from ?? "what was recorded", after: after.from, seconds };
  return writeReplay(result.tally, title, options, io);

  async function readInputs(): Promise<ReplayedInput | { readonly missing: string }> {
    if (inputs.length === 1 && inputs[0] === "-" && planned.kind === "replay")
      return replayLines(planned.replay, [readLogStream(process.stdin)], () => {});
    const files = await listInputFiles(inputs.map((input) => resolve(io.cwd, input)));
    if ("missing" in files || planned.kind === "rejected") return files as { readonly missing: string }; // rejected ended above
    return replayFiles(plan, planned.replay, files, workers, createProgress(files, startedAt, io));
  }
}

const ADVICE = "Nothing can be replayed until the policies check: see `chatgate policy check`.";

function readSetPlace({ policies, stage, set }: Options): SetPlace | string {
  if (stage === undefined)
    return set === undefined ? { kind: "folder", folder: policies ?? "policies" } : "--set needs --stage";
  if (set !== undefined && !/^[1-9]\d{0,8}$/.test(set))
    return "--set: give a set's number, as `policy history` lists them";
  return { kind: "stage", stage, set: set === undefined ? undefined : Number(set) };
}

function readMoment(text: string | undefined, otherwise: number, io: Io): number | undefined {
  return text === undefined ? otherwise : parseMoment(text, io.now());
}

/** Rate and time left. */
function createProgress(files: readonly InputPart[], startedAt: number, io: Io): (bytes: number) => void {
  const total = files.reduce((sum, { start, end }) => sum + end - start, 0);
  // Of gzipped files the size when unpacked is not known.
  const isZipped = files.some(({ path }) => path.endsWith(".gz"));
  let [done, last] = [0, startedAt];
  return (bytes) => {
    done += bytes;
    const now = performance.now();
    if (io.progress === undefined || now - last < PROGRESS_MS) return;
    const rate = done / (now - startedAt);
    const left = Math.max(0, Math.round((total - done) / rate / 1000));
    const megabytes = `${(done / 1e6).toFixed(0)} MB, ${(rate / 1000).toFixed(1)} MB/s`;
    const share = isZipped ? "" : `${Math.min(100, Math.round((100 * done) / total))} % · `;
    io.progress(`${share}${megabytes}${isZipped ? "" : `, ${left} s left`}`);
    last = now;
  };
}
const PROGRESS_MS = 1_000;
