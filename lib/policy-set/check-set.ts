import type { Command } from "../commands/define-command.ts";
import { type CompiledRule, compilePoliciesInSteps, type Sha256 } from "../policy/compile.ts";
import { matchCommands } from "../policy/coverage.ts";
import type { Checked, Diagnostic } from "../policy/diagnostic.ts";
import { documentSchema, type PolicyDocument } from "../policy/document.ts";
import { type Advise, createLanguage } from "../policy/expression.ts";
import { finishSteps } from "../policy/steps.ts";
import { checkDelivery } from "./check-delivery.ts";
import { digestHex } from "./digest.ts";
import { readLists } from "./lists.ts";
import { isPartOfSet } from "./manifest.ts";
import { compareByName, type Parameter } from "./parameter.ts";
import { readJson } from "./read-json.ts";
import { type Settings, settingsSchema } from "./settings-schema.ts";

/** The rules that a stage enforces, of a set that was checked together. */
export type PolicySet = {
  /** The manifest's version; `undefined` if nothing was pushed. */
  readonly number: string | undefined;
  /** 12 hex digits: of the manifest, which names everything by its own digest, or of the whole set without one. */
  readonly digest: string;
  readonly rulesFor: (command: string) => readonly CompiledRule[];
  /** Whether any rule counts requests. */
  readonly hasLimits: boolean;
};

/** A set without an error, and the settings that it was checked with. */
export type ValidSet = { readonly settings: Settings; readonly set: PolicySet };

export type CheckedSet = {
  readonly tokens: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
} & (
  | ValidSet
  /** Settings without an error are known, even if a policy has one. */
  | { readonly settings: Settings | undefined; readonly set: undefined }
);

/**
 * Checks a whole set, and reports all that is wrong. Pure: what a source read goes in, what the gate runs comes out.
 * `advise`: for tools, which say more of what is wrong with conditions.
 */
export const checkSet = (
  parameters: readonly Parameter[],
  commands: ReadonlyMap<string, Command>,
  sha256: Sha256,
  advise?: Advise,
): CheckedSet => finishSteps(checkSetInSteps(parameters, commands, sha256, advise));

/** The same, with a step for each document. */
export function* checkSetInSteps(
  parameters: readonly Parameter[],
  commands: ReadonlyMap<string, Command>,
  sha256: Sha256,
  advise?: Advise,
): Generator<void, CheckedSet> {
  const { value: settings, diagnostics: onSettings } = readSettings(parameters);
  const tokens = splitTokenLines(parameters.find(({ name }) => name === "tokens")?.value ?? "");
  const { lists, diagnostics: onLists } = readLists(parameters);
  const policies = parameters.filter(({ name }) => name.startsWith("policies/")).sort(compareByName);
  const schema = documentSchema();
  const read: (Checked<PolicyDocument> & { readonly document: string })[] = [];
  for (const { name, value } of policies) {
    const checked = readJson(name, value, schema) as Checked<PolicyDocument>; // documentSchema's output
    read.push({ document: name.slice("policies/".length), ...checked });
    yield;
  }
  const documents = read.flatMap(({ document, value }) =>
    value === undefined ? [] : [{ document, content: value }],
  );
  const compiled = yield* compilePoliciesInSteps(documents, {
    commands,
    language: createLanguage(lists, advise),
    mode: settings?.mode ?? "enforce",
    unavailableLists: new Set(findUnavailable(parameters).map(({ name }) => name.slice("lists/".length))),
    sha256,
  });
  const onForm = read.flatMap(({ diagnostics }) => diagnostics);
  const diagnostics = [
    ...onSettings,
    ...checkPatterns(settings, commands),
    ...checkDelivery(settings, commands),
    ...onLists,
    ...onForm,
    ...compiled.diagnostics,
  ];
  if (settings === undefined || diagnostics.length > 0)
    return { settings, tokens, diagnostics, set: undefined };
  const number = parameters.find(({ name }) => name === "manifest")?.version;
  const digest = digestSet(parameters, sha256);
  return {
    settings,
    tokens,
    diagnostics,
    set: {
      number,
      digest,
      rulesFor: compiled.rulesFor,
      hasLimits: compiled.hasLimits,
    },
  };
}

function digestSet(parameters: readonly Parameter[], sha256: Sha256): string {
  const manifest = parameters.find(({ name }) => name === "manifest");
  const text =
    manifest?.value ??
    parameters
      .filter(isPartOfSet)
      .sort(compareByName)
      .map(({ name, value }) => `${name}\n${value}`)
      .join("\n");
  return digestHex(text, sha256).slice(0, 12);
}

/** Lists of the set that are unavailable. */
export const findUnavailable = (parameters: readonly Parameter[]) =>
  parameters.filter(({ unavailable }) => unavailable !== undefined);

/** One entry a line, ends trimmed; blank lines and `#` lines are left out. */
export function splitTokenLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

const PATTERNED = ["onDeadline", "onFault", "onOversize", "onUnreadable"] as const;

/** Patterns of the settings that no command matches. */
function checkPatterns(
  settings: Settings | undefined,
  commands: ReadonlyMap<string, Command>,
): readonly Diagnostic[] {
  const placed = PATTERNED.flatMap((name) => {
    const choice = settings?.[name] ?? "allow";
    const patterns = typeof choice === "string" ? [] : Object.keys(choice);
    return patterns.map((pattern) => [pattern, [name, pattern]] as const);
  });
  const recorded = settings?.recording?.on;
  return [...placed, ...(recorded === undefined ? [] : [[recorded, ["recording", "on"]] as const])]
    .filter(([pattern]) => matchCommands(pattern, commands).length === 0)
    .map(([token, path]) => ({
      ...{ code: "pattern-unmatched", severity: "error", document: "settings", path, token },
    }));
}

function readSettings(parameters: readonly Parameter[]): Checked<Settings> {
  const parameter = parameters.find(({ name }) => name === "settings");
  if (parameter === undefined)
    return {
      diagnostics: [{ code: "settings-missing", severity: "error", document: "settings", path: [] }],
    };
  return readJson("settings", parameter.value, settingsSchema()) as Checked<Settings>; // settingsSchema's output
}
