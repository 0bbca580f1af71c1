import { type Manifest, parseManifest } from "../../lib/policy-set/manifest.ts";
import type { StageStore, StoredVersion } from "./stage-store.ts";

export type SetRecord = {
  readonly set: number;
  /** ISO 8601, by SSM's clock. */
  readonly time: string;
  /** The AWS identity that SSM saw, and the person that the machine named. */
  readonly who: string;
  readonly reason: string;
  /** Documents and lists whose content differs from the previous set; in the first set, all. */
  readonly changed: number;
};

/** The newest first; at most the 100 that SSM keeps. */
export async function readHistory(store: StageStore): Promise<readonly SetRecord[]> {
  const isPushedTo = (await store.get(["manifest"])).length > 0;
  const versions = isPushedTo ? await store.versions("manifest") : [];
  const manifests = versions.map(({ value }) => parseManifest(value));
  const records = versions.map((version, at) =>
    createSetRecord(version, manifests[at], at > 0 ? manifests[at - 1] : undefined),
  );
  return records.toReversed();
}

function createSetRecord(
  { version, user, at }: StoredVersion,
  manifest: Manifest | undefined,
  before: Manifest | undefined,
): SetRecord {
  const identity = user?.replace(/^arn:[^:]*:[^:]*:[^:]*:\d*:/, ""); // `user/mira`, `assumed-role/Operator/mira`
  return {
    set: Number(version),
    time: new Date(at).toISOString(),
    who: [manifest?.by, identity && `(${identity})`].filter(Boolean).join(" ") || "somebody",
    reason: manifest?.reason ?? "not a manifest: written by hand",
    changed: countDifferences(before, manifest),
  };
}

function countDifferences(before: Manifest | undefined, after: Manifest | undefined): number {
  const [old, next] = [readContents(before), readContents(after)];
  return [...new Set([...old.keys(), ...next.keys()])].filter((name) => old.get(name) !== next.get(name))
    .length;
}

/** Document → what identifies its content; a list may be whole in one set and in parts in the next. */
function readContents(manifest: Manifest | undefined): ReadonlyMap<string, string> {
  const contents = new Map<string, string>();
  for (const { pins, sha256 } of manifest?.entries ?? []) {
    const document = pins[0]?.name.split("/", 2).join("/") ?? "";
    contents.set(document, `${contents.get(document) ?? ""}${sha256}`);
  }
  for (const { name, sha256 } of manifest?.objects ?? []) contents.set(name, sha256);
  return contents;
}
