import { type Document, LineCounter, parseDocument, Scalar, visit, type YAMLError } from "yaml";
import type { Diagnostic, DiagnosticCode, UnplacedDiagnostic } from "../policy/diagnostic.ts";

/** Errors after which later errors are unreliable. */
export const structuralCodes: ReadonlySet<DiagnosticCode> = new Set([
  "yaml-syntax",
  "yaml-indentation",
  "yaml-tab",
  "yaml-unclosed",
  "yaml-nested-key",
  "yaml-missing-colon",
]);

/** Every YAML diagnostic of a file; empty if it is valid. */
function diagnoseYaml(document: string, text: string): readonly Diagnostic[] {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const placeDiagnostic = ({ offset, ...found }: Found): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    return { ...found, severity: "error", document, path: [], at: { line, column: col } };
  };
  // A warning is an unknown YAML tag, which would be ignored.
  const found = [
    ...[...parsed.errors, ...parsed.warnings].map((error) => diagnoseError(error, parsed, text)),
    ...listStrayAliases(parsed, text),
  ].sort((a, b) => a.offset - b.offset);
  const end = found.findIndex(({ code }) => structuralCodes.has(code));
  const diagnostics = found.slice(0, end < 0 ? undefined : end + 1).map(placeDiagnostic);
  if (diagnostics.length > 0) return diagnostics;
  try {
    parsed.toJS();
    return [];
  } catch {
    // Aliases that unfold to too much: yaml reports errors only by throwing
    return [
      placeDiagnostic({ code: "yaml-syntax", offset: 0, details: { yamlCode: "RESOURCE_EXHAUSTION" } }),
    ];
  }
}

type FileCode = Extract<DiagnosticCode, `yaml-${string}`>;
type WithOffset<T> = T extends unknown ? Omit<T, "path" | "at"> & { readonly offset: number } : never;
/** `offset`: into the file. */
type Found = WithOffset<Extract<UnplacedDiagnostic, { readonly code: FileCode }>>;

