import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command as Program } from "commander";
import { lintPolicies } from "../../lib/authoring/lint.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { Io } from "../io.ts";
import {
  collectValues,
  createDryRunOption,
  createJsonOption,
  createReasonOption,
  createYesOption,
  formatExamples,
} from "../options.ts";
import { locateStageSettings } from "../policies.ts";
import {
  completeDiagnostic,
  NEEDS_CONSENT,
  reportProblem,
  reportProblems,
  reportUsageError,
  tell,
} from "../report.ts";
import { joinDocuments, type StageDocument } from "../stage/documents.ts";
import { findDroppedChanges } from "../stage/incident.ts";
import { readLocalDocuments } from "../stage/local-documents.ts";
import { isConsentMissing, type PublishOptions, publishSet, reportUnwritten } from "../stage/publish.ts";
import { describeWrongReplay, type PushReplayOptions, replayPush } from "../stage/replay-push.ts";
import { readStage } from "../stage/stage-state.ts";
import {
  createRegionOption,
  createStageOption,
  readReason,
  runWithStage,
  type StageOptions,
  setRegion,
} from "../stage/with-stage.ts";
import { testPolicies } from "./test.ts";

export function registerPolicyPush(policy: Program, io: Io): void {
  policy
    .command("push")
    .description("Publish a folder's policies, lists and stage settings to a stage, as one set.")
    .argument("[folder]", "the folder with the policies", "policies")
    .addOption(createStageOption())
    .addOption(createReasonOption())
    .addOption(createDryRunOption())
    .option("--no-test", "do not run the folder's tests first")
    .option(
      "--replay <span>",
      "first replay past requests under the new set: the stage's log of e.g. 24h, or a file of recordings",
    )
    .option("--recordings", "with --replay 24h: read the recordings in the log instead of its audit lines")
    .option(
      "--fail-if <limit>",
      "with --replay: exit 1 without a push above this limit, e.g. newly-refused>0.1%; repeatable",
      collectValues,
    )
    .addOption(createYesOption())
    .option(
      "--force",
      "override safety checks: no policy, a long toleranceSeconds, a rule that fails on a sample",
    )
    .option("--prune", "delete parameters that neither this set nor the previous one uses")
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "policy push --stage dev --dry-run",
        'policy push --stage dev --reason "Reserve the new brand names" --yes',
        'policy push --stage dev --reason "Stricter names" --replay 24h --fail-if "newly-refused>0.1%"',
      ),
    )
    .action(async (directory: string, options: PushOptions) =>
      io.exit(await pushPolicies(directory, options, io)),
    );
}

type PushOptions = StageOptions &
  PublishOptions &
  PushReplayOptions & { readonly reason?: string; readonly test?: boolean };

async function pushPolicies(directory: string, options: PushOptions, outer: Io): Promise<number> {
  const io = setRegion(outer, options.region);
  const why = options.dryRun ? { reason: options.reason ?? "" } : readReason(options.reason, io);
  if (typeof why === "number") return why;
  if (isConsentMissing(options)) return reportUsageError(io, NEEDS_CONSENT);
  const wrong = describeWrongReplay(options);
  if (wrong !== undefined) return reportUsageError(io, wrong);
  return runWithStage(options, io, async (store) => {
    const local = await readLocalDocuments(io.cwd, directory, options.stage);
    const advice = `Nothing was written to stage ${options.stage}.`;
    if (local.kind === "failed") return reportProblems(io, local.diagnostics, { code: 1, advice });
    if (options.test !== false && !(await checkTests(directory, options.stage, io)))
      return reportProblem(io, { code: "push-tests-fail" }, { code: 1, advice });
    const before = await readStage(store);
    const { documents, notes } = addSettings(local.documents, joinDocuments(before.inForce), {
      directory,
      stage: options.stage,
    });
    const { locate } = local;
    const dropped = await findDroppedChanges(store, before, documents, io.now());
    const doubts = [
      ...(dropped === undefined ? [] : [completeDiagnostic({ code: "incident-dropped", details: dropped })]),
      ...listFailingRules(documents, io.now()),
    ];
    const { replay } = options;
    const replayed = replay ? await replayPush(store, documents, { ...options, replay }, io) : undefined;
    if (replayed?.kind === "ended") {
      const { code, problems, report } = replayed;
      return reportUnwritten(store, problems, io, { code, about: store.label, more: { replay: report } });
    }
    const publication = { before, documents, directory, locate, notes, doubts, reason: why.reason };
    const more = replayed && { replay: replayed.report };
    return publishSet(store, { ...publication, more }, options, io);
  });
}

/** Rules that are an error on the sample of a command: the gate accepts them, and they never have their effect. */
function listFailingRules(documents: readonly StageDocument[], now: number): readonly Diagnostic[] {
  const parameters = documents.map((document) => ({ ...document, version: "0" }));
  const checked = checkSet(parameters, commands, sha256);
  const found = checked.set === undefined ? [] : lintPolicies(parameters, checked, now);
  return found.filter(({ severity }) => severity === "error");
}

/** Runs the folder's tests, with the stage's settings if the folder has them; shows the failures. */
async function checkTests(directory: string, stage: string, io: Io): Promise<boolean> {
  const names = await readdir(resolve(io.cwd, directory));
  if (!names.some((name) => name.endsWith(".test.yaml"))) return true;
  const said: string[] = [];
  const hasSettings = existsSync(resolve(io.cwd, locateStageSettings(directory, stage)));
  const keepText = (text: string) => said.push(text);
  const quiet = { ...io, out: keepText, err: keepText, json: false };
  if ((await testPolicies(directory, hasSettings ? { stage } : {}, quiet)) === 0) return true;
  tell(io, said.join("\n"));
  return false;
}

/** The set to be: settings that the folder does not have are the stage's own. */
export function addSettings(
  local: readonly StageDocument[],
  inForce: readonly StageDocument[],
  { directory, stage }: { readonly directory: string; readonly stage: string },
): { readonly documents: readonly StageDocument[]; readonly notes: readonly Diagnostic[] } {
  const own = inForce.find(({ name }) => name === "settings");
  if (own === undefined || local.some(({ name }) => name === "settings"))
    return { documents: local, notes: [] };
  const file = locateStageSettings(directory, stage);
  return {
    documents: [...local, own],
    notes: [completeDiagnostic({ code: "settings-kept", details: { file } }, "note")],
  };
}
