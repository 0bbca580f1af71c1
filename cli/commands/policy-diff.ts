import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples, parseSetRange } from "../options.ts";
import { createStyle } from "../render/style.ts";
import { formatNote, recordProblem, reportProblem, reportProblems } from "../report.ts";
import { countChange, formatChanges, listChangesBetween } from "../stage/changes.ts";
import { describePosition, diagnoseSync } from "../stage/describe-state.ts";
import { joinDocuments } from "../stage/documents.ts";
import { readEarlierSet } from "../stage/earlier-set.ts";
import { readLocalDocuments } from "../stage/local-documents.ts";
import { readStage } from "../stage/stage-state.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";
import { addSettings } from "./policy-push.ts";

export function registerPolicyDiff(policy: Program, io: Io): void {
  policy
    .command("diff")
    .description(
      "Show what a push would change at a stage. Exit 1 if anything changes, 2 if the comparison fails.",
    )
    .argument("[folder]", "the folder with the policies", "policies")
    .addOption(createStageOption())
    .option("--set <from..to>", "compare two sets of the stage instead", parseSetRange)
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("policy diff --stage dev", "policy diff --stage dev --set 2..4"))
    .action(async (directory: string, options: DiffOptions) =>
      io.exit(await diffFolder(directory, options, io)),
    );
}

type DiffOptions = StageOptions & { readonly set?: readonly [number, number] };

async function diffFolder(directory: string, options: DiffOptions, io: Io): Promise<number> {
  if (options.set !== undefined) return diffSets(options.set, options, io);
  return runWithStage(options, io, async (store) => {
    const local = await readLocalDocuments(io.cwd, directory, options.stage);
    if (local.kind === "failed") return reportProblems(io, local.diagnostics);
    const state = await readStage(store);
    const inForce = joinDocuments(state.inForce);
    const { documents, notes: kept } = addSettings(local.documents, inForce, {
      directory,
      stage: options.stage,
    });
    const changes = listChangesBetween(inForce, documents);
    const notes = [...kept, ...diagnoseSync(state)];
    if (options.json) {
      const counted = changes.map(countChange);
      const shown = {
        stage: options.stage,
        set: state.set,
        changes: counted,
        notes: notes.map(recordProblem),
      };
      io.out(JSON.stringify(shown, undefined, 2));
    } else {
      io.out(`${store.label} is ${describePosition(state)}.`);
      for (const note of notes) io.out(formatNote(note));
      io.out(changes.length > 0 ? formatChanges(changes, createStyle(io)) : "No difference.");
    }
    return changes.length > 0 ? 1 : 0;
  });
}

async function diffSets([from, to]: readonly [number, number], options: StageOptions, io: Io) {
  return runWithStage(options, io, async (store) => {
    const before = await readEarlierSet(store, from);
    if (before.kind === "missing") return reportProblem(io, before.found, { code: 1, about: store.label });
    const after = await readEarlierSet(store, to);
    if (after.kind === "missing") return reportProblem(io, after.found, { code: 1, about: store.label });
    const changes = listChangesBetween(before.documents, after.documents);
    if (options.json) {
      io.out(
        JSON.stringify({ stage: options.stage, from, to, changes: changes.map(countChange) }, undefined, 2),
      );
    } else {
      io.out(changes.length > 0 ? formatChanges(changes, createStyle(io)) : "No difference.");
    }
    return changes.length > 0 ? 1 : 0;
  });
}
