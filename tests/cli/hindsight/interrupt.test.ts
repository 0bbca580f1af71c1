import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeEvent } from "../../../lib/records/event.ts";
import { writeUndelivered } from "../../../lib/records/undelivered.ts";
import { createTokenSealer } from "../../../lib/sinks/sealing.ts";
import { chatEvent } from "../../support/event.ts";
import { startLoopback } from "../../support/loopback.ts";
import { createRecordingLine, createTraffic } from "../../support/traffic.ts";
import { waitFor } from "../../support/wait-for.ts";
import { type StageWorld, startStageWorld } from "../stage/stage-world.ts";

/** A process starts within seconds, also on machines that others use. */
const PROCESS_MS = 60_000;
const ROOT = `${__dirname}/../../..`;

let world: StageWorld;
let logs: Awaited<ReturnType<typeof startLoopback>>;
let lines: string[];
/** Of the log: each but the first waits for good, so that whoever reads the log is still reading. */
let pages: "one" | "endless";
const started: ChildProcess[] = [];

beforeEach(async () => {
  world = await startStageWorld();
  lines = [];
  pages = "one";
  let asked = 0;
  logs = await startLoopback((_, response) => {
    const events = lines.map((message) => ({ message }));
    if (pages === "one") response.end(JSON.stringify({ events }));
    else if (asked++ === 0) response.end(JSON.stringify({ events, nextToken: "2" }));
  });
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy\n", { type: "SecureString" });
  await world.push("First rules");
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await Promise.all([world.close(), logs.close()]);
});

type Running = {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
};

/** The command line as a process of its own, as a person runs it. */
function start(line: string, env: Readonly<Record<string, string>> = {}): Running {
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const child = spawn(process.execPath, [`${ROOT}/bin/chatgate.cjs`, ...args], {
    cwd: world.folder,
    env: { ...process.env, ...world.env, AWS_ENDPOINT_URL_LOGS: logs.url, ...env },
  });
  started.push(child);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.err += chunk;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal }));
  return { child, said, ended };
}

const audit = (requestId: string, decision: string) =>
  JSON.stringify({
    ...{ type: "audit", v: 1, time: new Date().toISOString(), requestId, passed: 1, ms: 1 },
    ...{ command: "Group.CallbackBeforeCreateGroup", outcome: "decided", decision, code: 0, set: 1 },
  });

test(
  "tail shows lines as they are written, and Ctrl-C ends it in order",
  async () => {
    lines = [audit("r-1", "allow")];
    const { child, said, ended } = start("tail --stage dev --since 1h");
    await waitFor("r-1", () => said.out.includes("r-1"), { said: () => JSON.stringify(said) });
    lines.push(audit("r-2", "deny"));
    await waitFor("r-2", () => said.out.includes("r-2"), { said: () => JSON.stringify(said) });
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(said.out.match(/r-\d/g)).toEqual(["r-1", "r-2"]);
    expect(said.err).toMatch(/^Ended: 2 requests shown, 1 of them refused, in \d+ s\.\n$/);
  },
  PROCESS_MS,
);

test(
  "Ctrl-C ends a tail in order also while the log does not answer",
  async () => {
    lines = [audit("r-1", "deny")];
    pages = "endless";
    const { child, said, ended } = start("tail --stage dev --since 1h");
    await waitFor("r-1 and another call", () => said.out.includes("r-1") && logs.received.length === 2);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(said.err).toMatch(/^Ended: 1 requests shown, 1 of them refused, in [0-9] s\.\n$/);
  },
  PROCESS_MS,
);

test(
  "Ctrl-C in a tail that does not follow ends it at once, as not all of the past was shown",
  async () => {
    lines = [audit("r-1", "allow")];
    pages = "endless";
    const { child, said, ended } = start("tail --stage dev --since 1h --no-follow --json");
    await waitFor("r-1", () => said.out.includes("r-1"));
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(said.out.split("\n").filter(Boolean)).toEqual(lines);
  },
  PROCESS_MS,
);

/** More than a pipe's buffer: once all of it is written, the process is reading. The input stays open. */
async function writeTraffic(child: ChildProcess): Promise<void> {
  const traffic = createTraffic(3_000).map((request) => createRecordingLine(request));
  await new Promise((resolve) => child.stdin?.write(`${traffic.join("\n")}\n`, resolve));
}

const STOPPED_REPLAY = {
  ok: false,
  requests: expect.any(Number),
  after: expect.stringMatching(/ · incomplete$/),
  exceeded: [],
  diagnostics: [
    {
      ...{ code: "replay-stopped", severity: "error", document: "", path: [] },
      message: expect.stringContaining("only part of the input"),
    },
  ],
};

test(
  "Ctrl-C in a replay shows what was replayed so far, and writes nothing",
  async () => {
    const { child, said, ended } = start("replay - --policies policies --tally t.json");
    await writeTraffic(child);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(said.out).toMatch(/^[1-3],\d{3} requests.* policies · incomplete against what was recorded\n/);
    expect(said.err).toMatch(/^chatgate: Stopped: .* \[replay-stopped\]\n$/);
    expect(() => world.file("t.json")).toThrow("ENOENT");
  },
  PROCESS_MS,
);

