import { checkPolicies } from "../lib/authoring/check-policies.ts";
import { typeNames } from "../lib/authoring/describe.ts";
import { refineDiagnostics } from "../lib/authoring/diagnose-yaml.ts";
import { createEngine, type Engine, type Explanation } from "../lib/authoring/engine.ts";
import { compareByPlace, dropAccepted, type Finding, placeInFiles } from "../lib/authoring/findings.ts";
import { answerGiven, type GivenLimits } from "../lib/authoring/given-limits.ts";
import { lintPolicies } from "../lib/authoring/lint.ts";
import { createLocator } from "../lib/authoring/locate.ts";
import { formatSentence } from "../lib/authoring/messages/messages.ts";
import { checkSuite, type Difference, runTest } from "../lib/authoring/run-suite.ts";
import { applyOptions, createScenario, type Scenario } from "../lib/authoring/scenario.ts";
import type { Command } from "../lib/commands/define-command.ts";
import { listFacets } from "../lib/commands/facet-reading.ts";
import { facetTexts } from "../lib/commands/facets.docs.ts";
import { commonFacetNames, type FacetName, facets, words } from "../lib/commands/facets.ts";
import { commandDocs } from "../lib/commands/generated/docs.ts";
import { commands } from "../lib/commands/generated/index.ts";
import { readPayloadShape } from "../lib/commands/payload.ts";
import { isObject, parseJson, parseKnownJson } from "../lib/json.ts";
import type { Sha256 } from "../lib/policy/compile.ts";
import { type Diagnostic, placeDiagnostic, type UnplacedDiagnostic } from "../lib/policy/diagnostic.ts";
import { type ParameterFile, readFileRole, readYaml } from "../lib/policy-set/files.ts";
import { compareByName } from "../lib/policy-set/parameter.ts";
import type { ReceivedCallback } from "./library.ts";

// The page reaches the engine through this file alone.
export { formatValue } from "../lib/authoring/format-value.ts";
export { listLeafPaths, readPath } from "../lib/authoring/payload-path.ts";
export { applyChanges, createScenario, type Scenario } from "../lib/authoring/scenario.ts";
export type { FacetName } from "../lib/commands/facets.ts";
export { findAvailableFacets, matchCommands } from "../lib/policy/coverage.ts";
export type { Difference, Explanation, Finding, GivenLimits };
export {
  commandDocs,
  commands,
  commonFacetNames,
  facets,
  facetTexts,
  isObject,
  listFacets,
  parseKnownJson,
  typeNames,
  words,
};

/** A policy folder's files by path: `settings.yaml`, `creation.yaml`, `creation.test.yaml`, `lists/reserved.txt`. */
export type Files = Readonly<Record<string, string>>;

/** A callback as the page edits it. */
export type CallbackDraft = {
  readonly command: string;
  /** JSON as typed. */
  readonly body: string;
  readonly platform: string;
  readonly clientIp: string;
  /** An ISO time; empty: now. */
  readonly at: string;
  /** What limits have counted before. */
  readonly given: GivenLimits;
};

/** A folder that was checked. Without an engine, an error among the findings says why. */
export type Workspace = {
  readonly findings: readonly Finding[];
  readonly engine: Engine | undefined;
  readonly suites: readonly Suite[];
  /** The tests' time, rounded to the minute: unchanged files are not checked again within it. */
  readonly testsAt: number;
};

type CheckedPolicies = Pick<Workspace, "findings" | "engine">;
type CheckedSuiteFile = { readonly suite: readonly Suite[]; readonly findings: readonly Finding[] };

const MINUTE_MS = 60_000;

type Suite = { readonly file: ParameterFile; readonly tests: ReturnType<typeof checkSuite>["tests"] };

export type SuiteResult = {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly differences: readonly Difference[];
  readonly explanation: Explanation;
  readonly scenario: Scenario;
  readonly given: GivenLimits;
};

export const isSuiteFile = (path: string) => path.endsWith(".test.yaml");

