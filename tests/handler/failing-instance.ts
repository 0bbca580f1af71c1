import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { createGate, type Gate } from "../../lib/gate/gate.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import { createLoad } from "../../lib/policy-set/active-config.ts";
import { formatManifest, type ListObject } from "../../lib/policy-set/manifest.ts";
import { formatPack, packNames } from "../../lib/policy-set/pack.ts";
import { createExpiringSource } from "../../lib/store/expiring-source.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { createRefresh } from "../../lib/store/refresh.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createSsmSource } from "../../lib/store/ssm.ts";
import { type ObjectStore, startObjectStore } from "../../tools/object-store/object-store.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, SDK_APP_ID, TOKEN } from "../support/gate.ts";
import { waitFor } from "../support/wait-for.ts";

export const GROUP = "Group.CallbackBeforeCreateGroup";
export const okay = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
export const refusal = (ErrorCode: number, ErrorInfo: string) => ({ ...okay, ErrorCode, ErrorInfo });
export const policyRefuses = refusal(10101, "Not now.");
export const rule = { id: "all", on: GROUP, when: "owned >= 0", deny: { code: 10101, message: "Not now." } };

export type Settings = Readonly<Record<string, unknown>>;
export const putSettings = (store: ParameterStore, settings: Settings = {}) =>
  store.put("/chatgate/test/settings", JSON.stringify({ sdkAppIds: [SDK_APP_ID], ...settings }));
export const putPolicy = (store: ParameterStore, ...rules: readonly object[]) =>
  store.put("/chatgate/test/policies/p", JSON.stringify({ rules }));

/** As deployed: a policy set that refuses. */
export function fill(store: ParameterStore, settings?: Settings): void {
  putSettings(store, settings);
  putPolicy(store, rule);
  store.put("/chatgate-secrets/test/tokens", TOKEN, { type: "SecureString" });
}

export type Options = {
  readonly onFault?: "allow" | "deny";
  readonly commands?: ReadonlyMap<string, Command>;
  readonly sink?: () => void;
  readonly accessKeyId?: () => string;
  readonly s3Endpoint?: string;
  /** Of a read of the store, in milliseconds, and its pauses. Default: the product's. */
  readonly limits?: typeof PATIENT | undefined;
};

/** Limits that a busy machine keeps to as well, for a store that answers, whatever it answers. */
export const PATIENT = { timeoutMs: 20_000, budgetMs: 25_000, random: () => 0 };
/** Past the pause between two reads. */
const STEP_MS = 60;
/** The gate's own deadline. */
const MAX_WAIT_MS = 1500;

/**
 * One instance, as handlers/ puts it together, but for pauses of 50 ms and a clock that only `pass` and requests move:
 * by the machine's clock the outcome would depend on how busy the machine is.
 */
