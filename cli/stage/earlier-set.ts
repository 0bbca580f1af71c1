import type { Manifest } from "../../lib/policy-set/manifest.ts";
import type { BareDiagnostic } from "../report.ts";

import { joinDocuments, type StageDocument } from "./documents.ts";
import { restoreSet } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";
import { readCurrentSet } from "./write-set.ts";

export type EarlierSet =
  | {
      readonly kind: "had";
      readonly manifest: Manifest;
      readonly documents: readonly StageDocument[];
    }
  | { readonly kind: "missing"; readonly found: BareDiagnostic };

/** Reads a complete set by its number, the current one included; or says why it cannot be read. */
export async function readEarlierSet(store: StageStore, set: number): Promise<EarlierSet> {
  const last = (await readCurrentSet(store)) ?? 0;
  if (last === 0) return { kind: "missing", found: { code: "no-earlier-set" } };
  const restored = set > last ? ({ kind: "unknown" } as const) : await restoreSet(store, set);
  switch (restored.kind) {
    case "unknown":
      return { kind: "missing", found: await describeUnknownSet(store, set) };
    case "missing":
      return { kind: "missing", found: { code: "set-lost", details: { set, names: restored.names } } };
    case "restored":
      return {
        kind: "had",
        manifest: restored.manifest,
        documents: joinDocuments(restored.parameters),
      };
  }
}

/** That the set does not exist, with the first and last number that do. */
export async function describeUnknownSet(store: StageStore, set: number): Promise<BareDiagnostic> {
  const numbers = (await store.versions("manifest")).map(({ version }) => Number(version));
  if (numbers.length === 0) return { code: "no-earlier-set" };
  const details = { set, first: Math.min(...numbers), last: Math.max(...numbers) };
  return { code: "set-not-found", details };
}
