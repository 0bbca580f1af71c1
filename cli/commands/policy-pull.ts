import { access } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { findLinkBelow, replaceFile } from "../named-files.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { formatNote, recordProblem, reportProblem } from "../report.ts";
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
    const state = await readStage(store);
    const documents = joinDocuments(state.inForce);
    const ending = { code: 1, about: store.label, advice: "Nothing was written." } as const;
    const unfit = documents.filter(({ name }) => !FILE_NAME.test(name) || NOT_DOCUMENTS.test(name));
    if (unfit.length > 0) {
      const names = unfit.map(({ name }) => name);
      return reportProblem(io, { code: "name-unfit", details: { names } }, ending);
    }
    const files = documents.map((document) => ({
      document,
      file: locateDocument(directory, options.stage, document.name),
      text: isListDocument(document.name) ? `${document.value}\n` : formatYaml(document.value),
    }));
    const local = await readLocalDocuments(io.cwd, directory, options.stage);
    const ours = local.kind === "read" ? local.documents : [];
    const stands = await Promise.all(
      files.map(({ document, file }) => compareWithFile(resolve(io.cwd, file), document, ours)),
    );
    const other = files.filter((_, at) => stands[at] === "other");
    if (other.length > 0 && !options.force) {
      const details = { files: other.map(({ file }) => file), stage: options.stage };
      return reportProblem(io, { code: "files-differ", details }, ending);
    }

    const written = files.filter((_, at) => stands[at] !== "same");
    const folder = resolve(io.cwd, directory);
    const paths = written.map(({ file }) => resolve(io.cwd, file));
    const links = await Promise.all(paths.map((path) => findLinkBelow(folder, path)));
    const link = links.find((found) => found !== undefined);
    if (link !== undefined)
      return reportProblem(
        io,
        { code: "link-in-folder", token: link, details: { folder: directory } },
        ending,
      );
    for (const [index, { text }] of written.entries()) await replaceFile(paths[index] ?? "", text);
    const names = written.map(({ file }) => file);
    const notes = diagnoseSync(state);
    if (options.json) {
      const shown = {
        ...{ stage: options.stage, set: state.set, written: names, notes: notes.map(recordProblem) },
      };
      io.out(JSON.stringify(shown, undefined, 2));
      return 0;
    }
    io.out(`${store.label} is ${describePosition(state)}.`);
    for (const note of notes) io.out(formatNote(note));
    for (const name of names) io.out(`wrote ${name}`);
    if (names.length === 0) io.out(`${directory} holds all of it already.`);
    return 0;
  });
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
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return "none";
  const own = ours.filter(({ name }) => name === document.name);
  return listChangesBetween(own, [document]).length === 0 ? "same" : "other";
}