export function instanceOn({ url }: ParameterStore, options: Options = {}) {
  let time = Date.now();
  let readsStarted = 0;
  let readsEnded = 0;
  let waitMs = 0;
  const outcomes: Outcome[] = [];
  const now = () => time;
  const secretAccessKey = "not-a-secret";
  const source = createExpiringSource(
    createSsmSource({
      path: "/chatgate/test",
      region: "eu-west-1",
      endpoint: url,
      ...(options.s3Endpoint === undefined ? {} : { s3Endpoint: options.s3Endpoint }),
      ...options.limits,
      credentials: () => ({ accessKeyId: options.accessKeyId?.() ?? "AKIDEXAMPLE", secretAccessKey }),
    }),
    now,
  );
  const policies = createRefresh({
    source: {
      ...source,
      read: () => {
        readsStarted++;
        return source.read().finally(() => readsEnded++);
      },
    },
    load: createLoad(commands, { sha256 }),
    now,
    random: Math.random,
    fallback: { kind: "every", seconds: 0.05 },
    overdue: { afterSeconds: 90, waitMs: 200 },
  });
  const gate: Gate = createGate({
    commands: options.commands ?? commands,
    policies: {
      ...policies,
      current: (ms) => {
        waitMs = ms;
        return policies.current(ms);
      },
    },
    limits: createMemoryLimits({ now }),
    now,
    onFault: options.onFault ?? "allow",
    sinks: [(outcome) => void outcomes.push(outcome), () => options.sink?.()],
  });
  const askWith = async (change: object, token = TOKEN, seconds = 0) => {
    // However many requests a read takes, it must not seem to have been suspended.
    if (readsStarted === readsEnded) time += STEP_MS;
    const at = String(Math.floor(time / 1000) + seconds);
    const query = { RequestTime: at, Sign: computeSignature(token, at) };
    const readsBefore = readsEnded;
    let isImmediate = true;
    setImmediate(() => {
      isImmediate = false;
    });
    const { status, envelope } = await gate(
      createCallbackEvent({ body: { ...readSample(GROUP), ...change }, query }),
      "r",
    );
    expect(waitMs).toBeLessThanOrEqual(MAX_WAIT_MS);
    const outcome = outcomes.at(-1);
    if (outcome === undefined) throw new Error("no sink was told");
    return {
      ...{ status, envelope, outcome },
      /** The answer came before any timer or I/O: the request waited for nothing. */
      isImmediate,
      /** Whether a read of the store ended while the request waited. */
      sawReadEnd: readsEnded > readsBefore,
    };
  };
  const ready = async () => void (await policies.current(PATIENT.budgetMs));
  return {
    ask: () => askWith({}),
    askWith,
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
    /** While nothing is in force: the read that is under way has ended. */
    ready,
    /** A fix takes effect without a restart. */
    until: (envelope: object) =>
      waitFor(`the answer ${JSON.stringify(envelope)}`, async () => {
        for (const end of [ready, () => (time += 70_000)]) {
          if (isDeepStrictEqual((await askWith({})).envelope, envelope)) return true;
          await end(); // of a read that takes longer than a request waits, then of every pause
        }
        return undefined;
      }),
  };
}

/** An instance that has read the store, which answers. */
export async function startInstance(store: ParameterStore, options: Options = {}) {
  const instance = instanceOn(store, { ...options, limits: PATIENT });
  await instance.ready();
  return instance;
}

export type Row = () => Promise<void>;

export async function withStore(use: (store: ParameterStore) => Promise<void>, port?: number): Promise<void> {
  const store = await startParameterStore(port);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

export const nothing = () => {};
export const thrower = () => {
  throw new Error("no");
};
export const group = commands.get(GROUP);
export const withGroup = (part: Partial<Command>) =>
  new Map([...commands, ...(group === undefined ? [] : [[GROUP, { ...group, ...part }] as const])]);

/** What `fill` puts there and these rules, as a push writes them. */
export function push(
  store: ParameterStore,
  rules: readonly object[],
  lists: readonly ListObject[] = [],
  settings: Settings = {},
): void {
  const written = [
    { name: "policies/p", value: JSON.stringify({ rules }) },
    { name: "settings", value: JSON.stringify({ sdkAppIds: [SDK_APP_ID], ...settings }) },
  ].map(({ name, value }) => ({ name, value, version: String(store.put(`/chatgate/test/${name}`, value)) }));
  for (const [index, part] of (formatPack(written, gzipCodec) ?? []).entries()) {
    store.put(`/chatgate/test/${packNames[index]}`, part);
  }
  store.put("/chatgate/test/manifest", formatManifest("me", "", written, sha256, lists));
}

export const BARRED = "mallory\n";
export const barred: ListObject = {
  name: "lists/barred",
  bucket: "chatgate-lists",
  sha256: createHash("sha256").update(BARRED).digest("hex"),
  bytes: BARRED.length,
};
export const BARRED_PATH = `/chatgate-lists/lists/${barred.sha256}.gz`;
export const usesBarred = { ...rule, id: "barred", when: "operator in lists.barred", deny: { code: 10102 } };
export const othersHold = { ...rule, id: "others" };

export async function withObjects(use: (objects: ObjectStore) => Promise<void>): Promise<void> {
  const objects = await startObjectStore();
  try {
    await use(objects);
  } finally {
    await objects.close();
  }
}
