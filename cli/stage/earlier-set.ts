import { formatSentence } from "../../lib/authoring/messages/messages.ts";
import type { Manifest } from "../../lib/policy-set/manifest.ts";
import type { Io } from "../io.ts";
import { placeAtStage, type StageDiagnostic } from "./diagnosis.ts";
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
  | { readonly kind: "missing"; readonly found: StageDiagnostic };

/** A set by its number, the one in force too, whole; or why it cannot be had. */
export async function readEarlierSet(store: StageStore, set: number): Promise<EarlierSet> {
  const last = (await readCurrentSet(store)) ?? 0;
  if (last === 0) return { kind: "missing", found: { code: "no-earlier-set" } };
  const restored = set > last ? ({ kind: "unknown" } as const) : await restoreSet(store, set);
  switch (restored.kind) {
    case "unknown": {
      const versions = await store.versions("manifest");
      const first = Math.min(...versions.map(({ version }) => Number(version)));
      return { kind: "missing", found: { code: "set-not-found", details: { set, first, last } } };
    }
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

export function reportMissingSet(store: StageStore, found: StageDiagnostic, io: Io): 1 {
  io.err(`chatgate: ${store.label}: ${formatSentence(placeAtStage(found, "error"))}`);
  return 1;
}
