import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { commands, wireCommands } from "../../../lib/commands/generated/index.ts";
import { createGate } from "../../../lib/gate/gate.ts";
import { createLoad } from "../../../lib/policy-set/active-config.ts";
import { deriveKeys } from "../../../lib/sinks/derive-keys.ts";
import { createRecordingSink } from "../../../lib/sinks/recording.ts";
import { createRefresh } from "../../../lib/store/refresh.ts";
import { sha256 } from "../../../lib/store/sha256.ts";
import { readSample } from "../../support/fixtures.ts";
import { createCallbackEvent, NOW } from "../../support/gate.ts";
import { startLoopback } from "../../support/loopback.ts";
import { testRows } from "../../support/table.ts";
import { type StageWorld, startStageWorld } from "../stage/stage-world.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
let world: StageWorld;
let logs: Awaited<ReturnType<typeof startLoopback>>;
let lines: string[];

beforeEach(async () => {
  world = await startStageWorld();
  lines = [];
  logs = await startLoopback((_, response) => {
    response.end(JSON.stringify({ events: lines.map((message) => ({ message })) }));
  });
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy\n", { type: "SecureString" });
  await world.push("First rules");
});
afterEach(async () => {
  await Promise.all([world.close(), logs.close()]);
});

const chatgate = (line: string) =>
  world.chatgate(line, { env: { AWS_ENDPOINT_URL_LOGS: logs.url }, now: () => NOW });

/** A function that reads the stage, and writes its log here. */
async function send(types: readonly string[]): Promise<void> {
  const result = await world.read();
  const policies = createRefresh({
    source: { name: "stage", read: async () => result },
    load: createLoad(commands, { sha256, deriveKeys }),
    ...{ now: () => NOW, random: () => 0.5, fallback: { kind: "every", seconds: 1 } as const },
  });
  const sinks = [
    createRecordingSink(
      () => NOW,
      (text) => lines.push(...text.split("\n")),
    ),
  ];
  const limits = { take: async () => new Map(), strike: async () => new Map() };
  const gate = createGate({
    commands: wireCommands,
    policies,
    limits,
    now: () => NOW,
    onFault: "allow",
    sinks,
  });
  for (const [index, Type] of types.entries())
    await gate(createCallbackEvent({ command: CREATE, body: { ...readSample(CREATE), Type } }), `r-${index}`);
}

