import { commands } from "../commands/generated/index.ts";
import { isObject, parseKnownJson } from "../json.ts";
import { diagnose } from "../policy/cel/advise.ts";
import type { Sha256 } from "../policy/compile.ts";
import type { Diagnostic, Position } from "../policy/diagnostic.ts";
import { type CheckedSet, checkSet } from "../policy-set/check-set.ts";
import type { ParameterFile } from "../policy-set/files.ts";
import { recoverYaml, structuralCodes } from "./diagnose-yaml.ts";
import { createLocator, type Locator } from "./locate.ts";
import { replaceValue } from "./payload-path.ts";

/**
 * Like the gate's check, but complete: the gate stops at a document whose form is wrong, but a person
 * wants to fix everything at once. So invalid parts are left out and the rest is checked again. `onFiles`: diagnostics of
 * the files themselves.
 */
export function checkPolicies(
  files: readonly ParameterFile[],
  sha256: Sha256,
  onFiles: readonly Diagnostic[] = [],
): CheckedSet {
  const broken = new Set(onFiles.map(({ document }) => document));
  const recovered = files.map((file) =>
    broken.has(file.name) && file.file.endsWith(".yaml") ? { ...file, value: recoverYaml(file.text) } : file,
  );
  const checked = checkSet(recovered, commands, sha256, diagnose);
  const repaired = recovered.map((file) => ({ file, repair: repairFile(file, checked.diagnostics) }));
  const again = checkSet(
    repaired.map(({ file, repair }) => ({ ...file, value: repair?.value ?? file.value })),
    commands,
    sha256,
    diagnose,
  );
  const repairedRules = new Map(repaired.map(({ file, repair }) => [file.name, repair?.rules]));
  const moved = again.diagnostics.flatMap((found) => moveBack(found, repairedRules.get(found.document)));
  const known = new Set(checked.diagnostics.map(identifyDiagnostic));
  const more = moved.filter(
    (found) => !known.has(identifyDiagnostic(found)) && !isConsequence(found, checked.diagnostics),
  );
  const all = [...checked.diagnostics, ...more];
  const diagnostics = [...onFiles, ...selectReliable(all, onFiles, recovered)];
  return diagnostics.length === 0 ? { ...checked, diagnostics } : { ...checked, diagnostics, set: undefined };
}

const identifyDiagnostic = ({ code, document, path, at, token }: Diagnostic) =>
  JSON.stringify([code, document, path, at, token]);

/** A rule without an action that has an unknown key, which was probably meant as one. */
const isConsequence = ({ code, document, path }: Diagnostic, others: readonly Diagnostic[]) =>
  code === "no-action" &&
  others.some(
    (other) =>
      other.code === "unknown-key" && other.document === document && other.path.join() === path.join(),
  );

/** The diagnostics that do not follow from unreadable files. */
function selectReliable(
  diagnostics: readonly Diagnostic[],
  onFiles: readonly Diagnostic[],
  files: readonly ParameterFile[],
): readonly Diagnostic[] {
  const unread = new Set(onFiles.flatMap(({ at, document }) => (at === undefined ? [document] : [])));
  return diagnostics.filter((found) => {
    if (found.code === "settings-missing") return unread.size === 0;
    if (found.code === "unknown-list") return !unread.has(`lists/${found.token}.txt`);
    const causes = onFiles.filter(({ document }) => document === found.document);
    const file = files.find(({ name }) => name === found.document);
    if (causes.length === 0 || file === undefined) return true;
    const locator = createLocator(file.text);
    return causes.every((cause) => isApart(found, cause, locator));
  });
}

/** Not in the line that YAML could not read; if its structure is broken, only before the next rule after the place. */
function isApart(found: Diagnostic, cause: Diagnostic, { locate, lineAt }: Locator): boolean {
  const readLine = (position: Position | undefined) => position?.line ?? 1;
  if (!structuralCodes.has(cause.code)) return readLine(locate(found)) !== readLine(cause.at);
  // A key reported as missing may stand after the place, and a document reported as empty may have a part there.
  if (found.path.length < 2)
    return (
      (found.path.length === 1 || found.code === "unknown-key") &&
      readLine(locate(found)) < readLine(cause.at)
    );
  const next = lineAt(["rules", Number(found.path[1]) + 1]);
  return next !== undefined && next < readLine(cause.at);
}

type Repair = {
  readonly value: string;
  /** The original position of each remaining rule, with its `id`. */
  readonly rules: readonly { readonly index: number; readonly id: string | undefined }[];
};

/** The document without its invalid parts; undefined if its form is valid, or nothing would be left. */
function repairFile({ name, value }: ParameterFile, diagnostics: readonly Diagnostic[]): Repair | undefined {
  const own = diagnostics.filter(({ document }) => document === name);
  if (!name.startsWith("policies/") || own.length === 0) return undefined;
  let document: unknown = parseKnownJson(value); // readYaml has just written it
  const dropped = new Set<unknown>();
  for (const { code, path, token = "" } of own) {
    const [head, index, key] = path;
    if (code === "unknown-key") document = replaceValue(document, [...path, token], undefined);
    else if (head !== "rules" || index === undefined) {
      if (head !== undefined) document = replaceValue(document, [head], undefined);
    } else {
      const rule = repairRule(isObject(document) ? document : {}, Number(index), String(key ?? token), path);
      if (rule === undefined) dropped.add(index);
      else document = rule;
    }
  }
  const rules = isObject(document) && Array.isArray(document.rules) ? document.rules : [];
  const left = [...rules.keys()].filter((index) => !dropped.has(index));
  if (left.length === 0) return undefined;
  const repaired = replaceValue(
    document,
    ["rules"],
    left.map((index) => rules[index]),
  );
  return {
    value: JSON.stringify(repaired),
    rules: left.map((index) => ({ index, id: readRuleId(value, index) })),
  };
}

function readRuleId(json: string, index: number): string | undefined {
  const { rules } = parseKnownJson(json) as { readonly rules: readonly unknown[] }; // repairFile found a rule there
  const rule = rules[index];
  return isObject(rule) && typeof rule.id === "string" ? rule.id : undefined;
}

/** The document with one invalid key of a rule replaced; undefined if the rule cannot be checked without it. */
function repairRule(document: object, index: number, key: string, path: Diagnostic["path"]): unknown {
  const at = ["rules", index, key];
  switch (key) {
    case "id":
      return replaceValue(document, at, `unnamed-${index}`);
    case "deny":
      return path.length > 3
        ? replaceValue(document, path.slice(0, 4), undefined)
        : replaceValue(document, at, {});
    case "drop":
    case "observe":
      return replaceValue(document, at, {});
    case "mask":
      return replaceValue(replaceValue(document, at, undefined), ["rules", index, "observe"], {});
    case "description":
    case "when":
    case "mode":
    case "pause":
    case "unless":
    case "rollout":
    case "limit":
      return replaceValue(document, at, undefined);
    default:
      return undefined;
  }
}

function moveBack(found: Diagnostic, rules: Repair["rules"] | undefined): readonly Diagnostic[] {
  const [head, index, ...rest] = found.path;
  const rule = rules?.[Number(index)];
  if (rule === undefined || head !== "rules") return [];
  return [{ ...found, rule: rule.id, path: [head, rule.index, ...rest] }];
}
