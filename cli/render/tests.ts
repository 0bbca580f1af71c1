import type { Finding } from "../../lib/authoring/findings.ts";
import { createLocator } from "../../lib/authoring/locate.ts";
import { pluralize } from "../../lib/authoring/messages/message.ts";
import type { Difference, TestResult } from "../../lib/authoring/run-suite.ts";
import type { ParameterFile } from "../../lib/policy-set/files.ts";
import { showFinding } from "./finding.ts";
import { alignColumns, formatRule } from "./outcome.ts";
import type { Style } from "./style.ts";

export type TestedFile = { readonly file: ParameterFile; readonly results: readonly TestResult[] };

/** Whether a test triggers the rule (deny, drop, mask or observe, also in shadow), and whether a test passes it. */
export type RuleCoverage = { readonly rule: string; readonly acts: boolean; readonly passes: boolean };

/** The results of a test run. */
export type TestReport = {
  readonly isGood: boolean;
  readonly findings: readonly Finding[];
  readonly tested: readonly TestedFile[];
  readonly coverage: readonly RuleCoverage[];
  readonly gaps: readonly RuleCoverage[];
  readonly failed: number;
  /** Only the tests that were asked for ran. */
  readonly isPart: boolean;
};

export const isFailed = ({ differences }: TestResult) => differences.length > 0;

/** `texts`: the tests' files, for excerpts. */
export function formatTests(
  report: TestReport,
  texts: ReadonlyMap<string, string>,
  { failOnly }: { readonly failOnly: boolean },
  style: Style,
): string {
  const shown = report.tested
    .map(({ file, results }) => ({ file, results: failOnly ? results.filter(isFailed) : results }))
    .filter(({ results }) => results.length > 0);
  return [
    ...report.findings.map((finding) => showFinding(finding, texts.get(finding.file), style)),
    ...shown.map((tested) => formatFile(tested, style)),
    ...(report.gaps.length > 0 && !failOnly ? [formatGaps(report.gaps, style)] : []),
    formatSummary(report, style),
  ].join("\n\n");
}

/** The place of a test's name. */
export const locateTest = ({ text }: ParameterFile, { index }: TestResult) =>
  createLocator(text).locate({ path: ["tests", index, "name"] });

function formatFile({ file, results }: TestedFile, style: Style): string {
  const lines = results.map((result) => {
    const { name, differences, explanation } = result;
    if (!isFailed(result)) return `  ${style.green("✓")} ${name}`;
    const { line, column } = locateTest(file, result);
    const concerned = explanation.rules.filter(
      ({ effect, rule }) => effect !== "pass" || isNamed(rule, differences),
    );
    return [
      `  ${style.red("✗")} ${name}  ${style.dim(`${file.file}:${line}:${column} [test-failed]`)}`,
      indentLines(
        alignColumns(differences.map((difference) => [difference.what, formatDifference(difference, style)])),
      ),
      `      ${style.dim("answered")} ${JSON.stringify(explanation.outcome.envelope)}`,
      ...concerned.map((reading) => indentLines(formatRule(reading, style))),
    ].join("\n");
  });
  return [style.bold(file.file), ...lines].join("\n");
}

const isNamed = (rule: string, differences: readonly Difference[]) =>
  differences.some(({ what, expected }) => expected === rule || what.endsWith(` ${rule}`));

const formatDifference = ({ expected, got }: Difference, style: Style) =>
  `expected ${style.green(expected)}, got ${style.red(got)}`;

const indentLines = (text: string) => text.replace(/^/gm, "      ");

function formatGaps(gaps: readonly RuleCoverage[], style: Style): string {
  const lines = gaps.map(({ rule, acts, passes }) => {
    const lacks = [acts ? "" : "no test makes it act", passes ? "" : "no test lets it pass"];
    return [`  ${rule}`, `${style.yellow(lacks.filter(Boolean).join(", "))} ${style.dim("[test-missing]")}`];
  });
  return [style.bold("Rules that the tests do not show both ways"), alignColumns(lines)].join("\n");
}

function formatSummary({ tested, failed, findings, coverage, isPart }: TestReport, style: Style): string {
  const total = tested.flatMap(({ results }) => results).length;
  const faults = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(findings.length > 0 ? [`${findings.length} at fault`] : []),
  ].join(", ");
  const verdict = faults === "" ? style.green("all passed") : style.red(faults);
  const tests = `${pluralize(total, "test")}, ${verdict}`;
  if (isPart) return `${tests}.`;
  const shown = coverage.filter(({ acts, passes }) => acts && passes).length;
  return `${tests}; ${shown} of ${coverage.length} rules shown both ways.`;
}
