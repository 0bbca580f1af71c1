import type { Context } from "aws-lambda";
import { formatRegionalEndpoint } from "../lib/aws/endpoint.ts";
import { formatDiagnostic } from "../lib/policy/diagnostic.ts";
import { readStoredPlan, type StoredPlan } from "../lib/replay/distributed.ts";
import { planReplay } from "../lib/replay/plan-replay.ts";
import { deriveKeys } from "../lib/sinks/derive-keys.ts";
import { gunzipText } from "../lib/store/gzip.ts";
import { readNumberedSet } from "../lib/store/numbered-set.ts";
import { type ObjectStore, openObjectStore } from "../lib/store/object-store.ts";
import { sha256 } from "../lib/store/sha256.ts";
import { createSsmPorts } from "../lib/store/ssm.ts";
import { readEnvironment } from "./environment.ts";
import { KEY_CHECK, type Prepared, prepareReplay } from "./prepare-replay.ts";
import { readCredentials } from "./read-credentials.ts";
import { type BatchResult, replayBatch } from "./replay-batch.ts";
import { type BatchInput, type PrepareInput, readReplayInput } from "./replay-input.ts";
import { createReplaySecrets } from "./replay-secrets.ts";

const { environment } = readEnvironment(process.env);
const { stage, place, region, ssmEndpoint, s3Endpoint } = environment;
const path = place.kind === "ssm" ? place.path : `/chatgate/${stage}`;
const ports = createSsmPorts(path, ssmEndpoint ?? formatRegionalEndpoint("ssm", region), {
  ...{ region, credentials: readCredentials, timeoutMs: 5_000 },
  ...(s3Endpoint === undefined ? {} : { s3Endpoint }),
});
const secrets = createReplaySecrets(stage, path, ports, Date.now);

/** A set's parts are read in tens, which SSM may throttle. */
const SET_MS = 120_000;
/** Kept of the function's time, to write the tally in. */
const RESERVE_MS = 45_000;
const MAX_PLAN_BYTES = 256 * 2 ** 20;

/**
 * The worker of the distributed replay. Its state machine calls it once to prepare, then once for each batch of objects.
 * Rejects with `ReplayRefused`, which is not tried again, and with errors, which are.
 */
export async function handler(event: unknown, context?: Context): Promise<Prepared | BatchResult> {
  const input = readReplayInput(event);
  if (input.kind === "invalid") throw createRefusal(input.reasons);
  const store = openObjectStore({
    ...{ bucket: input.bucket, region, endpoint: s3Endpoint, credentials: readCredentials },
    ...{ random: Math.random, now: Date.now },
  });
  if (input.kind === "prepare") return prepareRun(input, store);
  const startedAt = Date.now();
  const left = context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
  const result = await runBatch(input, store, () => Date.now() - startedAt > left - RESERVE_MS);
  const { tally: _, ...counts } = result;
  const line = { type: "replay", level: "INFO", ...counts, ms: Date.now() - startedAt };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return result;
}

async function prepareRun(input: PrepareInput, store: ObjectStore): Promise<Prepared> {
  const prepared = await prepareReplay(input, {
    ...{ store, now: Date.now(), hashAccount: await createHash() },
    readSet: (number) => readNumberedSet(path, number, ports, Date.now() + SET_MS),
  });
  if (prepared.kind === "refused") throw createRefusal(prepared.reasons);
  return prepared;
}

async function runBatch(input: BatchInput, store: ObjectStore, isLate: () => boolean): Promise<BatchResult> {
  const plan = await readPlan(store, input.plan);
  const auditKey = await secrets.readAuditKey();
  if ((await createHash())(KEY_CHECK) !== plan.keyCheck)
    throw createRefusal(["the stage's audit key was changed: start the replay anew"]);
  const hashing = { secrets: { tokens: [], auditKey }, reportKey: "" };
  const planned = planReplay({ on: undefined, ...plan, ...hashing, showText: false }, { sha256, deriveKeys });
  if (planned.kind === "rejected") throw createRefusal(planned.diagnostics.map(formatDiagnostic));
  return replayBatch(input, { store, replay: planned.start(), findOpener: secrets.findOpener, isLate });
}

async function createHash(): Promise<(account: string) => string> {
  const { hashAccount } = deriveKeys([], await secrets.readAuditKey());
  if (hashAccount === undefined)
    throw createRefusal([
      `stage ${stage} has no audit key to name accounts by: \`chatgate token new --stage ${stage}\` makes one`,
    ]);
  return hashAccount;
}

let latest: { readonly key: string; readonly plan: StoredPlan } | undefined;

/** The same for all batches of a run. */
async function readPlan(store: ObjectStore, key: string): Promise<StoredPlan> {
  if (latest?.key === key) return latest.plan;
  const got = await store.get(key, MAX_PLAN_BYTES);
  const plan = got.kind === "got" ? readStoredPlan(gunzipText(got.body, MAX_PLAN_BYTES) ?? "") : undefined;
  if (plan === undefined)
    throw new Error(`${key} cannot be read: ${got.kind === "failed" ? got.code : "it is no plan"}`);
  latest = { key, plan };
  return plan;
}

const createRefusal = (reasons: readonly string[]) =>
  Object.assign(new Error(reasons.join("\n")), { name: "ReplayRefused" });
