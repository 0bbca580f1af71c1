import { formatSentence } from "../../lib/authoring/messages/messages.ts";
import { type Diagnostic, placeDiagnostic, type UnplacedDiagnostic } from "../../lib/policy/diagnostic.ts";
import type { Io } from "../io.ts";
import { createStyle } from "../render/style.ts";

/** One line of the doctor: what was checked, and how it is. */
export type Diagnosis =
  | { readonly level: "ok"; readonly check: string; readonly message: string }
  | { readonly level: "warn" | "fail"; readonly check: string; readonly diagnostic: Diagnostic };

/** What is found at a stage, mostly about no document of its set. */
type WithoutPath<Found> = Found extends unknown ? Omit<Found, "path"> : never;
export type StageDiagnostic = WithoutPath<UnplacedDiagnostic>;

export const reportOk = (check: string, message: string): Diagnosis => ({ level: "ok", check, message });
export const reportWarn = (check: string, found: StageDiagnostic, document?: string): Diagnosis => ({
  level: "warn",
  check,
  diagnostic: placeAtStage(found, "warning", document),
});
export const reportFail = (check: string, found: StageDiagnostic, document?: string): Diagnosis => ({
  level: "fail",
  check,
  diagnostic: placeAtStage(found, "error", document),
});

/** Without a document the diagnostic is about the stage as a whole. */
export function placeAtStage(
  found: StageDiagnostic,
  severity: "error" | "warning",
  document = "",
): Diagnostic {
  return placeDiagnostic({ ...found, path: [] }, { severity, document });
}

export function formatDiagnosis(diagnosis: Diagnosis, io: Io): string {
  const { green, yellow, red } = createStyle(io);
  const paint = { ok: green, warn: yellow, fail: red }[diagnosis.level];
  return `${paint(diagnosis.level.padEnd(4))}  ${diagnosis.check}: ${formatDiagnosisMessage(diagnosis)}`;
}

/** For `--json`. */
export function recordDiagnosis(diagnosis: Diagnosis): object {
  const { level, check } = diagnosis;
  if (diagnosis.level === "ok") return { level, check, message: diagnosis.message };
  const { code, severity, document, path, token, suggestion } = diagnosis.diagnostic;
  return {
    level,
    check,
    message: formatDiagnosisMessage(diagnosis),
    code,
    severity,
    document,
    path,
    token,
    suggestion,
  };
}

const formatDiagnosisMessage = (diagnosis: Diagnosis) =>
  diagnosis.level === "ok" ? diagnosis.message : formatSentence(diagnosis.diagnostic);
