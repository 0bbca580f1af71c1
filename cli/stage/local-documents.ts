import { join } from "node:path";
import { type Finding, placeInFiles } from "../../lib/authoring/findings.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import type { ParameterFile } from "../../lib/policy-set/files.ts";
import { locateStageSettings, readFolder } from "../policies.ts";
import type { Problem } from "../report.ts";
import { formatStoredText, isListDocument, type StageDocument } from "./documents.ts";

export type LocalDocuments =
  | {
      readonly kind: "read";
      /** As a push stores them; settings among them only if the folder has a file for this stage. */
      readonly documents: readonly StageDocument[];
      /** With the place in the file, if its document is one of these files. */
      readonly locate: (diagnostic: Diagnostic) => Problem;
    }
  | { readonly kind: "failed"; readonly diagnostics: readonly Finding[] };

/** The folder's policies and lists, and the stage's own settings; never what is for this machine, nor tokens. */
export async function readLocalDocuments(
  cwd: string,
  directory: string,
  stage: string,
): Promise<LocalDocuments> {
  const shown = directory.replace(/(?<=.)\/+$/, "");
  const { files: all, diagnostics } = await readFolder(directory, { cwd }, stage);
  const wrong = placeInFiles(diagnostics, all, shown);
  if (wrong.length > 0) return { kind: "failed", diagnostics: wrong };

  const files = all.filter(({ name }) => name !== "tokens");
  const locate = (diagnostic: Diagnostic): Problem => {
    const isInFile = files.some(({ name }) => name === diagnostic.document);
    return (isInFile ? placeInFiles([diagnostic], files, shown)[0] : undefined) ?? diagnostic;
  };
  return { kind: "read", documents: files.map(createDocument), locate };
}

const createDocument = ({ name, value }: ParameterFile): StageDocument => ({
  name,
  value: formatStoredText({ name, value }),
});

/** What a list or document is called in a folder. */
export const locateDocument = (directory: string, stage: string, document: string) => {
  if (document === "settings") return locateStageSettings(directory, stage);
  if (isListDocument(document)) return join(directory, `${document}.txt`);
  return join(directory, `${document.replace(/^policies\//, "")}.yaml`);
};