test("record, pull, replay, forget", async () => {
  const started = await chatgate("record start --stage dev --for 7d --yes");
  expect([started.code, started.err]).toEqual([0, ""]);
  expect(started.out).toMatch(
    /until 2022-12-08T05:21:52.000Z, readable with key rec-20221201-\w{4} until 2022-12-22T05:21:52.000Z, or until `record forget/,
  );
  const [made] = world.store.requests.filter(({ body }) =>
    `${body.Name}`.startsWith("/chatgate-recordings/"),
  );
  expect(made?.body).toMatchObject({ Type: "SecureString", Tier: "Advanced" });
  expect(JSON.parse(`${made?.body.Policies}`)).toEqual([
    { Type: "Expiration", Version: "1.0", Attributes: { Timestamp: "2022-12-22T05:21:52.000Z" } },
  ]);
  const [, id = ""] = /readable with key (rec-\d{8}-[0-9a-f]{4})/.exec(started.out) ?? [];
  await send(["Public", "Meeting", "Public"]);
  expect(lines).toHaveLength(3);
  expect(lines.join("\n")).not.toContain("Public");

  const pulled = await chatgate("record pull --stage dev --since 1h -o recordings");
  expect(pulled).toEqual({ code: 0, out: "Opened 3 recordings into recordings.", err: "" });
  const [file = ""] = readdirSync(join(world.folder, "recordings"));
  expect(statSync(join(world.folder, "recordings", file)).mode & 0o777).toBe(0o600);

  const against = await chatgate("replay recordings --stage dev --against recorded --json");
  expect(JSON.parse(against.out)).toMatchObject({
    requests: 3,
    changes: { newlyRefused: 0, newlyAllowed: 0, answeredOtherwise: 0 },
  });
  world.write({
    "policies/creation.yaml": world.file("policies/creation.yaml").replace("Meeting", "Public"),
  });
  const changed = await chatgate("replay recordings --policies policies --against dev@2 --json");
  expect(JSON.parse(changed.out).changes).toEqual({ newlyRefused: 2, newlyAllowed: 1, answeredOtherwise: 0 });

  expect((await chatgate(`record forget ${id} --stage dev`)).code).toBe(0);
  const after = await chatgate("record pull --stage dev --since 1h -o recordings");
  expect([after.code, after.out]).toEqual([
    1,
    expect.stringMatching(/\nwarning: 3 recordings .* \[recordings-unopened\]$/),
  ]);
  const unopened = await chatgate("replay --stage dev --recordings --since 1h");
  expect(unopened.err).toMatch(/^chatgate: warning: .*: 3 recordings .* \[recordings-unopened\]$/);
  const json = await chatgate("replay --stage dev --recordings --since 1h --json");
  expect([json.code, json.err]).toEqual([0, ""]);
  expect(JSON.parse(json.out)).toMatchObject({
    ...{ ok: true, requests: 0, diagnostics: [] },
    notes: [{ code: "recordings-unopened", severity: "warning" }],
  });
});

test("long recordings are written into files of 16 Mi characters", async () => {
  await chatgate("record start --stage dev --for 7d --yes");
  await send(Array.from({ length: 20 }, () => "x".repeat(900_000)));
  const { out } = await chatgate("record pull --stage dev --since 1h -o recordings --json");
  const { ok, opened, files } = JSON.parse(out);
  expect([ok, opened, files.length]).toEqual([true, 20, 2]);
});

test("record stop takes the settings back, as a set of its own", async () => {
  await chatgate("record start --stage dev --for 2h --sample 10 --yes");
  expect((await chatgate("record stop --stage dev --yes")).code).toBe(0);
  await send(["Public"]);
  expect(lines).toEqual([]);
  expect((await chatgate("policy history --stage dev")).out).toMatch(
    /record no more(.|\n)*record until 2022-12-01T07:21:52/,
  );
});

test("--json names the key, and nobody is asked", async () => {
  const unasked = await chatgate("record start --stage dev --for 1h --json");
  expect([unasked.code, JSON.parse(unasked.out)]).toMatchObject([
    2,
    { ok: false, diagnostics: [{ code: "usage" }] },
  ]);
  expect(JSON.parse((await chatgate("record stop --stage dev --json")).out)).toMatchObject({ ok: false });
  expect(
    world.store.requests.filter(({ body }) => `${body.Name}`.startsWith("/chatgate-recordings/")),
  ).toEqual([]);
  const started = await chatgate("record start --stage dev --for 1h --yes --json");
  const { ok, written, recording } = JSON.parse(started.out);
  expect([ok, written, recording]).toEqual([
    ...[true, true],
    {
      key: expect.stringMatching(/^rec-20221201-[0-9a-f]{4}$/),
      ...{ until: "2022-12-01T06:21:52.000Z", openUntil: "2022-12-15T06:21:52.000Z" },
    },
  ]);
  const forgotten = await chatgate(`record forget ${recording.key} --stage dev --json`);
  expect(JSON.parse(forgotten.out)).toEqual({ key: recording.key, forgotten: true });
});

testRows(
  [
    { name: "before the set was in force", fault: "status500", set: 2, keys: 0 },
    { name: "after it was, so that recordings need the key", fault: "truncated", set: 3, keys: 1 },
  ] as const,
  "a start that broke off keeps the key only if it may be in use: $name",
  async ({ fault, set, keys }) => {
    const { requests } = world.store;
    const push = requests.push;
    requests.push = (request) => {
      const isManifest = request.action === "PutParameter" && request.body.Name === "/chatgate/dev/manifest";
      world.store.fault(isManifest ? fault : undefined, 1);
      return push.call(requests, request);
    };
    const { code, err } = await chatgate("record start --stage dev --for 1h --yes");
    requests.push = push;
    world.store.fault(undefined);
    expect([code, err]).toEqual([1, expect.stringContaining(`Set ${set} is in force, complete`)]);
    const made = requests.filter(({ body }) => `${body.Name}`.startsWith("/chatgate-recordings/"));
    const forgotten = requests.filter(({ action }) => action === "DeleteParameters");
    expect([made.length, made.length - forgotten.length]).toEqual([1, keys]);
  },
);

testRows(
  [
    { name: "no end", line: "record start --stage dev --for ever", err: "--for takes 1h to 30d" },
    { name: "too long", line: "record start --stage dev --for 31d", err: "--for takes 1h to 30d" },
    {
      name: "kept for too long",
      line: "record start --stage dev --for 1h --keep 91d",
      err: "--keep takes 1h to 90d",
    },
    { name: "nobody", line: "record start --stage dev --for 1h --sample 0", err: "--sample" },
    { name: "a key that is none", line: "record forget ../tokens --stage dev", err: "is not a key." },
  ],
  "usage: $name",
  async ({ line, err }) => {
    const ran = await chatgate(line);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(err)]);
  },
);

const KEY = "{ id: rec-1, publicKey: 1YW2mH1lZ6j7n3yWc2xQ3dO0oXh5mQm0mJb2n4kq0Vw }";
testRows(
  [
    { name: "it has no end", recording: `key: ${KEY}`, err: '"until" is missing. Add it' },
    {
      name: "its end is no time",
      recording: `until: never\n  key: ${KEY}`,
      err: '"never" is not a time. Write it as 20',
    },
    {
      name: "its end is more than 30 days away",
      recording: `until: 2023-01-01T00:00:00Z\n  key: ${KEY}`,
      err: "more than 30 days from now: nothing is recorded.",
    },
    {
      name: "it names no command",
      recording: `until: 2022-12-08T00:00:00Z\n  on: Groups.*\n  key: ${KEY}`,
      err: '"Groups.*" matches no command.',
    },
    {
      name: "its key is none",
      recording: `until: 2022-12-08T00:00:00Z\n  key: { id: rec-1, publicKey: short }`,
      err: "policies/stages/dev.yaml:4:",
    },
  ],
  "a recording written by hand is refused, and where: $name",
  async ({ recording, err }) => {
    world.write({ "policies/stages/dev.yaml": `sdkAppIds: [1400000000]\nrecording:\n  ${recording}\n` });
    const pushed = await chatgate('policy push --stage dev --reason "By hand" --yes');
    expect([pushed.code, pushed.err]).toEqual([1, expect.stringContaining(err)]);
    const checked = await chatgate("policy check --stage dev");
    expect([checked.code, checked.out]).toEqual([1, expect.stringContaining(err)]);
  },
);
