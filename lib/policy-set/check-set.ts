import type { Command } from "../commands/define-command.ts";
import { type CompiledRule, compile, type Sha256 } from "../policy/compile.ts";
import { documentSchema, type PolicyDocument } from "../policy/document.ts";
import { createLanguage } from "../policy/expression.ts";
import type { Fault } from "../policy/fault.ts";
import { digestHex } from "./digest.ts";
import { readLists } from "./lists.ts";
import { byName, type Parameter } from "./parameter.ts";
import { readJson } from "./read-json.ts";
import { type Settings, settingsSchema } from "./settings-schema.ts";

/** What a stage enforces: settings, tokens and rules that were checked together. */
export type PolicySet = {
  readonly settings: Settings;
  readonly tokens: readonly string[];
  /** The manifest's version; `undefined` where nothing was pushed. */
  readonly number: string | undefined;
  readonly documents: readonly PolicyVersion[];
  readonly rulesFor: (command: string) => readonly CompiledRule[];
};

export type PolicyVersion = { readonly document: string; readonly version: string; readonly sha256: string };

export type CheckedSet = {
  /** Known as soon as the settings themselves are good, whatever the policies are. */
  readonly settings: Settings | undefined;
  readonly tokens: readonly string[];
  readonly faults: readonly Fault[];
  /** Only where there is no fault at all. */
  readonly set: PolicySet | undefined;
};

/** Checks a whole set, every fault of it. Pure: what a source read goes in, what the gate runs comes out. */
export function checkSet(
  parameters: readonly Parameter[],
  commands: ReadonlyMap<string, Command>,
  sha256: Sha256,
): CheckedSet {
  const faults: Fault[] = [];
  const settings = readSettings(parameters, faults);
  const tokens = linesOf(parameters.find(({ name }) => name === "tokens")?.value ?? "");
  const lists = readLists(parameters, faults);
  const policies = parameters.filter(({ name }) => name.startsWith("policies/")).sort(byName);
  const schema = documentSchema();
  const documents = policies.flatMap(({ name, value }) => {
    const content = readJson(name, value, schema, faults) as PolicyDocument | undefined; // documentSchema's output
    return content === undefined ? [] : [{ document: name.slice("policies/".length), content }];
  });
  const compiled = compile(documents, {
    commands,
    language: createLanguage(lists),
    mode: settings?.mode ?? "enforce",
    unavailableLists: new Set(findUnavailable(parameters).map(({ name }) => name.slice("lists/".length))),
    sha256,
  });
  faults.push(...compiled.faults);
  if (settings === undefined || faults.length > 0) return { settings, tokens, faults, set: undefined };
  const versions = policies.map(({ name, value, version }) => ({
    document: name.slice("policies/".length),
    version,
    sha256: digestHex(value, sha256),
  }));
  const number = parameters.find(({ name }) => name === "manifest")?.version;
  return {
    settings,
    tokens,
    faults,
    set: { settings, tokens, number, documents: versions, rulesFor: compiled.rulesFor },
  };
}

/** Lists that are part of the set and whose entries cannot be had. */
export const findUnavailable = (parameters: readonly Parameter[]) =>
  parameters.filter(({ unavailable }) => unavailable !== undefined);

/** One entry a line, ends trimmed; blank lines and `#` lines are left out. */
function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function readSettings(parameters: readonly Parameter[], faults: Fault[]): Settings | undefined {
  const parameter = parameters.find(({ name }) => name === "settings");
  if (parameter === undefined) {
    faults.push({
      document: "settings",
      path: [],
      message: "there are none: put them where the policies are",
    });
    return undefined;
  }
  return readJson("settings", parameter.value, settingsSchema(), faults) as Settings | undefined; // settingsSchema's output
}