test(
  "--json of a replay that Ctrl-C ends is not ok: the counts so far, and why they are incomplete",
  async () => {
    const { child, said, ended } = start('replay - --policies policies --json --fail-if "newly-refused>99%"');
    await writeTraffic(child);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, signal: null });
    const result = JSON.parse(said.out);
    expect(result).toMatchObject(STOPPED_REPLAY);
    expect(result.requests).toBeGreaterThan(1_000);
    expect(said.err).toBe("");
  },
  PROCESS_MS,
);

test(
  "--json of a push whose replay Ctrl-C ends is not ok either, and nothing is written",
  async () => {
    const written = world.store.count("PutParameter");
    world.write({ "policies/more.yaml": RULE(1) });
    const { child, said, ended } = start('policy push --stage dev --reason "More" --replay - --yes --json');
    await writeTraffic(child);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(JSON.parse(said.out)).toMatchObject({
      ...{ ok: false, stage: "dev", written: false, diagnostics: STOPPED_REPLAY.diagnostics },
      replay: STOPPED_REPLAY,
    });
    expect(said.err).toBe("");
    expect(world.store.count("PutParameter")).toBe(written);
  },
  PROCESS_MS,
);

const RULE = (id: number) =>
  `rules:\n  - { id: r-${id}, on: Group.CallbackBeforeCreateGroup, when: groupType == "Live", deny: { message: "No." } }\n`;

test(
  "Ctrl-C in a push leaves the set in force whole, and the next push goes on",
  async () => {
    world.write(Object.fromEntries([1, 2, 3, 4, 5, 6].map((id) => [`policies/p${id}.yaml`, RULE(id)])));
    world.store.setService({ delayMs: 300 });
    const written = world.store.count("PutParameter");
    const { child, said, ended } = start('policy push --stage dev --reason "Six more" --yes --json');
    await waitFor("two writes", () => world.store.count("PutParameter") >= written + 2, {
      said: () => JSON.stringify(said),
    });
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(JSON.parse(said.out)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "push-stopped", message: expect.stringContaining("Set 2 is still in force.") }],
    });
    world.store.setService({});
    const inForce = await world.read();
    expect(inForce).toMatchObject({ kind: "read" });
    expect(JSON.stringify(inForce)).not.toContain("r-1");
    const there = world.store.count("PutParameter");
    const again = await world.push("Six more");
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("Stage dev is at set 3 now")]);
    // Two of six were there.
    expect(world.store.count("PutParameter") - there).toBeLessThan(8);
    expect(JSON.stringify(await world.read())).toContain("r-6");
  },
  PROCESS_MS,
);

/** SQS and the log of a stage, whose lines are undelivered events; a send takes a while. */
async function startQueue() {
  const text = writeEvent(chatEvent);
  const undelivered = { to: "queue", command: chatEvent.type, reason: "http-500", text };
  const at = { time: Date.now() - 60_000, requestId: "r" };
  const log = ["a", "b", "c"].flatMap((id) =>
    writeUndelivered({ ...undelivered, id }, createTokenSealer("xxxxyyyy"), at).map((line) =>
      JSON.stringify(line),
    ),
  );
  const answers: Readonly<Record<string, (body: string) => object>> = {
    GetQueueUrl: () => ({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/chatgate-dev-events" }),
    FilterLogEvents: () => ({ events: log.map((message) => ({ message })) }),
    SendMessage: () => ({ MessageId: "1" }),
    CreateLogStream: () => ({}),
    PutLogEvents: (body) => {
      log.push(JSON.parse(body).logEvents[0].message);
      return {};
    },
  };
  const aws = await startLoopback(({ headers, body }, response) => {
    const action = String(headers["x-amz-target"]).split(".").at(-1) ?? "";
    const answer = JSON.stringify(answers[action]?.(body) ?? {});
    setTimeout(() => response.end(answer), action === "SendMessage" ? 500 : 0);
  });
  const countSent = () => aws.received.filter(({ body }) => body.includes("MessageBody")).length;
  return { ...aws, countSent };
}

test(
  "Ctrl-C in a redelivery notes what is being sent, and the next run sends the rest",
  async () => {
    world.write({
      "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\nevents: [{ on: '*', to: queue }]\n",
    });
    await world.push("Events");
    const aws = await startQueue();
    const env = { AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_SSM: world.store.url };
    const { child, said, ended } = start("events redeliver --stage dev --since 1h --json", env);
    await waitFor("an event", () => aws.countSent() === 1);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(JSON.parse(said.out)).toMatchObject({
      ...{ ok: false, outcomes: { sent: 1 }, left: 2 },
      diagnostics: [{ code: "redelivery-stopped", message: expect.stringContaining("2 events not sent.") }],
    });
    const { out } = await world.chatgate("events redeliver --stage dev --since 1h", { env });
    expect([out, aws.countSent()]).toEqual(["2 sent\n1 sent by an earlier run", 3]);
    await aws.close();
  },
  PROCESS_MS,
);

test(
  "a command that does not listen ends at once",
  async () => {
    world.store.fault("hang");
    const { child, ended } = start("policy diff --stage dev");
    const asked = world.store.requests.length;
    await waitFor("a request", () => world.store.requests.length > asked);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, signal: null });
  },
  PROCESS_MS,
);
