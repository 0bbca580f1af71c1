import { formatSentence } from "../../lib/authoring/messages/messages.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import type { Io } from "../io.ts";
import { createStyle } from "../render/style.ts";
import { type BareDiagnostic, completeDiagnostic } from "../report.ts";

/** One line of `doctor`: what was checked, and the result. */
export type Diagnosis =
  | { readonly level: "ok"; readonly check: string; readonly message: string }
  | { readonly level: "warn" | "fail"; readonly check: string; readonly diagnostic: Diagnostic };

export const reportOk = (check: string, message: string): Diagnosis => ({ level: "ok", check, message });
export const reportWarn = (check: string, found: BareDiagnostic, document?: string): Diagnosis => ({
  level: "warn",
  check,
  diagnostic: completeDiagnostic(found, "warning", document),
});
export const reportFail = (check: string, found: BareDiagnostic, document?: string): Diagnosis => ({
  level: "fail",
  check,
  diagnostic: completeDiagnostic(found, "error", document),
});

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
