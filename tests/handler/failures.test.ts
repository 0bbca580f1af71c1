import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";
import { readEnvironment } from "../../handlers/environment.ts";
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
import {
  type Fault,
  type ParameterStore,
  startParameterStore,
} from "../../tools/parameter-store/parameter-store.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, SDK_APP_ID, TOKEN } from "../support/gate.ts";
import { eventRows } from "./event-failures.ts";
import { limitRows } from "./limit-failures.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const okay = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const refusal = (ErrorCode: number, ErrorInfo: string) => ({ ...okay, ErrorCode, ErrorInfo });
const policyRefuses = refusal(10101, "Not now.");
const rule = { id: "all", on: GROUP, when: "owned >= 0", deny: { code: 10101, message: "Not now." } };

type Settings = Readonly<Record<string, unknown>>;
const putSettings = (store: ParameterStore, settings: Settings = {}) =>
  store.put("/chatgate/test/settings", JSON.stringify({ sdkAppIds: [SDK_APP_ID], ...settings }));
const putPolicy = (store: ParameterStore, ...rules: readonly object[]) =>
  store.put("/chatgate/test/policies/p", JSON.stringify({ rules }));

/** As deployed: a policy set that refuses. */
function fill(store: ParameterStore, settings?: Settings): void {
  putSettings(store, settings);
  putPolicy(store, rule);
  store.put("/chatgate-secrets/test/tokens", TOKEN, { type: "SecureString" });
}

type Options = {
  readonly onFault?: "allow" | "deny";
  readonly commands?: ReadonlyMap<string, Command>;
  readonly sink?: () => void;
  readonly accessKeyId?: () => string;
  readonly s3Endpoint?: string;
};

/** One instance, as handlers/ puts it together, but for pauses of 50 ms and a clock that can be moved. */
function instanceOn({ url }: ParameterStore, options: Options = {}) {
  let offset = 0;
  const outcomes: Outcome[] = [];
  const now = () => Date.now() + offset;
  const secretAccessKey = "not-a-secret";
  const policies = createRefresh({
    source: createExpiringSource(
      createSsmSource({
        path: "/chatgate/test",
        region: "eu-west-1",
        endpoint: url,
        ...(options.s3Endpoint === undefined ? {} : { s3Endpoint: options.s3Endpoint }),
        credentials: () => ({ accessKeyId: options.accessKeyId?.() ?? "AKIDEXAMPLE", secretAccessKey }),
      }),
      now,
    ),
    load: createLoad(commands, { sha256 }),
    now,
    random: Math.random,
    fallback: { kind: "every", seconds: 0.05 },
    overdue: { afterSeconds: 90, waitMs: 200 },
  });
  const gate: Gate = createGate({
    commands: options.commands ?? commands,
    policies,
    limits: createMemoryLimits({ now }),
    now,
    onFault: options.onFault ?? "allow",
    sinks: [(outcome) => void outcomes.push(outcome), () => options.sink?.()],
  });
  const askWith = async (change: object, token = TOKEN, seconds = 0) => {
    const time = String(Math.floor(now() / 1000) + seconds);
    const query = { RequestTime: time, Sign: computeSignature(token, time) };
    const started = performance.now();
    const { status, envelope } = await gate(
      createCallbackEvent({ body: { ...readSample(GROUP), ...change }, query }),
      "r",
    );
    const outcome = outcomes.at(-1);
    if (outcome === undefined) throw new Error("no sink was told");
    return { status, envelope, outcome, wall: performance.now() - started };
  };
  return {
    ask: () => askWith({}),
    askWith,
    pass: (seconds: number) => {
      offset += seconds * 1000;
    },
    /** A fix takes effect without a restart. */
    until: (envelope: object) =>
      eventually(`answers ${JSON.stringify(envelope)}`, async () => {
        offset += 70_000; // past every pause
        return isDeepStrictEqual((await askWith({})).envelope, envelope);
      }),
  };
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 4000; Date.now() < end; await pause(20)) if (await check()) return;
  throw new Error(`never ${what}`);
}

type Row = () => Promise<void>;

