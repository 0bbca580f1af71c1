import { commands } from "../commands/generated/index.ts";
import { parseKnownJson } from "../json.ts";
import { diagnose } from "../policy/cel/advise.ts";
import type { Sha256 } from "../policy/compile.ts";
import type { Diagnostic } from "../policy/diagnostic.ts";
import type { PolicyDocument, Rule } from "../policy/document.ts";
import { type ActiveConfig, createLoad } from "../policy-set/active-config.ts";
import { checkSet, type PolicySet } from "../policy-set/check-set.ts";
import { compareByName, type Parameter } from "../policy-set/parameter.ts";
import { addHashedAccounts } from "./hashed-accounts.ts";

/** One of the two sets that are compared. */
export type ReplaySet = {
  readonly config: ActiveConfig;
  readonly set: PolicySet;
  /** Its lists and exemptions also hold the accounts' hashes. */
  readonly knowsHashes: boolean;
  /** By `<document>/<rule id>`: everything that decides its effect, except its mode; equal texts have equal effects. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** Everything that decides one command's requests. */
  readonly fingerprintRules: (command: string) => string;
};

export type ReplaySetResult =
  | { readonly kind: "set"; readonly set: ReplaySet }
  | { readonly kind: "rejected"; readonly diagnostics: readonly Diagnostic[] };

/** `hashAccount`: for requests whose accounts are known by their hashes. */
export function createReplaySet(
  parameters: readonly Parameter[],
  sha256: Sha256,
  hashAccount?: (account: string) => string,
): ReplaySetResult {
  const all = hashAccount === undefined ? parameters : addHashedAccounts(parameters, hashAccount);
  const loaded = createLoad(commands, { sha256 })(all);
  if (loaded.kind === "rejected" || loaded.value.set === undefined)
    return { kind: "rejected", diagnostics: checkSet(parameters, commands, sha256, diagnose).diagnostics };
  const { set, settings } = loaded.value;
  const fingerprints = new Map<string, string>();
  for (const { name, value } of parameters) {
    if (!name.startsWith("policies/")) continue;
    const { rules } = parseKnownJson(value) as PolicyDocument; // createLoad has taken it
    for (const rule of rules)
      fingerprints.set(`${name.slice("policies/".length)}/${rule.id}`, describeRule(rule, parameters));
  }
  const { onFault, onUnreadable, onOversize, onDeadline } = settings;
  const fallbacks = JSON.stringify({ onFault, onUnreadable, onOversize, onDeadline });
  const known = new Map<string, string>();
  const fingerprintRules = (command: string): string => {
    const before = known.get(command);
    if (before !== undefined) return before;
    const rules = set
      .rulesFor(command)
      .map(({ rule, mode, pausedUntil }) => [...[rule, mode, pausedUntil, fingerprints.get(rule)]]);
    const text = JSON.stringify([fallbacks, rules]);
    known.set(command, text);
    return text;
  };
  const knowsHashes = hashAccount !== undefined;
  return { kind: "set", set: { config: loaded.value, set, knowsHashes, fingerprints, fingerprintRules } };
}

/** A list counts with its entries wherever the rule names it. */
function describeRule(rule: Rule, parameters: readonly Parameter[]): string {
  const { mode: _, description: __, pause: ___, ...rest } = rule;
  const text = JSON.stringify(rest);
  const named = new Set([...text.matchAll(/lists\.([\w-]+)/g)].map(([, name]) => `lists/${name}`));
  if (rule.mask !== undefined) named.add(`lists/${rule.mask.list}`);
  const lists = [...named].sort().map((list) => [list, listEntries(list, parameters)]);
  return JSON.stringify([text, lists]);
}

/** Compares entries and folds only: a folder's list has comments, and a stage may store a list in parts. */
function listEntries(list: string, parameters: readonly Parameter[]): readonly string[] {
  const parts = parameters.filter(({ name }) => name.split("/", 2).join("/") === list).sort(compareByName);
  const lines = parts.flatMap(({ value }) => value.split(/\r?\n/)).map((line) => line.trim());
  return lines.filter((line) => line !== "" && (!line.startsWith("#") || /^#\s*fold:/.test(line)));
}
