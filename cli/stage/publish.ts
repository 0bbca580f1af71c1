import { parseObject } from "../../lib/json.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { isBucketName } from "../../lib/policy-set/manifest.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { formatSecretsPath } from "../../lib/store/stage-reader.ts";
import { holdStop, type Io, STOPPED } from "../io.ts";
import { createStyle } from "../render/style.ts";
import {
  type BareDiagnostic,
  completeDiagnostic,
  formatNote,
  type Problem,
  recordProblem,
  reportProblem,
  reportProblems,
} from "../report.ts";
import { countChange, formatChanges, listChangesBetween } from "./changes.ts";
import { describePosition, diagnoseSync } from "./describe-state.ts";
import { joinDocuments, type StageDocument } from "./documents.ts";
import { explainAwsError } from "./explain-aws-error.ts";
import { reportProgress } from "./progress.ts";
import { isDoubt, type LargeLists, type Review, reviewSet } from "./review.ts";
import type { StageState } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";
import { confirm, readCurrentUser } from "./with-stage.ts";
import {
  findStalePack,
  isStored,
  listUnwritten,
  pruneAfterWriting,
  readCurrentSet,
  type Written,
  writePack,
  writeSet,
} from "./write-set.ts";

export type PublishOptions = {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly prune?: boolean;
};

export type Publication = {
  readonly before: StageState;
  /** The whole set to be, settings included. */
  readonly documents: readonly StageDocument[];
  /** The origin of the documents, for messages; `locate` finds a place in a file. */
  readonly directory: string;
  readonly locate?: (diagnostic: Diagnostic) => Problem;
  readonly reason: string;
  /** Further problems that `--force` overrides. */
  readonly doubts?: readonly Diagnostic[];
  /** The result of a replay, for the report. */
  readonly replay?: object | undefined;
  /** Shown first, e.g. that the settings are unchanged. */
  readonly notes?: readonly Diagnostic[];
};

/** Checks a set, shows its changes, asks, and writes it; used by push and rollback. */
export async function publishSet(
  store: StageStore,
  {
    before,
    documents,
    directory,
    locate = (found) => found,
    reason,
    notes = [],
    replay,
    doubts = [],
  }: Publication,
  options: PublishOptions,
  io: Io,
): Promise<number> {
  const by = readCurrentUser(io);
  const { stage } = store;
  const say = options.json ? () => {} : io.out;
  const reportOutcome = (report: Report) => {
    if (options.json) io.out(JSON.stringify({ stage, ...report, replay }, undefined, 2));
  };

  const reviewed = reviewSet(documents, {
    stage,
    directory,
    force: options.force === true,
    by,
    reason,
    largeLists: readLargeLists(before),
  });
  const changes = listChangesBetween(joinDocuments(before.inForce), documents);
  const said = [...notes, ...diagnoseSync(before), ...reviewed.notes];
  const describeChanges = () => ({
    ...{ from: before.set, changes: changes.map(countChange), notes: said.map(recordProblem) },
  });
  const refusals = [...reviewed.refusals, ...(options.force ? [] : doubts)];
  if (refusals.length > 0) {
    const problems = refusals.map(locate);
    reportOutcome({ written: false, refusals: problems.map(recordProblem), ...describeChanges() });
    if (options.json) return 1;
    const advice = refusals.every(isDoubt) ? "Pass --force to do it anyway. " : "";
    return reportProblems(io, problems, {
      code: 1,
      advice: `${advice}Nothing was written to stage ${stage}.`,
    });
  }

  say(`${store.label} is ${describePosition(before)}.`);
  said.push(...(await warnOfTokens(store, documents)));
  for (const note of said) say(formatNote(note));
  const isThere = isAlreadyThere(before, reviewed);
  if (isThere) {
    say(`Stage ${stage} holds just this: nothing to write.`);
  } else {
    say(
      changes.length > 0
        ? formatChanges(changes, createStyle(io))
        : "No document changes; the set is written again.",
    );
  }
  if (options.dryRun) {
    if (!isThere) say("Dry run: nothing was written.");
    reportOutcome({ written: false, ...describeChanges() });
    return 0;
  }

  let set = before.set;
  if (!isThere) {
    const refused = await confirm(`Put this in force at stage ${stage}?`, options, io);
    if (refused !== undefined) return refused;
    const { parameters, objects } = reviewed;
    const progress = reportProgress(io);
    const written = await writeOrReport(
      store,
      { before, parameters, objects, by, reason, ...(progress && { progress }) },
      io,
    );
    if (typeof written === "number") return written;
    say(`Stage ${stage} is at set ${written.set} now; instances take it within \`refreshSeconds\`.`);
    const outcome = noteOutcome(written);
    for (const note of outcome) say(formatNote(note));
    said.push(...outcome);
    set = written.set;
  } else if (findStalePack(before, readPinned(before, reviewed)).length > 0) {
    await writePack(store, before, readPinned(before, reviewed));
    say("The pack was out of date and has been written again: a cold start takes one call.");
  }
  const pruned = options.prune ? await pruneAfterWriting(store, before, reviewed.parameters) : [];
  if (options.prune) say(pruned.length > 0 ? `Deleted ${pruned.join(", ")}.` : "There was nothing to prune.");
  reportOutcome({ written: !isThere, set, pruned, ...describeChanges() });
  return 0;
}

