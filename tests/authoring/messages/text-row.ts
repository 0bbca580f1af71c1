import type { Diagnostic, DiagnosticCode } from "../../../lib/policy/diagnostic.ts";

export type TextRow = {
  readonly code: DiagnosticCode;
  /** Of a code without an example in files. */
  readonly sample?: Partial<Omit<Diagnostic, "code">>;
  readonly text: string;
};
