import { formatSentence } from "../../lib/authoring/messages/messages.ts";
import { parseObject } from "../../lib/json.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { isBucketName } from "../../lib/policy-set/manifest.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { holdStop, type Io, STOPPED } from "../io.ts";
import { createStyle } from "../render/style.ts";
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
  /** Where the documents are from, for messages. */
  readonly directory: string;
  readonly place: (diagnostic: Diagnostic) => string;
  readonly reason: string;
  /** What else only `--force` goes past. */
  readonly doubts?: readonly Diagnostic[];
  /** Reported with the rest: what a replay said. */
  readonly replay?: object | undefined;
  /** Said first, e.g. that the settings are left alone. */
  readonly remarks: readonly string[];
};

/** Checks a set, shows what it changes, asks, and writes it: the common end of push and rollback. */
export async function publishSet(
  store: StageStore,
  { before, documents, directory, place, reason, remarks, replay, doubts = [] }: Publication,
  options: PublishOptions,
  io: Io,
): Promise<number> {
  const by = readCurrentUser(io);
  const { stage } = store;
  const say = options.json ? () => {} : io.out;
  const report = (report: Report) => {
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
  const shown = { from: before.set, changes: changes.map(countChange), notes: reviewed.notes };
  const refusals = [...reviewed.refusals, ...(options.force ? [] : doubts)];
  if (refusals.length > 0) {
    const advice = refusals.every(isDoubt) ? "Pass --force to do it anyway. " : "";
    io.err([...refusals.map(place), `${advice}Nothing was written to stage ${stage}.`].join("\n"));
    report({ written: false, refusals: refusals.map(recordRefusal(place)), ...shown });
    return 1;
  }

  say(`${store.label} is ${describePosition(before)}.`);
  const warnings = await warnOfTokens(store, documents);
  for (const remark of [
    ...remarks,
    ...diagnoseSync(before).map(formatSentence),
    ...reviewed.notes,
    ...warnings,
  ])
    say(`note: ${remark}`);
  const isThere = isAlreadyThere(before, reviewed);
  if (isThere) {
    say(`Stage ${stage} holds just this: nothing to write.`);
  } else {
    say(
      changes.length > 0
        ? formatChanges(changes, createStyle(io))
        : "No document changes; the set is written anew.",
    );
  }
  if (options.dryRun) {
    if (!isThere) say("Dry run: nothing was written.");
    report({ written: false, ...shown });
    return 0;
  }

  let set = before.set;
  if (!isThere) {
    const refused = await confirm(`Put this in force at stage ${stage}?`, options, io);
    if (refused !== undefined) return refused;
    const { parameters, objects } = reviewed;
    const progress = reportProgress(io);
    const written = await write(
      store,
      { before, parameters, objects, by, reason, ...(progress && { progress }) },
      io,
    );
    if (typeof written === "number") return written;
    for (const line of describeOutcome(written, stage)) say(line);
    set = written.set;
  } else if (findStalePack(before, readPinned(before, reviewed)).length > 0) {
    await writePack(store, before, readPinned(before, reviewed));
    say("Its pack was out of date and is written anew: a cold start is one call again.");
  }
  const pruned = options.prune ? await pruneAfterWriting(store, before, reviewed.parameters) : [];
  if (options.prune) say(pruned.length > 0 ? `Deleted ${pruned.join(", ")}.` : "There was nothing to prune.");
  report({ written: !isThere, set, pruned, ...shown });
  return 0;
}

const recordRefusal =
  (place: Publication["place"]) =>
  (diagnostic: Diagnostic): object => {
    const { code, severity, document, path, token, suggestion } = diagnostic;
    return { code, severity, document, path, token, suggestion, message: place(diagnostic) };
  };

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
  const isUsable = bucket !== undefined && isBucketName(bucket); // a manifest with another would not be read
  return { bucket: isUsable ? bucket : undefined, readerFormat: Number.isInteger(reader) ? reader : 1 };
}

/** That every callback would be refused. */
async function warnOfTokens(
  store: StageStore,
  documents: readonly StageDocument[],
): Promise<readonly string[]> {
  const settings = parseObject(documents.find(({ name }) => name === "settings")?.value ?? "");
  if (settings?.authentication === "off" || (await store.hasTokens()) !== false) return [];
  return [
    `stage ${store.stage} has no token, so every callback will be refused. Run \`chatgate token new --stage ${store.stage}\``,
  ];
}

/** Every parameter at its newest version, just as the set in force pins it, and every list in the bucket. */
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

async function write(store: StageStore, set: Parameters<typeof writeSet>[1], io: Io): Promise<Done | number> {
  const release = holdStop(io);
  try {
    const written = await writeSet(store, { ...set, isStopped: () => io.stop.aborted });
    if (written.kind === "written") return written;
    if (written.kind === "stopped") {
      const { set: inForce } = set.before;
      io.err(
        `chatgate: stopped. In force at stage ${store.stage} is ${inForce === undefined ? "what was" : `set ${inForce}`}, whole; run this again to go on.`,
      );
      return STOPPED;
    }
    io.err(
      `chatgate: stage ${store.stage} is at set ${written.set ?? "(none)"} now, and was at ${set.before.set ?? "none"} when the difference was made: somebody pushed. Yours is not in force: look at \`policy history\`, and run this again.`,
    );
    return 1;
  } catch (error) {
    const explained = explainAwsError(error);
    if (explained === undefined) throw error;
    // Asked, not concluded: it may be that only the answer to the last write was lost.
    const now = await readCurrentSet(store).catch(() => undefined);
    const inForce = now === undefined ? "a whole set, the old or the new" : `set ${now}, whole`;
    io.err(
      `chatgate: ${store.label}: broken off: ${explained} In force is ${inForce}: look at \`policy diff\`, and run this again.`,
    );
    return 1;
  } finally {
    release();
  }
}

function describeOutcome({ set, covered, keptAdvanced }: Done, stage: string): readonly string[] {
  const lines = [`Stage ${stage} is at set ${set} now; instances take it within \`refreshSeconds\`.`];
  if (keptAdvanced.length > 0) {
    lines.push(
      `note: ${keptAdvanced.join(", ")}: small enough for the standard tier, but SSM leaves an advanced parameter advanced, and bills it, until it is deleted`,
    );
  }
  if (covered !== undefined) {
    lines.push(
      `Careful: somebody wrote set ${covered} at the same moment, and this one replaced it. See \`policy history\`; \`policy rollback --to ${covered}\` brings it back.`,
    );
  }
  return lines;
}
