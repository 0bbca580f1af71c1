import { formatManifest } from "../../lib/policy-set/manifest.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { STANDARD_BYTES, type StageDocument } from "./documents.ts";
import type { StageState } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";

export type SetToWrite = {
  /** What the person saw the difference to. */
  readonly before: StageState;
  /** Under the names of parameters, whole: what is not here is not part of the set. */
  readonly parameters: readonly StageDocument[];
  readonly by: string;
  readonly reason: string;
  readonly progress?: (done: number, of: number) => void;
};

export type Written =
  | {
      readonly kind: "written";
      readonly set: number;
      /** A set that somebody wrote at the same moment, and that this one replaced. */
      readonly covered: number | undefined;
      /** Stay in the advanced tier although they are small now: SSM does not take them back. */
      readonly keptAdvanced: readonly string[];
    }
  /** Somebody pushed since `before`; nothing of this set is in force. */
  | { readonly kind: "overtaken"; readonly set: number | undefined };

/** Parameters that have to be written for a set; the others are there already. */
export function toWrite(
  { listed }: StageState,
  parameters: readonly StageDocument[],
): readonly StageDocument[] {
  const newest = new Map(listed.map(({ name, value }) => [name, value]));
  return parameters.filter(({ name, value }) => newest.get(name) !== value);
}

/**
 * Writes a set so that it is in force all at once, with the last write (docs/adr/a-manifest-pins-versions.md). Broken off
 * anywhere before, it leaves in force what was.
 */
export async function writeSet(store: StageStore, set: SetToWrite): Promise<Written> {
  const { before, parameters, by, reason } = set;
  let expected = before.set;
  const overtaken = async () => {
    const now = await currentSet(store);
    return now === expected ? undefined : ({ kind: "overtaken", set: now } as const);
  };
  const early = await overtaken();
  if (early !== undefined) return early;
  if (expected === undefined) {
    // Or the gate would read this set as it grows.
    expected = await putManifest(store, by, "as it was found", before.inForce);
  }

  const versions = new Map(before.listed.map(({ name, version }) => [name, version]));
  const keptAdvanced: string[] = [];
  const changed = toWrite(before, parameters);
  for (const [at, { name, value }] of changed.entries()) {
    const { version, advanced } = await store.put(name, value);
    versions.set(name, version);
    if (advanced && Buffer.byteLength(value) <= STANDARD_BYTES) keptAdvanced.push(name);
    set.progress?.(at + 1, changed.length);
  }
  const late = await overtaken();
  if (late !== undefined) return late;
  const pinned = parameters.map(({ name, value }) => ({ name, value, version: versions.get(name) ?? "" }));
  const number = await putManifest(store, by, reason, pinned);
  return {
    kind: "written",
    set: number,
    covered: number === expected + 1 ? undefined : number - 1,
    keptAdvanced,
  };
}

/** Parameters that neither this set nor the one before it names: a reader may still be at that one. */
export async function prune(store: StageStore, before: StageState, parameters: readonly StageDocument[]) {
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
): Promise<number> {
  const { version } = await store.put(
    "manifest",
    formatManifest(by, reason, parameters, sha256),
    `${by}: ${reason}`,
  );
  return Number(version);
}

/** Undefined: never pushed to. */
export async function currentSet(store: StageStore): Promise<number | undefined> {
  const [manifest] = await store.get(["manifest"]);
  return manifest && Number(manifest.version);
}
