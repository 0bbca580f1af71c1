import { gzipSync } from "node:zlib";
import { commands } from "../lib/commands/generated/index.ts";
import { matchCommands } from "../lib/policy/coverage.ts";
import { formatDiagnostic } from "../lib/policy/diagnostic.ts";
import { expireEntries } from "../lib/policy-set/expire-entries.ts";
import type { Parameter } from "../lib/policy-set/parameter.ts";
import { leaveOutLimits, readCandidate, type StoredPlan } from "../lib/replay/distributed.ts";
import { checkLabels } from "../lib/replay/label-file.ts";
import { createReplaySet } from "../lib/replay/replay-set.ts";
import type { NumberedSet } from "../lib/store/numbered-set.ts";
import type { ObjectStore } from "../lib/store/object-store.ts";
import { sha256 } from "../lib/store/sha256.ts";
import type { PrepareInput, SetReference } from "./replay-input.ts";

export type PrepareOptions = {
  readonly store: ObjectStore;
  readonly readSet: (number: number) => Promise<NumberedSet>;
  /** Of the stage's audit key. */
  readonly hashAccount: (account: string) => string;
  readonly now: number;
};

/** What the state machine passes on; the plan itself is too large for a state. */
export type Prepared =
  | {
      readonly kind: "prepared";
      /** Of the objects to replay. */
      readonly prefix: string;
      readonly plan: string;
      readonly results: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

export const KEY_CHECK = "chatgate replay";
const MAX_CANDIDATE_BYTES = 32 * 2 ** 20;

type FoundSet = {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly labels?: string | undefined;
};
type Refusal = Extract<Prepared, { kind: "refused" }>;

const createRefusal = (...reasons: readonly string[]): Refusal => ({ kind: "refused", reasons });

/** Reads and checks both sets once, so that no batch fails later, and all batches compare the same. */
export async function prepareReplay(input: PrepareInput, options: PrepareOptions): Promise<Prepared> {
  const { request, run } = input;
  const { on, since, until } = request;
  if (on !== undefined && matchCommands(on, commands).length === 0)
    return createRefusal(`on: ${on} matches no command: see \`chatgate commands\``);
  const after = await findSet(request.after, input, options);
  if ("kind" in after) return after;
  const wrong = after.labels && checkLabels(after.labels, commands, after.parameters).diagnostics;
  if (wrong && wrong.length > 0)
    return createRefusal(
      `the labels of ${after.name} do not check: ${wrong.map(({ code }) => code).join(", ")}`,
    );
  const before = request.before === "recorded" ? "recorded" : await findSet(request.before, input, options);
  if (before !== "recorded" && "kind" in before) return before;

  const names = { before: before === "recorded" ? "what was recorded" : before.name, after: after.name };
  const plan: StoredPlan = {
    ...{ v: 1, names, on, labels: after.labels },
    before: before === "recorded" ? before : before.parameters,
    after: after.parameters,
    from: since === undefined ? 0 : Date.parse(since),
    to: until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(until),
    keyCheck: options.hashAccount(KEY_CHECK),
  };
  const results = `results/${run}`;
  const key = `${results}/plan.json.gz`;
  const failure = await options.store.put(key, gzipSync(JSON.stringify(plan)), "application/gzip");
  if (failure !== undefined) throw new Error(`${key} cannot be written: ${failure.code}`);
  return { kind: "prepared", prefix: `recordings/${request.prefix}`, plan: key, results, ...names };
}

async function findSet(
  reference: SetReference,
  { request }: PrepareInput,
  options: PrepareOptions,
): Promise<FoundSet | Refusal> {
  const found = "set" in reference ? await readStageSet(reference.set, options) : await readObject();
  if ("kind" in found) return found;
  const current = expireEntries(found.parameters, options.now);
  const parameters = request.limits === "leave-out" ? leaveOutLimits(current) : current;
  const missing = parameters.filter(({ unavailable }) => unavailable !== undefined);
  if (missing.length > 0)
    return createRefusal(...missing.map(({ name, unavailable }) => `${found.name}: ${name}: ${unavailable}`));
  const created = createReplaySet(parameters, sha256);
  if (created.kind === "rejected")
    return createRefusal(
      ...created.diagnostics.map((diagnostic) => `${found.name}: ${formatDiagnostic(diagnostic)}`),
    );
  if (created.set.set.hasLimits)
    return createRefusal(
      `${found.name} has limits, which count all requests in their order: replay it on one machine, or give "limits": "leave-out"`,
    );
  return { ...found, parameters };

  async function readObject(): Promise<FoundSet | Refusal> {
    const { candidate } = reference as Extract<SetReference, { candidate: string }>; // a reference without `set` has a candidate
    const name = `candidates/${candidate}`;
    const got = await options.store.get(name, MAX_CANDIDATE_BYTES);
    if (got.kind === "failed") return createRefusal(`${name} cannot be read: ${got.code}`);
    const content = readCandidate(got.body.toString("utf8"));
    if (content === undefined)
      return createRefusal(
        `${name} is not what \`chatgate replay candidate\` writes: write and upload it again`,
      );
    return { name: `candidate ${candidate}`, parameters: content.parameters, labels: content.labels };
  }
}

async function readStageSet(number: number, { readSet }: PrepareOptions): Promise<FoundSet | Refusal> {
  const read = await readSet(number);
  if (read.kind === "failed") throw new Error(`set ${number} cannot be read: ${read.reason}`);
  return read.kind === "unknown"
    ? createRefusal(`set ${number} is not in the stage's history: see \`chatgate policy history\``)
    : { name: `set ${number}`, parameters: read.parameters };
}
