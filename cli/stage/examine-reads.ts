import { formatKilobytes, pluralize } from "../../lib/authoring/messages/message.ts";
import { readManifestFormat } from "../../lib/policy-set/manifest.ts";
import { packNames, unpack } from "../../lib/policy-set/pack.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { createSsmSource } from "../../lib/store/ssm.ts";
import { type Diagnosis, reportFail, reportOk, reportWarn } from "./diagnosis.ts";
import { estimateColdRead, READ_BUDGET_MS } from "./read-budget.ts";
import type { StageState } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";
import { findStalePack } from "./write-set.ts";

type Measured = { readonly kind: "measured"; readonly poll: number } | { readonly kind: "unreadable" };

/** How the stage is read: by which calls, in what time, and how many instances the account's throughput carries. */
export async function examineReads(
  store: StageStore,
  state: StageState,
  settings: Settings | undefined,
  now: () => number,
): Promise<readonly Diagnosis[]> {
  const { findings, measured } = await measureReads(store, now);
  const carried =
    measured.kind === "measured" ? [await examineCapacity(store, state, settings, measured.poll)] : [];
  return [...examineManifest(state), ...examineCost(state), ...examineBucket(state), ...findings, ...carried];
}

/** Reads the stage as the function does, but with this person's rights: a cold start, then a poll. */
async function measureReads(
  store: StageStore,
  now: () => number,
): Promise<{ readonly findings: readonly Diagnosis[]; readonly measured: Measured }> {
  const credentials = await store.client.config.credentials();
  let asked = 0;
  const source = createSsmSource({
    path: store.path,
    region: store.region,
    endpoint: store.endpoint,
    ...(store.bucketEndpoint === undefined ? {} : { s3Endpoint: store.bucketEndpoint }),
    credentials: () => {
      asked += 1; // once for the read, and once for each request that is signed
      return credentials;
    },
    timeoutMs: 3_000, // this machine may be far from the region
    budgetMs: 10_000,
  });
  const measureRead = async () => {
    asked = -1;
    const start = now();
    const result = await source.read();
    return { result, calls: asked, ms: Math.round(now() - start) };
  };
  const cold = await measureRead();
  if (cold.result.kind === "failed") {
    const unreadable = reportFail("reading", {
      code: "stage-unreadable",
      details: { reason: cold.result.reason },
    });
    return { findings: [unreadable], measured: { kind: "unreadable" } };
  }
  const poll = await measureRead();
  const formatCalls = (count: number) => pluralize(count, "call");
  const said = `with your rights, a cold start is ${formatCalls(cold.calls)} in ${cold.ms} ms, a poll ${formatCalls(poll.calls)} in ${poll.ms} ms`;
  const details = {
    ms: cold.ms,
    budget: READ_BUDGET_MS,
    arithmetic: `Measured from here: ${formatCalls(cold.calls)}`,
  };
  const finding =
    cold.ms > READ_BUDGET_MS
      ? reportFail("reading", { code: "set-too-slow", details })
      : reportOk("reading", said);
  return { findings: [finding], measured: { kind: "measured", poll: poll.calls } };
}

const GRANTED_READS_A_SECOND = { default: 40, raised: 1000 } as const;

async function examineCapacity(
  store: StageStore,
  state: StageState,
  settings: Settings | undefined,
  callsAPoll: number,
): Promise<Diagnosis> {
  const isRaised = await store.isThroughputRaised();
  const rate = isRaised ? GRANTED_READS_A_SECOND.raised : GRANTED_READS_A_SECOND.default;
  const { refreshSeconds = 30 } = settings ?? {};
  const polling = Math.floor((rate * refreshSeconds) / Math.max(1, callsAPoll));
  const starting = Math.floor(rate / estimateColdRead(measureState(state)).calls);
  const source =
    isRaised === undefined
      ? "SSM's default; the account's setting cannot be read"
      : isRaised
        ? "raised"
        : "SSM's default";
  return reportOk(
    "capacity",
    `${rate} reads a second (${source}) carry ${polling} instances that read every ${refreshSeconds} s, and ${starting} that start in one second`,
  );
}

/** Checks that the deployed function can read the manifest in force. */
function examineManifest({ listed, set }: StageState): readonly Diagnosis[] {
  const valueOfName = (name: string) => listed.find((parameter) => parameter.name === name)?.value;
  const format = readManifestFormat(valueOfName("manifest") ?? "") ?? 1;
  const reader = Number(valueOfName("reader") ?? 1);
  if (set === undefined || format <= reader) return [];
  return [reportFail("manifest", { code: "manifest-too-new", details: { format, reader } })];
}

/** The read budget, and the pack that keeps within it. */
function examineCost(state: StageState): readonly Diagnosis[] {
  if (state.set === undefined) return [];
  const size = measureState(state);
  const { ms, calls, arithmetic } = estimateColdRead(size);
  const details = { ms, budget: READ_BUDGET_MS, arithmetic };
  if (ms > READ_BUDGET_MS) return [reportFail("pack", { code: "set-too-slow", details })];
  const pinned = state.inForce.filter(({ name }) => state.pinned.some((pin) => pin.name === name));
  if (findStalePack(state, pinned).length > 0) return [reportWarn("pack", { code: "pack-stale" })];
  const parts = packNames.filter((name) => (readPart(state, name) ?? "-") !== "-").length;
  const said = `${parts} of ${packNames.length} parts: a cold start is one call`;
  return [
    reportOk(
      "pack",
      size.hasPack ? said : `the set does not fit: a cold start is ${calls} calls, about ${ms} ms`,
    ),
  ];
}

function measureState(state: StageState) {
  const parts = packNames.flatMap((name) => readPart(state, name) ?? []);
  return {
    hasPack: unpack(parts, gzipCodec).length > 0,
    parameters: state.pinned.length,
    objectBytes: state.objects.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

const readPart = ({ listed }: StageState, name: string) =>
  listed.find((parameter) => parameter.name === name)?.value;

/** The lists of the set in force that are in the bucket; if one is missing, the set is incomplete. */
function examineBucket({ listed, objects, missing }: StageState): readonly Diagnosis[] {
  const name = listed.find((parameter) => parameter.name === "bucket")?.value ?? objects[0]?.bucket;
  if (name === undefined) return [];
  const gone = objects.filter((list) => missing.includes(list.name)).map((list) => list.name);
  if (gone.length > 0) return [reportFail("bucket", { code: "set-incomplete", details: { names: gone } })];
  const bytes = objects.reduce((sum, list) => sum + list.bytes, 0);
  const { length } = objects;
  const held =
    length === 0
      ? "no list"
      : `${pluralize(length, "list")}, ${formatKilobytes(bytes)}, as the manifest names them`;
  return [reportOk("bucket", `${name} holds ${held}`)];
}
