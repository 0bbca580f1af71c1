import { randomBytes } from "node:crypto";
import { parseDuration } from "../duration.ts";
import { type Io, STOPPED } from "../io.ts";
import { readPolicies } from "../policies.ts";
import { formatReplay } from "../render/replay.ts";
import { createStyle } from "../render/style.ts";
import { runReplay } from "../replay-job.ts";
import { readLabels } from "../replay-labels.ts";
import { describeReplay, describeWrongLimit, listExceeded } from "../replay-output.ts";
import { completeCandidate, findSecrets } from "../replay-sets.ts";
import { openReplaySource } from "../replay-source.ts";
import {
  completeDiagnostic,
  describeUsage,
  type Problem,
  recordProblem,
  reportProblems,
  showNotes,
} from "../report.ts";
import type { StageDocument } from "./documents.ts";
import type { StageStore } from "./stage-store.ts";

/** Options of `policy push` that are about replay. */
export type PushReplayOptions = {
  /** A span of the stage's log, or an input of `replay`. */
  readonly replay?: string;
  readonly recordings?: boolean;
  readonly failIf?: readonly string[];
  readonly json?: boolean;
};

/** What is wrong with the options; undefined: nothing. */
export function describeWrongReplay({
  replay,
  recordings,
  failIf = [],
}: PushReplayOptions): string | undefined {
  if (replay === undefined && failIf.length > 0) return "--fail-if needs --replay. Add it.";
  if (replay === undefined && recordings) return "--recordings needs --replay. Add it.";
  return describeWrongLimit({ failIf });
}

export type PushReplay =
  /** `report`: the replay as data, or as text. */
  | { readonly kind: "passed"; readonly report: object }
  /** Nothing is to be written: with this exit code. */
  | { readonly kind: "ended"; readonly code: number; readonly report: object };

/** Replays past requests under the set that a push would put in force, against the one in force; shows the summary. */
export async function replayPush(
  store: StageStore,
  documents: readonly StageDocument[],
  options: PushReplayOptions & { readonly replay: string },
  io: Io,
): Promise<PushReplay> {
  const { replay, recordings, failIf = [], json } = options;
  const { stage } = store;
  // With --json the push includes it in its own document.
  const refuse = (problems: readonly Problem[], code = 2, report: object = {}): PushReplay => {
    const ending = { code, about: store.label, advice: `Nothing was written to stage ${stage}.` };
    if (!json) reportProblems(io, problems, ending);
    return { kind: "ended", code, report: { ...report, diagnostics: problems.map(recordProblem) } };
  };
  const deployed = await readPolicies({ stage, deployed: true }, io);
  if (deployed.kind === "failed") return refuse(deployed.diagnostics);
  const candidate = documents.map((document) => ({ ...document, version: "" }));
  const after = completeCandidate(candidate, deployed.parameters);
  const labels = await readLabels(undefined, after, io);
  if (labels.kind === "failed") return refuse(labels.diagnostics);
  const span = parseDuration(replay);
  const to = io.now();
  const from = span === undefined ? 0 : to - span;
  const source = await openReplaySource(
    span === undefined ? [replay] : [],
    { from, to, recordings },
    { aws: store, stage: store },
    io,
  );
  if (source.kind === "missing")
    return refuse([describeUsage(`--replay does not take "${replay}". Give a duration or a file.`)]);
  const plan = {
    ...{ before: deployed.parameters, after, secrets: findSecrets(deployed.parameters) },
    ...{ reportKey: randomBytes(16).toString("hex"), showText: false, on: undefined },
    ...{ from, to: span === undefined ? Number.MAX_SAFE_INTEGER : to, labels: labels.text },
  };
  const ran = await runReplay(plan, source, 1, io);
  // The push reports problems of the set.
  if (ran.kind === "rejected")
    return { kind: "passed", report: { rejected: ran.diagnostics.map(recordProblem) } };
  if (ran.kind === "failed")
    return refuse([completeDiagnostic({ code: "log-unreadable", details: { cause: ran.reason } })]);
  if (ran.isStopped) return refuse([completeDiagnostic({ code: "replay-stopped" })], STOPPED);
  const { tally, seconds, notes } = ran;
  const title = { before: `set ${findNumber(deployed.parameters)}`, after: "what would be pushed", seconds };
  showNotes(io, notes);
  const exceeded = listExceeded({ failIf }, tally);
  const report = describeReplay(tally, title, exceeded);
  if (!json) io.out(formatReplay(tally, title, createStyle(io)));
  if (exceeded.length === 0) return { kind: "passed", report };
  const problems = exceeded.map((token) => completeDiagnostic({ code: "limit-exceeded", token }));
  return refuse(problems, 1, report);
}

const findNumber = (
  parameters: readonly { readonly name: string; readonly version?: string | undefined }[],
) => parameters.find(({ name }) => name === "manifest")?.version ?? "in force";
