import type { Diagnostic, DiagnosticCode } from "../../../lib/policy/diagnostic.ts";

/** What one code says, at its example. */
export type Row = {
  readonly code: DiagnosticCode;
  /** Of a code whose example is a situation. */
  readonly sample?: Partial<Omit<Diagnostic, "code">>;
  readonly text: string;
};
