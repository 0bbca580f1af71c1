import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { Command as Program } from "commander";
import { checkPolicies } from "../../lib/authoring/check-policies.ts";
import { compareByPlace, dropAccepted, type Finding, placeInFiles } from "../../lib/authoring/findings.ts";
import { lintPolicies } from "../../lib/authoring/lint.ts";
import { listCosts } from "../../lib/authoring/list-costs.ts";
import type { ParameterFile } from "../../lib/policy-set/files.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { Io } from "../io.ts";
import { createJsonOption, createStageSettingsOption, formatExamples } from "../options.ts";
import { DEFAULT_FOLDER, readFolder } from "../policies.ts";
import { showFinding } from "../render/finding.ts";
import { createStyle, type Style } from "../render/style.ts";
import { reportUsageError } from "../report.ts";

export function registerCheck(program: Program, io: Io): void {
  program
    .command("check")
    .description("Check settings, policies and lists as the gate does, and warn about likely mistakes.")
    .argument("[folder]", "the folder that holds settings.yaml, or one file of it", DEFAULT_FOLDER)
    .addOption(createStageSettingsOption())
    .option("--strict", "fail on warnings too")
    .option("--cost", "list the worst-case cost of each rule, in steps")
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      `
Every error has a code, which docs/diagnostics.md explains, and exits with 1: the gate would keep its last good set, or
a rule cannot be computed on the sample of a command that it covers (error-on-sample; a warning if the rule is off).
Warnings concern a refusal without a message (no-message), a rule that can never apply (never-holds) or names a word
that Chat does not send (unknown-word), a rule that is an error if a payload has only what is required
(unguarded-read, error-on-emptiest), an exemption that has ended (expired-exemption), a list that no rule uses
(unused-list), a creation that is guarded while later changes are not (unguarded-sibling), and a signature tolerance
beyond 300 s (wide-tolerance). A comment accepts a warning of its line or of the line after it:
\`# accept unused-list: for the next release\`.
${formatExamples("policy check", "policy check policies --strict", "policy check policies/settings.yaml --json")}`,
    )
    .action(async (path: string, options: Options) => io.exit(await runCheck(path, options, io)));
}

type Options = {
  readonly stage?: string;
  readonly strict?: boolean;
  readonly cost?: boolean;
  readonly json?: boolean;
};

async function runCheck(path: string, { stage, strict, cost, json }: Options, io: Io): Promise<number> {
  const isFile = await stat(resolve(io.cwd, path)).then(
    (found) => found.isFile(),
    () => false,
  );
  const folder = isFile ? dirname(path) : path;
  const { files, findings, digest } = await checkFolder(folder, stage, io);
  const file = isFile ? resolve(io.cwd, folder, basename(path)) : undefined;
  const isMeant = (name: string) => file === undefined || resolve(io.cwd, name) === file;
  const meant = files.filter(({ file }) => isMeant(file));
  const shown = findings.filter((finding) => isMeant(finding.file));
  if (isFile && meant.length + shown.length === 0)
    return reportUsageError(
      io,
      `${path} is not a policy, settings or a list. Run \`chatgate policy test\` for tests.`,
    );
  const errors = shown.filter(({ severity }) => severity === "error");
  const warnings = shown.length - errors.length;
  const isGood = errors.length === 0 && (!strict || warnings === 0);

  if (json) io.out(JSON.stringify({ ok: isGood, findings: shown }, null, 2));
  else {
    const counted = isFile ? [path] : countDocuments(meant);
    for (const paragraph of formatCheck({ files, findings: shown, digest }, counted, createStyle(io)))
      io.out(paragraph);
  }
  if (cost && !json && errors.length === 0) for (const line of tabulateCosts(files)) io.out(line);
  return isGood ? 0 : 1;
}

/** Shows each finding at its line, then the totals; `counted`: what was checked. */
export function formatCheck(
  { files, findings, digest }: CheckedFolder,
  counted: readonly string[],
  style: Style,
): readonly string[] {
  const shown = findings.map(
    (finding) => `${showFinding(finding, findFileText(finding.file, files), style)}\n`,
  );
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = formatWarnings(findings.length - errors);
  const summary =
    errors > 0
      ? `${style.red(formatAmount(errors, "error", "errors"))}${digest !== undefined ? warnings : hintAtWarnings(errors)}`
      : `${style.green("OK")}: ${counted.join(", ")}${warnings}`;
  return [...shown, summary];
}

function tabulateCosts(files: readonly ParameterFile[]): readonly string[] {
  const costs = listCosts(files);
  const width = Math.max(0, ...costs.map(({ rule }) => rule.length));
  return costs.map(({ rule, steps, share, command, part }) => {
    const figures = `${steps.toLocaleString("en").padStart(9)} steps ${(share * 100).toFixed(1).padStart(5)} %`;
    return `${rule.padEnd(width)} ${figures}  ${command}  ${part}`;
  });
}

export type CheckedFolder = {
  readonly files: readonly ParameterFile[];
  readonly findings: readonly Finding[];
  /**
   * The set's; undefined: the gate does not accept it. Only if it does, the findings include warnings, and errors that the
   * gate does not detect.
   */
  readonly digest: string | undefined;
};

/** In the order of files and lines. */
export async function checkFolder(folder: string, stage: string | undefined, io: Io): Promise<CheckedFolder> {
  const { files, diagnostics } = await readFolder(folder, io, stage);
  const checked = checkPolicies(files, sha256, diagnostics);
  const found = checked.set === undefined ? checked.diagnostics : lintPolicies(files, checked, io.now());
  const findings = dropAccepted(placeInFiles(found, files, folder), files).toSorted(compareByPlace);
  return { files, findings, digest: checked.set?.digest };
}

const findFileText = (name: string, files: readonly ParameterFile[]) =>
  files.find(({ file }) => file === name)?.text;

const formatAmount = (number: number, singular: string, plural: string) =>
  `${number === 0 ? "no" : number} ${number === 1 ? singular : plural}`;

export function countDocuments(files: readonly ParameterFile[]): readonly string[] {
  const policies = files.filter(({ name }) => name.startsWith("policies/"));
  const lists = files.filter(({ name }) => name.startsWith("lists/"));
  return [formatAmount(policies.length, "policy", "policies"), formatAmount(lists.length, "list", "lists")];
}

const formatWarnings = (warnings: number) =>
  warnings === 0 ? "" : `, ${formatAmount(warnings, "warning", "warnings")}`;

const hintAtWarnings = (errors: number) => `. Fix ${errors === 1 ? "it" : "them"} to see warnings.`;
