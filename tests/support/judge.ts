import { readFacets } from "../../lib/callback/read-facets.ts";
import type { FacetReading } from "../../lib/commands/facet-reading.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { decide, type Judgement } from "../../lib/policy/decide.ts";
import { formatFault } from "../../lib/policy/fault.ts";
import { checkSet, type PolicySet } from "../../lib/policy-set/check-set.ts";
import { sampleOf } from "./fixtures.ts";
import { NOW, parametersOf, type World } from "./gate.ts";

export type Case = Pick<World, "settings" | "policies" | "lists"> & {
  readonly command: string;
  /** One document, `doc`, of rules on this command with the ids `r0`, `r1`, … unless they say otherwise. */
  readonly rules?: readonly Readonly<Record<string, unknown>>[];
  /** Laid over the command's sample. */
  readonly change?: Readonly<Record<string, unknown>>;
  readonly now?: number;
  readonly onFault?: "allow" | "deny";
};

/** A set that must check; throws with its faults where it does not. */
export function setOf({ command, rules, ...world }: Omit<Case, "change" | "now" | "onFault">): PolicySet {
  const own = rules?.map((rule, index) => ({ id: `r${index}`, on: command, ...rule }));
  const policies = {
    ...(own === undefined || own.length === 0 ? {} : { doc: { rules: own } }),
    ...world.policies,
  };
  const { set, faults } = checkSet(parametersOf({ ...world, policies }), commands);
  if (set === undefined) throw new Error(faults.map(formatFault).join("\n"));
  return set;
}

function facetsIn({ command: name, change, now = NOW }: Case): FacetReading {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  const circumstances = { platform: "iOS", clientIp: "192.0.2.7", sdkAppId: 1400000000, now };
  return readFacets(command, { ...sampleOf(name), ...change }, circumstances);
}

/** What the policy decides of the command's sample. */
export function judge(one: Case, set: PolicySet = setOf(one)): Judgement {
  const command = commands.get(one.command);
  if (command === undefined) throw new Error(`no command ${one.command}`);
  const payload = { ...sampleOf(one.command), ...one.change };
  const rules = set.rulesFor(one.command);
  return decide({ rules, command, facets: facetsIn(one), payload, onFault: one.onFault ?? "allow" });
}

/** Each rule's effect, by id; those of targets by `id target`. */
export function effectsIn({ effects }: Judgement): Readonly<Record<string, string>> {
  return Object.fromEntries(
    effects.map(({ rule, target, effect }) => [
      [rule.replace("doc/", ""), target].filter(Boolean).join(" "),
      effect,
    ]),
  );
}
