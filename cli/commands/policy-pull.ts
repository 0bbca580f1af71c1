import { resolve } from "node:path";
import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { findLinkBelow, isThere, replaceFile } from "../named-files.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { type BareDiagnostic, formatNote, recordProblem, reportProblem } from "../report.ts";
import { formatYaml, listChangesBetween } from "../stage/changes.ts";
import { describePosition, diagnoseSync } from "../stage/describe-state.ts";
import { isListDocument, joinDocuments, type StageDocument } from "../stage/documents.ts";
import { locateDocument, readLocalDocuments } from "../stage/local-documents.ts";
import { readStage } from "../stage/stage-state.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerPolicyPull(policy: Program, io: Io): void {
  policy
    .command("pull")
    .description("Write a stage's policies, lists and settings into a folder, as files to edit and push.")
    .argument("[folder]", "the folder to write into", "policies")
    .addOption(createStageOption())
    .option("--force", "overwrite files whose content differs")
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("policy pull --stage dev", "policy pull prod-as-it-is --stage prod"))
    .action(async (directory: string, options: PullOptions) =>
      io.exit(await pullPolicies(directory, options, io)),
    );
}

type PullOptions = StageOptions & { readonly force?: boolean };

async function pullPolicies(directory: string, options: PullOptions, io: Io): Promise<number> {
  return runWithStage(options, io, async (store) => {
    const { stage } = store;
    const ending = { code: 1, about: store.label, advice: "Nothing was written." } as const;
    const state = await readStage(store);
    const files = await planFiles(directory, stage, joinDocuments(state.inForce), io);
    if ("code" in files) return reportProblem(io, files, ending);
    const changed = files.filter(({ stand }) => stand !== "same");
    const problem =
      (options.force ? undefined : findDiffering(changed, stage)) ?? (await findLink(directory, changed, io));
    if (problem !== undefined) return reportProblem(io, problem, ending);

    for (const { file, text } of changed) await replaceFile(resolve(io.cwd, file), text);
    const written = changed.map(({ file }) => file);
    const notes = diagnoseSync(state);
    if (options.json) {
      const shown = { stage, set: state.set, written, notes: notes.map(recordProblem) };
      io.out(JSON.stringify(shown, undefined, 2));
      return 0;
    }
    io.out(`${store.label} is ${describePosition(state)}.`);
    for (const note of notes) io.out(formatNote(note));
    for (const name of written) io.out(`wrote ${name}`);
    if (written.length === 0) io.out(`${directory} holds all of it already.`);
    return 0;
  });
}

type PulledFile = {
  /** As a person would type it. */
  readonly file: string;
  readonly text: string;
  readonly stand: "none" | "same" | "other";
};

/** A file for each document of the stage, compared with what the folder has; or why a document cannot be a file. */
async function planFiles(
  directory: string,
  stage: string,
  documents: readonly StageDocument[],
  { cwd }: Io,
): Promise<readonly PulledFile[] | BareDiagnostic> {
  const unfit = documents.filter(({ name }) => !FILE_NAME.test(name) || NOT_DOCUMENTS.test(name));
  if (unfit.length > 0) return { code: "name-unfit", details: { names: unfit.map(({ name }) => name) } };
  const local = await readLocalDocuments(cwd, directory, stage);
  const ours = local.kind === "read" ? local.documents : [];
  return Promise.all(
    documents.map(async (document) => {
      const file = locateDocument(directory, stage, document.name);
      const text = isListDocument(document.name) ? `${document.value}\n` : formatYaml(document.value);
      return { file, text, stand: await compareWithFile(resolve(cwd, file), document, ours) };
    }),
  );
}

function findDiffering(files: readonly PulledFile[], stage: string): BareDiagnostic | undefined {
  const other = files.filter(({ stand }) => stand === "other").map(({ file }) => file);
  return other.length === 0 ? undefined : { code: "files-differ", details: { files: other, stage } };
}

/** A symbolic link in the folder, through which a file would be written elsewhere. */
async function findLink(
  directory: string,
  files: readonly PulledFile[],
  { cwd }: Io,
): Promise<BareDiagnostic | undefined> {
  const folder = resolve(cwd, directory);
  const links = await Promise.all(files.map(({ file }) => findLinkBelow(folder, resolve(cwd, file))));
  const link = links.find((found) => found !== undefined);
  return link === undefined
    ? undefined
    : { code: "link-in-folder", token: link, details: { folder: directory } };
}

const FILE_NAME = /^(settings|(policies|lists)\/[\w-][\w.-]*)$/;
/** Names that a folder reserves for settings and tests. */
const NOT_DOCUMENTS = /^policies\/(settings$|.*\.test$)/;

/** Whether a file has the document's content; layout and comments do not count. */
async function compareWithFile(
  path: string,
  document: StageDocument,
  ours: readonly StageDocument[],
): Promise<"none" | "same" | "other"> {
  if (!(await isThere(path))) return "none";
  const own = ours.filter(({ name }) => name === document.name);
  return listChangesBetween(own, [document]).length === 0 ? "same" : "other";
}
