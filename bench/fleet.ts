/**
 * SSM calls of a fleet: calls for a cold start and for a poll, and how many instances that start together have their
 * policy for their first request, against a store on loopback that limits requests as SSM does.
 */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { commands } from "../lib/commands/generated/index.ts";
import { createLoad } from "../lib/policy-set/active-config.ts";
import { formatManifest, type ListObject } from "../lib/policy-set/manifest.ts";
import { formatPack, packNames } from "../lib/policy-set/pack.ts";
import { gzipCodec } from "../lib/store/gzip.ts";
import { createRefresh } from "../lib/store/refresh.ts";
import { sha256 } from "../lib/store/sha256.ts";
import { createSsmSource } from "../lib/store/ssm.ts";
import { startObjectStore } from "../tools/object-store/object-store.ts";
import { type ParameterStore, startParameterStore } from "../tools/parameter-store/parameter-store.ts";
import { computeMedian, type Measured } from "./support/measure.ts";
import { SERVICE_MS } from "./support/stages.ts";

/** SSM's default for an account. That its bucket holds one second's worth is an assumption. */
const RATE = { perSecond: 40, burst: 40 };
const RUNS = 11;
/** Milliseconds a first request waits for its policy at most: the gate's deadline before settings are known. */
const FIRST_REQUEST_MS = 1500;
const READ_BUDGET_MS = 1200;
const LIST_SERVICE_MS = 20;

export async function measureFleet(): Promise<readonly Measured[]> {
  const store = await startParameterStore();
  try {
    const calls: Measured[] = [];
    for (const parameters of [7, 29, 127]) calls.push(...(await measureCalls(store, parameters)));
    fillStore(store, 29);
    store.setService({ rate: RATE, delayMs: SERVICE_MS });
    return [
      ...calls,
      ...(await measureStart(store, 50)),
      ...(await measureStart(store, 100)),
      await measureLongList(),
    ];
  } finally {
    await store.close();
  }
}

/** Settings and so many documents less one, as a push writes them. */
function fillStore(store: ParameterStore, parameters: number, lists: readonly ListObject[] = []): void {
  const documents = Array.from({ length: parameters - 1 }, (_, index) => {
    const name = createHash("sha256").update(`document ${index}`).digest("hex").slice(0, 8);
    const rule = {
      id: `rule-${name}`,
      on: "Group.CallbackBeforeCreateGroup",
      when: `name.contains("${name}") && owned > ${index}`,
      deny: { code: 10101, message: `Groups with ${name} in their name cannot be created here.` },
    };
    return { name: `policies/${name}`, value: JSON.stringify({ rules: [rule] }) };
  });
  const settings = { name: "settings", value: JSON.stringify({ sdkAppIds: [1400000000] }) };
  const written = [settings, ...documents].map(({ name, value }) => ({
    name,
    value,
    version: String(store.put(`/chatgate/bench/${name}`, value)),
  }));
  const parts = formatPack(written, gzipCodec);
  if (parts === undefined) throw new Error(`${parameters} parameters do not fit into a pack`);
  for (const [index, part] of parts.entries()) store.put(`/chatgate/bench/${packNames[index]}`, part);
  store.put("/chatgate/bench/manifest", formatManifest("bench", "", written, sha256, lists));
  store.put("/chatgate-secrets/bench/tokens", "xxxxyyyy", { type: "SecureString" });
}

const createFleetSource = (store: ParameterStore, s3Endpoint = store.url) =>
  createSsmSource({
    path: "/chatgate/bench",
    region: "ap-southeast-1",
    endpoint: store.url,
    s3Endpoint,
    credentials: () => ({ accessKeyId: "test", secretAccessKey: "test" }),
  });

async function measureCalls(store: ParameterStore, parameters: number): Promise<readonly Measured[]> {
  fillStore(store, parameters);
  const source = createFleetSource(store);
  const count = async () => {
    store.requests.length = 0;
    const result = await source.read();
    if (result.kind === "failed") throw new Error(result.reason);
    return store.requests.length;
  };
  const row = async (what: string): Promise<Measured> => ({
    name: `${what}, ${parameters} parameters`,
    value: await count(),
    unit: "calls",
    target: 1,
  });
  return [await row("a cold start"), await row("a poll")];
}

