/**
 * Replay over recorded requests, one thread and two, and its memory: `node bench/replay.ts [requests]`, default 100,000;
 * seconds are of 1,000,000. Both sets are decided: the cookbook, and the cookbook with one rule more. And what a recorded
 * request costs the function.
 */

import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listInputFiles } from "../cli/replay-input.ts";
import { type ReplayPlan, replayFiles, startReplayOnNode } from "../cli/replay-run.ts";
import { readFacets } from "../lib/callback/read-facets.ts";
import { commands } from "../lib/commands/generated/index.ts";
import type { Outcome } from "../lib/gate/outcome.ts";
import { type Settings, settingsSchema } from "../lib/policy-set/settings-schema.ts";
import { createRecordingSink } from "../lib/sinks/recording.ts";
import { readDirectory } from "../lib/store/directory.ts";
import { createRecordingLine, createTraffic } from "../tests/support/traffic.ts";
import { computeMedian, formatRow } from "./support/measure.ts";

const requests = Number(process.argv[2] ?? 100_000);
const PART = 10_000;
const ACCOUNTS = 100_000;
const CALLS = 2_000;

/** In a process of its own, whose memory is not replay's. */
async function writeRecordings(file: string): Promise<void> {
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

const [, , , given] = process.argv;
if (given !== undefined) {
  await writeRecordings(given);
  process.exit();
}
const folder = mkdtempSync(path.join(tmpdir(), "chatgate-replay-"));
const file = path.join(folder, "recordings.jsonl");
execFileSync(process.execPath, [...process.execArgv, import.meta.filename, String(requests), file]);

const cookbook = path.join(import.meta.dirname, "../policies/cookbook");
const { files: before } = await readDirectory(cookbook, "policies/cookbook");
const rule = {
  ...{ id: "more", on: "*.CallbackBefore*", when: 'platform == "web" && clientIp != ""', deny: {} },
};
const value = JSON.stringify({ rules: [rule] });
const after = [...before, { name: "policies/zz-more", value, version: "1" }];
const plan: ReplayPlan = {
  ...{ before, after, secrets: undefined, reportKey: "bench", showText: false, on: undefined },
  ...{ from: 0, to: Number.MAX_SAFE_INTEGER },
};

/** `cpu`: seconds of all threads, which other processes on the machine do not change. */
async function measure(workers: number): Promise<{ readonly wall: number; readonly cpu: number }> {
  const parts = await listInputFiles([file]);
  const planned = startReplayOnNode(plan);
  if ("missing" in parts || planned.kind === "rejected") throw new Error("the bench's own sets must check");
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const { tally } = await replayFiles(plan, planned.replay, parts, workers, {
    onBytes: () => {},
    isStopped: () => false,
  });
  const wall = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (tally.requests !== requests || tally.changes.newlyRefused === 0)
    throw new Error("not all were replayed");
  return { wall, cpu: (user + system) / 1e6 };
}

const single = await measure(1);
const memory = process.resourceUsage().maxRSS / 1024;
const double = await measure(2);
rmSync(folder, { recursive: true });
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
  const run = (settings: Settings) => {
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
  return computeMedian(Array.from({ length: 9 }, () => run(on) - run(off)));
}

const per = 1_000_000 / requests;
const scaled = `1,000,000 requests, from ${requests.toLocaleString("en-US")}, one thread`;
for (const row of [
  { name: `${scaled}, CPU`, value: per * single.cpu, unit: "s", target: 60 },
  { name: `${scaled}, clock`, value: per * single.wall, unit: "s" },
  { name: "one thread ÷ two, clock", value: single.wall / double.wall, unit: "×" },
  { name: "recording on, a request, CPU", value: measureRecording(), unit: "µs", target: 40 },
  { name: "memory of one thread, 100,000 accounts", value: memory, unit: "MB", target: 400 },
])
  console.log(formatRow(row).join("  "));