/** Checks folders; a further call checks only what has changed. */
export function createChecker(sha256: Sha256): (files: Files, now: number) => Workspace {
  const read = new Map<string, ReadFile & { readonly text: string }>();
  const checkedSuites = new WeakMap<ReadFile, CheckedSuiteFile & { readonly key: string }>();
  let last: { readonly key: string; readonly checked: CheckedPolicies } | undefined;

  return (files, now) => {
    for (const path of read.keys()) if (!(path in files)) read.delete(path);
    const all = Object.entries(files).map(([path, text]) => {
      const known = read.get(path);
      if (known?.text === text) return known;
      const fresh = { ...readPolicyFile(path, text), text };
      read.set(path, fresh);
      return fresh;
    });
    const policies = all.filter(({ isSuite }) => !isSuite);
    const day = new Date(now).toISOString().slice(0, 10); // exemptions end with a UTC day
    const key = JSON.stringify([day, policies.map(({ path, text }) => [path, text])]);
    if (last?.key !== key) last = { key, checked: checkFiles(policies, sha256, now) };
    const { checked } = last;
    const rules = checked.engine === undefined ? undefined : listRuleNames(policies);
    const testsAt = now - (now % MINUTE_MS);
    const suites = all
      .filter(({ isSuite }) => isSuite)
      .map((suite) => {
        const suiteKey = JSON.stringify([testsAt, rules]);
        const known = checkedSuites.get(suite);
        if (known?.key === suiteKey) return known;
        const fresh = { ...checkSuiteFile(suite, rules, testsAt), key: suiteKey };
        checkedSuites.set(suite, fresh);
        return fresh;
      });
    return {
      ...checked,
      testsAt,
      findings: [...checked.findings, ...suites.flatMap(({ findings }) => findings)],
      suites: suites.flatMap(({ suite }) => suite),
    };
  };
}

type ReadFile = {
  readonly path: string;
  readonly isSuite: boolean;
  readonly file: ParameterFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
};

function readPolicyFile(path: string, text: string): ReadFile {
  const isSuite = isSuiteFile(path);
  const role = isSuite
    ? ({ kind: "parameter", name: path.replace(/\.test\.yaml$/, "") } as const)
    : readFileRole(path);
  if (role.kind === "other") return { path, isSuite, file: undefined, diagnostics: [] };
  if (role.kind === "invalid") {
    const found: Diagnostic = { code: role.code, severity: "error", document: path, path: [] };
    return { path, isSuite, file: undefined, diagnostics: [found] };
  }
  const { name } = role;
  const yaml = path.endsWith(".yaml") ? readYaml(name, text) : { value: text, diagnostics: [] };
  const file = { name, value: yaml.value ?? "null", version: "", file: path, text };
  return { path, isSuite, file, diagnostics: refineDiagnostics(yaml.diagnostics, [file]) };
}

function checkFiles(read: readonly ReadFile[], sha256: Sha256, now: number): CheckedPolicies {
  const files = read.flatMap(({ file }) => file ?? []).sort(compareByName);
  const onFiles = read.flatMap(({ diagnostics }) => diagnostics);
  const created = onFiles.length === 0 ? createEngine(files, sha256) : undefined;
  if (created?.kind !== "engine") {
    const { diagnostics } = checkPolicies(files, sha256, onFiles);
    return { engine: undefined, findings: placeInFiles(diagnostics, files, "").toSorted(compareByPlace) };
  }
  const { engine } = created;
  const warnings = lintPolicies(files, engine, now);
  return {
    engine,
    findings: dropAccepted(placeInFiles(warnings, files, ""), files).toSorted(compareByPlace),
  };
}

/** `<document>/<id>` of every rule, live or off. */
function listRuleNames(read: readonly ReadFile[]): readonly string[] {
  return read.flatMap(({ file }) => {
    const [folder, document] = file?.name.split("/") ?? [];
    if (folder !== "policies") return [];
    const { rules } = parseKnownJson(file?.value ?? "") as {
      readonly rules: readonly { readonly id: string }[];
    }; // createEngine has taken it
    return rules.map(({ id }) => `${document}/${id}`);
  });
}

/** `rules`: undefined if the policies have errors; tests are then checked only as YAML. */
function checkSuiteFile(
  { file, diagnostics }: ReadFile,
  rules: readonly string[] | undefined,
  now: number,
): CheckedSuiteFile {
  if (file === undefined) return { suite: [], findings: [] };
  if (rules === undefined || diagnostics.length > 0)
    return { suite: [], findings: placeInFiles(diagnostics, [file], "") };
  const checked = checkSuite(file, rules, now);
  return {
    suite: [{ file, tests: checked.tests }],
    findings: placeInFiles(checked.diagnostics, [file], "").toSorted(compareByPlace),
  };
}

