import type { Command as Program } from "commander";
import { pluralize } from "../../lib/authoring/messages/message.ts";
import type { Io } from "../io.ts";
import {
  createDryRunOption,
  createJsonOption,
  createYesOption,
  formatExamples,
  parseSetNumber,
} from "../options.ts";
import { NEEDS_CONSENT, reportProblem, reportUsageError } from "../report.ts";
import { findPrunable, type Prunable, removePrunable } from "../stage/prune-stage.ts";
import { isConsentMissing } from "../stage/publish.ts";
import type { StageStore } from "../stage/stage-store.ts";
import {
  confirm,
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";
import { readCurrentSet } from "../stage/write-set.ts";

export function registerPolicyPrune(policy: Program, io: Io): void {
  policy
    .command("prune")
    .description("Delete parameters and lists that no kept set of a stage names.")
    .addOption(createStageOption())
    .option("--keep <sets>", "how many sets to keep for rollback", parseSetNumber, MAX_KEPT)
    .addOption(createDryRunOption("show what would be deleted, and delete nothing"))
    .addOption(createYesOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      `
What is younger than an hour stays: a push may be about to name it.
${formatExamples("policy prune --stage dev --dry-run", "policy prune --stage dev --keep 20 --yes")}`,
    )
    .action(async (options: PruneOptions) => io.exit(await pruneStage(options, io)));
}

/** SSM keeps no more versions of the manifest. */
const MAX_KEPT = 100;

type PruneOptions = StageOptions & {
  readonly keep: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
};

async function pruneStage(options: PruneOptions, io: Io): Promise<number> {
  const { keep, dryRun = false, json } = options;
  if (isConsentMissing(options)) return reportUsageError(io, NEEDS_CONSENT);
  return runWithStage(options, io, async (store) => {
    const found = await findPrunable(store, { keep: Math.min(keep, MAX_KEPT), now: io.now() });
    const ending = { code: 1, about: store.label, advice: "Nothing was deleted." } as const;
    if (found.kind === "never-pushed") return reportProblem(io, { code: "never-pushed" }, ending);
    if (found.kind === "unknown-manifest")
      return reportProblem(io, { code: "manifest-unreadable", details: { set: found.set } }, ending);
    const names = [...found.parameters, ...found.objects.map(({ sha256 }) => `lists/${sha256}.gz`)];
    const removed = dryRun ? [] : names;
    if (!json) for (const name of names) io.out(`- ${name}`);
    if (names.length > 0 && !dryRun) {
      const refused = await confirm(
        `Delete ${pluralize(names.length, "item")} of stage ${store.stage}?`,
        options,
        io,
      );
      if (refused !== undefined) return refused;
      const conflict = await removeUnlessPushed(store, found);
      if (conflict !== undefined)
        return reportProblem(
          io,
          { code: "prune-conflict", details: conflict },
          { code: 1, about: store.label },
        );
    }
    if (json) io.out(JSON.stringify({ stage: store.stage, prunable: names, removed }, undefined, 2));
    else
      io.out(
        names.length === 0
          ? "Nothing to prune."
          : dryRun
            ? "Dry run: nothing was deleted."
            : `Deleted ${pluralize(names.length, "item")}.`,
      );
    return 0;
  });
}

/** Undefined: deleted. Otherwise somebody pushed before it, or while it was deleted. */
async function removeUnlessPushed(
  store: StageStore,
  found: Prunable,
): Promise<{ readonly isDeleted: boolean } | undefined> {
  const isUnchanged = async () => (await readCurrentSet(store)) === found.set;
  if (!(await isUnchanged())) return { isDeleted: false };
  await removePrunable(store, found);
  return (await isUnchanged()) ? undefined : { isDeleted: true };
}
