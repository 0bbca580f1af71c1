/** UTF-16 offsets into the expression. */
export type Range = readonly [start: number, end: number];

/** What `unsupported` names: parts of CEL that this language leaves out. */
export type Feature = "bytes" | "uint" | "messages" | "optionals" | "matches" | "bind" | "types";

export type DiagnosticCode =
  // Syntax.
  | "unexpected-character"
  | "unexpected-token"
  | "unexpected-end"
  | "word-operator"
  | "single-equals"
  | "single-operator"
  | "unterminated-string"
  | "bad-escape"
  | "bad-number"
  | "int-out-of-range"
  | "reserved-word"
  | "unsupported"
  | "has-needs-field"
  | "macro-arguments"
  | "macro-needs-name"
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
  | "missing-call"
  | "field-needs-name"
  | "list-needs-function"
  // Types.
  | "wrong-arguments"
  | "wrong-operands"
  | "text-against-number"
  | "not-bool"
  | "not-iterable"
  | "mixed-items"
  | "mixed-keys"
  | "wrong-key"
  | "no-fields"
  // Literals whose value is wrong.
  | "bad-timestamp"
  | "bad-duration"
  | "bad-zone"
  | "bad-conversion"
  | "bad-literal";

/** Sentences are made elsewhere; `expected` and `found` are types or signatures in CEL's notation. */
export type Diagnostic = {
  readonly code: DiagnosticCode;
  readonly range: Range;
  /** The part of the source that is meant: a name, an operator, a character. */
  readonly token?: string;
  /** What to write instead. */
  readonly suggestion?: string;
  readonly expected?: string;
  readonly found?: string;
  /** Of `bad-literal`: the code that the function's own check gave. */
  readonly reason?: string;
};

/** The details that are there; an absent one is no key. */
export function makeDiagnostic(
  code: DiagnosticCode,
  start: number,
  end: number,
  details: {
    readonly [K in "token" | "suggestion" | "expected" | "found" | "reason"]?: string | undefined;
  } = {},
): Diagnostic {
  const there = Object.entries(details).filter(([, detail]) => detail !== undefined);
  return { code, range: [start, end], ...Object.fromEntries(there) };
}
