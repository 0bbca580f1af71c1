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
  type Ending,
  formatNote,
  type Problem,
  recordProblem,
  reportProblem,
  reportProblems,
} from "../report.ts";
import { type Change, countChange, formatChanges, listChangesBetween } from "./changes.ts";
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

/** With --json nobody is asked, so that the output is one document. */
export const isConsentMissing = ({ json = false, yes, dryRun }: PublishOptions): boolean =>
  json && !yes && !dryRun;

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
  /** Further keys of the JSON. */
  readonly more?: object | undefined;
  /** Shown first, e.g. that the settings are unchanged. */
  readonly notes?: readonly Diagnostic[];
};

/** Checks a set, shows its changes, asks, and writes it; used by push and rollback. */
export async function publishSet(
  store: StageStore,
  publication: Publication,
  options: PublishOptions,
  io: Io,
): Promise<number> {
  const { before, more } = publication;
  const by = readCurrentUser(io);
  const proposal = planSet(store, publication, by, options);
  if (proposal.refusals.length > 0) return reportRefusals(store, publication, proposal, io);
  const { reviewed, changes } = proposal;
  const isThere = isAlreadyThere(before, reviewed);
  const notes = [...proposal.notes, ...(await warnOfTokens(store, publication.documents))];
  const say = options.json ? () => {} : io.out;
  const reportOutcome = (outcome: object, said: readonly Diagnostic[]) => {
    const shown = { ok: true, stage: store.stage, ...outcome, ...recordChanges(before, changes, said) };
    if (options.json) io.out(JSON.stringify({ ...shown, ...more }, undefined, 2));
  };

  say(`${store.label} is ${describePosition(before)}.`);
  for (const note of notes) say(formatNote(note));
  say(isThere ? `Stage ${store.stage} holds just this: nothing to write.` : describeChanges(changes, io));
  if (options.dryRun) {
    if (!isThere) say("Dry run: nothing was written.");
    reportOutcome({ written: false }, notes);
    return 0;
  }

  if (isThere && (await rebuildPack(store, before, reviewed)))
    say("The pack was out of date and has been written again: a cold start takes one call.");
  const written = isThere ? undefined : await writeIfConfirmed(store, publication, reviewed, by, options, io);
  if (typeof written === "number") return written;
  const outcome = written === undefined ? [] : noteOutcome(written);
  if (written !== undefined)
    say(`Stage ${store.stage} is at set ${written.set} now; instances take it within \`refreshSeconds\`.`);
  for (const note of outcome) say(formatNote(note));
  const pruned = options.prune ? await pruneAfterWriting(store, before, reviewed.parameters) : [];
  if (options.prune) say(pruned.length > 0 ? `Deleted ${pruned.join(", ")}.` : "There was nothing to prune.");
  const set = written?.set ?? before.set;
  reportOutcome({ written: !isThere, set, pruned }, [...notes, ...outcome]);
  return 0;
}

/** A set before it is written: the parameters it would have, what changes, and what is wrong with it. */
type Proposal = {
  readonly reviewed: Review;
  readonly changes: readonly Change[];
  readonly notes: readonly Diagnostic[];
  readonly refusals: readonly Diagnostic[];
};

function planSet(
  { stage }: StageStore,
  { before, documents, directory, reason, notes = [], doubts = [] }: Publication,
  by: string,
  { force = false }: PublishOptions,
): Proposal {
  const largeLists = readLargeLists(before);
  const reviewed = reviewSet(documents, { stage, directory, force, by, reason, largeLists });
  return {
    reviewed,
    changes: listChangesBetween(joinDocuments(before.inForce), documents),
    notes: [...notes, ...diagnoseSync(before), ...reviewed.notes],
    refusals: [...reviewed.refusals, ...(force ? [] : doubts)],
  };
}

function reportRefusals(
  store: StageStore,
  { before, locate = (found) => found, more }: Publication,
  { refusals, changes, notes }: Proposal,
  io: Io,
): number {
  const problems = refusals.map(locate);
  return reportUnwritten(store, problems, io, {
    code: 1,
    advice: refusals.every(isDoubt) ? "Pass --force to do it anyway. " : "",
    more: {
      ...{ refusals: problems.map(recordProblem), ...recordChanges(before, changes, notes), ...more },
    },
  });
}

/** Reports why a push writes nothing. `more`: further keys of the JSON. */
export function reportUnwritten(
  { stage }: StageStore,
  problems: readonly Problem[],
  io: Io,
  { code, about, advice = "", more }: Ending & { readonly code: number; readonly more: object },
): number {
  const shown = { ok: false, stage, written: false, ...more, diagnostics: problems.map(recordProblem) };
  if (io.json) io.out(JSON.stringify(shown, undefined, 2));
  else
    reportProblems(io, problems, { code, about, advice: `${advice}Nothing was written to stage ${stage}.` });
  return code;
}

const recordChanges = (before: StageState, changes: readonly Change[], notes: readonly Diagnostic[]) => ({
  from: before.set,
  changes: changes.map(countChange),
  notes: notes.map(recordProblem),
});

const describeChanges = (changes: readonly Change[], io: Io) =>
  changes.length > 0
    ? formatChanges(changes, createStyle(io))
    : "No document changes; the set is written again.";

/** Writes the pack of the set in force if it is out of date; false: it was not. */
async function rebuildPack(store: StageStore, before: StageState, reviewed: Review): Promise<boolean> {
  const pinned = readPinned(before, reviewed);
  if (findStalePack(before, pinned).length === 0) return false;
  await writePack(store, before, pinned);
  return true;
}

/** Asks, and writes the set; or reports why not, and gives the exit code. */
async function writeIfConfirmed(
  store: StageStore,
  { before, reason }: Publication,
  { parameters, objects }: Review,
  by: string,
  options: PublishOptions,
  io: Io,
): Promise<Done | number> {
  const refused = await confirm(`Put this in force at stage ${store.stage}?`, options, io);
  if (refused !== undefined) return refused;
  const progress = reportProgress(io);
  const set = { before, parameters, objects, by, reason, ...(progress && { progress }) };
  return writeOrReport(store, set, io);
}

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
