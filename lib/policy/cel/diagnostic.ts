/** UTF-16 offsets into the expression. */
export type Range = readonly [start: number, end: number];

export type DiagnosticCode =
  // Syntax.
  | "unexpected-character"
  | "unexpected-token"
  | "unterminated-string"
  | "bad-escape"
  | "bad-number"
  | "int-out-of-range"
  | "reserved-word"
  | "bytes-literal"
  | "uint-literal"
  | "message-literal"
  | "has-needs-field"
  | "macro-arguments"
  // Limits.
  | "source-too-long"
  | "too-many-nodes"
  | "too-deep"
  | "too-many-items"
  | "too-many-entries"
  | "too-many-arguments"
  | "literal-too-long"
  | "nested-macro"
  // Names.
  | "unknown-name"
  | "unknown-field"
  | "unknown-function"
  | "field-needs-name"
  | "list-needs-function"
  // Types.
  | "wrong-arguments"
  | "wrong-operands"
  | "not-bool"
  | "not-iterable"
  | "mixed-items"
  | "wrong-key"
  | "no-fields"
  // Literals whose value is wrong: they would fail whenever they ran.
  | "bad-timestamp"
  | "bad-duration"
  | "bad-zone"
  | "bad-conversion"
  | "bad-literal";

/** Parts of CEL that this language leaves out; whoever writes the sentences knows what replaces each. */
export type Feature = "bytes" | "uint" | "messages" | "optionals" | "matches" | "bind" | "types";

export const LITERAL_FEATURES: ReadonlyMap<string, Feature> = new Map([
  ["bytes-literal", "bytes"],
  ["uint-literal", "uint"],
  ["message-literal", "messages"],
]);

/** Code and place of a fault; advise.ts adds advice, lib/authoring/messages/ the sentences. */
export type Diagnostic = {
  readonly code: DiagnosticCode;
  readonly range: Range;
  /** Of `bad-literal`: the code that the function's own check gave. */
  readonly reason?: string;
  /** What is wrong if it is not in the source: an entry of a list. */
  readonly token?: string;
};

export const makeDiagnostic = (code: DiagnosticCode, start: number, end: number): Diagnostic => ({
  code,
  range: [start, end],
});
