import {
  isOfTheSet,
  type Manifest,
  type ManifestEntry,
  type Pinned,
  parseManifest,
  pinnedSet,
} from "../../lib/policy-set/manifest.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { StageStore, StoredParameter } from "./stage-store.ts";

export type StageState = {
  /** The newest version of all that is there. */
  readonly listed: readonly StoredParameter[];
  /** The set in force: the manifest's version. Undefined where the stage was never pushed to. */
  readonly set: number | undefined;
  /** What the set holds. */
  readonly pinned: readonly { readonly name: string; readonly version: string }[];
  /** What of it can be had, or, without a manifest, all that is there. */
  readonly inForce: readonly Parameter[];
  /** Names of parameters of the set that cannot be had any more: the gate then reads nothing. */
  readonly lost: readonly string[];
  /** Changed since, by hand or by a push that broke off, and not in force. */
  readonly changedSince: readonly string[];
  /** Left by earlier sets, or put there by hand; not in force. */
  readonly unused: readonly string[];
  /** Of the unused, what no set ever named. */
  readonly planted: readonly string[];
};

export async function readStage(store: StageStore): Promise<StageState> {
  const listed = await store.list();
  const ours = listed.filter(isOfTheSet);
  const pointer = listed.find(({ name }) => name === "manifest");
  const manifest = pointer && parseManifest(pointer.value);
  const set = pointer && Number(pointer.version);
  if (manifest === undefined) {
    // A manifest that is none holds the gate up, so there is nothing in force; without any, whatever is there is.
    const inForce = pointer === undefined ? ours : [];
    const lost = pointer === undefined ? [] : ["manifest"];
    return { listed, set, pinned: [], inForce, lost, changedSince: [], unused: [], planted: [] };
  }
  const { found, lost } = await whatCanBeHad(store, manifest, listed);
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
    inForce: found,
    lost,
    changedSince: ours.filter(isChanged).map(({ name }) => name),
    unused,
    planted: unused.length === 0 ? [] : await withoutNamed(store, unused),
  };
}

async function withoutNamed(store: StageStore, names: readonly string[]): Promise<readonly string[]> {
  const manifests = (await store.versions("manifest")).map(({ value }) => parseManifest(value));
  const entries = manifests.flatMap((manifest) => manifest?.entries ?? []);
  const named = new Set(entries.flatMap(({ pins }) => pins.map(({ name }) => name)));
  return names.filter((name) => !named.has(name));
}

export type Restored =
  | { readonly kind: "restored"; readonly manifest: Manifest; readonly parameters: readonly Parameter[] }
  | { readonly kind: "unknown" }
  | { readonly kind: "lost"; readonly names: readonly string[] };

/** The parameters of an earlier set, from their histories. */
export async function restoreSet(store: StageStore, set: number): Promise<Restored> {
  const [pointer] = await store.get([`manifest:${set}`]);
  const manifest = pointer && parseManifest(pointer.value);
  if (manifest === undefined) return { kind: "unknown" };
  const { found, lost } = await whatCanBeHad(store, manifest, await store.list());
  return lost.length > 0 ? { kind: "lost", names: lost } : { kind: "restored", manifest, parameters: found };
}

type Have = { readonly found: readonly Parameter[]; readonly lost: readonly string[] };

async function whatCanBeHad(
  store: StageStore,
  manifest: Manifest,
  listed: readonly Parameter[],
): Promise<Have> {
  const newest = pinnedSet(manifest, listed, sha256);
  const older = newest.kind === "lacking" ? await store.get(newest.names) : [];
  const atHand = [...listed, ...older];

  let entries: readonly ManifestEntry[] = manifest.entries;
  const lost: string[] = [];
  for (;;) {
    const set = pinnedSet({ ...manifest, entries }, atHand, sha256);
    if (set.kind === "whole") return { found: set.parameters, lost };
    const broken = namesOf(set);
    lost.push(...broken);
    entries = entries.filter(({ pins }) => !pins.some(({ name }) => broken.includes(name)));
  }
}

const namesOf = (set: Exclude<Pinned, { kind: "whole" }>) =>
  set.names.map((name) => name.replace(/:\d+$/, ""));
