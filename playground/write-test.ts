import { stringify } from "yaml";
import {
  applyChanges,
  type CallbackDraft,
  createScenario,
  type Explanation,
  facets,
  type GivenLimits,
  listFacets,
  listLeafPaths,
  readPath,
  type Scenario,
} from "./engine.ts";

/** The request and its decision, as an item of `tests`. */
export function writePolicyTest(
  scenario: Scenario,
  explanation: Explanation,
  { at, given }: Pick<CallbackDraft, "at" | "given">,
  name: string,
): string {
  const test = {
    name,
    command: scenario.command.name,
    ...describeChanges(scenario, explanation),
    ...(at === "" ? {} : { at }),
    ...describeGiven(explanation, given),
    expect: describeExpectation(explanation),
  };
  const flat = stringify([test], { lineWidth: 0, collectionStyle: "any" });
  return flat.replace(/^/gm, "  ").trimEnd();
}

/** By rule if there are several: `used` alone applies to the expected rule. */
function describeGiven(
  { rules }: Explanation,
  { used, limits = {} }: GivenLimits,
): { readonly given?: GivenLimits } {
  const limited = [...new Set(rules.flatMap(({ rule, limit }) => (limit === undefined ? [] : [rule])))];
  if (limited.length === 0 || (used === undefined && Object.keys(limits).length === 0)) return {};
  if (limited.length === 1 && used !== undefined) return { given: { used } };
  return { given: { limits: Object.fromEntries(limited.map((rule) => [rule, limits[rule] ?? used ?? 0])) } };
}

/** The changes that turn the command's sample into the request: facets if possible, payload fields for the rest. */
function describeChanges(
  scenario: Scenario,
  { outcome }: Explanation,
): { readonly set?: Record<string, unknown> } {
  const sample = createScenario(scenario.command, scenario.now);
  const changes: Record<string, unknown> = {};
  let made = sample;
  const attemptChange = (name: string, value: unknown) => {
    const result = applyChanges(made, [{ name, value }]);
    if (result.kind === "invalid") return;
    if (countDifferences(result.scenario, scenario) >= countDifferences(made, scenario)) return;
    made = result.scenario;
    changes[name] = value;
  };
  const { values } = outcome.facets ?? {};
  for (const name of listFacets(scenario.command)) {
    const value = values?.[name];
    if (value !== undefined && facets[name].kind !== "timestamp") attemptChange(name, value);
  }
  for (const path of listLeafPaths(scenario.payload))
    attemptChange(path.join("."), readPath(scenario.payload, path));
  for (const path of listLeafPaths(sample.payload))
    if (readPath(scenario.payload, path) === undefined) attemptChange(path.join("."), null);
  for (const name of ["platform", "clientIp"] as const)
    if (made[name] !== scenario[name]) changes[name] = scenario[name];
  return Object.keys(changes).length === 0 ? {} : { set: changes };
}

function countDifferences(a: Scenario, b: Scenario): number {
  const paths = new Map(
    [...listLeafPaths(a.payload), ...listLeafPaths(b.payload)].map((path) => [path.join("\0"), path]),
  );
  return [...paths.values()].filter(
    (path) => JSON.stringify(readPath(a.payload, path)) !== JSON.stringify(readPath(b.payload, path)),
  ).length;
}

function describeExpectation({ outcome }: Explanation): unknown {
  const { ending } = outcome;
  if (ending.kind !== "decided") return ending.kind === "unreadable" ? "unreadable" : "allow";
  const { decision } = ending;
  switch (decision.verdict) {
    case "deny":
      return { decision: "deny", code: decision.refusal.code, rule: decision.refusal.rule };
    case "partial": {
      const accounts = outcome.facets?.targets.map(({ target }) => String(target)) ?? [];
      return {
        decision: "partial",
        refused: accounts.filter((_, index) => decision.targets[index] !== undefined),
      };
    }
    case "drop":
      return { decision: "drop", rule: decision.rule };
    case "mask":
      return { decision: "mask", text: decision.texts.join("\n") };
    case "allow":
      return "allow";
  }
}
