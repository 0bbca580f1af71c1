import { readdir } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { Option, type Command as Program } from "commander";
import { refineDiagnostics } from "../../lib/authoring/diagnose-yaml.ts";
import type { Engine } from "../../lib/authoring/engine.ts";
import { compareByPlace, type Finding, placeInFiles } from "../../lib/authoring/findings.ts";
import { checkSuite, runTest } from "../../lib/authoring/run-suite.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { parseKnownJson } from "../../lib/json.ts";
import type { PolicyDocument } from "../../lib/policy/document.ts";
import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { readParameterFile } from "../../lib/store/directory.ts";
import { type Io, SAFE_PROGRAM } from "../io.ts";
import { createJsonOption, createStageSettingsOption, formatExamples } from "../options.ts";
import { DEFAULT_FOLDER, readEngine } from "../policies.ts";
import { reporters, writeReport } from "../render/reports.ts";
import { createStyle } from "../render/style.ts";
import { formatTests, type RuleCoverage, type TestedFile, type TestReport } from "../render/tests.ts";
import { reportProblem, reportProblems, reportUsageError, tell } from "../report.ts";
import { watchFiles } from "../watch-files.ts";
import { writeTest } from "../write-test.ts";

export function registerTest(program: Program, io: Io): void {
  program
    .command("test")
    .description("Run the policies' tests, <document>.test.yaml, with the engine of the Lambda function.")
    .argument(
      "[path]",
      "the folder that holds settings.yaml, or one policy's or test's file in it",
      DEFAULT_FOLDER,
    )
    .addOption(createStageSettingsOption())
    .option("--run <pattern>", "only tests whose name contains this or matches it as a glob")
    .option("--fail-only", "show only the tests that fail")
    .option("--strict", "fail on rules that the tests never trigger or never let pass")
    .option("--watch", "run again whenever a file of the folder changes")
    .addOption(
      new Option(
        "--new <event>",
        "write a test from a command's sample, an event's file, or a past request's id (with --stage or --log)",
      ).conflicts(["run", "watch", "reporter"]),
    )
    .option("--log <file>", "for --new: recordings, events or audit lines that hold the request")
    .addOption(new Option("--reporter <name>", "the form of the output").choices(reporters).conflicts("json"))
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      `
A test takes a command's sample, changes it, and says what is decided:

  tests:
    - name: refuses live rooms
      command: Group.CallbackBeforeCreateGroup
      set: { groupType: AVChatRoom }
      expect: { decision: deny, code: 10101, rule: group-types }
${formatExamples(
  "policy test",
  'policy test policies --run "*live*" --fail-only',
  "policy test policies/creation.yaml --reporter junit",
  "policy test --new examples/events/refused.json",
  "policy test --new 3f1c0a52-6b1d-4a57-9a43-3d1f0f6e7a10 --stage prod",
)}`,
    )
    .action(async (path: string, options: Options) => io.exit(await testPolicies(path, options, io)));
}

type Options = {
  readonly stage?: string;
  readonly run?: string;
  readonly failOnly?: boolean;
  readonly strict?: boolean;
  readonly watch?: boolean;
  readonly new?: string;
  readonly log?: string;
  readonly reporter?: (typeof reporters)[number];
  readonly json?: boolean;
};

export async function testPolicies(path: string, options: Options, io: Io): Promise<number> {
  if (options.log !== undefined && options.new === undefined)
    return reportUsageError(io, "--log goes with --new. Add it, or leave --log out.");
  if (options.new !== undefined) return writeTest(options.new, path, options, io);
  if (!options.watch) return testOnce(path, options, io);
  const { folder } = splitPath(path);
  const { dim } = createStyle(io);
  let code = 0;
  for await (const changed of watchFiles(resolve(io.cwd, folder), io.stop)) {
    const time = new Date(io.now()).toISOString().slice(11, 19);
    if (changed.length > 0) tell(io, dim(`\n${time} changed: ${changed.join(", ")}\n`));
    code = await testOnce(path, options, io);
    if (changed.length === 0) tell(io, dim(`Watching ${folder}. Press Ctrl-C to end.`));
  }
  return code;
}

/** A policy's or its test's file is one document of its folder. */
function splitPath(path: string): { readonly folder: string; readonly document?: string } {
  const [, document] = /^(.+?)(?:\.test)?\.ya?ml$/.exec(basename(path)) ?? [];
  return document === undefined ? { folder: path } : { folder: dirname(path), document };
}