export function runSuites({ engine, suites }: Workspace): readonly SuiteResult[] {
  if (engine === undefined) return [];
  return suites.flatMap(({ file, tests }) => {
    const { locate } = createLocator(file.text);
    return tests.map((test) => {
      const { name, index, differences, explanation } = runTest(test, engine);
      const { line } = locate({ path: ["tests", index, "name"] });
      const { scenario, given } = test;
      return { file: file.file, name, line, differences, explanation, scenario, given };
    });
  });
}

/** The sample of a command, ready to edit. */
export function draftSample(name: string): CallbackDraft {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`${name} is not a command.`);
  const { payload, platform, clientIp } = createScenario(command, 0);
  return { command: name, body: formatBody(payload), platform, clientIp, at: "", given: {} };
}

/** A test's request, ready to edit. `present`: the time at which its scenario was created. */
export function draftTest(
  { scenario, given }: Pick<SuiteResult, "scenario" | "given">,
  present: number,
): CallbackDraft {
  const { command, payload, platform, clientIp, now } = scenario;
  const at = now === present ? "" : new Date(now).toISOString();
  return { command: command.name, body: formatBody(payload), platform, clientIp, at, given };
}

/** A received callback, ready to edit, at the time it was received. */
export function draftCallback({ command, body, platform, clientIp, time }: ReceivedCallback): CallbackDraft {
  const payload = parseJson(body);
  return {
    ...{ command, platform, clientIp, at: new Date(time).toISOString(), given: {} },
    body: payload === undefined ? body : formatBody(payload),
  };
}

export function decideDraft(engine: Engine, scenario: Scenario, { given }: CallbackDraft): Explanation {
  return engine.decide(scenario, answerGiven(given));
}

const formatBody = (payload: unknown) => JSON.stringify(payload, null, 2);

/** Why a draft is not a valid callback, with the code of the message. */
export type InvalidDraft = { readonly kind: "invalid"; readonly message: string };

const createInvalidDraft = (found: UnplacedDiagnostic): InvalidDraft => ({
  kind: "invalid",
  message: formatSentence(placeDiagnostic(found, { severity: "error", document: "" })),
});

export function readDraft(
  draft: CallbackDraft,
  present: number,
): { readonly kind: "scenario"; readonly scenario: Scenario } | InvalidDraft {
  const command = commands.get(draft.command);
  if (command === undefined)
    return createInvalidDraft({ code: "unknown-command", path: [], token: draft.command });
  const payload = parseJson(draft.body);
  if (!isObject(payload)) return createInvalidDraft({ code: "invalid-body", path: [] });
  const now = draft.at === "" ? present : Date.parse(draft.at);
  if (Number.isNaN(now)) return createInvalidDraft({ code: "invalid-time", path: [], token: draft.at });
  const { platform, clientIp } = draft;
  return { kind: "scenario", scenario: { command, payload, platform, clientIp, sdkAppId: undefined, now } };
}

/** The draft with a facet set to the typed value; or why that is not possible. */
export function setFacet(
  draft: CallbackDraft,
  name: FacetName,
  text: string,
  present: number,
): { readonly kind: "draft"; readonly draft: CallbackDraft } | InvalidDraft {
  const read = readDraft(draft, present);
  if (read.kind === "invalid") return read;
  const result = applyOptions(read.scenario, { set: [`${name}=${text}`] });
  if (result.kind === "invalid") return createInvalidDraft(result.found);
  const { payload, platform, clientIp, now } = result.scenario;
  const at = now === read.scenario.now ? draft.at : new Date(now).toISOString();
  return { kind: "draft", draft: { ...draft, body: formatBody(payload), platform, clientIp, at } };
}

/** The fields of a command's payload, with their types. */
export function listPayloadKeys(command: Command): readonly (readonly [name: string, type: string])[] {
  const shape = readPayloadShape(command);
  return shape.kind === "object"
    ? [...shape.keys].map(([name, property]) => [name, property.shape.kind])
    : [];
}