async function withStore(use: (store: ParameterStore) => Promise<void>, port?: number): Promise<void> {
  const store = await startParameterStore(port);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

/** Both values of CHATGATE_ON_FAULT; then the trouble ends, and the same instances decide. */
const coldStart =
  (
    detail: RegExp,
    happen: (store: ParameterStore) => void,
    end: (store: ParameterStore) => void,
    accessKeyId?: () => string,
  ): Row =>
  () =>
    withStore(async (store) => {
      fill(store);
      happen(store);
      const instances = (["allow", "deny"] as const).map((onFault) => ({
        onFault,
        ...instanceOn(store, { onFault, ...(accessKeyId === undefined ? {} : { accessKeyId }) }),
      }));
      await Promise.all(
        instances.map(async ({ onFault, ask }) => {
          for (const { envelope, outcome, wall } of [await ask(), await ask()]) {
            expect(envelope).toEqual(onFault === "allow" ? okay : refusal(1, "settings-unavailable"));
            expect(outcome.ending).toMatchObject({ kind: "faulted", reason: "settings-unavailable" });
            expect(outcome.ending).toHaveProperty("detail", expect.stringMatching(detail));
            expect(outcome.ms).toBeLessThanOrEqual(1500);
            expect(wall).toBeLessThan(2000);
          }
        }),
      );
      end(store);
      await Promise.all(instances.map(({ until }) => until(policyRefuses)));
    });

const faulty = (detail: RegExp, fault: Fault): Row =>
  coldStart(
    detail,
    (store) => store.fault(fault),
    (store) => store.fault(undefined),
  );

/** A good set first; the trouble changes nothing; once it ends, a new set is seen. */
const later =
  (detail: RegExp, happen: (store: ParameterStore) => void, end: (store: ParameterStore) => void): Row =>
  () =>
    withStore(async (store) => {
      fill(store);
      const { ask, pass, until } = instanceOn(store);
      expect((await ask()).envelope).toEqual(policyRefuses);
      happen(store);
      pass(40);
      await eventually("is told of it", async () => {
        const { envelope, outcome, wall } = await ask();
        expect(envelope).toEqual(policyRefuses);
        expect(wall).toBeLessThan(400); // nobody waits for a read, which may take 800
        const { failure, faults = [] } = outcome.health ?? {};
        const reason = failure ?? faults.join();
        if (reason !== "") expect(reason).toMatch(detail);
        return reason !== "";
      });
      end(store);
      putPolicy(store, { ...rule, mode: "off" });
      await until(okay);
    });

const faultyLater = (detail: RegExp, fault: Fault): Row =>
  later(
    detail,
    (store) => store.fault(fault),
    (store) => store.fault(undefined),
  );

/** Nothing listens where the store was, then it is back. */
const gone =
  (onFault: "allow" | "deny", isLater: boolean): Row =>
  async () => {
    const first = await startParameterStore();
    const port = Number(new URL(first.url).port);
    fill(first);
    if (!isLater) await first.close();
    const { ask, until, pass } = instanceOn(first, { onFault });
    if (isLater) {
      expect((await ask()).envelope).toEqual(policyRefuses);
      await first.close();
      pass(40);
    }
    await eventually("is told of it", async () => {
      const { envelope, outcome, wall } = await ask();
      const fallback = onFault === "allow" ? okay : refusal(1, "settings-unavailable");
      expect(envelope).toEqual(isLater ? policyRefuses : fallback);
      expect(wall).toBeLessThan(1500);
      const { failure } = outcome.health ?? {};
      if (failure !== undefined) expect(failure).toMatch(/cannot be reached, or broke off \(ECONN/);
      return failure !== undefined;
    });
    await withStore(async (second) => {
      fill(second);
      putPolicy(second, { ...rule, deny: {} });
      await until(refusal(1, ""));
    }, port);
  };
const goneForBoth =
  (isLater: boolean): Row =>
  async () => {
    await gone("allow", isLater)();
    await gone("deny", isLater)();
  };

/** What one good instance answers; the store may be changed before it reads. */
const answering =
  (
    prepare: (store: ParameterStore) => void,
    check: (instance: ReturnType<typeof instanceOn>) => Promise<void>,
    options?: Options,
  ): Row =>
  () =>
    withStore(async (store) => {
      fill(store);
      prepare(store);
      await check(instanceOn(store, options));
    });

const nothing = () => {};
const thrower = () => {
  throw new Error("no");
};
const group = commands.get(GROUP);
const withGroup = (part: Partial<Command>) =>
  new Map([...commands, ...(group === undefined ? [] : [[GROUP, { ...group, ...part }] as const])]);

/** What `fill` puts there and these rules, as a push writes them. */
function push(
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

const BARRED = "mallory\n";
const barred: ListObject = {
  name: "lists/barred",
  bucket: "chatgate-lists",
  sha256: createHash("sha256").update(BARRED).digest("hex"),
  bytes: BARRED.length,
};
const BARRED_PATH = `/chatgate-lists/lists/${barred.sha256}.gz`;
const usesBarred = { ...rule, id: "barred", when: "operator in lists.barred", deny: { code: 10102 } };
const othersHold = { ...rule, id: "others" };

async function withObjects(use: (objects: ObjectStore) => Promise<void>): Promise<void> {
  const objects = await startObjectStore();
  try {
    await use(objects);
  } finally {
    await objects.close();
  }
}

/** Both values of a setting, over the given rules. */
const bySetting =
  (setting: string, denied: object, rules: readonly object[], change: object = {}, options?: Options): Row =>
  async () => {
    for (const value of ["allow", "deny"])
      await answering(
        (store) => {
          putSettings(store, { [setting]: value });
          putPolicy(store, ...rules);
        },
        async ({ askWith }) =>
          expect((await askWith(change)).envelope).toEqual(value === "deny" ? denied : okay),
        options,
      )();
  };

let accessKeyId = "";
const rows: Readonly<Record<string, Row>> = {
  "SSM refuses connections at a cold start": goneForBoth(false),
  "SSM hangs at a cold start": faulty(/no answer from .* in time/, "hang"),
  "SSM is slow at a cold start": async () => {
    await Promise.all([
      faulty(/no answer from .* in time/, { slow: 1000 })(),
      answering(
        (store) => store.fault({ slow: 300 }),
        async ({ ask }) => expect((await ask()).envelope).toEqual(policyRefuses),
      )(),
      coldStart(
        /no answer from .* in time/,
        (store) => {
          for (let part = 1; part < 30; part++)
            store.put(`/chatgate/test/lists/l/${String(part).padStart(3, "0")}`, `w${part}`);
          store.fault({ slow: 500 }); // three pages
        },
        (store) => store.fault(undefined),
      )(),
    ]);
  },
  "SSM throttles at a cold start": faulty(/ThrottlingException/, "throttle"),
  "SSM answers 500 at a cold start": faulty(/HTTP 500/, "status500"),
  "SSM's answer is cut off at a cold start": faulty(/ECONNRESET/, "truncated"),
  "Something else than SSM answers at a cold start": faulty(/did not answer as SSM does/, "notJson"),
  "SSM denies access at a cold start": faulty(/AccessDeniedException.*kms:Decrypt/, {
    accessDenied: "/chatgate-secrets/test",
  }),
  "There are no AWS credentials": coldStart(
    /no AWS credentials/,
    nothing,
    () => {
      accessKeyId = "AKIDEXAMPLE";
    },
    () => accessKeyId,
  ),
  "The settings are missing": coldStart(
    /^settings-missing settings$/,
    (store) => store.remove("/chatgate/test/settings"),
    (store) => putSettings(store),
  ),
  "The settings are bad": coldStart(
    /^number-too-large settings deadlineMs "5000"$/,
    (store) => putSettings(store, { deadlineMs: 5000 }),
    (store) => putSettings(store),
  ),
  "The manifest names what is not there": coldStart(
    /policies\/p.* is lacking: push it again/,
    (store) => {
      const sha256 = "0".repeat(16);
      store.put(
        "/chatgate/test/manifest",
        JSON.stringify({ by: "me", reason: "", documents: { "policies/p": `7:${sha256}` } }),
      );
    },
    (store) => store.remove("/chatgate/test/manifest"),
  ),

  "The manifest is in a newer format": coldStart(
    /the manifest has format 3, and this function reads up to 2: deploy a newer chatgate/,
    (store) => store.put("/chatgate/test/manifest", '{"format":3}'),
    (store) => store.remove("/chatgate/test/manifest"),
  ),
  "The environment is invalid": () =>
    withStore(async (store) => {
      store.fault("hang");
      const { environment, faults } = readEnvironment({ CHATGATE_ON_FAULT: "Deny" });
      expect(faults).toHaveLength(1);
      const { envelope } = await instanceOn(store, { onFault: environment.onFault }).ask();
      expect(envelope).toEqual(refusal(1, "settings-unavailable"));
    }),

  "SSM refuses connections later": goneForBoth(true),
  "SSM hangs later": faultyLater(/no answer from .* in time/, "hang"),
  "SSM throttles later": faultyLater(/ThrottlingException/, "throttle"),
  "SSM answers 500 later": faultyLater(/HTTP 500/, "status500"),
  "SSM's answer is cut off later": faultyLater(/ECONNRESET/, "truncated"),
  "SSM denies access later": faultyLater(/AccessDeniedException/, { accessDenied: "/chatgate/test" }),
  "An instance slept while SSM went down": () =>
    withStore(async (store) => {
      fill(store);
      const { ask, pass } = instanceOn(store);
      await ask();
      store.fault("hang");
      pass(600);
      const { envelope, wall } = await ask();
      expect(envelope).toEqual(policyRefuses);
      expect(wall).toBeGreaterThan(150);
      expect(wall).toBeLessThan(700);
    }),
  "A push is under way": () =>
    withStore(async (store) => {
      fill(store);
      const createManifest = (policy: string, version: string) =>
        formatManifest(
          "me",
          "",
          [
            { name: "policies/p", value: policy, version },
            { name: "settings", value: JSON.stringify({ sdkAppIds: [SDK_APP_ID] }), version: "1" },
          ],
          sha256,
        );
      store.put("/chatgate/test/manifest", createManifest(JSON.stringify({ rules: [rule] }), "1"));
      const [running, off] = [instanceOn(store), { ...rule, mode: "off" }];
      expect((await running.ask()).envelope).toEqual(policyRefuses);
      putPolicy(store, off);
      running.pass(40);
      const starting = instanceOn(store);
      for (const { ask } of [running, starting, running, starting])
        expect((await ask()).envelope).toEqual(policyRefuses);
      store.put("/chatgate/test/manifest", createManifest(JSON.stringify({ rules: [off] }), "2"));
      await pause(50);
      for (const { pass, until } of [running, starting]) {
        pass(40);
        await until(okay);
      }
    }),

  "The clock is set back": () =>
    withStore(async (store) => {
      fill(store);
      const { ask, pass, until } = instanceOn(store);
      pass(31_536_000);
      await until(policyRefuses);
      pass(-31_536_000);
      putPolicy(store, { ...rule, mode: "off" });
      await eventually("reads again", async () => isDeepStrictEqual((await ask()).envelope, okay));
    }),

  "The pack is torn, stale or forged": () =>
    withStore(async (store) => {
      fill(store);
      push(store, [rule]);
      for (const part of ["-", "torn", gzipCodec.compress('[["policies/p","2","{}"],["tokens","1","x"]]')]) {
        store.put("/chatgate/test/pack/1", part);
        expect((await instanceOn(store).ask()).envelope).toEqual(policyRefuses);
      }
    }),
  "A parameter of the set is deleted, and the pack holds it": () =>
    withStore(async (store) => {
      fill(store);
      push(store, [rule]);
      store.remove("/chatgate/test/policies/p");
      expect((await instanceOn(store).ask()).envelope).toEqual(policyRefuses);
    }),
  "An entry of a list ends": () =>
    withStore(async (store) => {
      fill(store);
      const today = new Date().toISOString().slice(0, 10);
      store.put("/chatgate/test/lists/barred", `${readSample(GROUP).Operator_Account} until=${today}`);
      putPolicy(store, { ...rule, when: "operator in lists.barred" });
      const { ask, pass, until } = instanceOn(store);
      expect((await ask()).envelope).toEqual(policyRefuses);
      pass(86_400);
      await until(okay);
    }),
  "A rule is paused": () =>
    withStore(async (store) => {
      fill(store);
      const until = new Date(Date.now() + 3_600_000).toISOString();
      putPolicy(store, { ...rule, pause: { until, reason: "An event" } });
      const { ask, pass } = instanceOn(store);
      expect((await ask()).envelope).toEqual(okay);
      pass(3_600);
      expect((await ask()).envelope).toEqual(policyRefuses);
    }),
  "A later manifest is in a newer format": later(
    /the manifest has format 3/,
    (store) => store.put("/chatgate/test/manifest", '{"format":3}'),
    (store) => store.remove("/chatgate/test/manifest"),
  ),
  "A list in the bucket cannot be had at a cold start": async () => {
    for (const onFault of ["allow", "deny"] as const)
      await withObjects((objects) =>
        withStore(async (store) => {
          fill(store);
          push(store, [usesBarred], [barred], { onFault });
          const { ask, until } = instanceOn(store, { s3Endpoint: objects.url });
          const { envelope, outcome } = await ask();
          expect(envelope).toEqual(onFault === "deny" ? refusal(1, "rule-error") : okay);
          expect(outcome.health?.unavailableLists).toEqual([
            "lists/barred: HTTP 404: it is not in chatgate-lists: push it again",
          ]);
          objects.objects.set(BARRED_PATH, gzipSync(BARRED));
          await until(okay);
          push(store, [usesBarred, othersHold], [{ ...barred, sha256: "0".repeat(64) }]);
          expect((await instanceOn(store, { s3Endpoint: objects.url }).ask()).envelope).toEqual(
            policyRefuses,
          );
        }),
      );
  },
  "A list in the bucket cannot be had later": () =>
    withObjects((objects) =>
      withStore(async (store) => {
        fill(store);
        push(store, [rule]);
        const { ask, pass, until } = instanceOn(store, { s3Endpoint: objects.url });
        expect((await ask()).envelope).toEqual(policyRefuses);
        push(store, [usesBarred], [barred]);
        await eventually("is told of it", async () => {
          pass(70);
          const { envelope, outcome } = await ask();
          expect(envelope).toEqual(policyRefuses);
          return /lists\/barred cannot be had: HTTP 404/.test(outcome.health?.failure ?? "");
        });
        objects.objects.set(BARRED_PATH, gzipSync(BARRED));
        await until(okay);
      }),
    ),

  "The first policy set is bad": async () => {
    for (const onFault of ["allow", "deny"])
      await withStore(async (store) => {
        fill(store, { onFault, refreshSeconds: 1 });
        putPolicy(store, { ...rule, when: "owmed > 1" });
        const { ask, pass, until } = instanceOn(store);
        const { envelope, outcome } = await ask();
        expect(envelope).toEqual(onFault === "deny" ? refusal(1, "policy-unavailable") : okay);
        const detail = expect.stringMatching(/^\S+ policies\/p rules\.0\.when:1:1/);
        expect(outcome.ending).toHaveProperty("detail", detail);
        putPolicy(store, rule);
        pass(2);
        await until(policyRefuses);
      });
  },
  "A later policy set is bad": later(
    /^code-unavailable policies\/p rules\.0\.deny\.code "20000"$/,
    (store) => putPolicy(store, { ...rule, deny: { code: 20000 } }),
    nothing,
  ),
  "Later settings are bad": later(
    /^unknown-value settings mode "of"$/,
    (store) => putSettings(store, { mode: "of" }),
    (store) => putSettings(store),
  ),
  "A list is missing": later(
    /^\S+ policies\/p rules\.0\.when:1:9/,
    (store) => putPolicy(store, { ...rule, when: "name in lists.reserved" }),
    nothing,
  ),
  "A list is empty": later(
    /^list-empty lists\/reserved 1:1$/,
    (store) => store.put("/chatgate/test/lists/reserved", "# nobody\n"),
    (store) => store.remove("/chatgate/test/lists/reserved"),
  ),
  "The token is missing": answering(
    (store) => store.remove("/chatgate-secrets/test/tokens"),
    async ({ ask }) =>
      expect(await ask()).toMatchObject({ status: 401, envelope: { ErrorInfo: "no-token-configured" } }),
  ),
  "The token is bound to another app": answering(
    (store) =>
      store.put("/chatgate-secrets/test/tokens", `${SDK_APP_ID + 1}: ${TOKEN}`, { type: "SecureString" }),
    async ({ ask }) =>
      expect(await ask()).toMatchObject({ status: 401, envelope: { ErrorInfo: "no-token-configured" } }),
  ),
  "The token in the console is another": () =>
    withStore(async (store) => {
      fill(store);
      const { ask, askWith, pass } = instanceOn(store);
      await ask();
      store.put("/chatgate-secrets/test/tokens", `${TOKEN}\nrotated`, { type: "SecureString" });
      pass(16);
      expect((await askWith({}, "rotated")).status).toBe(401);
      await eventually("knows the new token", async () => (await askWith({}, "rotated")).status === 200);
    }),

  "The payload is unreadable": bySetting("onUnreadable", refusal(1, "unreadable"), [rule], { Name: 5 }),
  "The payload has new or missing fields": answering(nothing, async ({ askWith }) => {
    const { envelope, outcome } = await askWith({ New: 1, Owner_Account: undefined });
    expect(envelope).toEqual(policyRefuses);
    expect(outcome.drift).toHaveLength(2);
  }),
  "The command is unknown": answering(
    nothing,
    async ({ ask }) =>
      expect(await ask()).toMatchObject({
        status: 200,
        envelope: okay,
        outcome: { ending: { kind: "unknown" } },
      }),
    { commands: new Map() },
  ),
  "The clocks are apart": answering(nothing, async ({ askWith }) => {
    for (const seconds of [55, -55])
      expect((await askWith({}, TOKEN, seconds)).envelope).toEqual(policyRefuses);
    for (const seconds of [65, -65])
      expect(await askWith({}, TOKEN, seconds)).toMatchObject({
        status: 401,
        envelope: { ErrorInfo: "request-time-stale" },
      });
  }),
  "A rule cannot be computed": async () => {
    const failing = { ...rule, id: "failing", when: "1 / (owned - owned) == 1", deny: { code: 10102 } };
    await bySetting("onFault", refusal(1, "rule-error"), [failing])();
    await answering(
      (store) => putPolicy(store, failing, rule),
      async ({ ask }) => expect((await ask()).envelope).toEqual(policyRefuses),
    )();
  },
  "A facet is over four times Chat's limit": bySetting(
    "onOversize",
    refusal(1, "rule-error"),
    [{ ...rule, id: "long", when: 'name.contains("q")', deny: { code: 10102 } }],
    { Name: "a".repeat(50_000) },
  ),
  ...limitRows,
  ...eventRows,
  "An exception in our code": bySetting(
    "onFault",
    refusal(1, "fault"),
    [rule],
    {},
    { commands: withGroup({ payload: thrower }) },
  ),
  "The deadline is reached": async () => {
    for (const onDeadline of ["allow", "deny"])
      await withStore(async (store) => {
        fill(store, { onDeadline });
        const payload = () => {
          instance.pass(2);
          return group?.payload() ?? thrower();
        };
        const instance = instanceOn(store, { commands: withGroup({ payload }) });
        expect((await instance.ask()).envelope).toEqual(
          onDeadline === "deny" ? refusal(1, "deadline") : okay,
        );
      });
  },
  "A log line cannot be written": answering(
    nothing,
    async ({ ask }) => expect((await ask()).envelope).toEqual(policyRefuses),
    { sink: thrower },
  ),
};

test("docs/failures.md has these rows, and no others", () => {
  const lines = readFileSync("docs/failures.md", "utf8").split("\n");
  const firsts = lines.map((line) => /^\| ([^|]+?) \|/.exec(line)?.[1] ?? "");
  expect(firsts.filter((first) => !/^(|What breaks|---)$/.test(first))).toEqual(Object.keys(rows));
});

for (const [name, row] of Object.entries(rows)) test.concurrent(name, row);
