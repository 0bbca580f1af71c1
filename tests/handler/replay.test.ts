import { generateKeyPairSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { writeRecordingLines } from "../../lib/records/recording.ts";
import { readStoredPlan, readTally } from "../../lib/replay/distributed.ts";
import { createRecordingSealer } from "../../lib/sinks/sealing.ts";
import { type StageWorld, startStageWorld } from "../cli/stage/stage-world.ts";
import { type Bundle, buildBundle } from "../support/bundle.ts";
import { testRows } from "../support/table.ts";
import { createRecordingLine, createTraffic } from "../support/traffic.ts";

const BUCKET = "replay-1";
const AUDIT_KEY = "an audit key of the stage";
const MARKER = "MARKER-51c2";

let bundle: Bundle;
let world: StageWorld;
beforeAll(async () => {
  bundle = await buildBundle("replay");
});
afterAll(() => bundle.remove());

const { privateKey, publicKey } = generateKeyPairSync("x25519");
const lines = createTraffic(200, 8).map((request) =>
  createRecordingLine(request).replaceAll("Official support", `Official ${MARKER}`),
);

const RULE = `  - id: names
    on: "*.CallbackBeforeCreate*"
    when: name.hasWord(lists.reserved)
    deny: {}
`;

beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate-secrets/dev/audit-key", AUDIT_KEY, { type: "SecureString" });
  world.store.put("/chatgate-recordings/dev/rec-1", JSON.stringify(privateKey.export({ format: "jwk" })), {
    type: "SecureString",
  });
  await world.push("First rules"); // the stage's second set: the first one says who holds it
  world.write({ "policies/creation.yaml": `${world.file("policies/creation.yaml")}${RULE}` });
  await world.push("Names");
  world.store.requests.length = 0;
});
afterEach(() => world.close());

const putObject = (key: string, text: string | Buffer) =>
  world.bucket.objects.set(`/${BUCKET}/${key}`, Buffer.from(text));
const getText = (key: string) =>
  gunzipSync(world.bucket.objects.get(`/${BUCKET}/${key}`) ?? "").toString("utf8");

