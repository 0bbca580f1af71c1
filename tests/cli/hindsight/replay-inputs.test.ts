import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRecordingSink } from "../../../lib/sinks/recording.ts";
import { readSample } from "../../support/fixtures.ts";
import { createCallbackEvent, createTestGate, formats, NOW } from "../../support/gate.ts";
import { startLoopback } from "../../support/loopback.ts";
import { testRows } from "../../support/table.ts";
import { type StageWorld, startStageWorld } from "../stage/stage-world.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const LISTED = `  - id: names
    on: ${CREATE}
    when: name.hasWord(lists.reserved)
    deny: { message: "Reserved." }
`;

let world: StageWorld;
let logs: Awaited<ReturnType<typeof startLoopback>>;
/** All that the function wrote, of every kind: the loopback's log knows no filter. */
let lines: string[];

beforeEach(async () => {
  world = await startStageWorld();
  lines = [];
  logs = await startLoopback((_, response) => {
    response.end(JSON.stringify({ events: lines.map((message) => ({ message })) }));
  });
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy\n", { type: "SecureString" });
  world.write({ "policies/creation.yaml": `${world.file("policies/creation.yaml")}${LISTED}` });
  await world.push("First rules");
});
afterEach(async () => {
  await Promise.all([world.close(), logs.close()]);
});

const chatgate = (line: string, more: object = {}) =>
  world.chatgate(line, { env: { AWS_ENDPOINT_URL_LOGS: logs.url }, now: () => NOW + 60_000, ...more });

type Sent = { readonly Type: string; readonly Name?: string };

/** A function that reads the stage, and writes its log here. */
async function sendCallbacks(requests: readonly Sent[]): Promise<void> {
  const result = await world.read();
  if (result.kind === "failed") throw new Error(result.reason);
  const sink = createRecordingSink(
    () => NOW,
    (text) => lines.push(...text.split("\n")),
  );
  const { gate, audits } = createTestGate({ read: async () => result, sinks: [sink] });
  for (const [index, change] of requests.entries())
    await gate(
      createCallbackEvent({ command: CREATE, body: { ...readSample(CREATE), ...change } }),
      `r-${index}`,
    );
  lines.push(...audits.map((audit) => JSON.stringify(audit)), "START RequestId: something of Lambda's");
}

const SENT: readonly Sent[] = [
  { Type: "Public", Name: "plain" },
  { Type: "Meeting", Name: "plain" },
  { Type: "Public", Name: "official" },
  { Type: "Public", Name: "plain" },
];
const NOTHING = { newlyRefused: 0, newlyAllowed: 0, answeredOtherwise: 0 };
const refusePublic = () =>
  world.write({
    "policies/creation.yaml": world.file("policies/creation.yaml").replace('"Meeting"', '"Public"'),
  });

test("a stage's log under its own set: nothing differs, and audit lines say so", async () => {
  await sendCallbacks(SENT);
  const { code, out } = await chatgate("replay --stage dev --since 1h");
  expect(code).toBe(0);
  expect(out).toMatch(
    /^4 requests, .* · ssm:\/chatgate\/dev against what was recorded\n {2}of 4 audit lines: exact/,
  );
  const { out: json } = await chatgate("replay --stage dev --since 1h --json");
  expect(JSON.parse(json)).toMatchObject({
    ...{ requests: 4, cannotTell: 0, changes: NOTHING, refusedAfter: 2 },
    grades: { recording: 0, event: 0, audit: 4 },
  });
});

test("a stage's log under a folder: rules that stay are exact, comments in lists or not; changed ones by their facets", async () => {
  await sendCallbacks(SENT);
  refusePublic();
  const { out } = await chatgate("replay --stage dev --since 1h --policies policies --json");
  const { cannotTell, changes, before, after } = JSON.parse(out);
  expect({ cannotTell, changes, before, after }).toEqual({
    ...{ cannotTell: 0, before: "ssm:/chatgate/dev", after: "policies" },
    changes: { newlyRefused: 2, newlyAllowed: 1, answeredOtherwise: 1 },
  });
});

test("of a stage's log, recordings are opened instead of audit lines, each request counted once", async () => {
  await chatgate("record start --stage dev --for 7d --yes");
  await sendCallbacks(SENT);
  expect(lines.filter((line) => line.includes('"recording"'))).toHaveLength(4);
  refusePublic();
  const line = "replay --stage dev --since 1h --policies policies --json";
  expect(JSON.parse((await chatgate(`${line} --recordings`)).out)).toMatchObject({
    ...{ requests: 4, changes: { newlyRefused: 2, newlyAllowed: 1 } },
    grades: { recording: 4, event: 0, audit: 0 },
  });
  expect(JSON.parse((await chatgate(line)).out)).toMatchObject({ requests: 4, grades: { audit: 4 } });
});

test("objects of a bucket, gzipped or not; sealed ones are opened with the stage's keys", async () => {
  await chatgate("record start --stage dev --for 7d --yes");
  await sendCallbacks(SENT);
  const sealed = lines.filter((line) => line.includes('"recording"'));
  world.bucket.objects.set("/traces/day%3D1/a.gz", gzipSync(sealed.slice(0, 3).join("\n")));
  world.bucket.objects.set("/traces/day%3D1/b.jsonl", Buffer.from(sealed.slice(3).join("\n")));
  world.bucket.objects.set("/traces/day%3D2/c.jsonl", Buffer.from(sealed.join("\n")));
  const opened = await chatgate("replay s3://traces/day=1/ --stage dev --against recorded --json");
  expect([opened.code, opened.err]).toEqual([0, ""]);
  expect(JSON.parse(opened.out)).toMatchObject({ requests: 4, changes: NOTHING, grades: { recording: 4 } });
  const unopened = await chatgate("replay s3://traces/day=1/ --policies policies --json");
  expect(JSON.parse(unopened.out)).toMatchObject({ requests: 0, skipped: { sealed: 4 } });
  const both = await chatgate("replay s3://traces/day=1/ s3://traces/day=2/ --stage dev --json");
  expect(JSON.parse(both.out)).toMatchObject({ requests: 8 });
});

test("recordings that nobody can open are told of", async () => {
  const started = await chatgate("record start --stage dev --for 7d --yes");
  const [, id = ""] = /with key (rec-\S+)/.exec(started.out) ?? [];
  await sendCallbacks(SENT);
  await chatgate(`record forget ${id} --stage dev`);
  const { out, err } = await chatgate("replay --stage dev --recordings");
  expect(out).toContain("0 requests");
  expect(err).toContain("recordings in the log of stage dev: 4 recordings could not be opened");
});

test("a log or a bucket that cannot be read", async () => {
  const env = { AWS_ENDPOINT_URL_LOGS: "http://127.0.0.1:1" };
  const log = await world.chatgate("replay --stage dev", { env });
  expect([log.code, log.err]).toEqual([2, expect.stringMatching(/\(ECONNREFUSED\).* \[log-unreadable\]$/)]);
  world.bucket.fail(403);
  const bucket = await chatgate("replay s3://traces/day=1/ --policies policies");
  expect([bucket.code, bucket.err]).toEqual([2, expect.stringMatching(/\(http-403\).* \[log-unreadable\]$/)]);
});

test("a bucket without a stage: what is wrong with AWS is said of no stage", async () => {
  const env = { AWS_PROFILE: "nobody", AWS_SHARED_CREDENTIALS_FILE: "none", AWS_CONFIG_FILE: "none" };
  const { code, err } = await world.chatgate("replay s3://traces/day=1/ --policies policies", { env });
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/^chatgate: (?!.*stage).*\[aws-credentials-missing\]$/),
  });
});

test("events of API Gateway, one a line, gzipped: decided at their own time, whoever signed them", async () => {
  const bodies = [
    { Type: "Public", Name: "plain" },
    { Type: "Meeting", Name: '"requestContext"' },
  ];
  const events = bodies.flatMap((change, index) => {
    const event = createCallbackEvent({ command: CREATE, body: { ...readSample(CREATE), ...change } });
    return Object.values(formats).map((format, at) => {
      const made = format({
        ...event,
        rawQueryString: `${event.rawQueryString}`.replace(/Sign=\w+/, "Sign=old"),
      });
      const context = { ...(made.requestContext as object), requestId: `e-${index}-${at}`, timeEpoch: NOW };
      return JSON.stringify({ ...made, requestContext: context });
    });
  });
  const verify = JSON.stringify(createCallbackEvent({ command: CREATE, body: {} }));
  writeFileSync(join(world.folder, "events.jsonl.gz"), gzipSync([...events, verify].join("\n")));
  const { out } = await chatgate("replay events.jsonl.gz --policies policies --against dev --json");
  expect(JSON.parse(out)).toMatchObject({
    ...{ requests: events.length, changes: NOTHING, refusedAfter: events.length / 2 },
    ...{ grades: { recording: 0, event: events.length, audit: 0 }, first: NOW, last: NOW },
    skipped: { other: 1 },
  });
});

testRows(
  [
    { name: "no input and no stage", line: "replay --policies policies", err: "No input is named." },
    {
      name: "recordings of a file",
      line: "replay policies --recordings",
      err: "--recordings is of a stage's log",
    },
    {
      name: "a limit without a replay",
      line: "policy push --stage dev --reason x --fail-if newly-refused>1",
      err: "--fail-if needs --replay",
    },
    {
      name: "recordings without a replay",
      line: "policy push --stage dev --reason x --recordings",
      err: "--recordings needs --replay",
    },
    {
      name: "a limit that is none",
      line: "policy push --stage dev --reason x --replay 1h --fail-if much",
      err: '--fail-if does not take "much"',
    },
    {
      name: "a span that is none",
      line: "policy push --stage dev --reason x --replay soon",
      err: '--replay does not take "soon"',
    },
  ],
  async ({ line, err }) => {
    const ran = await chatgate(line);
    expect([ran.code, ran.out]).toEqual([2, ""]);
    expect(ran.err).toContain(err);
  },
);

describe("policy push --replay", () => {
  const push = (more: string, world = {}) =>
    chatgate(`policy push --stage dev --reason "Stricter" ${more}`, world);

  test("shows what the last hours would have been like, and asks", async () => {
    await sendCallbacks(SENT);
    refusePublic();
    const answers: string[] = [];
    const ask = async (proposal: string) => {
      answers.push(proposal);
      return "no";
    };
    const { code, out, err } = await push("--replay 1h", { ask });
    expect([code, err]).toEqual([1, expect.stringContaining("[declined]")]);
    expect(out).toMatch(/4 requests, .* · what would be pushed against set 2\n/);
    expect(out).toMatch(/newly refused +2 +50\.0 % {2}by 1 accounts/);
    expect(answers).toEqual(["no"]);
    expect((await push("--replay 1h --yes")).out).toContain("Stage dev is at set 3 now");
  });

  test("above a limit nothing is written", async () => {
    await sendCallbacks(SENT);
    refusePublic();
    const writes = world.store.count("PutParameter");
    const { code, out, err } = await push('--replay 1h --fail-if "newly-refused>0.1%" --yes');
    expect(code).toBe(1);
    expect(out).toContain("By the rule that makes the difference");
    expect(err).toMatch(/newly-refused>0\.1%.* \[limit-exceeded\]\nNothing was written to stage dev\.$/);
    const json = await push('--replay 1h --fail-if "newly-refused>0.1%" --yes --json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      written: false,
      replay: { ok: false, exceeded: ["newly-refused>0.1%"], changes: { newlyRefused: 2 } },
    });
    expect(world.store.count("PutParameter")).toBe(writes);
    const below = await push('--replay 1h --fail-if "newly-refused>60%" --yes --json');
    expect(below.code).toBe(0);
    expect(JSON.parse(below.out)).toMatchObject({ written: true, replay: { changes: { newlyRefused: 2 } } });
  });

  test("takes recordings, of the log or of files", async () => {
    await chatgate("record start --stage dev --for 7d --yes");
    await sendCallbacks(SENT);
    await chatgate("record pull --stage dev --since 1h -o recordings");
    refusePublic();
    for (const more of ["--replay 1h --recordings", "--replay recordings"]) {
      const { out } = await push(`${more} --dry-run --json`);
      expect(JSON.parse(out)).toMatchObject({
        written: false,
        replay: { requests: 4, changes: { newlyRefused: 2 }, grades: { recording: 4 } },
      });
    }
  });

  test("pushes nothing if the log cannot be read, or the set is wrong", async () => {
    const env = { AWS_ENDPOINT_URL_LOGS: "http://127.0.0.1:1" };
    const unread = await world.chatgate('policy push --stage dev --reason "x" --replay 1h --yes', { env });
    expect([unread.code, unread.err]).toEqual([
      2,
      expect.stringMatching(/\(ECONNREFUSED\).* \[log-unreadable\]\nNothing was written to stage dev\.$/),
    ]);
    world.write({ "policies/creation.yaml": world.file("policies/creation.yaml").replace("10101", "7") });
    const wrong = await push("--replay 1h --yes");
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("[code-unavailable]")]);
  });
});