type Start = { readonly without: number; readonly lastMs: number };

async function measureStart(store: ParameterStore, instances: number): Promise<readonly Measured[]> {
  const starts: Start[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    store.setService({ rate: RATE, delayMs: SERVICE_MS }); // a full bucket
    starts.push(await startTogether(store, instances));
  }
  const permitted = Math.min(instances, RATE.burst + Math.floor((RATE.perSecond * READ_BUDGET_MS) / 1000));
  const wanted = permitted === instances ? instances : Math.ceil(0.9 * permitted);
  const assumed = `${RATE.perSecond} reads a second, burst ${RATE.burst}, ${SERVICE_MS} ms a call`;
  return [
    {
      name: `of ${instances} instances at once, without policy for their first request (${assumed}: the bucket lets ${permitted} through)`,
      value: computeMedian(starts.map(({ without }) => without)),
      unit: "",
      target: instances - wanted,
    },
    {
      name: `of ${instances} instances at once, the last one's policy after (${assumed})`,
      value: computeMedian(starts.map(({ lastMs }) => lastMs)),
      unit: "ms",
      target: 5000,
    },
  ];
}

/** Each instance has a request at its start, and then one whenever it has answered without its policy, 100 ms later. */
async function startTogether(store: ParameterStore, instances: number): Promise<Start> {
  const startedAt = performance.now();
  const results = await Promise.all(
    Array.from({ length: instances }, async () => {
      const policies = createRefresh({
        source: createFleetSource(store),
        load: () => ({ kind: "loaded", value: true, refresh: { kind: "every", seconds: 30 } }),
        now: Date.now,
        random: Math.random,
        fallback: { kind: "every", seconds: 1 },
      });
      let requests = 1;
      while ((await policies.current(FIRST_REQUEST_MS)).value === undefined) {
        requests += 1;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return { requests, ms: performance.now() - startedAt };
    }),
  );
  return {
    without: results.filter(({ requests }) => requests > 1).length,
    lastMs: Math.max(...results.map(({ ms }) => ms)),
  };
}

/** 100,000 terms of two to five Han characters, in the bucket: read, unpacked, checked and indexed. */
async function measureLongList(): Promise<Measured> {
  const [store, objects] = [await startParameterStore(), await startObjectStore()];
  try {
    const text = Array.from({ length: 100_000 }, (_, index) => createHanTerm(index)).join("\n");
    const digest = createHash("sha256").update(text).digest("hex");
    const object = { name: "lists/long", bucket: "bench", sha256: digest, bytes: Buffer.byteLength(text) };
    objects.objects.set(`/bench/lists/${digest}.gz`, gzipSync(text));
    fillStore(store, 7, [object]);
    store.setService({ delayMs: LIST_SERVICE_MS });
    objects.delay(LIST_SERVICE_MS);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const start = performance.now();
      const result = await createFleetSource(store, objects.url).read();
      const loaded = result.kind === "read" ? createLoad(commands, { sha256 })(result.parameters) : undefined;
      times.push(performance.now() - start);
      if (loaded?.kind !== "loaded" || loaded.value.unavailableLists.length > 0) throw new Error("no list");
    }
    return {
      name: `100,000 Han terms in the bucket: read, checked and loaded (${LIST_SERVICE_MS} ms a call)`,
      value: computeMedian(times),
      unit: "ms",
      target: 300,
    };
  } finally {
    await store.close();
    await objects.close();
  }
}

/** The same for the same index. */
function createHanTerm(index: number): string {
  const bytes = createHash("sha256").update(String(index)).digest();
  const characters = Array.from(
    { length: 2 + (index % 4) },
    (_, at) => 0x4e00 + (bytes.readUInt16BE(2 * at) % 20_000),
  );
  return String.fromCharCode(...characters);
}
