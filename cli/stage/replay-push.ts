import { parseDuration } from "../duration.ts";
import { type Io, STOPPED } from "../io.ts";
import { readPolicies } from "../policies.ts";
import { formatReplay } from "../render/replay.ts";
import { createStyle } from "../render/style.ts";
import { runReplay } from "../replay-job.ts";
import { readLabels } from "../replay-labels.ts";
import { describeWrongLimit, judgeReplay, recordReplay } from "../replay-output.ts";
import type { ReplayPlan } from "../replay-run.ts";
import { completeCandidate, createReplayPlan } from "../replay-sets.ts";
import { openReplaySource, type ReplaySource } from "../replay-source.ts";
import { completeDiagnostic, describeUsage, type Problem, recordProblem, showNotes } from "../report.ts";
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
  /** `report`: the replay as data. */
  | { readonly kind: "passed"; readonly report: object }
  /** Nothing is to be written, with this exit code. `report`: the counts, if there are any. */
  | {
      readonly kind: "ended";
      readonly code: number;
      readonly problems: readonly Problem[];
      readonly report?: object;
    };

/** Replays past requests under the set that a push would put in force, against the one in force; shows the summary. */
export async function replayPush(
  store: StageStore,
  documents: readonly StageDocument[],
  options: PushReplayOptions & { readonly replay: string },
  io: Io,
): Promise<PushReplay> {
  const planned = await planPushReplay(store, documents, options, io);
  if (planned.kind === "failed") return { kind: "ended", code: 2, problems: planned.problems };
  const { plan, source, set } = planned;
  const ran = await runReplay(plan, source, 1, io);
  // The push reports problems of the set.
  if (ran.kind === "rejected")
    return { kind: "passed", report: { rejected: ran.diagnostics.map(recordProblem) } };
  if (ran.kind === "failed") return endUnread(ran.reason);
  const { tally, seconds, notes, isStopped } = ran;
  const names = { before: `set ${set}`, after: "what would be pushed", seconds };
  const judged = isStopped
    ? judgeReplay(tally, names, [], [{ code: "replay-stopped" }])
    : judgeReplay(tally, names, options.failIf);
  if (!options.json) {
    showNotes(io, notes);
    io.out(formatReplay(judged.tally, judged.title, createStyle(io)));
  }
  const report = recordReplay(judged, notes);
  const { problems } = judged;
  if (problems.length === 0) return { kind: "passed", report };
  return { kind: "ended", code: isStopped ? STOPPED : 1, problems, report };
}

const endUnread = (cause: string): PushReplay => ({
  ...{ kind: "ended", code: 2 },
  problems: [completeDiagnostic({ code: "log-unreadable", details: { cause } })],
});

type PlannedPush =
  | {
      readonly kind: "planned";
      readonly plan: ReplayPlan;
      readonly source: Exclude<ReplaySource, { readonly kind: "missing" }>;
      /** The number of the set in force. */
      readonly set: string;
    }
  | { readonly kind: "failed"; readonly problems: readonly Problem[] };

/** Reads the set in force and the labels, and opens the input. */
async function planPushReplay(
  store: StageStore,
  documents: readonly StageDocument[],
  { replay, recordings }: PushReplayOptions & { readonly replay: string },
  io: Io,
): Promise<PlannedPush> {
  const deployed = await readPolicies({ stage: store.stage, deployed: true }, io);
  if (deployed.kind === "failed") return { kind: "failed", problems: deployed.diagnostics };
  const before = deployed.parameters;
  const candidate = documents.map((document) => ({ ...document, version: "" }));
  const after = completeCandidate(candidate, before);
  const labels = await readLabels(undefined, after, io);
  if (labels.kind === "failed") return { kind: "failed", problems: labels.diagnostics };
  const span = parseDuration(replay);
  const to = io.now();
  const from = span === undefined ? 0 : to - span;
  const source = await openReplaySource(
    span === undefined ? [replay] : [],
    { from, to, recordings },
    { aws: store, stage: store },
    io,
  );
  if (source.kind === "missing") {
    const problem = `--replay does not take "${replay}". Give a duration or a file.`;
    return { kind: "failed", problems: [describeUsage(problem)] };
  }
  const plan = createReplayPlan({
    ...{ before, after, showText: false, on: undefined, labels: labels.text },
    ...{ from, to: span === undefined ? Number.MAX_SAFE_INTEGER : to },
  });
  const set = before.find(({ name }) => name === "manifest")?.version ?? "in force";
  return { kind: "planned", plan, source, set };
}
