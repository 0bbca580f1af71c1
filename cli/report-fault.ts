import { CommanderError } from "commander";
import { explainFileError } from "./explain-file-error.ts";
import type { Io } from "./io.ts";
import { type BareDiagnostic, reportProblem, reportUsageError } from "./report.ts";

/** Reports what a command throws: an invalid command line, a file error or a defect. */
export function reportFault(error: unknown, io: Io): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // commander ends help and version this way
    return error.code === "commander.help" ? 2 : reportUsageError(io, describeWrongLine(error)); // help was shown
  }
  return reportProblem(io, explainFileError(error, io) ?? describeFault(error));
}

const MAX_CAUSE_LENGTH = 300;

/** Adds what to do to commander's message. */
function describeWrongLine({ message }: CommanderError): string {
  const words = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  const sentence = words.slice(0, MAX_CAUSE_LENGTH).replace(/\.?$/, ".");
  return `The command line cannot be run: ${sentence} Add --help to see how it is used.`;
}

/** An unexpected error as a diagnostic. */
export const describeFault = (error: unknown): BareDiagnostic => ({
  code: "unexpected-fault",
  details: { cause: nameFault(error) },
});

/** The error and its place in this program. */
function nameFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, MAX_CAUSE_LENGTH);
  const [, place = ""] = /\n\s*at [^\n]*?([\w.-]+:\d+:\d+)/.exec(error.stack ?? "") ?? [];
  return `${error.name}: ${error.message.slice(0, MAX_CAUSE_LENGTH)}${place === "" ? "" : `, at ${place}`}`;
}
