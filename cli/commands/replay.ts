import { relative } from "node:path";
import { InvalidArgumentError, type Command as Program } from "commander";
import { adviseMoment, parseMoment } from "../duration.ts";
import { type Io, STOPPED } from "../io.ts";
import {
  collectValues,
  createJsonOption,
  createPoliciesOption,
  formatExamples,
  parseSetNumber,
} from "../options.ts";
import { DEFAULT_FOLDER } from "../policies.ts";
import type { ReplayTitle } from "../render/replay.ts";
import { runReplay } from "../replay-job.ts";
import { LABELS_FILE, readLabels } from "../replay-labels.ts";
import { describeWrongLimit, type ReplayOutput, writeReplay } from "../replay-output.ts";
import type { ReplayPlan } from "../replay-run.ts";
import {
  createReplayPlan,
  INVALID_SET_ADVICE,
  parseSetPlace,
  readSetAt,
  type SetPlace,
} from "../replay-sets.ts";
import { isAwsNeeded, openReplaySource, type SourceAccess } from "../replay-source.ts";
import { reportProblem, reportProblems, reportUsageError } from "../report.ts";
import { createRegionOption, runWithAws, runWithStage, setRegion } from "../stage/with-stage.ts";
import { registerCandidate } from "./replay-candidate.ts";
import { registerMerge } from "./replay-merge.ts";

export function registerReplay(program: Program, io: Io): void {
  const replay = program
    .command("replay")
    .description("Evaluate past requests under another policy set, and show which decisions change.")
    .argument(
      "[input...]",
      "recordings, events or logs: files (.jsonl, .gz), folders, s3://bucket/prefix, or - for standard input; none: the log of --stage",
    )
    .addOption(createPoliciesOption())
    .option("--stage <stage>", "the deployed stage; its set is used without --policies")
    .option("--set <number>", "with --stage: an earlier set of its history", parseSetNumber)
    .option("--recordings", "read the recordings in the stage's log instead of its audit lines")
    .option(
      "--against <what>",
      "a folder, a stage, stage@set, or `recorded`, what was answered then (default: recorded; with --policies and --stage, the stage)",
    )
    .option("--on <pattern>", "one command, or a pattern of commands")
    .option("--since <when>", "skip earlier requests: 2h, 7d, or a time (default for a stage's log: 24h)")
    .option("--until <when>", "skip later requests: 2h, 7d, or a time")
    .option("--workers <count>", "threads", parseWorkers, 1)
    .option("--report <file>", "write an HTML page")
    .option("--labels <file>", `the labels of earlier requests (default: ${LABELS_FILE} if it is there)`)
    .option("--tally <file>", "write the counts, for `replay merge`")
    .option("--show-text", "show message text in samples; others may see the report")
    .option(
      "--fail-if <limit>",
      "exit 1 above this limit, e.g. newly-refused>0.1%; repeatable",
      collectValues,
    )
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "replay recordings/ --policies policies --against prod --report report.html",
        "replay --stage prod --since 24h --policies policies",
        'replay prod.log.gz --stage prod --set 41 --against prod --fail-if "newly-refused>0.1%"',
      ),
    )
    .action(async (inputs: readonly string[], options: Options) =>
      io.exit(await replayRequests(inputs, options, io)),
    );
  registerMerge(replay, io);
  registerCandidate(replay, io);
}

type Options = ReplayOutput & {
  readonly labels?: string;
  readonly policies?: string;
  readonly stage?: string;
  readonly set?: number;
  readonly region?: string;
  readonly recordings?: boolean;
  readonly against?: string;
  readonly on?: string;
  readonly since?: string;
  readonly until?: string;
  readonly workers: number;
  readonly showText?: boolean;
};

const MAX_WORKERS = 64;

function parseWorkers(text: string): number {
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= MAX_WORKERS) return workers;
  throw new InvalidArgumentError(`Give a number from 1 to ${MAX_WORKERS}.`);
}

