import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { commands } from "../../lib/commands/generated/index.ts";
import { parseObject } from "../../lib/json.ts";
import { readLogLine } from "../../lib/records/read-lines.ts";
import { readRecording } from "../../lib/records/recording.ts";
import { judgeExactly } from "../../lib/replay/judge.ts";
import { readReplayLine } from "../../lib/replay/replay-line.ts";
import { createRecordingOpener } from "../../lib/sinks/opening.ts";
import { createRecordingSink } from "../../lib/sinks/recording.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW, type World } from "../support/gate.ts";
import { createTestReplaySet, createWorld, RULES } from "../support/replay-sets.ts";
import { testRows } from "../support/table.ts";

const { privateKey } = generateKeyPairSync("x25519");
const jwk = privateKey.export({ format: "jwk" });
const CREATE = "Group.CallbackBeforeCreateGroup";
const HOUR = 3_600_000;

type Fields = Readonly<Record<string, unknown>>;
const createRecording = (change: Fields = {}): Fields => ({
  ...{ until: new Date(NOW + HOUR).toISOString(), key: { id: "rec-1", publicKey: jwk.x } },
  ...change,
});

/** The lines that a gate with these settings writes beside its audit. */
async function recordRequest(settings: Fields, body: unknown = readSample(CREATE), more: World = {}) {
  const lines: string[] = [];
  const sink = createRecordingSink(
    () => NOW,
    (line) => lines.push(line),
  );
  const { gate } = createTestGate({ ...createWorld(RULES, settings), sinks: [sink], ...more });
  const answer = await gate(createCallbackEvent({ command: CREATE, body }), "r-1");
  return { lines: lines.flatMap((line) => line.split("\n")), answer };
}

test("a request is sealed to the key, and opens to what was asked and answered", async () => {
  const body = `{"GroupId":"@TGS#1","Type":"AVChatRoom",\n"Operator_Account":"u_mira","Name":"x","Long":9007199254740993123}`;
  const { lines, answer } = await recordRequest({ recording: createRecording() }, body);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/u_mira|AVChatRoom|TGS/);
  const [found] = readLogLine(lines[0] ?? "");
  if (found?.kind !== "recording") throw new Error(`no recording: ${lines[0]}`);
  expect(found.line).toMatchObject({
    v: 1,
    key: "rec-1",
    requestId: "r-1",
    time: new Date(NOW).toISOString(),
  });
  const text = createRecordingOpener(jwk)?.(found.line.sealed) ?? "";
  expect(text).toContain('"Long":9007199254740993123');
  expect(readRecording(parseObject(text) ?? {})).toMatchObject({
    ...{ command: CREATE, platform: "iOS", clientIp: "127.0.0.1", sdkAppId: 1400000000 },
    ...{
      decision: { verdict: "deny", code: 10101 },
      body: { Type: "AVChatRoom", Long: "9007199254740993123" },
    },
  });
  const [request] = readReplayLine(text, commands);
  if (request?.kind !== "exact") throw new Error("not replayed");
  expect(judgeExactly(request, createTestReplaySet(createWorld(RULES))).answer).toBe(answer.body);
  const { privateKey: other } = generateKeyPairSync("x25519");
  const openWithOther = createRecordingOpener(other.export({ format: "jwk" }));
  expect(openWithOther?.(found.line.sealed)).toBeUndefined();
});

test("the published schema names what a recording holds", async () => {
  const { lines } = await recordRequest({ recording: createRecording() });
  const opened = createRecordingOpener(jwk)?.(String(parseObject(lines[0] ?? "")?.sealed));
  const fields = parseObject(opened ?? "") ?? {};
  const schema = JSON.parse(readFileSync("schemas/recording.schema.json", "utf8"));
  expect(Object.keys(fields).filter((name) => schema.properties[name] === undefined)).toEqual([]);
  expect(schema.required.filter((name: string) => fields[name] === undefined)).toEqual([]);
});

testRows(
  [
    { name: "no settings for it", recording: undefined },
    { name: "ended", recording: createRecording({ until: new Date(NOW).toISOString() }) },
    {
      name: "an end more than 30 days away",
      recording: createRecording({ until: new Date(NOW + 721 * HOUR).toISOString() }),
    },
    { name: "another command", recording: createRecording({ on: "Sns.*" }) },
    { name: "none of the accounts", recording: createRecording({ sample: 0 }) },
    {
      name: "a key with which every agreement is the same",
      recording: createRecording({ key: { id: "k", publicKey: "A".repeat(43) } }),
    },
  ],
  "nothing is written: $name",
  async ({ recording }) => {
    expect((await recordRequest(recording === undefined ? {} : { recording })).lines).toEqual([]);
  },
);

test("a request that is not Chat's is not recorded", async () => {
  expect(
    (await recordRequest({ recording: createRecording() }, readSample(CREATE), { tokens: "another" })).lines,
  ).toEqual([]);
});

test("an account is recorded whole or not at all", async () => {
  const recording = createRecording({ sample: 50 });
  const kept = new Map<string, Set<number>>();
  for (let at = 0; at < 60; at++) {
    const account = `u_${at % 20}`;
    const { lines } = await recordRequest(
      { recording },
      { ...readSample(CREATE), Operator_Account: account, Name: `n${at}` },
    );
    kept.set(account, (kept.get(account) ?? new Set()).add(lines.length));
  }
  expect([...kept.values()].map(({ size }) => size)).toEqual(Array.from({ length: 20 }, () => 1));
  const recorded = [...kept.values()].filter((counts) => counts.has(1)).length;
  expect(recorded).toBeGreaterThan(3);
  expect(recorded).toBeLessThan(17);
});

test("a long request is cut into parts that a log line has room for", async () => {
  const body = { ...readSample(CREATE), Filler: "x".repeat(400_000) };
  const { lines } = await recordRequest({ recording: createRecording() }, body);
  expect(lines.map((line) => parseObject(line)?.part)).toEqual([1, 2, 3]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(256 * 1024);
});

test("the function's role has no right to the private keys", () => {
  const stack = ["serverless.yml", "serverless/limits.yml", "serverless/events.yml", "serverless/lists.yml"]
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const resources = [...stack.matchAll(/:parameter(\/[^\s"]+)/g)].map(([, path = ""]) =>
    path.replace(/\$\{sls:stage\}/, "dev"),
  );
  expect(resources.length).toBeGreaterThan(2);
  const key = "/chatgate-recordings/dev/rec-1";
  const grants = (path: string) =>
    new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(key);
  expect(resources.filter(grants)).toEqual([]);
});
