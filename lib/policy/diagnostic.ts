import type { DetailsByCode } from "./diagnostic-details.ts";

export type DiagnosticCode = keyof DetailsByCode;

/** From 1, both; columns in UTF-16 units. */
export type Position = { readonly line: number; readonly column: number };

type Fields<Code extends DiagnosticCode> = {
  readonly code: Code;
  /** Where in the document, e.g. `["rules", 2, "when"]`; of what is found in one rule, from inside the rule. */
  readonly path: readonly (string | number)[];
  /** Inside the expression or text at `path`; without a path, inside the file or list. */
  readonly at?: Position | undefined;
  /** What is wrong, as written: a key, a name, a code. */
  readonly token?: string | undefined;
  /** What was probably meant in place of the token. */
  readonly suggestion?: string | undefined;
} & (DetailsByCode[Code] extends undefined
  ? { readonly details?: undefined }
  : { readonly details: DetailsByCode[Code] });

type Place = {
  /** `note`: information; nothing is wrong. */
  readonly severity: "error" | "warning" | "note";
  /** As in the store: `settings`, `policies/creation`, `lists/reserved`; a file's name if it is none of these. */
  readonly document: string;
  readonly rule?: string | undefined;
};

/** What was found inside a document, before it is known which. */
export type UnplacedDiagnostic = { [Code in DiagnosticCode]: Fields<Code> }[DiagnosticCode];

export type DiagnosticWith<Code extends DiagnosticCode> = Fields<Code> & Place;
/** Something to fix. Data only; lib/authoring/messages/ makes the text. */
export type Diagnostic = { [Code in DiagnosticCode]: DiagnosticWith<Code> }[DiagnosticCode];

/** The result of a check: a value, unless there is a diagnostic. */
export type Checked<Value, Found = Diagnostic> = {
  readonly value?: Value | undefined;
  readonly diagnostics: readonly Found[];
};

/** `prefix`: the path to where its own begins. */
export function placeDiagnostic(
  found: UnplacedDiagnostic,
  place: Place,
  prefix: Diagnostic["path"] = [],
): Diagnostic {
  return { ...found, ...place, path: [...prefix, ...found.path] };
}

/** Escapes names of unknown origin, so that each log entry stays on one line. */
const MAX_TOKEN_LENGTH = 100;

/** `unknown-command policies/creation rules.0.on "Nope"`, for logs. */
export function formatDiagnostic({ code, document, path, at, token }: Diagnostic): string {
  const place = [path.join("."), at === undefined ? "" : `${at.line}:${at.column}`].filter(Boolean).join(":");
  const quoted = token === undefined ? "" : JSON.stringify(token.slice(0, MAX_TOKEN_LENGTH));
  return [code, document, place, quoted].filter(Boolean).join(" ");
}

/** Line and column of an offset in a text. */
export function computePosition(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}