async function replayRequests(inputs: readonly string[], options: Options, outer: Io): Promise<number> {
  const { stage, region, recordings, workers } = options;
  const io = setRegion(outer, region);
  const isLog = inputs.length === 0;
  if (isLog && stage === undefined)
    return reportUsageError(
      io,
      "No input is named. Give files, folders, s3://bucket/prefix or -; or a deployed stage by --stage, whose log is read.",
    );
  if (recordings && !isLog) return reportUsageError(io, "--recordings is of a stage's log. Name no input.");
  const from = readMoment(options.since ?? (isLog ? "24h" : undefined), 0, io);
  const to = readMoment(options.until, isLog ? io.now() : Number.MAX_SAFE_INTEGER, io);
  if (from === undefined || to === undefined)
    return reportUsageError(io, adviseMoment(from === undefined ? "--since" : "--until"));
  const wrong = describeWrongLimit(options);
  if (wrong !== undefined) return reportUsageError(io, wrong);
  const places = readPlaces(options, io);
  if (typeof places === "string") return reportUsageError(io, places);

  const span = { from, to };
  const read = await readPlan(places, span, options, io);
  if (typeof read === "number") return read;
  const { plan, names } = read;
  if (!isAwsNeeded(inputs)) return replayWith({ aws: undefined, stage: undefined });
  if (stage === undefined) return runWithAws(region, io, (aws) => replayWith({ aws, stage: undefined }));
  return runWithStage({ stage, region }, io, (store) => replayWith({ aws: store, stage: store }));

  async function replayWith(access: SourceAccess): Promise<number> {
    const source = await openReplaySource(inputs, { ...span, recordings }, access, io);
    if (source.kind === "missing")
      return reportProblem(io, { code: "file-missing", token: relative(io.cwd, source.path) });
    const ran = await runReplay(plan, source, workers, io);
    if (ran.kind === "rejected") return reportProblems(io, ran.diagnostics, { advice: INVALID_SET_ADVICE });
    if (ran.kind === "failed")
      return reportProblem(io, { code: "log-unreadable", details: { cause: ran.reason } });
    const { tally, seconds, notes, isStopped } = ran;
    const title = { ...names, seconds };
    if (!isStopped) return writeReplay(tally, title, options, io, { notes });
    // A part of the input: it is shown, but no file is written, and no limit is judged by it.
    const gaps = [{ code: "replay-stopped" }] as const;
    await writeReplay(tally, title, { json: options.json === true }, io, { gaps, notes });
    return STOPPED;
  }
}

/** `before`: undefined for what was recorded. */
type Places = { readonly after: SetPlace; readonly before: SetPlace | undefined };

/** Reads both sets and the labels; or reports what is wrong with them, and gives the exit code. */
async function readPlan(
  places: Places,
  span: { readonly from: number; readonly to: number },
  { labels: file, on, showText = false }: Options,
  io: Io,
): Promise<{ readonly plan: ReplayPlan; readonly names: Omit<ReplayTitle, "seconds"> } | number> {
  const after = await readSetAt(places.after, io);
  if (after.kind === "failed") return reportProblems(io, after.diagnostics, { advice: INVALID_SET_ADVICE });
  const before = places.before === undefined ? undefined : await readSetAt(places.before, io);
  if (before?.kind === "failed")
    return reportProblems(io, before.diagnostics, { advice: INVALID_SET_ADVICE });
  const labels = await readLabels(file, after.parameters, io);
  if (labels.kind === "failed") return reportProblems(io, labels.diagnostics);
  const sets = { before: before?.parameters ?? "recorded", after: after.parameters } as const;
  const plan = createReplayPlan({ ...sets, showText, on, ...span, labels: labels.text });
  return { plan, names: { before: before?.from ?? "what was recorded", after: after.from } };
}

/** What the options name; or what is wrong with them. */
function readPlaces({ policies, stage, set, against }: Options, io: Io): Places | string {
  if (set !== undefined && stage === undefined) return "--set needs --stage. Name the stage.";
  const ofStage: SetPlace | undefined = stage === undefined ? undefined : { kind: "stage", stage, set };
  const isFolder = policies !== undefined || ofStage === undefined;
  const after: SetPlace = isFolder ? { kind: "folder", folder: policies ?? DEFAULT_FOLDER, stage } : ofStage;
  if (against === "recorded") return { after, before: undefined };
  if (against === undefined) return { after, before: isFolder ? ofStage : undefined };
  const before = parseSetPlace(against, io);
  return before === undefined
    ? `--against does not take "${against}". Give a folder, a stage, stage@set or \`recorded\`.`
    : { after, before };
}

function readMoment(text: string | undefined, otherwise: number, io: Io): number | undefined {
  return text === undefined ? otherwise : parseMoment(text, io.now());
}
