import {
  findPinnedSet,
  isPartOfSet,
  type ListObject,
  type Manifest,
  type ManifestEntry,
  type Pinned,
  parseManifest,
} from "../../lib/policy-set/manifest.ts";
import { compareByName, type Parameter } from "../../lib/policy-set/parameter.ts";
import { mapInParallel } from "../../lib/store/in-parallel.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { StageStore, StoredParameter } from "./stage-store.ts";

export type StageState = {
  /** The newest version of all that is there. */
  readonly listed: readonly StoredParameter[];
  /** The set in force: the manifest's version. Undefined if the stage was never pushed to. */
  readonly set: number | undefined;
  /** What the set holds. */
  readonly pinned: readonly { readonly name: string; readonly version: string }[];
  /** Lists of the set that are in the stack's bucket. */
  readonly objects: readonly ListObject[];
  /** Its readable documents, with the bucket's lists; without a manifest, all parameters. */
  readonly inForce: readonly Parameter[];
  /** Parameters of the set that are missing. The gate then cannot read the set. */
  readonly missing: readonly string[];
  /** Changed after the last push, by hand or by an interrupted push, and not in force. */
  readonly outOfSync: readonly string[];
  /** Left by earlier sets, or put there by hand; not in force. */
  readonly unused: readonly string[];
  /** The unused ones that no set ever named. */
  readonly unmanaged: readonly string[];
};

export async function readStage(store: StageStore): Promise<StageState> {
  const listed = await store.list();
  const ours = listed.filter(isPartOfSet);
  const pointer = listed.find(({ name }) => name === "manifest");
  const manifest = pointer && parseManifest(pointer.value);
  const set = pointer && Number(pointer.version);
  if (manifest === undefined) {
    // With an invalid manifest the gate reads nothing; without a manifest it reads all parameters.
    const inForce = pointer === undefined ? ours : [];
    const missing = pointer === undefined ? [] : ["manifest"];
    const nothing = { pinned: [], objects: [], outOfSync: [], unused: [], unmanaged: [] };
    return { listed, set, ...nothing, inForce, missing };
  }
  const { found, missing } = await resolvePinned(store, manifest, listed);
  const pinned = manifest.entries.flatMap(({ pins }) => pins);
  const versionIn = new Map(pinned.map(({ name, version }) => [name, version]));
  const valueIn = new Map(found.map(({ name, value }) => [name, value]));
  const isChanged = ({ name, version, value }: Parameter) =>
    versionIn.has(name) && versionIn.get(name) !== version && valueIn.get(name) !== value;
  const unused = ours.filter(({ name }) => !versionIn.has(name)).map(({ name }) => name);
  return {
    listed,
    set,
    pinned,
    objects: manifest.objects,
    inForce: found,
    missing,
    outOfSync: ours.filter(isChanged).map(({ name }) => name),
    unused,
    unmanaged: unused.length === 0 ? [] : await dropNamed(store, unused),
  };
}

async function dropNamed(store: StageStore, names: readonly string[]): Promise<readonly string[]> {
  const named = listNamed(await readManifests(store));
  return names.filter((name) => !named.parameters.has(name));
}

/** The manifests that SSM keeps, 100 at most, the newest last; invalid ones are left out. */
async function readManifests(store: StageStore): Promise<readonly Manifest[]> {
  const versions = await store.versions("manifest");
  return versions.flatMap(({ value }) => parseManifest(value) ?? []);
}

export const listNamed = (manifests: readonly Manifest[]) => ({
  parameters: new Set(
    manifests.flatMap(({ entries }) => entries.flatMap(({ pins }) => pins.map(({ name }) => name))),
  ),
  digests: new Set(manifests.flatMap(({ objects }) => objects.map(({ sha256 }) => sha256))),
});

export type Restored =
  | { readonly kind: "restored"; readonly manifest: Manifest; readonly parameters: readonly Parameter[] }
  | { readonly kind: "unknown" }
  | { readonly kind: "missing"; readonly names: readonly string[] };

/** The parameters of an earlier set, from their histories. */
export async function restoreSet(store: StageStore, set: number): Promise<Restored> {
  const [pointer] = await store.get([`manifest:${set}`]);
  const manifest = pointer && parseManifest(pointer.value);
  if (manifest === undefined) return { kind: "unknown" };
  const { found, missing } = await resolvePinned(store, manifest, await store.list());
  return missing.length > 0
    ? { kind: "missing", names: missing }
    : { kind: "restored", manifest, parameters: found };
}

type Have = { readonly found: readonly Parameter[]; readonly missing: readonly string[] };

async function resolvePinned(
  store: StageStore,
  manifest: Manifest,
  listed: readonly Parameter[],
): Promise<Have> {
  const newest = findPinnedSet(manifest, listed, sha256);
  const older = newest.kind === "lacking" ? await store.get(newest.names) : [];
  const atHand = [...listed, ...older];

  let entries: readonly ManifestEntry[] = manifest.entries;
  const missing: string[] = [];
  for (;;) {
    const set = findPinnedSet({ ...manifest, entries }, atHand, sha256);
    if (set.kind === "whole") {
      const lists = await readObjects(store, manifest.objects);
      const had = lists.filter(({ unavailable }) => unavailable === undefined);
      const gone = lists.filter((list) => !had.includes(list)).map(({ name }) => name);
      return { found: [...set.parameters, ...had].sort(compareByName), missing: [...missing, ...gone] };
    }
    const broken = listNames(set);
    missing.push(...broken);
    entries = entries.filter(({ pins }) => !pins.some(({ name }) => broken.includes(name)));
  }
}

async function readObjects(store: StageStore, objects: readonly ListObject[]): Promise<readonly Parameter[]> {
  const [first] = objects;
  if (first === undefined) return [];
  const bucket = await store.openBucket(first.bucket); // the same for all lists of a set
  return mapInParallel(objects, 8, async (object): Promise<Parameter> => {
    const { name, sha256 } = object;
    const version = sha256.slice(0, 16);
    const fetched = await bucket.get(object);
    return fetched.kind === "fetched"
      ? { name, value: fetched.text, version }
      : { name, value: "", version, unavailable: fetched.reason };
  });
}

const listNames = (set: Exclude<Pinned, { kind: "whole" }>) =>
  set.names.map((name) => name.replace(/:\d+$/, ""));
