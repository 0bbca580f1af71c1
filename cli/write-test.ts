import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import type { Explanation } from "../lib/authoring/engine.ts";
import { applyChanges, type Change, createScenario, type Scenario } from "../lib/authoring/scenario.ts";
import type { PolicyTest } from "../lib/authoring/suite.ts";
import { type FoundRequest, findRequest, isRequestId, type RequestPlace } from "./find-request.ts";
import { type Io, SAFE_PROGRAM } from "./io.ts";
import { writeOutput } from "./named-files.ts";
import { readEngine } from "./policies.ts";
import { readEventOrSample } from "./read-event.ts";
import { type BareDiagnostic, reportProblem, reportProblems } from "./report.ts";

/** Adds a test that holds what the policies decide now about the event to its rule's test file. */
export async function writeTest(
  event: string,
  path: string,
  { stage, log, json }: RequestPlace & { readonly json?: boolean },
  io: Io,
): Promise<number> {
  const folder = /\.ya?ml$/.test(path) ? dirname(path) : path;
  const place = { ...(stage !== undefined && { stage }), ...(log !== undefined && { log }) };
  const read = await readTestedEvent(event, place, io);
  if ("code" in read) return reportProblem(io, read);
  const created = await readEngine({ policies: folder, stage }, io);
  if (created.kind === "failed") {
    const advice = `Fix the policies first. Run \`${io.program ?? SAFE_PROGRAM} policy check ${folder}\`.`;
    return reportProblems(io, created.diagnostics, { advice });
  }
  const { scenario, assumed } = read;
  const explanation = created.engine.decide(scenario);
  const document = findDecidingDocument(explanation, event, folder);
  if (typeof document !== "string") return reportProblem(io, document);
  const file = join(folder, `${document}.test.yaml`);
  const added = await addTest(file, scenario, explanation, io);
  if ("code" in added) return reportProblem(io, added);
  if (json) io.out(JSON.stringify({ ok: true, file, test: added, assumed }, null, 2));
  else for (const line of describeAddedTest(added, file, assumed)) io.out(line);
  return 0;
}

/** A past request by its id, or else an event's file or a command's sample. */
async function readTestedEvent(
  event: string,
  place: RequestPlace,
  io: Io,
): Promise<FoundRequest | BareDiagnostic> {
  if (isRequestId(event, io)) return findRequest(event, place, io);
  const read = await readEventOrSample(event, io);
  return "code" in read ? read : { scenario: read.scenario, assumed: [] };
}

/** The document of the rule that has an effect, or else of the first one; or why there is nothing to test. */
function findDecidingDocument(
  { command, outcome, rules }: Explanation,
  event: string,
  folder: string,
): string | BareDiagnostic {
  if (outcome.ending.kind !== "decided")
    return { code: "event-unreadable", token: event, details: { command: command.name } };
  const deciding = rules.find(({ effect }) => effect !== "pass") ?? rules[0];
  if (deciding === undefined) return { code: "nothing-to-test", token: command.name, details: { folder } };
  return deciding.rule.replace(/\/.*/, "");
}

/** Adds the test to the file, whose other tests and comments stay; or says why the file cannot take it. */
async function addTest(
  file: string,
  scenario: Scenario,
  explanation: Explanation,
  io: Io,
): Promise<PolicyTest | BareDiagnostic> {
  const absolute = resolve(io.cwd, file);
  const before = await readFile(absolute, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "tests: []\n";
    throw error;
  });
  const document = parseDocument(before);
  const names = new Set(
    (document.toJS() as { tests?: { name?: string }[] } | null)?.tests?.map(({ name }) => name),
  ); // or invalid, which the next check reports
  if (document.errors.length > 0 || !document.hasIn(["tests"])) return { code: "suite-invalid", token: file };
  const added = createTest(scenario, explanation, names);
  document.addIn(["tests"], document.createNode(added));
  const tests = document.getIn(["tests"]) as { flow?: boolean }; // set above by addIn
  tests.flow = false;
  await writeOutput(absolute, document.toString({ lineWidth: 0 }));
  return added;
}

const describeAddedTest = (
  { name }: PolicyTest,
  file: string,
  assumed: readonly string[],
): readonly string[] => [
  `Added "${name}" to ${file}. It holds the event's accounts and texts: replace what is not yours to keep.`,
  ...(assumed.length === 0
    ? []
    : [`The log does not have ${assumed.join(", ")}: the test has the sample's. Set them with \`set\`.`]),
];

function createTest(
  scenario: Scenario,
  { outcome, rules }: Explanation,
  names: ReadonlySet<string | undefined>,
): PolicyTest {
  const { command, payload, now } = scenario;
  const { ending, envelope } = outcome;
  const decision = ending.kind === "decided" ? ending.decision.verdict : "allow"; // the caller passes decided endings only
  const { code } = command.reply.decode(envelope, { targets: [], payload });
  const single = rules.filter(
    ({ rule, effect }) => effect !== "pass" && rules.filter((other) => other.rule === rule).length === 1,
  );
  const title = `${decision} ${command.name} as on ${new Date(now).toISOString().slice(0, 10)}`;
  let [name, number] = [title, 2];
  while (names.has(name)) name = `${title}, ${number++}`;
  return {
    name,
    command: command.name,
    set: Object.fromEntries(listChanges(scenario).map((change) => [change.name, change.value])),
    at: new Date(now).toISOString(),
    expect: {
      decision,
      ...(decision === "deny" && { code }),
      ...(single.length > 0 && {
        effects: Object.fromEntries(single.map(({ rule, effect }) => [rule, effect])),
      }),
    },
  };
}

/** The changes that turn the command's sample into the event. Keys that no test can set are left out; no rule reads them by name. */
function listChanges({ command, payload, platform, clientIp, sdkAppId, now }: Scenario): readonly Change[] {
  const sample = createScenario(command, now);
  const fields = [...new Set([...Object.keys(sample.payload), ...Object.keys(payload)])]
    .filter((key) => JSON.stringify(payload[key]) !== JSON.stringify(sample.payload[key]))
    .map((name): Change => ({ name, value: payload[name] ?? null }));
  const around: readonly Change[] = [
    ...(platform === sample.platform ? [] : [{ name: "platform", value: platform }]),
    ...(clientIp === sample.clientIp ? [] : [{ name: "clientIp", value: clientIp }]),
    ...(sdkAppId === undefined ? [] : [{ name: "sdkAppId", value: sdkAppId }]),
  ];
  return [...around, ...fields].filter((change) => applyChanges(sample, [change]).kind === "scenario");
}
