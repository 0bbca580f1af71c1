import { readFacets } from "../../lib/callback/read-facets.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Decision, RuleEffect } from "../../lib/decision.ts";
import { combineEvaluations, listEffects } from "../../lib/policy/combine.ts";
import { formatDiagnostic } from "../../lib/policy/diagnostic.ts";
import { type EvaluationInput, evaluateRules } from "../../lib/policy/evaluate.ts";
import { checkSet, type PolicySet } from "../../lib/policy-set/check-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { readSample } from "./fixtures.ts";
import { createTestParameters, NOW, type World } from "./gate.ts";

export type Case = Pick<World, "settings" | "policies" | "lists"> & {
  readonly command: string;
  /** One document, `doc`, of rules on this command with the ids `r0`, `r1`, … unless they say otherwise. */
  readonly rules?: readonly Readonly<Record<string, unknown>>[];
  /** Laid over the command's sample. */
  readonly change?: Readonly<Record<string, unknown>>;
  readonly now?: number;
  readonly onFault?: "allow" | "deny";
  readonly onOversize?: "allow" | "deny";
};

/** A set that must check; throws with its faults if it does not. */
export function createTestSet({
  command,
  rules,
  ...world
}: Omit<Case, "change" | "now" | "onFault" | "onOversize">): PolicySet {
  const own = rules?.map((rule, index) => ({ id: `r${index}`, on: command, ...rule }));
  const policies = {
    ...(own === undefined || own.length === 0 ? {} : { doc: { rules: own } }),
    ...world.policies,
  };
  const { set, diagnostics } = checkSet(createTestParameters({ ...world, policies }), commands, sha256);
  if (set === undefined) throw new Error(diagnostics.map(formatDiagnostic).join("\n"));
  return set;
}

export function createInput(
  { command: name, change, now = NOW, onFault = "allow", onOversize = "deny" }: Case,
  set: PolicySet,
): EvaluationInput {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  const payload = { ...readSample(name), ...change };
  const context = { platform: "iOS", clientIp: "192.0.2.7", sdkAppId: 1400000000, now };
  const facets = readFacets(command, payload, context);
  return { rules: set.rulesFor(name), command, facets, payload, onFault, onOversize };
}

export type EvaluationResult = { readonly decision: Decision; readonly effects: readonly RuleEffect[] };

/** What the policy decides of the command's sample. */
export function judge(given: Case, set: PolicySet = createTestSet(given)): EvaluationResult {
  const input = createInput(given, set);
  const evaluations = evaluateRules(input, () => false);
  if (evaluations === "late") throw new Error("nobody is late here");
  return {
    decision: combineEvaluations(evaluations, input.facets),
    effects: listEffects(evaluations, input.facets),
  };
}

/** Each rule's effect, by id; those of targets by `id target`. */
export function listEffectsIn({ effects }: EvaluationResult): Readonly<Record<string, string>> {
  return Object.fromEntries(
    effects.map(({ rule, target, effect }) => [
      [rule.replace("doc/", ""), target].filter(Boolean).join(" "),
      effect,
    ]),
  );
}
