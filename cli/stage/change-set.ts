import type { Io } from "../io.ts";
import { type BareDiagnostic, NEEDS_CONSENT, reportProblem, reportUsageError } from "../report.ts";
import { joinDocuments, type StageDocument } from "./documents.ts";
import { formatIncidentReason } from "./incident.ts";
import { isConsentMissing, publishSet } from "./publish.ts";
import { readStage } from "./stage-state.ts";
import { readReason, runWithStage, type StageOptions } from "./with-stage.ts";

export type ChangeOptions = StageOptions & {
  readonly reason?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
};

export type SetChange = {
  readonly action: Parameters<typeof formatIncidentReason>[0];
  /** For the history, e.g. the list's name. */
  readonly what: string;
  /**
   * Changes one document of the set in force, all of them whole; or says why it cannot be changed. `reason`: as the
   * history keeps it.
   */
  readonly change: (documents: readonly StageDocument[], reason: string) => StageDocument | BareDiagnostic;
  /** Functions of format 1 would refuse the set, or not see the change. */
  readonly needsReader2: boolean;
};

/** An incident command: changes one document of the current set, as one new set. */
export async function changeSet(change: SetChange, options: ChangeOptions, io: Io): Promise<number> {
  const why = readReason(options.reason, io);
  if (typeof why === "number") return why;
  if (isConsentMissing(options)) return reportUsageError(io, NEEDS_CONSENT);
  return runWithStage(options, io, async (store) => {
    const before = await readStage(store);
    const reader = Number(before.listed.find(({ name }) => name === "reader")?.value ?? 1);
    const at = { about: store.label };
    if (change.needsReader2 && !(reader >= 2))
      return reportProblem(
        io,
        { code: "reader-too-old", details: { stage: store.stage, lacks: "ends" } },
        at,
      );
    const documents = joinDocuments(before.inForce);
    const changed = change.change(documents, why.reason);
    if ("code" in changed)
      return reportProblem(io, changed, { ...at, code: 1, advice: "Nothing was written." });
    const next = documents.map((document) => (document.name === changed.name ? changed : document));
    const reason = formatIncidentReason(change.action, change.what, why.reason);
    const from = { directory: `stage ${store.stage}` };
    // Safety checks do not apply to what is already in force.
    return publishSet(store, { before, documents: next, ...from, reason }, { ...options, force: true }, io);
  });
}
