import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import {
  createDryRunOption,
  createJsonOption,
  createReasonOption,
  createYesOption,
  formatExamples,
  parseSetNumber,
} from "../options.ts";
import {
  type BareDiagnostic,
  completeDiagnostic,
  NEEDS_CONSENT,
  reportProblem,
  reportUsageError,
} from "../report.ts";
import { readEarlierSet } from "../stage/earlier-set.ts";
import { isConsentMissing, type PublishOptions, publishSet } from "../stage/publish.ts";
import { readStage } from "../stage/stage-state.ts";
import type { StageStore } from "../stage/stage-store.ts";
import {
  createRegionOption,
  createStageOption,
  readReason,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerPolicyRollback(policy: Program, io: Io): void {
  policy
    .command("rollback")
    .description("Restore an earlier set (settings, policies and lists) as a new set.")
    .addOption(createStageOption())
    .option("--to <set>", "a set's number in the history (default: the previous set)", parseSetNumber)
    .addOption(createReasonOption())
    .addOption(createDryRunOption())
    .addOption(createYesOption())
    .option("--force", "override safety checks: a set without policies, a long toleranceSeconds")
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "policy rollback --stage dev --yes",
        'policy rollback --stage dev --to 3 --reason "Too many refused"',
      ),
    )
    .action(async (options: RollbackOptions) => io.exit(await rollBackStage(options, io)));
}

type RollbackOptions = StageOptions &
  Omit<PublishOptions, "prune"> & { readonly to?: number; readonly reason?: string };

async function rollBackStage(options: RollbackOptions, io: Io): Promise<number> {
  const given = options.reason === undefined ? undefined : readReason(options.reason, io);
  if (typeof given === "number") return given;
  if (isConsentMissing(options)) return reportUsageError(io, NEEDS_CONSENT);
  return runWithStage(options, io, async (store) => {
    const before = await readStage(store);
    const last = before.set ?? 0;
    const to = options.to ?? last - 1;
    if (last < 2 || to < 1) return refuseRollback(store, { code: "no-earlier-set" }, io);
    if (to === last) return refuseRollback(store, { code: "set-current", details: { set: to } }, io);
    const earlier = await readEarlierSet(store, to);
    if (earlier.kind === "missing") return refuseRollback(store, earlier.found, io);
    const { documents } = earlier;
    if (!documents.some(({ name }) => name === "settings"))
      return refuseRollback(store, { code: "set-empty", details: { set: to } }, io);
    const reason = [`rollback to set ${to}`, given?.reason].filter(Boolean).join(": ");
    const { by, reason: why } = earlier.manifest;
    const notes = [completeDiagnostic({ code: "set-origin", details: { set: to, by, reason: why } }, "note")];
    const from = { directory: `set ${to}` };
    return publishSet(store, { before, documents, ...from, reason, notes }, options, io);
  });
}

function refuseRollback(store: StageStore, found: BareDiagnostic, io: Io): number {
  return reportProblem(io, found, { code: 1, about: store.label, advice: "Nothing was written." });
}
