import { hash } from "node:crypto";
import type * as z from "zod/mini";
import type { Command } from "../commands/define-command.ts";
import { type CompiledRule, compile } from "../policy/compile.ts";
import { documentSchema, type PolicyDocument } from "../policy/document.ts";
import { createLanguage } from "../policy/expression.ts";
import type { Fault } from "../policy/fault.ts";
import { didYouMean } from "../policy/suggest.ts";
import { parseWordList, type WordList } from "../policy/word-list.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import type { Parameter } from "./source.ts";

/** What a stage enforces: settings, tokens and rules that were checked together. */
export type PolicySet = {
  readonly settings: Settings;
  readonly tokens: readonly string[];
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
): CheckedSet {
  const faults: Fault[] = [];
  const settings = readSettings(parameters, faults);
  const tokens = linesOf(parameters.find(({ name }) => name === "tokens")?.value ?? "");
  const lists = readLists(parameters, faults);
  const policies = parameters.filter(({ name }) => name.startsWith("policies/"));
  const documents = policies.flatMap(({ name, value }) => {
    const content = readJson(name, value, documentSchema(), faults) as PolicyDocument | undefined; // documentSchema's output
    return content === undefined ? [] : [{ document: name.slice("policies/".length), content }];
  });
  const compiled = compile(documents, {
    commands,
    language: createLanguage(lists),
    mode: settings?.mode ?? "enforce",
  });
  faults.push(...compiled.faults);
  if (settings === undefined || faults.length > 0) return { settings, tokens, faults, set: undefined };
  const versions = policies.map(({ name, value, version }) => ({
    document: name.slice("policies/".length),
    version,
    sha256: hash("sha256", value),
  }));
  return {
    settings,
    tokens,
    faults,
    set: { settings, tokens, documents: versions, rulesFor: compiled.rulesFor },
  };
}

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

function readJson(document: string, text: string, schema: z.ZodMiniType, faults: Fault[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // JSON.parse tells only by throwing; its message may quote the document, so only the position is kept
    const position = /position \d+/.exec(String(error))?.[0];
    faults.push({ document, path: [], message: ["is not JSON", position].filter(Boolean).join(" at ") });
    return undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues.flatMap(innermost)) {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    faults.push({ document, rule: ruleAt(value, path), path, message: messageOf(issue, schema) });
  }
  return undefined;
}

type Issue = z.core.$ZodIssue;

/** Of a union's complaints, the ones of the alternative that came furthest. */
function innermost(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [best] = [...issue.errors].sort((a, b) => depth(b) - depth(a));
  if (best === undefined || depth(best) === 0) return [issue];
  return best.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] }));
}
const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length));

function messageOf(issue: Issue, schema: z.ZodMiniType): string {
  if (issue.code !== "unrecognized_keys") return issue.message;
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => `unknown key "${key}".${didYouMean(key, known)}`).join(" ");
}

/** The keys that the schema has at a path, through optional parts, lists and defaults. */
function keysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  type Def = { innerType?: z.ZodMiniType; element?: z.ZodMiniType; shape?: Record<string, z.ZodMiniType> };
  const def = schema._zod.def as Def; // zod types each kind's definition apart
  if (def.innerType !== undefined) return keysAt(def.innerType, path);
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(def.shape ?? {});
  const inner = typeof key === "number" ? def.element : def.shape?.[String(key)];
  return inner === undefined ? [] : keysAt(inner, rest);
}

function ruleAt(document: unknown, path: readonly (string | number)[]): string | undefined {
  const { rules } = document as { rules?: readonly { id?: unknown }[] }; // parsed JSON, looked at with care
  const id = path[0] === "rules" && Array.isArray(rules) ? rules[Number(path[1])]?.id : undefined;
  return typeof id === "string" ? id : undefined;
}

/** Lists come whole (`lists/<name>`) or in numbered parts (`lists/<name>/<nnn>`), which are put together in order. */
function readLists(parameters: readonly Parameter[], faults: Fault[]): ReadonlyMap<string, WordList> {
  const texts = new Map<string, string[]>();
  for (const { name, value } of parameters) {
    const [folder, list, part, ...rest] = name.split("/");
    if (folder !== "lists" || list === undefined || rest.length > 0) continue;
    const parts = texts.get(list) ?? [];
    if (parts.length > 0 && part === undefined)
      faults.push({
        document: `lists/${list}`,
        path: [],
        message: "is there both whole and in parts: remove one",
      });
    texts.set(list, [...parts, value]);
  }
  const lists = new Map<string, WordList>();
  for (const [name, parts] of texts) {
    const parsed = parseWordList(name, parts.join("\n"));
    if (parsed.kind === "list") lists.set(name, parsed.list);
    else
      for (const { line, message } of parsed.faults)
        faults.push({ document: `lists/${name}`, path: [], at: { line, column: 1 }, message });
  }
  return lists;
}
