import { isObject, parseObject } from "../json.ts";
import type { Sha256 } from "../policy/compile.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { digestHex } from "../policy-set/digest.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import type { Tally } from "./tally.ts";

/** What the batches of one distributed replay have in common, as it is stored: no secrets. */
export type StoredPlan = {
  readonly v: 1;
  /** For people. */
  readonly names: { readonly before: string; readonly after: string };
  readonly before: readonly Parameter[] | "recorded";
  readonly after: readonly Parameter[];
  /** A command or a pattern of commands. */
  readonly on?: string | undefined;
  /** Milliseconds since the epoch; `to` is not inside. */
  readonly from: number;
  readonly to: number;
  /** `replay.labels.yaml` as JSON, which was checked. */
  readonly labels?: string | undefined;
  /** A fixed text hashed with this replay's key, since another key gives accounts other names. */
  readonly keyCheck: string;
};

/** `lines`: how many of its lines were replayed before. */
export type UnreadObject = { readonly key: string; readonly reason: string; readonly lines: number };

/** A tally, and which objects of the batch it lacks, in whole or from some line on. */
export type BatchTally = Tally & {
  readonly objects: number;
  readonly unread: readonly UnreadObject[];
};

/** A set that is not in the stage's history: a folder of policies as one object. */
export type Candidate = {
  readonly v: 1;
  readonly parameters: readonly Parameter[];
  /** `replay.labels.yaml` as JSON, which was checked. */
  readonly labels?: string | undefined;
};

/** `undefined`: not what we write. */
export function readStoredPlan(text: string): StoredPlan | undefined {
  const fields = parseObject(text);
  const isPlan =
    fields?.v === 1 &&
    (fields.before === "recorded" || isParameters(fields.before)) &&
    isParameters(fields.after) &&
    [fields.from, fields.to].every((time) => typeof time === "number") &&
    typeof fields.keyCheck === "string";
  return isPlan ? (fields as StoredPlan) : undefined; // `isPlan` checks these members; only `prepare` writes the others
}

/** The same for a second attempt: the object then takes the first one's place. */
export const nameBatchTally = (keys: readonly string[], sha256: Sha256) =>
  `${digestHex(keys.join("\n"), sha256).slice(0, 32)}.json.gz`;

/** A tally of one machine or of a batch; `undefined`: not what we write. */
export function readTally(text: string): (Tally & Partial<BatchTally>) | undefined {
  const fields = parseObject(text);
  const isTally = fields?.v === 1 && typeof fields.requests === "number" && typeof fields.rules === "object";
  return isTally ? ({ labels: {}, grades: {}, ...fields } as unknown as Tally) : undefined; // `isTally` checks the version
}

export function readCandidate(text: string): Candidate | undefined {
  const fields = parseObject(text);
  return fields?.v === 1 && isParameters(fields.parameters) ? (fields as Candidate) : undefined; // `v` and `parameters` are checked
}

/** Drops secrets, which must not be in a candidate. */
export function formatCandidate(parameters: readonly Parameter[], labels?: string): string {
  const ofTheSet = parameters.filter(({ name }) => /^(?:settings$|policies\/|lists\/)/.test(name));
  return JSON.stringify({ v: 1, parameters: ofTheSet, labels } satisfies Candidate);
}

/** The set without rules that have a limit, which need all requests in order. */
export function leaveOutLimits(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.flatMap((parameter) => {
    if (!parameter.name.startsWith("policies/")) return [parameter];
    const document = parseObject(parameter.value) as PolicyDocument | undefined; // a set that checks, or nothing
    const rules = document?.rules.filter(({ limit }) => limit === undefined);
    if (rules === undefined || rules.length === document?.rules.length) return [parameter];
    return rules.length === 0 ? [] : [{ ...parameter, value: JSON.stringify({ ...document, rules }) }];
  });
}

function isParameters(value: unknown): value is readonly Parameter[] {
  return (
    Array.isArray(value) &&
    value.every(
      (parameter) =>
        isObject(parameter) && typeof parameter.name === "string" && typeof parameter.value === "string",
    )
  );
}