type Report = Readonly<Record<string, unknown>>;

/** Parameters whose newest version is in force. */
function readPinned({ listed }: StageState, { parameters }: Review): readonly Parameter[] {
  const newest = new Map(listed.map(({ name, version }) => [name, version]));
  return parameters.map(({ name, value }) => ({ name, value, version: newest.get(name) ?? "" }));
}

/** The highest format that the deployed function reads, as its stack says, and where that keeps large lists. */
function readLargeLists({ listed }: StageState): LargeLists {
  const readValue = (name: string) => listed.find((parameter) => parameter.name === name)?.value;
  const reader = Number(readValue("reader") ?? 1);
  const bucket = readValue("bucket")?.trim();
  const isUsable = bucket !== undefined && isBucketName(bucket); // the function rejects a manifest with another bucket name
  return { bucket: isUsable ? bucket : undefined, readerFormat: Number.isInteger(reader) ? reader : 1 };
}

/** Warns if the stage has no tokens, since every callback would then be rejected. */
async function warnOfTokens(
  store: StageStore,
  documents: readonly StageDocument[],
): Promise<readonly Diagnostic[]> {
  const settings = parseObject(documents.find(({ name }) => name === "settings")?.value ?? "");
  if (settings?.authentication === "off" || (await store.hasTokens()) !== false) return [];
  const details = { parameter: `${formatSecretsPath(store.path)}/tokens` };
  return [completeDiagnostic({ code: "tokens-missing", details }, "warning")];
}

/** Whether every parameter's newest version is the pinned one, and every list is in the bucket. */
function isAlreadyThere(before: StageState, { parameters, objects }: Review): boolean {
  const newest = new Map(before.listed.map(({ name, version }) => [name, version]));
  const pinned = new Map(before.pinned.map(({ name, version }) => [name, version]));
  return (
    before.set !== undefined &&
    before.missing.length === 0 &&
    listUnwritten(before, parameters).length === 0 &&
    pinned.size === parameters.length &&
    before.objects.length === objects.length &&
    objects.every((list) => isStored(list, before)) &&
    parameters.every(({ name }) => pinned.has(name) && pinned.get(name) === newest.get(name))
  );
}

type Done = Extract<Written, { kind: "written" }>;

async function writeOrReport(
  store: StageStore,
  set: Parameters<typeof writeSet>[1],
  io: Io,
): Promise<Done | number> {
  const release = holdStop(io);
  try {
    const written = await writeSet(store, { ...set, isStopped: () => io.stop.aborted });
    if (written.kind === "written") return written;
    if (written.kind === "stopped") {
      const details = { set: set.before.set };
      return reportProblem(io, { code: "push-stopped", details }, { code: STOPPED, about: store.label });
    }
    const details = { set: written.set, before: set.before.set };
    return reportProblem(io, { code: "set-conflict", details }, { code: 1, about: store.label });
  } catch (error) {
    const explained = explainAwsError(error);
    if (explained === undefined) throw error;
    // Read again: the last write may have succeeded although its answer was lost.
    const now = await readCurrentSet(store).catch(() => undefined);
    const interrupted: BareDiagnostic = { code: "push-interrupted", details: { set: now } };
    const problems = [explained, interrupted].map((found) => completeDiagnostic(found));
    return reportProblems(io, problems, { code: 1, about: store.label });
  } finally {
    release();
  }
}

function noteOutcome({ covered, keptAdvanced }: Done): readonly Diagnostic[] {
  const notes: Diagnostic[] = [];
  if (keptAdvanced.length > 0)
    notes.push(completeDiagnostic({ code: "advanced-kept", details: { names: keptAdvanced } }, "note"));
  if (covered !== undefined)
    notes.push(completeDiagnostic({ code: "set-replaced", details: { set: covered } }, "warning"));
  return notes;
}