const invokeWorker = (...events: readonly object[]) =>
  bundle.run(events, {
    ...{ CHATGATE_STAGE: "dev", CHATGATE_SOURCE: "ssm:/chatgate/dev", AWS_REGION: "eu-west-1" },
    ...{ AWS_ENDPOINT_URL: world.store.url, AWS_ENDPOINT_URL_S3: world.bucket.url },
    ...{ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-secret" },
  });

const prepare = (request: object, name = "friday") => ({
  ...{ bucket: BUCKET, run: name },
  request: { prefix: "nov/", before: { set: 2 }, after: { set: 3 }, ...request },
});
const batch = (...keys: readonly string[]) => ({
  BatchInput: { bucket: BUCKET, plan: "results/friday/plan.json.gz", results: "results/friday" },
  Items: keys.map((key) => ({ Key: key, Size: world.bucket.objects.get(`/${BUCKET}/${key}`)?.length ?? 0 })),
});

/** What this machine's replay of the same lines counts. */
async function replayHere(options: string): Promise<Readonly<Record<string, unknown>>> {
  world.write({ "recordings.jsonl": lines.join("\n") });
  await world.chatgate(`replay recordings.jsonl ${options} --tally here.json`);
  return JSON.parse(world.file("here.json"));
}

function sealLine(text: string): string {
  const sealer = createRecordingSealer(String(publicKey.export({ format: "jwk" }).x), () => 0);
  if (sealer.kind === "refused") throw new Error("a key of our own must be taken");
  const { requestId, time } = JSON.parse(text);
  const written = writeRecordingLines(sealer.seal(text), { requestId, time: Date.parse(time) }, "rec-1");
  return written.map((line) => JSON.stringify(line)).join("\n");
}

test("prepares two sets of the history and replays a batch, sealed lines too, as this machine does", async () => {
  putObject("recordings/nov/a.jsonl", lines.slice(0, 25).join("\n"));
  putObject("recordings/nov/b.gz", gzipSync(lines.slice(25).map(sealLine).join("\n")));
  const { answers, stdout } = await invokeWorker(
    prepare({}),
    batch("recordings/nov/a.jsonl", "recordings/nov/b.gz"),
  );
  expect(answers[0]).toEqual({
    ...{ kind: "prepared", prefix: "recordings/nov/", plan: "results/friday/plan.json.gz" },
    ...{ results: "results/friday", before: "set 2", after: "set 3" },
  });
  const tally = readTally(getText(String(Reflect.get(answers[1] ?? {}, "tally"))));
  const here = await replayHere("--stage dev --set 3 --against dev@2");
  expect(tally).toEqual({ ...here, objects: 2, unread: [] });
  expect(tally?.changes.newlyRefused).toBeGreaterThan(3);
  expect(stdout.map((line) => JSON.parse(line))).toEqual([
    { type: "replay", level: "INFO", requests: 200, objects: 2, unread: 0, ms: expect.any(Number) },
  ]);
});

test("reads each secret once, no token, and writes no secret and nothing that people wrote", async () => {
  putObject("recordings/nov/a.jsonl", lines.map(sealLine).join("\n"));
  const { answers, stdout, stderr } = await invokeWorker(
    prepare({}),
    batch("recordings/nov/a.jsonl"),
    batch("recordings/nov/a.jsonl"),
  );
  expect(answers[2]).toEqual(answers[1]);
  const names = world.store.requests.flatMap(({ body }) => body.Names as readonly string[]); // of GetParameters
  const secrets = names.filter((name) => /^\/chatgate-/.test(name));
  expect(secrets).toEqual(["/chatgate-secrets/dev/audit-key", "/chatgate-recordings/dev/rec-1"]);
  expect([...world.bucket.requests].filter((path) => path.includes("/lists/"))).toEqual([]);
  const written = [...world.bucket.objects.keys()].filter((key) => key.startsWith(`/${BUCKET}/results/`));
  expect(written).toHaveLength(2);
  const texts = written.map((key) => getText(key.slice(BUCKET.length + 2)));
  const d = String(privateKey.export({ format: "jwk" }).d);
  for (const text of [...texts, ...stdout, stderr])
    for (const secret of [AUDIT_KEY, "xxxxyyyy", d, MARKER, "not-a-secret"])
      expect(text).not.toContain(secret);
  expect(texts.find((text) => text.includes('"accounts"'))).not.toMatch(/u_\d/);
});

test("a candidate, its settings for the stage, labels and times come from one object", async () => {
  world.write({
    "replay.labels.yaml": `labels:
  - id: recalled
    of: Group.CallbackBeforeSendMsg
    key: request.GroupId
    from: Group.CallbackAfterRecallMsg
    keys: request.GroupId
`,
  });
  const { code, err } = await world.chatgate("replay candidate --stage dev --out next.json");
  expect([code, err]).toEqual([0, ""]);
  putObject("candidates/next.json", world.file("next.json"));
  putObject("recordings/nov/a.jsonl", lines.join("\n"));
  const request = { before: "recorded", after: { candidate: "next.json" }, on: "Group.*" };
  const { answers } = await invokeWorker(
    prepare({ ...request, since: "2026-06-10T00:10:00Z", until: "2026-06-10T00:50:00Z" }),
    batch("recordings/nov/a.jsonl"),
  );
  const plan = readStoredPlan(getText("results/friday/plan.json.gz"));
  expect(plan?.labels).toContain("recalled");
  const tally = readTally(getText(String(Reflect.get(answers[1] ?? {}, "tally"))));
  const times = "--since 2026-06-10T00:10:00Z --until 2026-06-10T00:50:00Z";
  const here = await replayHere(`--stage dev --set 3 --on Group.* ${times}`);
  expect(tally).toEqual({ ...here, objects: 1, unread: [] });
  expect(tally?.requests).toBeGreaterThan(0);
});

const LIMIT = `rules:
  - id: burst
    on: Group.CallbackBeforeCreateGroup
    limit: { max: 1, per: 1h, by: operator }
    deny: {}
`;

test("limits are refused, or left out if the input says so", async () => {
  world.write({ "policies/limits.yaml": LIMIT });
  await world.push("A limit");
  putObject("recordings/nov/a.jsonl", lines.join("\n"));
  const refused = await invokeWorker(prepare({ after: { set: 4 } }));
  expect(refused.answers).toEqual([
    {
      errorType: "ReplayRefused",
      errorMessage:
        'set 4 has limits, which count all requests in their order: replay it on one machine, or give "limits": "leave-out"',
    },
  ]);
  const { answers } = await invokeWorker(
    prepare({ after: { set: 4 }, limits: "leave-out" }),
    batch("recordings/nov/a.jsonl"),
  );
  const tally = readTally(getText(String(Reflect.get(answers[1] ?? {}, "tally"))));
  expect(tally).toEqual({
    ...(await replayHere("--stage dev --set 3 --against dev@2")),
    ...{ objects: 1, unread: [] },
  });
});

testRows(
  [
    {
      title: "a set that is not in the history",
      request: { after: { set: 9 } },
      message: "set 9 is not in the stage's history: see `chatgate policy history`",
    },
    {
      title: "a candidate that is not there",
      request: { after: { candidate: "none.json" } },
      message: "candidates/none.json cannot be read: http-404",
    },
    {
      title: "a candidate that is something else",
      request: { after: { candidate: "other.json" } },
      message:
        "candidates/other.json is not what `chatgate replay candidate` writes: write and upload it again",
    },
    {
      title: "a candidate that does not check",
      request: { after: { candidate: "wrong.json" } },
      message: expect.stringMatching(/^candidate wrong\.json: /),
    },
    {
      title: "a pattern of no command",
      request: { on: "Nobody.*" },
      message: "on: Nobody.* matches no command: see `chatgate commands`",
    },
    {
      title: "unknown fields",
      request: { ons: "Group.*" },
      message: "request has unknown fields: ons",
    },
    {
      title: "values of other kinds",
      request: { prefix: "../x", before: "set 1", after: { set: 0 }, since: "soon" },
      message: [
        "request.prefix is invalid: give letters, digits and . _ = / + -, below recordings/",
        'request.before is invalid: give "recorded", {"set": n} or {"candidate": "name.json"}',
        'request.after is invalid: give {"set": n} or {"candidate": "name.json"}',
        "request.since is invalid: give a time such as 2026-11-24T00:00:00Z",
      ].join("\n"),
    },
  ],
  "refused, which is not tried again: $title",
  async ({ request, message }) => {
    putObject("candidates/other.json", "{}");
    putObject(
      "candidates/wrong.json",
      JSON.stringify({ v: 1, parameters: [{ name: "policies/p", value: '{"rules":[]}' }] }),
    );
    const { answers } = await invokeWorker(prepare(request));
    expect(answers).toEqual([{ errorType: "ReplayRefused", errorMessage: message }]);
    expect([...world.bucket.objects.keys()].filter((key) => key.includes("results"))).toEqual([]);
  },
);

test("a stage without an audit key, and one whose key was changed since", async () => {
  putObject("recordings/nov/a.jsonl", lines.join("\n"));
  await invokeWorker(prepare({}));
  world.store.put("/chatgate-secrets/dev/audit-key", "another", { type: "SecureString" });
  const changed = await invokeWorker(batch("recordings/nov/a.jsonl"));
  expect(changed.answers).toEqual([
    {
      errorType: "ReplayRefused",
      errorMessage: "the stage's audit key was changed: start the replay anew",
    },
  ]);
  world.store.remove("/chatgate-secrets/dev/audit-key");
  const without = await invokeWorker(prepare({}));
  expect(without.answers).toEqual([
    {
      errorType: "ReplayRefused",
      errorMessage:
        "stage dev has no audit key to name accounts by: `chatgate token new --stage dev` makes one",
    },
  ]);
});

testRows(
  [
    {
      title: "SSM denies the set",
      denied: "/chatgate/dev",
      message: /^set \d cannot be read: .*AccessDenied/,
    },
    {
      title: "SSM denies the audit key",
      denied: "/chatgate-secrets/dev",
      message: /^\/chatgate-secrets\/dev\/audit-key cannot be read: .*AccessDenied/,
    },
    {
      title: "SSM denies a recording's key",
      denied: "/chatgate-recordings/dev",
      message: /^\/chatgate-recordings\/dev\/rec-1 cannot be read: .*AccessDenied/,
    },
    { title: "the plan is not there", denied: undefined, message: /^results\/friday\/plan.* http-404$/ },
  ],
  "a fault, which is tried again: $title",
  async ({ title, denied, message }) => {
    putObject("recordings/nov/a.jsonl", sealLine(lines[0] ?? ""));
    const isOfBatch = title.includes("recording");
    if (isOfBatch) await invokeWorker(prepare({}));
    if (denied !== undefined) world.store.fault({ accessDenied: denied });
    const isPrepared = denied !== undefined && !isOfBatch;
    const { answers } = await invokeWorker(isPrepared ? prepare({}) : batch("recordings/nov/a.jsonl"));
    expect(answers).toEqual([{ errorType: "Error", errorMessage: expect.stringMatching(message) }]);
  },
);