async function testOnce(path: string, options: Options, io: Io): Promise<number> {
  const { stage, run, strict, json, reporter = "text" } = options;
  const { folder, document } = splitPath(path);
  const program = io.program ?? SAFE_PROGRAM;
  const result = await readEngine({ policies: folder, stage }, io);
  if (result.kind === "failed") {
    const advice = `Nothing can be tested until the policies are valid. Run \`${program} policy check ${folder}\`.`;
    return reportProblems(io, result.diagnostics, { advice });
  }
  const { engine, parameters } = result;
  const suites = await readSuites(folder, document, io);
  if (suites.files.length + suites.findings.length === 0) {
    const advice = `Run \`${program} policy test --help\` to see how.`;
    return reportProblem(io, { code: "no-tests", token: path }, { advice });
  }
  const rules = listRuleNames(parameters);
  const tested: TestedFile[] = [];
  const findings: Finding[] = [...suites.findings];
  for (const file of suites.files) {
    const suite = checkSuite(file, rules, io.now());
    findings.push(...placeInFiles(suite.diagnostics, [file], folder).toSorted(compareByPlace));
    const chosen = suite.tests.filter(({ name }) => run === undefined || matchesName(name, run));
    tested.push({ file, results: chosen.map((policyTest) => runTest(policyTest, engine)) });
  }
  const results = tested.flatMap(({ results }) => results);
  if (run !== undefined && results.length === 0 && findings.length === 0)
    return reportUsageError(io, `No test's name fits "${run}". Give a part of one.`);
  const coverage = listCoverage(engine, results).filter(
    ({ rule }) => document === undefined || rule.startsWith(`${document}/`),
  );
  // Coverage is meaningful only when all tests run.
  const gaps = run === undefined ? coverage.filter(({ acts, passes }) => !acts || !passes) : [];
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  const isGood = findings.length === 0 && failed === 0 && (!strict || gaps.length === 0);
  const report: TestReport = { isGood, findings, tested, coverage, gaps, failed, isPart: run !== undefined };
  const texts = new Map(suites.files.map(({ file, text }) => [file, text]));
  if (json) io.out(writeReport.json(report));
  else if (reporter !== "text") io.out(writeReport[reporter](report));
  else io.out(formatTests(report, texts, { failOnly: options.failOnly ?? false }, createStyle(io)));
  return isGood ? 0 : 1;
}

const matchesName = (name: string, pattern: string) =>
  /[*?]/.test(pattern)
    ? matchesGlob(name.toLowerCase(), pattern.toLowerCase())
    : name.toLowerCase().includes(pattern.toLowerCase());

async function readSuites(folder: string, only: string | undefined, io: Io) {
  const absolute = resolve(io.cwd, folder);
  const names = (await readdir(absolute))
    .filter((name) => (only === undefined ? name.endsWith(".test.yaml") : name === `${only}.test.yaml`))
    .sort();
  const read = await Promise.all(
    names.map((name) => readParameterFile(absolute, name, name.replace(/\.test\.yaml$/, ""), folder)),
  );
  return {
    files: read.flatMap(({ files, diagnostics }) => (diagnostics.length === 0 ? files : [])),
    findings: read.flatMap(({ files, diagnostics }) =>
      placeInFiles(refineDiagnostics(diagnostics, files), files, folder),
    ),
  };
}

/** `<document>/<id>` of every rule, live or off. */
function listRuleNames(parameters: readonly Parameter[]): readonly string[] {
  return parameters.flatMap(({ name, value }) => {
    const [folder, document] = name.split("/");
    if (folder !== "policies") return [];
    return (parseKnownJson(value) as PolicyDocument).rules.map(({ id }) => `${document}/${id}`); // the engine was created from these parameters
  });
}

function listCoverage({ set }: Engine, results: TestedFile["results"]): readonly RuleCoverage[] {
  const rules = new Set(
    [...commands.keys()].flatMap((command) => set.rulesFor(command).map(({ rule }) => rule)),
  );
  const readings = results.flatMap(({ explanation }) => explanation.rules);
  return [...rules].sort().map((rule) => {
    const effects = readings.filter((reading) => reading.rule === rule).map(({ effect }) => effect);
    const acts = effects.some((effect) => !["pass", "exempt", "error"].includes(effect));
    const isUnconditional = readings.some((reading) => reading.rule === rule && reading.when === undefined);
    return { rule, acts, passes: isUnconditional || effects.includes("pass") };
  });
}
