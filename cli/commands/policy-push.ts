import type { Command as Program } from "commander";
import { type Io, usageError } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { joinDocuments, type StageDocument } from "../stage/documents.ts";
import { readLocalDocuments, stageSettingsFile } from "../stage/local-documents.ts";
import { type PublishOptions, publish } from "../stage/publish.ts";
import { readStage } from "../stage/stage-state.ts";
import { reasonFrom, regionOption, type StageOptions, stageOption, withStage } from "../stage/with-stage.ts";

export function register(policy: Program, io: Io): void {
  policy
    .command("push")
    .description("Put a folder's policies, lists and stage settings in force at a stage, all at once.")
    .argument("[folder]", "the folder with the policies", "policies")
    .addOption(stageOption())
    .option("--reason <text>", "why, for the history")
    .option("--dry-run", "show what would change, and write nothing")
    .option("--yes", "do not ask")
    .option("--force", "push in spite of doubts: no policy at all, a long toleranceSeconds")
    .option("--prune", "delete parameters that neither this set nor the one before it holds")
    .addOption(regionOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "policy push --stage dev --dry-run",
        'policy push --stage dev --reason "Reserve the new brand names" --yes',
      ),
    )
    .action(async (directory: string, options: PushOptions) => io.exit(await push(directory, options, io)));
}

type PushOptions = StageOptions & PublishOptions & { readonly reason?: string };

export async function push(directory: string, options: PushOptions, io: Io): Promise<number> {
  const why = options.dryRun ? { reason: options.reason ?? "" } : reasonFrom(options.reason, io);
  if (typeof why === "number") return why;
  if (options.json && !options.yes && !options.dryRun)
    return usageError(io, "--json needs --yes or --dry-run");
  return withStage(options, io, async (store) => {
    const local = await readLocalDocuments(io.cwd, directory, options.stage);
    if (local.kind === "failed") {
      io.err([...local.faults, `Nothing was written to stage ${options.stage}.`].join("\n"));
      return 1;
    }
    const before = await readStage(store);
    const { documents, remarks } = withSettings(local.documents, joinDocuments(before.inForce), {
      directory,
      stage: options.stage,
    });
    const { place } = local;
    return publish(store, { before, documents, directory, place, remarks, reason: why.reason }, options, io);
  });
}

/** The set to be: settings that the folder does not have are the stage's own. */
export function withSettings(
  local: readonly StageDocument[],
  inForce: readonly StageDocument[],
  { directory, stage }: { readonly directory: string; readonly stage: string },
): { readonly documents: readonly StageDocument[]; readonly remarks: readonly string[] } {
  const own = inForce.find(({ name }) => name === "settings");
  if (own === undefined || local.some(({ name }) => name === "settings"))
    return { documents: local, remarks: [] };
  const file = stageSettingsFile(directory, stage);
  return {
    documents: [...local, own],
    remarks: [`there is no ${file}: the stage's settings stay as they are`],
  };
}
