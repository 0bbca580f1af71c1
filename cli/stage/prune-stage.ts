import {
  isPartOfSet,
  MANIFEST_FORMAT,
  parseManifest,
  readManifestFormat,
} from "../../lib/policy-set/manifest.ts";
import { listNamed } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";

export type Prunable = {
  readonly kind: "prunable";
  /** The set in force. */
  readonly set: number;
  readonly parameters: readonly string[];
  readonly objects: readonly { readonly bucket: string; readonly sha256: string }[];
};

export type Unprunable =
  | { readonly kind: "never-pushed" }
  /** A newer manifest may name parameters that this version does not know. */
  | { readonly kind: "unknown-manifest"; readonly set: string };

/** Milliseconds. Younger items may belong to a push in progress. */
const MIN_AGE_MS = 3_600_000;

/** Items that none of the newest `keep` manifests names: neither the current set nor a rollback to these needs them. */
export async function findPrunable(
  store: StageStore,
  { keep, now }: { readonly keep: number; readonly now: number },
): Promise<Prunable | Unprunable> {
  const listed = await store.list();
  const pointer = listed.find(({ name }) => name === "manifest");
  if (pointer === undefined) return { kind: "never-pushed" };
  const kept = (await store.versions("manifest")).slice(-keep);
  const unknown = kept.find(
    ({ value, version }) =>
      (readManifestFormat(value) ?? 1) > MANIFEST_FORMAT ||
      (version === pointer.version && parseManifest(value) === undefined),
  );
  if (unknown !== undefined) return { kind: "unknown-manifest", set: unknown.version };

  const manifests = kept.flatMap(({ value }) => parseManifest(value) ?? []);
  const named = listNamed(manifests);
  const isOld = (writtenAt: number) => now - writtenAt >= MIN_AGE_MS;
  const parameters = listed.filter(
    (parameter) =>
      isPartOfSet(parameter) && !named.parameters.has(parameter.name) && isOld(parameter.writtenAt),
  );
  const buckets = new Set([
    ...listed.filter(({ name }) => name === "bucket").map(({ value }) => value),
    ...manifests.flatMap(({ objects }) => objects.map(({ bucket }) => bucket)),
  ]);
  const objects = await Promise.all(
    [...buckets].map(async (bucket) => {
      const found = await (await store.openBucket(bucket)).list();
      return found
        .filter(({ sha256, writtenAt }) => !named.digests.has(sha256) && isOld(writtenAt))
        .map(({ sha256 }) => ({ bucket, sha256 }));
    }),
  );
  return {
    kind: "prunable",
    set: Number(pointer.version),
    parameters: parameters.map(({ name }) => name),
    objects: objects.flat(),
  };
}

export async function removePrunable(store: StageStore, { parameters, objects }: Prunable): Promise<void> {
  await store.remove(parameters);
  for (const { bucket, sha256 } of objects) await (await store.openBucket(bucket)).remove(sha256);
}
