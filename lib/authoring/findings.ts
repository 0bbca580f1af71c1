import type { Diagnostic, DiagnosticCode, Position } from "../policy/diagnostic.ts";
import { findParameterFile, type ParameterFile } from "../policy-set/files.ts";
import { createLocator, type Locator } from "./locate.ts";
import { describeDiagnostic } from "./messages/messages.ts";

/** A diagnostic in a file, as a person finds it there. */
export type Finding = {
  readonly severity: Diagnostic["severity"];
  readonly code: DiagnosticCode;
  readonly file: string;
  /** Undefined: the file as a whole. */
  readonly at: Position | undefined;
  readonly message: string;
  readonly rule: string | undefined;
  /** In the document, e.g. `["rules", 0, "when"]`. */
  readonly path: Diagnostic["path"];
  readonly token: string | undefined;
  readonly suggestion: string | undefined;
};

/** Places diagnostics in the files that hold their documents. */
export function placeInFiles(
  diagnostics: readonly Diagnostic[],
  files: readonly ParameterFile[],
  folder: string,
): readonly Finding[] {
  const locators = new Map<string, Locator>();
  return diagnostics.map((diagnostic) => {
    const { severity, code, document, rule, path, token, suggestion } = diagnostic;
    const file = files.find(({ name }) => name === document);
    return {
      severity,
      code,
      file: file?.file ?? joinPath(folder, isAboutFile(code) ? document : findParameterFile(document)),
      at: file === undefined ? undefined : positionIn(file, diagnostic),
      message: describeDiagnostic(diagnostic),
      rule,
      path,
      token,
      suggestion,
    };
  });

  function positionIn({ file, text }: ParameterFile, diagnostic: Diagnostic): Position {
    if (!file.endsWith(".yaml")) return diagnostic.at ?? { line: 1, column: 1 };
    const locator = locators.get(file) ?? createLocator(text);
    locators.set(file, locator);
    return locator.locate(diagnostic);
  }
}

const ACCEPTED = /#\s*accept ([\w-]+): \S/;

/**
 * Without warnings that their file accepts, with a reason: `# accept unused-list: for the next release`, at the end of the
 * line that is warned of or in a line of its own before it.
 */
export function dropAccepted(
  findings: readonly Finding[],
  files: readonly ParameterFile[],
): readonly Finding[] {
  const lines = new Map(files.map(({ file, text }) => [file, text.split("\n")]));
  return findings.filter(({ severity, file, code, at }) => {
    if (severity === "error" || at === undefined) return true;
    const [before = "", line = ""] = [lines.get(file)?.[at.line - 2], lines.get(file)?.[at.line - 1]];
    const written = before.trimStart().startsWith("#") ? [before, line] : [line];
    return !written.some((text) => ACCEPTED.exec(text)?.[1] === code);
  });
}

/** Codes of files that are no document: the diagnostic names the file itself. */
const isAboutFile = (code: DiagnosticCode) => code === "folder-unreadable" || code.startsWith("file-");

const joinPath = (folder: string, path: string) =>
  [folder.replace(/\/+$/, ""), path].filter(Boolean).join("/");

export function compareByPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0);
}
