import type { Finding } from "../../lib/authoring/findings.ts";
import { describeDiagnostic } from "../../lib/authoring/messages/messages.ts";
import type { Difference } from "../../lib/authoring/run-suite.ts";
import { type BareDiagnostic, completeDiagnostic } from "../report.ts";
import { VERSION } from "../version.ts";
import { isFailed, locateTest, type TestedFile, type TestReport } from "./tests.ts";

export const reporters = ["text", "junit", "github", "sarif"] as const;

/** A run of the tests, in the forms that other programs read. */
export const writeReport = {
  json: ({ isGood, findings, tested, coverage }: TestReport) =>
    JSON.stringify({ ok: isGood, findings, tests: tested.flatMap(listRecords), coverage }, null, 2),
  junit: writeJunit,
  github: writeGithub,
  sarif: writeSarif,
} as const;

function listRecords({ file, results }: TestedFile): readonly object[] {
  return results.map((result) => ({
    file: file.file,
    at: locateTest(file, result),
    name: result.name,
    ok: !isFailed(result),
    ...(isFailed(result) && { code: "test-failed" }),
    differences: result.differences,
  }));
}

type Problem = Pick<Finding, "severity" | "file" | "at" | "message" | "code">;

/** Invalid tests, failed tests and rules that lack one. */
function listProblems({ findings, tested, gaps }: TestReport): readonly Problem[] {
  return [
    ...findings,
    ...tested.flatMap(({ file, results }) =>
      results.filter(isFailed).map((result) => ({
        ...{ severity: "error" as const, file: file.file, at: locateTest(file, result) },
        ...recordDiagnostic({
          ...{ code: "test-failed", token: result.name },
          details: { differences: result.differences.map(formatDifference) },
        }),
      })),
    ),
    ...gaps.map(({ rule, acts }) => ({
      ...{ severity: "warning" as const, file: "", at: undefined },
      ...recordDiagnostic({ code: "test-missing", token: rule, details: { lacks: acts ? "pass" : "act" } }),
    })),
  ];
}

const recordDiagnostic = (found: BareDiagnostic) => {
  const diagnostic = completeDiagnostic(found);
  return { code: diagnostic.code, message: describeDiagnostic(diagnostic) };
};

const formatDifference = ({ what, expected, got }: Difference) => `${what} expected ${expected}, got ${got}`;

/** JUnit's XML, in the form that Jenkins, GitLab and GitHub's actions read. */
function writeJunit({ findings, tested }: TestReport): string {
  const suites = tested.map(({ file, results }) => {
    const cases = results.map((result) => {
      const name = `    <testcase classname="${escapeXml(file.name)}" name="${escapeXml(result.name)}" file="${escapeXml(file.file)}"`;
      return isFailed(result)
        ? `${name}>\n      <failure message="${escapeXml(result.differences.map(formatDifference).join("; "))}"/>\n    </testcase>`
        : `${name}/>`;
    });
    const failures = results.filter(isFailed).length;
    return [
      `  <testsuite name="${escapeXml(file.file)}" tests="${results.length}" failures="${failures}" errors="0">`,
      ...cases,
      "  </testsuite>",
    ].join("\n");
  });
  const invalid = findings.map(
    ({ file, at, message }) =>
      `    <testcase classname="${escapeXml(file)}" name="${at === undefined ? "file" : `line ${at.line}`}"><error message="${escapeXml(message)}"/></testcase>`,
  );
  if (invalid.length > 0)
    suites.push(
      `  <testsuite name="invalid" tests="${invalid.length}" failures="0" errors="${invalid.length}">\n${invalid.join("\n")}\n  </testsuite>`,
    );
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>"].join("\n");
}

const XML_NAMES: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

/** XML 1.0 has no control characters at all. */
const escapeXml = (text: string) =>
  text
    .replace(/[<>&"]/g, (character) => XML_NAMES[character] ?? "")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
    .replace(/[\x00-\x08\x0b-\x1f\ufffe\uffff]/g, "\ufffd")
    .replace(/\s/g, " ");

/** Workflow commands, which GitHub shows at the line. */
function writeGithub(report: TestReport): string {
  const lines = listProblems(report).map(({ severity, code, file, at, message }) => {
    const place = at === undefined ? [] : [`line=${at.line}`, `col=${at.column}`];
    const properties = [...(file === "" ? [] : [`file=${escapeProperty(file)}`]), ...place, `title=${code}`];
    return `::${severity} ${properties.join(",")}::${escapeCommand(message)}`;
  });
  const total = report.tested.flatMap(({ results }) => results).length;
  return [...lines, `${total} tests, ${report.failed} failed, ${report.findings.length} invalid`].join("\n");
}

const escapeCommand = (text: string) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const escapeProperty = (text: string) => escapeCommand(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** SARIF 2.1.0, for code scanning. */
function writeSarif(report: TestReport): string {
  const results = listProblems(report).map(({ severity, code, file, at, message }) => ({
    ruleId: code,
    level: severity,
    message: { text: message },
    ...(file !== "" && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: file },
            ...(at && { region: { startLine: at.line, startColumn: at.column } }),
          },
        },
      ],
    }),
  }));
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].sort().map((id) => ({ id }));
  return JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "chatgate", version: VERSION, rules } }, results }],
    },
    null,
    2,
  );
}
