/**
 * Replay over recorded requests, by one thread and by two, and its memory; and what recording costs the function. A part
 * of `npm run bench`; alone: `node bench/replay.ts [requests]`, default 100,000, seconds being of 1,000,000. Both sets are
 * decided: the cookbook, and the cookbook with one rule more.
 */

import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { listInputFiles } from "../cli/replay-input.ts";
import { planReplayOnNode, type ReplayPlan, replayFiles } from "../cli/replay-run.ts";
import { readFacets } from "../lib/callback/read-facets.ts";
import { commands } from "../lib/commands/generated/index.ts";
import type { Outcome } from "../lib/gate/outcome.ts";
import { type Settings, settingsSchema } from "../lib/policy-set/settings-schema.ts";
import { createRecordingSink } from "../lib/sinks/recording.ts";
import { readDirectory } from "../lib/store/directory.ts";
import { createRecordingLine, createTraffic } from "../tests/support/traffic.ts";
import { computeMedian, formatRow, type Measured } from "./support/measure.ts";

const REQUESTS = 100_000;
const PART = 10_000;
const ACCOUNTS = 100_000;
const CALLS = 2_000;

type Ran = {
  /** Wall seconds, and CPU seconds of all threads, which do not depend on other load. */
  readonly wall: number;
  readonly cpu: number;
  /** MB, at most. */
  readonly memory: number;
};

/** In separate processes, so that memory is the replay's alone and all start cold. */
export async function measureReplay(requests = REQUESTS): Promise<readonly Measured[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "chatgate-replay-"));
  const file = path.join(folder, "recordings.jsonl");
  const runNode = (...args: readonly string[]) =>
    execFileSync(process.execPath, [...process.execArgv, import.meta.filename, ...args], {
      encoding: "utf8",
    });
  const replay = (threads: number, limits: string) =>
    JSON.parse(runNode("replay", file, String(requests), String(threads), limits)) as Ran; // written below
  try {
    runNode("write", file, String(requests));
    const limited = replay(1, "with-limits");
    const [single, double] = [replay(1, "without-limits"), replay(2, "without-limits")];
    const per = 1_000_000 / requests;
    const scaled = `replay of 1,000,000 requests, from ${requests.toLocaleString("en-US")}`;
    return [
      { name: `${scaled}: CPU of one thread`, value: per * limited.cpu, unit: "s", target: 60 },
      { name: `${scaled}: clock, one thread`, value: per * limited.wall, unit: "s" },
      {
        name: "replay without limits, two threads ÷ one: clock",
        value: double.wall / single.wall,
        unit: "",
        target: 0.625,
      },
      { name: "replay without limits, two threads ÷ one: CPU", value: double.cpu / single.cpu, unit: "" },
      { name: "replay of 100,000 accounts: memory", value: limited.memory, unit: "MB", target: 400 },
      {
        name: "recording on, a request: CPU more than off",
        value: measureRecording(),
        unit: "µs",
        target: 40,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function writeRecordings(file: string, requests: number): Promise<void> {
  const out = createWriteStream(file);
  for (let done = 0; done < requests; done += PART) {
    const lines = createTraffic(Math.min(PART, requests - done), done + 1, ACCOUNTS).map((request) =>
      createRecordingLine(request),
    );
    if (!out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

async function createPlan(limits: "with-limits" | "without-limits"): Promise<ReplayPlan> {
  const cookbook = path.join(import.meta.dirname, "../policies/cookbook");
  const { files } = await readDirectory(cookbook, "policies/cookbook");
  // A limit needs requests in their order, by one thread.
  const before = limits === "with-limits" ? files : files.filter(({ value }) => !value.includes('"limit":'));
  const rule = {
    ...{ id: "more", on: "*.CallbackBefore*", when: 'platform == "web" && clientIp != ""', deny: {} },
  };
  const value = JSON.stringify({ rules: [rule] });
  return {
    ...{ before, after: [...before, { name: "policies/zz-more", value, version: "1" }] },
    ...{ secrets: undefined, reportKey: "bench", showText: false, on: undefined },
    ...{ from: 0, to: Number.MAX_SAFE_INTEGER },
  };
}

async function replayFile(
  file: string,
  requests: number,
  threads: number,
  limits: "with-limits" | "without-limits",
): Promise<Ran> {
  const plan = await createPlan(limits);
  const [parts, planned] = [await listInputFiles([file]), planReplayOnNode(plan)];
  if ("missing" in parts || planned.kind === "rejected") throw new Error("the bench's own sets must check");
  const watch = { onBytes: () => {}, isStopped: () => false };
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const { tally } = await replayFiles(plan, planned, parts, threads, watch);
  const wall = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (tally.requests !== requests || tally.changes.newlyRefused === 0)
    throw new Error("not all were replayed");
  return { wall, cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS / 1024 };
}

/** Of one request that is recorded whole, less the same with recording off; CPU, median of runs. */
function measureRecording(): number {
  const { x: publicKey } = generateKeyPairSync("x25519").publicKey.export({ format: "jwk" });
  const read = createTraffic(1)[0];
  const command = commands.get(read?.command ?? "");
  if (read === undefined || command === undefined) throw new Error("the bench's own request must be known");
  const context = { platform: "iOS", clientIp: "192.0.2.7", sdkAppId: 1400000000, now: read.time };
  const callback = { command, payload: read.body, ...context };
  const body = JSON.stringify(read.body);
  const outcome: Outcome = {
    ...{ requestId: "r-1", time: read.time, ms: 1, command: command.name, platform: "iOS" },
    ...{ sdkAppId: context.sdkAppId, token: 0, skewSeconds: 0, drift: [], set: undefined, health: undefined },
    ...{
      ending: { kind: "decided", decision: { verdict: "allow" }, effects: [] },
      verdict: "allow",
      code: 0,
    },
    ...{ status: 200, envelope: { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 } },
    facets: readFacets(command, callback.payload, callback),
  };
  const until = new Date(read.time + 3_600_000).toISOString();
  const shape = { sdkAppIds: [1], recording: { until, sample: 50, key: { id: "rec-1", publicKey } } };
  const measureGate = (settings: Settings) => {
    const sink = createRecordingSink(
      () => read.time,
      () => {},
    );
    const sinkContext = {
      phase: "before",
      requestTime: "0",
      settings,
      keys: undefined,
      readBodyText: () => body,
    } as const;
    const startedAt = process.cpuUsage();
    for (let call = 0; call < CALLS; call++) void sink({ ...outcome, requestId: `r-${call}` }, sinkContext);
    const { user, system } = process.cpuUsage(startedAt);
    return (user + system) / CALLS;
  };
  const on = settingsSchema().parse({ ...shape, recording: { ...shape.recording, sample: 100 } });
  const off = settingsSchema().parse({ sdkAppIds: [1] });
  return computeMedian(Array.from({ length: 9 }, () => measureGate(on) - measureGate(off)));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , task = "", file = "", requests = "", threads = "", limits = ""] = process.argv;
  if (task === "write") await writeRecordings(file, Number(requests));
  else if (task === "replay")
    console.log(
      JSON.stringify(
        await replayFile(
          file,
          Number(requests),
          Number(threads),
          limits === "with-limits" ? limits : "without-limits",
        ),
      ),
    );
  else
    for (const row of await measureReplay(Number(task || REQUESTS))) console.log(formatRow(row).join("  "));
}
