import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { refineDiagnostics } from "../lib/authoring/diagnose-yaml.ts";
import { compareByPlace, placeInFiles } from "../lib/authoring/findings.ts";
import { commands } from "../lib/commands/generated/index.ts";
import type { Parameter } from "../lib/policy-set/parameter.ts";
import { checkLabels, LABELS_DOCUMENT } from "../lib/replay/label-file.ts";
import { readParameterFile } from "../lib/store/directory.ts";
import type { Io } from "./io.ts";
import { completeDiagnostic, describeUsage, type Problem } from "./report.ts";

/** Beside the folder with the policies. */
export const LABELS_FILE = "replay.labels.yaml";

export type ReadLabels =
  /** As JSON; `undefined`: no labels. */
  | { readonly kind: "read"; readonly text: string | undefined }
  | { readonly kind: "failed"; readonly diagnostics: readonly Problem[] };

/** `parameters`: the set whose lists the labels may use. */
export async function readLabels(
  given: string | undefined,
  parameters: readonly Parameter[],
  io: Io,
): Promise<ReadLabels> {
  const name = given ?? LABELS_FILE;
  if (!existsSync(resolve(io.cwd, name)))
    return given === undefined
      ? { kind: "read", text: undefined }
      : { kind: "failed", diagnostics: [completeDiagnostic({ code: "file-missing", token: name })] };
  if (!name.endsWith(".yaml"))
    return { kind: "failed", diagnostics: [describeUsage("--labels takes a .yaml file. Rename it.")] };
  const { files, diagnostics } = await readParameterFile(resolve(io.cwd), name, LABELS_DOCUMENT, "");
  const [file] = files;
  const onForm = refineDiagnostics(diagnostics, files);
  const found =
    file === undefined || onForm.length > 0
      ? onForm
      : checkLabels(file.value, commands, parameters).diagnostics;
  if (found.length === 0) return { kind: "read", text: file?.value };
  return { kind: "failed", diagnostics: placeInFiles(found, files, "").toSorted(compareByPlace) };
}
