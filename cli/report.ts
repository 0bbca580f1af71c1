import type { Finding } from "../lib/authoring/findings.ts";
import { describeDiagnostic, formatSentence } from "../lib/authoring/messages/messages.ts";
import { type Diagnostic, placeDiagnostic, type UnplacedDiagnostic } from "../lib/policy/diagnostic.ts";
import type { Io } from "./io.ts";
import { formatFinding } from "./render/finding.ts";
import { createStyle, type Style } from "./render/style.ts";

/** What is wrong, with its code: in a file of this machine, or anywhere else. */
export type Problem = Diagnostic | Finding;

type WithoutPath<Found> = Found extends unknown ? Omit<Found, "path"> : never;
/** A problem outside documents, e.g. at a stage or on the command line. */
export type BareDiagnostic = WithoutPath<UnplacedDiagnostic>;

/** Without a document it is about the command or the stage as a whole. */
export function completeDiagnostic(
  found: BareDiagnostic,
  severity: Diagnostic["severity"] = "error",
  document = "",
): Diagnostic {
  return placeDiagnostic({ ...found, path: [] }, { severity, document });
}

export type Ending = {
  /** 1: a check failed. 2, the default: the command could not run. 130: stopped by Ctrl-C. */
  readonly code?: number;
  /** What the problems are about, e.g. the stage. */
  readonly about?: string | undefined;
  /** Further advice, or what was left unchanged. */
  readonly advice?: string | undefined;
};

/** Ends a command that could not do its work: a line for each problem on standard error, with `--json` a document. */
export function reportProblems(io: Io, problems: readonly Problem[], ending: Ending = {}): number {
  const { code = 2, about, advice } = ending;
  if (io.json) io.out(JSON.stringify({ ok: false, diagnostics: problems.map(recordProblem) }, null, 2));
  else {
    const lines = problems.map((problem) => formatProblem(problem, createStyle(io), about));
    io.err([...lines, ...(advice === undefined ? [] : [advice])].join("\n"));
  }
  return code;
}

/** Reports one problem that is in no document. */
export function reportProblem(io: Io, found: BareDiagnostic, ending?: Ending): number {
  return reportProblems(io, [completeDiagnostic(found)], ending);
}

/** Reports an invalid command line: the problem and what to do, as sentences. */
export function reportUsageError(io: Io, problem: string): number {
  return reportProblems(io, [describeUsage(problem)]);
}

/** Why nothing can listen on a port, from what the system throws. */
export const describeListenError = (port: number, { code = "unknown" }: NodeJS.ErrnoException) =>
  ({ code: "port-unusable", token: String(port), details: { cause: code } }) satisfies BareDiagnostic;

/** For commands that ask before they write. */
export const NEEDS_CONSENT = "--json needs --yes or --dry-run, since nobody is asked. Pass one of them.";

export const describeUsage = (problem: string): Diagnostic =>
  completeDiagnostic({ code: "usage", details: { problem } });

/** Reports a problem that does not end the command. */
export function reportWarning(io: Io, found: BareDiagnostic, about?: string): void {
  io.err(formatProblem(completeDiagnostic(found, "warning"), createStyle(io), about));
}

/** Notes beside an answer that is data or a report. */
export function showNotes(io: Io, notes: readonly Diagnostic[]): void {
  for (const note of notes) io.err(`chatgate: ${formatNote(note)}`);
}

/** Writes information that is neither result nor problem, such as next steps. */
export function tell(io: Io, text: string): void {
  io.err(text);
}

/** `file:line:column: … [code]`, or `chatgate: about: … [code]`. */
function formatProblem(problem: Problem, style: Style, about?: string): string {
  if ("message" in problem) return formatFinding(problem, style);
  const kind = problem.severity === "error" ? "" : `${problem.severity}: `;
  return `chatgate: ${about === undefined ? "" : `${about}: `}${kind}${formatSentence(problem)}`;
}

/** Beside an answer: `warning: … [code]`, `note: … [code]`. */
export const formatNote = (diagnostic: Diagnostic) => `${diagnostic.severity}: ${formatSentence(diagnostic)}`;

/** For `--json`. */
export function recordProblem(problem: Problem): object {
  if ("message" in problem) return problem;
  const { code, severity, document, rule, path, token, suggestion } = problem;
  return { code, severity, document, rule, path, token, suggestion, message: describeDiagnostic(problem) };
}
