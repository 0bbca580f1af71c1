import { commands } from "../commands/generated/index.ts";
import type { Sha256 } from "../policy/compile.ts";
import type { Fault } from "../policy/fault.ts";
import { type CheckedSet, checkSet } from "../policy-set/check-set.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import { isObject, type Path, withValue } from "./payload-path.ts";

/**
 * As the gate checks it, and further: the gate looks no further into a document whose form is wrong, but a person
 * wants to mend all at once. So what is wrong is left out and the rest is checked again.
 */
export function checkPolicies(parameters: readonly Parameter[], sha256: Sha256): CheckedSet {
  const checked = checkSet(parameters, commands, sha256);
  const repairs = new Map<string, Repair>();
  for (const { name, value } of parameters) {
    const own = checked.faults.filter(({ document }) => document === name);
    const repaired = name.startsWith("policies/") && own.length > 0 ? repair(value, own) : undefined;
    if (repaired !== undefined && repaired.rules.length > 0) repairs.set(name, repaired);
  }
  const again = checkSet(
    parameters.map((one) => ({ ...one, value: repairs.get(one.name)?.value ?? one.value })),
    commands,
    sha256,
  );
  const known = new Set(checked.faults.map(keyOf));
  const more = again.faults.flatMap((fault) => {
    const rules = repairs.get(fault.document)?.rules;
    const [head, index, ...rest] = fault.path;
    if (rules === undefined || head !== "rules") return [];
    const moved = { ...fault, path: [head, rules[Number(index)] ?? 0, ...rest] };
    return known.has(keyOf(moved)) ? [] : [moved];
  });
  return { ...checked, faults: [...checked.faults, ...more] };
}

const keyOf = ({ document, path, at, message }: Fault) => JSON.stringify([document, path, at, message]);

type Repair = {
  readonly value: string;
  /** Where in the document each rule that is left stands. */
  readonly rules: readonly number[];
};

/** The document without unknown keys, and without the rules in which anything else is wrong. */
function repair(value: string, faults: readonly Fault[]): Repair {
  let document: unknown = JSON.parse(value); // the directory's source has just written it
  const broken = new Set<unknown>();
  for (const { path, message } of faults) {
    const keys = [...message.matchAll(/unknown key "([^"]+)"/g)].map(([, key = ""]) => key);
    if (message.startsWith("unknown key"))
      for (const key of keys) document = withValue(document, [...(path as Path), key], undefined);
    else if (path[0] === "rules") broken.add(path[1]);
  }
  const rules = isObject(document) && Array.isArray(document.rules) ? document.rules : [];
  const left = [...rules.keys()].filter((index) => !broken.has(index));
  const repaired = withValue(
    document,
    ["rules"],
    left.map((index) => rules[index]),
  );
  return { value: JSON.stringify(repaired), rules: left };
}
