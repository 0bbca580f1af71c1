import { readdir, watch } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command as Program } from "commander";
import { refineDiagnostics } from "../../lib/authoring/diagnose-yaml.ts";
import { createEngine, type Engine } from "../../lib/authoring/engine.ts";
import { compareByPlace, type Finding, placeInFiles } from "../../lib/authoring/findings.ts";
import { createLocator } from "../../lib/authoring/locate.ts";
import { checkSuite, type Difference, runTest, type TestResult } from "../../lib/authoring/run-suite.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { PolicyDocument } from "../../lib/policy/document.ts";
import type { ParameterFile } from "../../lib/policy-set/files.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { readParameterFile } from "../../lib/store/directory.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { failure, type Io } from "../io.ts";
import { examples, jsonOption, stageOption } from "../options.ts";
import { DEFAULT_FOLDER, readPolicies } from "../policies.ts";
import { showFinding } from "../render/finding.ts";
import { columns, formatRule } from "../render/outcome.ts";
import { type Style, styleOf } from "../render/style.ts";

export function register(program: Program, io: Io): void {
  program
    .command("test")
    .description(
      "Run the policies' tests, <document>.test.yaml, on the engine that the Lambda function runs.",
    )
    .argument("[folder]", "the folder that holds settings.yaml", DEFAULT_FOLDER)
    .addOption(stageOption())
    .option("--strict", "fail on rules that no test makes act, or lets pass")
    .option("--watch", "run again whenever a file of the folder changes")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
A test takes a command's sample, changes it, and says what is decided:

  tests:
    - name: refuses live rooms
      command: Group.CallbackBeforeCreateGroup
      set: { groupType: AVChatRoom }
      expect: { decision: deny, code: 10101, rule: group-types }
${examples("policy test", "policy test policies --json")}`,
    )
    .action(async (folder: string, options: Options) => io.exit(await test(folder, options, io)));
}

type Options = {
  readonly stage?: string;
  readonly strict?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
};

export async function test(folder: string, options: Options, io: Io): Promise<number> {
  let code = await testOnce(folder, options, io);
  if (!options.watch) return code;
  try {
    for await (const _ of changesIn(resolve(io.cwd, folder), io.stop)) {
      io.out(styleOf(io).dim(`\n${new Date(io.now()).toISOString().slice(11, 19)} changed\n`));
      code = await testOnce(folder, options, io);
    }
  } catch (error) {
    if (!io.stop.aborted) throw error;
  }
  return code;
}

/** Editors write a file in several steps: they count as one change. */
const SETTLED_MS = 100;

async function* changesIn(folder: string, stop: AbortSignal): AsyncGenerator<void> {
  let last = 0;
  for await (const _ of watch(folder, { recursive: true, signal: stop })) {
    if (performance.now() - last < SETTLED_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    last = performance.now();
    yield;
  }
}

async function testOnce(folder: string, { stage, strict, json }: Options, io: Io): Promise<number> {
  const style = styleOf(io);
  const policies = await readPolicies({ policies: folder, stage }, io);
  const result = policies.kind === "read" ? createEngine(policies.parameters, sha256) : policies;
  if (result.kind === "failed") {
    const advice = "Nothing can be tested until the policies check: see `chatgate policy check`.";
    return failure(io, result.faults, advice, json);
  }
  const { engine } = result;
  const parameters = policies.kind === "read" ? policies.parameters : [];
  const suites = await readSuites(folder, io);
  if (suites.files.length + suites.findings.length === 0) {
    const fault = `${folder}: there are no tests: write one beside each policy, <document>.test.yaml`;
    return failure(io, [fault], "`chatgate policy test --help` shows how.", json);
  }
  const rules = ruleNames(parameters);
  const ran: Ran[] = [];
  const findings: Finding[] = [...suites.findings];
  for (const file of suites.files) {
    const suite = checkSuite(file, rules, io.now());
    findings.push(...placeInFiles(suite.diagnostics, [file], folder).toSorted(compareByPlace));
    const results = suite.tests.map((policyTest) => runTest(policyTest, engine));
    ran.push({ file, results });
  }
  const coverage = coverageOf(
    engine,
    ran.flatMap(({ results }) => results),
  );
  const gaps = coverage.filter(({ acts, passes }) => !acts || !passes);
  const failed = ran.flatMap(({ results }) =>
    results.filter(({ differences }) => differences.length > 0),
  ).length;
  const isGood = findings.length === 0 && failed === 0 && (!strict || gaps.length === 0);

  if (json)
    io.out(JSON.stringify({ ok: isGood, findings, tests: ran.flatMap(recordsOf), coverage }, null, 2));
  else {
    for (const finding of findings) {
      const text = suites.files.find(({ file }) => file === finding.file)?.text;
      io.out(`${showFinding(finding, text, style)}\n`);
    }
    for (const one of ran.filter(({ results }) => results.length > 0)) io.out(`${showRan(one, style)}\n`);
    if (gaps.length > 0) io.out(`${showGaps(gaps, style)}\n`);
    io.out(summary(ran.flatMap(({ results }) => results).length, failed, findings.length, coverage, style));
  }
  return isGood ? 0 : 1;
}

async function readSuites(folder: string, io: Io) {
  const absolute = resolve(io.cwd, folder);
  const names = (await readdir(absolute)).filter((name) => name.endsWith(".test.yaml")).sort();
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
function ruleNames(parameters: readonly Parameter[]): readonly string[] {
  return parameters.flatMap(({ name, value }) => {
    const [folder, document] = name.split("/");
    if (folder !== "policies") return [];
    return (JSON.parse(value) as PolicyDocument).rules.map(({ id }) => `${document}/${id}`); // the engine has taken it
  });
}

type Ran = { readonly file: ParameterFile; readonly results: readonly TestResult[] };

/** Whether any test makes the rule act (deny, drop, mask or observe, in shadow too), and any lets pass. */
type Coverage = { readonly rule: string; readonly acts: boolean; readonly passes: boolean };

function coverageOf({ set }: Engine, results: readonly TestResult[]): readonly Coverage[] {
  const rules = new Set(
    [...commands.keys()].flatMap((command) => set.rulesFor(command).map(({ rule }) => rule)),
  );
  const readings = results.flatMap(({ explanation }) => explanation.rules);
  return [...rules].sort().map((rule) => {
    const effects = readings.filter((one) => one.rule === rule).map(({ effect }) => effect);
    const acts = effects.some((effect) => !["pass", "exempt", "error"].includes(effect));
    const isUnconditional = readings.some((one) => one.rule === rule && one.when === undefined);
    return { rule, acts, passes: isUnconditional || effects.includes("pass") };
  });
}

function recordsOf({ file, results }: Ran): readonly object[] {
  const { locate } = createLocator(file.text);
  return results.map(({ name, index, differences }) => {
    const at = locate({ path: ["tests", index, "name"] });
    return { file: file.file, at, name, ok: differences.length === 0, differences };
  });
}

function showRan({ file, results }: Ran, style: Style): string {
  const { locate } = createLocator(file.text);
  const lines = results.map((result) => {
    const { name, index, differences, explanation } = result;
    if (differences.length === 0) return `  ${style.green("✓")} ${name}`;
    const { line, column } = locate({ path: ["tests", index, "name"] });
    const concerned = explanation.rules.filter(
      ({ effect, rule }) => effect !== "pass" || isNamed(rule, differences),
    );
    const why = concerned.map((reading) => indent(formatRule(reading, style), "      "));
    const facets = `${style.dim("answered")} ${JSON.stringify(explanation.outcome.envelope)}`;
    return [
      `  ${style.red("✗")} ${name}  ${style.dim(`${file.file}:${line}:${column}`)}`,
      indent(columns(differences.map((one) => [one.what, showDifference(one, style)])), "      "),
      `      ${facets}`,
      ...why,
    ].join("\n");
  });
  return [style.bold(file.file), ...lines].join("\n");
}

const isNamed = (rule: string, differences: readonly Difference[]) =>
  differences.some(({ what, expected }) => expected === rule || what.endsWith(` ${rule}`));

const showDifference = ({ expected, got }: Difference, style: Style) =>
  `expected ${style.green(expected)}, got ${style.red(got)}`;

const indent = (text: string, by: string) => text.replace(/^/gm, by);

function showGaps(gaps: readonly Coverage[], style: Style): string {
  const lines = gaps.map(({ rule, acts, passes }) => {
    const lacks = [acts ? "" : "no test makes it act", passes ? "" : "no test lets it pass"];
    return [`  ${rule}`, style.yellow(lacks.filter(Boolean).join(", "))];
  });
  return [style.bold("Rules that the tests do not show both ways"), columns(lines)].join("\n");
}

function summary(
  total: number,
  failed: number,
  faults: number,
  coverage: readonly Coverage[],
  style: Style,
): string {
  const shown = coverage.filter(({ acts, passes }) => acts && passes).length;
  const tests = `${total} test${total === 1 ? "" : "s"}`;
  const verdict =
    failed > 0 || faults > 0
      ? style.red(
          [...(failed > 0 ? [`${failed} failed`] : []), ...(faults > 0 ? [`${faults} at fault`] : [])].join(
            ", ",
          ),
        )
      : style.green("all passed");
  return `${tests}, ${verdict}; ${shown} of ${coverage.length} rules shown both ways.`;
}
