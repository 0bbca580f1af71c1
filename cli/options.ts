import { Option } from "commander";

/** One JSON document on standard output instead of text. */
export const jsonOption = () => new Option("--json", "print one JSON document");

/** The end of a command's help: command lines that work as they stand; a test runs them. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ npx chatgate ${line}`).join("\n")}`;
}