function diagnoseError({ code, pos: [offset] }: YAMLError, document: Document, text: string): Found {
  switch (code) {
    case "TAB_AS_INDENT":
      return { code: "yaml-tab", offset };
    case "MULTIPLE_DOCS":
      return { code: "yaml-several-documents", offset };
    case "DUPLICATE_KEY":
      return { code: "yaml-duplicate-key", offset, token: readWordAt(text, offset) };
    case "BAD_DQ_ESCAPE":
      return { code: "yaml-escape", offset, token: text.slice(offset, offset + 2) };
    case "BAD_SCALAR_START":
    case "TAG_RESOLVE_FAILED":
      return reportUnquoted(text, offset);
    case "UNEXPECTED_TOKEN": {
      const start = findValueStart(text, offset);
      if (/["']/.test(text.charAt(start))) return reportUnquoted(text, start);
      break;
    }
    case "BAD_INDENT":
    case "MISSING_CHAR": {
      const opened = findFirstUnclosed(document, text);
      if (opened !== undefined) return { code: "yaml-unclosed", offset: opened, token: text.charAt(opened) };
      const { start, indent } = findLine(text, offset);
      if (offset <= start + indent) return reportMisaligned(text, start);
      break;
    }
    case "BLOCK_AS_IMPLICIT_KEY":
      // The value goes on in the next line, which is a key of its own: it is indented too far.
      return isReported(document, "MULTILINE_IMPLICIT_KEY", offset)
        ? reportMisaligned(text, findLine(text, offset).end + 1)
        : reportUnquoted(text, findValueStart(text, offset), "yaml-nested-key");
    case "MULTILINE_IMPLICIT_KEY":
      if (isReported(document, "BLOCK_AS_IMPLICIT_KEY", offset))
        return reportMisaligned(text, findLine(text, offset).end + 1);
      return { code: "yaml-missing-colon", offset, token: readRestOfLine(text, offset) };
  }
  return { code: "yaml-syntax", offset, details: { yamlCode: code } };
}

const isReported = (document: Document, code: YAMLError["code"], offset: number) =>
  document.errors.some((other) => other.code === code && other.pos[0] === offset);

/** A value that YAML does not read as the intended text. */
function reportUnquoted(
  text: string,
  offset: number,
  code: "yaml-unquoted" | "yaml-nested-key" = "yaml-unquoted",
): Found {
  const token = readRestOfLine(text, offset);
  const suggestion = token.includes("'") ? JSON.stringify(token) : `'${token}'`;
  return { code, offset, token, suggestion };
}

/** A line whose key should line up with the one before it. */
function reportMisaligned(text: string, start: number): Found {
  const { indent } = findLine(text, start);
  const before = text.slice(0, start).trimEnd().split("\n").at(-1) ?? "";
  const suggestion = /^[\s-]*([\w$-]+):/.exec(before)?.[1];
  const offset = start + indent;
  return { code: "yaml-indentation", offset, token: readWordAt(text, offset), suggestion };
}

function findLine(text: string, offset: number) {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const next = text.indexOf("\n", offset);
  const end = next < 0 ? text.length : next;
  return { start, end, indent: /^[ \t]*(?:- +)*/.exec(text.slice(start, end))?.[0].length ?? 0 };
}

/** Behind the line's key and colon, or dash; of a plain line, its beginning. */
function findValueStart(text: string, offset: number): number {
  const { start, end } = findLine(text, offset);
  return start + (/^\s*(?:- +)*(?:[\w$-]+: +)?/.exec(text.slice(start, end))?.[0].length ?? 0);
}

const readRestOfLine = (text: string, offset: number) =>
  text
    .slice(offset, findLine(text, offset).end)
    .replace(/\s+#.*$/, "")
    .trimEnd();

const readWordAt = (text: string, offset: number) => /^["']?([\w$.-]+)/.exec(text.slice(offset))?.[1];

/** The bracket, brace or quote that nothing closes. */
function findFirstUnclosed(document: Document, text: string): number | undefined {
  let first: number | undefined;
  const noteUnclosed = (range: readonly number[] | null | undefined, closing: RegExp) => {
    const [start = 0, end = 0] = range ?? [];
    const source = text.slice(start, end).trimEnd();
    if (first === undefined && range != null && (source.length < 2 || !closing.test(source))) first = start;
  };
  visit(document, {
    Collection: (_, { flow, range }) => {
      if (flow) noteUnclosed(range, /[\]}]$/);
    },
    Scalar: (_, { type, range }) => {
      if (type === "QUOTE_DOUBLE") noteUnclosed(range, /"$/);
      if (type === "QUOTE_SINGLE") noteUnclosed(range, /'$/);
    },
  });
  return first;
}

/** `*` begins an alias, and in patterns stands for anything. */
function listStrayAliases(document: Document, text: string): readonly Found[] {
  const found: Found[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) found.push(reportUnquoted(text, alias.range?.[0] ?? 0));
    },
  });
  return found;
}

/** What the gate would read if the file were valid: as JSON, as far as it can be read. */
export function recoverYaml(text: string): string {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "error" });
  visit(document, {
    Alias: (_, alias) => (alias.resolve(document) === undefined ? new Scalar(`*${alias.source}`) : undefined),
  });
  try {
    return JSON.stringify(document.toJS());
  } catch {
    return "null"; // aliases that unfold to too much
  }
}

/** Replaces the parser's errors by diagnostics. */
export function refineDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: readonly { readonly name: string; readonly text: string }[],
): readonly Diagnostic[] {
  const broken = new Set(
    diagnostics.flatMap(({ code, document }) => (code === "yaml-syntax" ? [document] : [])),
  );
  return [
    ...diagnostics.filter(({ document }) => !broken.has(document)),
    ...files.flatMap(({ name, text }) => (broken.has(name) ? diagnoseYaml(name, text) : [])),
  ];
}
