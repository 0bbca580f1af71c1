import { formatManifest, type ListObject } from "../../lib/policy-set/manifest.ts";
import { formatPack, packNames, UNUSED_PART } from "../../lib/policy-set/pack.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { type ListToStore, STANDARD_BYTES, type StageDocument } from "./documents.ts";
import type { StageState } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";

export type SetToWrite = {
  /** The stage that the shown difference was computed against. */
  readonly before: StageState;
  /** Under the names of parameters, whole: what is not here is not part of the set. */
  readonly parameters: readonly StageDocument[];
  /** For the bucket. */
  readonly objects?: readonly ListToStore[];
  readonly by: string;
  readonly reason: string;
  readonly progress?: (done: number, of: number) => void;
  /** Called before each write except the last two. If it stops the push, nothing of the set is in force; the next push does not repeat these writes. */
  readonly isStopped?: () => boolean;
};

export type Written =
  | {
      readonly kind: "written";
      readonly set: number;
      /** The number of a set pushed at the same time, which this one replaced. */
      readonly covered: number | undefined;
      /** Small enough for the standard tier, but SSM does not move an advanced parameter back. */
      readonly keptAdvanced: readonly string[];
    }
  /** Conflict: another push since `before`. Nothing of this set is in force. */
  | { readonly kind: "conflict"; readonly set: number | undefined }
  /** Stopped by Ctrl-C; the set in force is unchanged. */
  | { readonly kind: "stopped" };

const STOPPED: Written = { kind: "stopped" };

/** Parameters that must be written for a set; the others are stored already. */
export function listUnwritten(
  { listed }: StageState,
  parameters: readonly StageDocument[],
): readonly StageDocument[] {
  const newest = new Map(listed.map(({ name, value }) => [name, value]));
  return parameters.filter(({ name, value }) => newest.get(name) !== value);
}

/**
 * Writes a set that takes effect as a whole, with the last write (docs/adr/a-manifest-pins-versions.md). If it stops
 * earlier, the set in force is unchanged.
 */
export async function writeSet(store: StageStore, set: SetToWrite): Promise<Written> {
  const { before, parameters, objects = [], by, reason, isStopped = () => false } = set;
  let expected = before.set;
  const findConflict = async () => {
    const now = await readCurrentSet(store);
    return now === expected ? undefined : ({ kind: "conflict", set: now } as const);
  };
  const early = await findConflict();
  if (early !== undefined) return early;
  if (expected === undefined) {
    // Without a manifest the gate reads every parameter, so it would read a half-written set.
    expected = await putManifest(store, by, "state before the first push", before.inForce);
  }

  const versions = new Map(before.listed.map(({ name, version }) => [name, version]));
  const keptAdvanced: string[] = [];
  const changed = listUnwritten(before, parameters);
  const fresh = objects.filter((list) => !isStored(list, before));
  let done = 0;
  const reportProgress = () => set.progress?.(++done, changed.length + fresh.length + 1);
  for (const { name, value } of changed) {
    if (isStopped()) return STOPPED;
    const { version, advanced } = await store.put(name, value);
    versions.set(name, version);
    if (advanced && Buffer.byteLength(value) <= STANDARD_BYTES) keptAdvanced.push(name);
    reportProgress();
  }
  for (const list of fresh) {
    if (isStopped()) return STOPPED;
    await putList(store, list);
    reportProgress();
  }
  const pinned = parameters.map(({ name, value }) => ({ name, value, version: versions.get(name) ?? "" }));
  const late = await findConflict(); // before the pack is written, which would overwrite that of the other push
  if (late !== undefined) return late;
  if (isStopped()) return STOPPED; // the last moment to stop: the pack must match the set in force
  await writePack(store, before, pinned);
  const latest = await findConflict();
  if (latest !== undefined) return latest;
  const number = await putManifest(store, by, reason, pinned, objects);
  reportProgress();
  return {
    kind: "written",
    set: number,
    covered: number === expected + 1 ? undefined : number - 1,
    keptAdvanced,
  };
}

/** Whether the set in force has the list, at the same place and with the same content. */
export const isStored = ({ name, bucket, sha256 }: ListObject, { objects, missing }: StageState) =>
  !missing.includes(name) && objects.some((known) => known.bucket === bucket && known.sha256 === sha256);

/** Skips what an interrupted push has already written. */
async function putList(store: StageStore, { bucket: name, sha256, text }: ListToStore): Promise<void> {
  const bucket = await store.openBucket(name);
  if (!(await bucket.has(sha256))) await bucket.put(sha256, text);
}

/** Parts of the pack to write for a set; for a set without a pack, existing parts are emptied. */
export function findStalePack(
  { listed }: StageState,
  pinned: readonly Parameter[],
): readonly StageDocument[] {
  const there = new Map(listed.map(({ name, value }) => [name, value]));
  const parts = formatPack(pinned, gzipCodec) ?? packNames.map(() => UNUSED_PART);
  return parts.flatMap((value, index) => {
    const name = packNames[index] ?? "";
    const isNeeded = value !== UNUSED_PART || there.has(name);
    return isNeeded && there.get(name) !== value ? [{ name, value }] : [];
  });
}

export async function writePack(
  store: StageStore,
  before: StageState,
  pinned: readonly Parameter[],
): Promise<void> {
  for (const { name, value } of findStalePack(before, pinned)) await store.put(name, value);
}

/** Parameters that neither this set nor the previous one names; a reader may still use the previous one. */
export async function pruneAfterWriting(
  store: StageStore,
  before: StageState,
  parameters: readonly StageDocument[],
) {
  const needed = new Set([...parameters, ...before.pinned].map(({ name }) => name));
  const names = before.unused.filter((name) => !needed.has(name));
  await store.remove(names);
  return names;
}

async function putManifest(
  store: StageStore,
  by: string,
  reason: string,
  parameters: readonly Parameter[],
  objects: readonly ListObject[] = [],
): Promise<number> {
  const { version } = await store.put(
    "manifest",
    formatManifest(by, reason, parameters, sha256, objects),
    `${by}: ${reason}`,
  );
  return Number(version);
}

/** Undefined: never pushed to. */
export async function readCurrentSet(store: StageStore): Promise<number | undefined> {
  const [manifest] = await store.get(["manifest"]);
  return manifest && Number(manifest.version);
}
