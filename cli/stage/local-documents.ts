import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import { locatorOf } from "../../lib/authoring/locate.ts";
import { type Fault, formatFault } from "../../lib/policy/fault.ts";
import { byName } from "../../lib/policy-set/parameter.ts";
import { type ParameterFile, readDirectory, readParameterFile } from "../../lib/store/directory.ts";
import { isList, type StageDocument, storedText } from "./documents.ts";

export type LocalDocuments =
  | {
      readonly kind: "read";
      /** As a push stores them; settings among them only where the folder has a file for this stage. */
      readonly documents: readonly StageDocument[];
      /** A fault in one of them, as `file:line:column: message`. */
      readonly place: (fault: Fault) => string;
    }
  | { readonly kind: "failed"; readonly faults: readonly string[] };

/** Where a stage's settings are kept, as a person would type it. */
export const stageSettingsFile = (directory: string, stage: string) =>
  join(directory, "stages", `${stage}.yaml`);

/** The folder's policies and lists, and the stage's own settings; never what is for this machine, nor tokens. */
export async function readLocalDocuments(
  cwd: string,
  directory: string,
  stage: string,
): Promise<LocalDocuments> {
  const folder = resolve(cwd, directory);
  const hasSettings = await access(stageSettingsFile(folder, stage)).then(
    () => true,
    () => false,
  );
  const read = await Promise.all([
    readDirectory(folder),
    ...(hasSettings ? [readParameterFile(folder, join("stages", `${stage}.yaml`), "settings")] : []),
  ]);
  const faults = read.flatMap((one) => (one.kind === "failed" ? one.faults : []));
  const asTyped = (path: string) => path.replace(folder, directory.replace(/(?<=.)\/+$/, ""));
  if (faults.length > 0) return { kind: "failed", faults: faults.map(asTyped) };

  const [common, own] = read.map((one) => (one.kind === "read" ? one.files : []));
  const shared = (common ?? []).filter(({ name }) => name !== "settings" && name !== "tokens");
  const files = [...shared, ...(own ?? [])].sort(byName);
  const place = (fault: Fault) => {
    const file = files.find(({ name }) => name === fault.document);
    if (file === undefined) return formatFault(fault);
    const { line, column } = isList(file.name) ? (fault.at ?? AT_START) : locatorOf(file.text)(fault);
    return `${asTyped(file.file)}:${line}:${column}: ${fault.message}`;
  };
  return { kind: "read", documents: files.map(documentFrom), place };
}

const documentFrom = ({ name, value }: ParameterFile): StageDocument => ({
  name,
  value: storedText({ name, value }),
});

/** What a list or document is called in a folder. */
export const fileOf = (directory: string, stage: string, document: string) => {
  if (document === "settings") return stageSettingsFile(directory, stage);
  if (isList(document)) return join(directory, `${document}.txt`);
  return join(directory, `${document.replace(/^policies\//, "")}.yaml`);
};

const AT_START = { line: 1, column: 1 };
