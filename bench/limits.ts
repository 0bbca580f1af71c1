/**
 * The cost of limits, and what their algorithm admits compared with others. Run as a program it prints tables; exit 1
 * when a budget is over.
 */
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { LimitRequest } from "../lib/decision.ts";
import type { Limits } from "../lib/gate/limits.ts";
import { applyChange, type CountedItem, EMPTY_ITEM, viewItem } from "../lib/limits/buckets.ts";
import { createTableLimits } from "../lib/limits/dynamodb.ts";
import { createMemoryLimits } from "../lib/limits/memory.ts";
import type { CallTable } from "../lib/limits/table-answer.ts";

/** `value` is to be at most `target`. */
type Measured = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
};

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const REQUESTS = 20_000;

const request: LimitRequest = {
  sdkAppId: 1400000000,
  rule: "creation/groups-per-hour",
  by: "operator",
  value: "u_mira",
  max: 100_000,
  perMs: HOUR,
  shadow: false,
  count: "requests",
};

export async function measureLimits(): Promise<readonly Measured[]> {
  return [
    {
      name: "CPU of a request within, memory, 60 buckets",
      value: await measureMicroseconds((now) => createMemoryLimits({ now }), request),
      unit: "µs",
      target: 50,
    },
    {
      name: "CPU of a request over, memory",
      value: await measureMicroseconds((now) => createMemoryLimits({ now }), { ...request, max: 60 }),
      unit: "µs",
      target: 50,
    },
    {
      name: "CPU of a request, table, its network left out",
      value: await measureMicroseconds(
        (now) => createTableLimits(createTableOptions(now, admitAll)),
        request,
      ),
      unit: "µs",
      target: 100,
    },
    {
      name: "calls per refused request, refusals remembered",
      value: await countCallsPerRefusal({}),
      unit: "",
      target: 0.01,
    },
    {
      name: "calls per refused request, not remembered",
      value: await countCallsPerRefusal({ maxRemembered: 0 }),
      unit: "",
      target: 1,
    },
    {
      name: "lib/limits in a bundle, minified",
      value: (await bundleLimits()).length / 1024,
      unit: "KB",
      target: 9,
    },
    {
      name: "lib/limits in a bundle, minified and gzipped",
      value: gzipSync(await bundleLimits()).length / 1024,
      unit: "KB",
      target: 4,
    },
  ];
}

/** Of one request, the median of nine rounds; a minute of the limit's hour passes between any two of them. */
async function measureMicroseconds(
  make: (now: () => number) => Limits,
  request: LimitRequest,
): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 9; round++) {
    let clock = START;
    const limits = make(() => clock);
    const start = process.cpuUsage();
    for (let count = 0; count < REQUESTS; count++) {
      clock += 60_000 / 100;
      await limits.take([request], clock + 250);
    }
    const { user, system } = process.cpuUsage(start);
    rounds.push((user + system) / REQUESTS);
  }
  return findMedian(rounds);
}

async function countCallsPerRefusal(options: { readonly maxRemembered?: number }): Promise<number> {
  let calls = 0;
  const refuse: CallTable = async () => {
    calls++;
    const Item = { n: { N: "5" }, [`b${Math.floor(START / 60_000).toString(36)}`]: { N: "5" } };
    return { kind: "refused", status: 400, type: "ConditionalCheckFailedException", body: { Item } };
  };
  let clock = START;
  const limits = createTableLimits({ ...createTableOptions(() => clock, refuse), ...options });
  for (let count = 0; count < 1_000; count++) {
    clock += 100;
    const answers = await limits.take([{ ...request, max: 5 }], clock + 250);
    if (answers.get(request.rule)?.kind !== "over") throw new Error("it was to be refused");
  }
  return calls / 1_000;
}

const admitAll: CallTable = async () => ({ kind: "ok", body: {} });

function createTableOptions(now: () => number, call: CallTable) {
  const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
  return { call, table: "chatgate-bench-limits", hash, now, chance: Math.random };
}

/** What limits add to the handler: both stores, without AWS's client, which it already has. */
async function bundleLimits(): Promise<Uint8Array> {
  const contents = ["dynamodb", "memory"]
    .map((name) => `export * from "./lib/limits/${name}.ts";`)
    .join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** Whether a request at a given time is admitted. */
type Algorithm = (max: number) => (at: number) => boolean;

const createSixtyBuckets: Algorithm = (max) => {
  let item: CountedItem = EMPTY_ITEM;
  return (at) => {
    const view = viewItem(item, { max, perMs: HOUR }, at);
    if (view.kind === "within") item = applyChange(item, view.change);
    return view.kind === "within";
  };
};

const createTenBuckets: Algorithm = (max) => {
  const width = HOUR / 10;
  const counts = new Map<number, number>();
  return (at) => {
    for (const bucket of counts.keys()) if ((bucket + 1) * width <= at - HOUR) counts.delete(bucket);
    const used = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const bucket = Math.floor(at / width);
    if (used < max) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    return used < max;
  };
};

const createExactLog: Algorithm = (max) => {
  const admitted: number[] = [];
  return (at) => {
    const isFree = (admitted.at(-max) ?? Number.NEGATIVE_INFINITY) <= at - HOUR;
    if (isFree) admitted.push(at);
    return isFree;
  };
};

const createFixedWindow: Algorithm = (max) => {
  let [current, used] = [0, 0];
  return (at) => {
    const window = Math.floor(at / HOUR);
    if (window !== current) [current, used] = [window, 0];
    return used++ < max;
  };
};

const createSlidingCounter: Algorithm = (max) => {
  let [current, used, before] = [0, 0, 0];
  return (at) => {
    const window = Math.floor(at / HOUR);
    if (window !== current) [current, used, before] = [window, 0, window === current + 1 ? used : 0];
    const isFree = used + before * (1 - (at % HOUR) / HOUR) < max;
    if (isFree) used++;
    return isFree;
  };
};

const createGenericCellRate: Algorithm = (max) => {
  let arrival = 0;
  return (at) => {
    const next = Math.max(arrival, at) + HOUR / max;
    if (next - at > HOUR) return false;
    arrival = next;
    return true;
  };
};

const algorithms: Readonly<Record<string, Algorithm>> = {
  "exact log": createExactLog,
  "60 buckets": createSixtyBuckets,
  "10 buckets": createTenBuckets,
  "fixed window": createFixedWindow,
  "sliding counter": createSlidingCounter,
  "GCRA, burst of max": createGenericCellRate,
};

/** Arrivals: constant, around the full hours, and random. */
function createArrivals(max: number): Readonly<Record<"greedy" | "edges" | "random", readonly number[]>> {
  const greedy = Array.from({ length: 20_000 }, (_, index) => START + 1_800_000 + index * 2_000);
  const edges = Array.from({ length: 20 }, (_, hour) =>
    Array.from({ length: 4 * max }, (_, index) => START + 2 * hour * HOUR + (index - 2 * max) * 10),
  ).flat();
  let state = 7;
  let at = START;
  const random = Array.from({ length: 20_000 }, () => {
    state = (state * 48_271) % 2_147_483_647; // minimal standard generator of Park and Miller
    at += Math.round((-Math.log(1 - state / 2_147_483_648) * HOUR) / (2 * max));
    return at;
  });
  return { greedy, edges, random };
}

/** `worst`: most in any hour, of `max`. `random`: admitted of random arrivals at twice the rate, of what a log admits. */
function compareAlgorithms(max: number) {
  const arrivals = createArrivals(max);
  const admit = (algorithm: Algorithm, times: readonly number[]) => times.filter(algorithm(max));
  const logged = admit(createExactLog, arrivals.random).length;
  return Object.entries(algorithms).map(([name, algorithm]) => ({
    name,
    worst:
      Math.max(...Object.values(arrivals).map((times) => findBusiestHour(admit(algorithm, times)))) / max,
    random: admit(algorithm, arrivals.random).length / logged,
  }));
}

function findBusiestHour(times: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [index, at] of times.entries()) {
    while ((times[first] ?? at) <= at - HOUR) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

function findMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, value, unit, target } of await measureLimits()) {
    const isOver = value > target;
    if (isOver) process.exitCode = 1;
    console.log(
      `${name.padEnd(48)}${value.toFixed(3).padStart(9)} ${unit.padEnd(3)} at most ${target} ${isOver ? "OVER" : "ok"}`,
    );
  }
  for (const max of [5, 100]) {
    console.log(`\n${max} an hour`.padEnd(22), "worst hour ÷ max   admitted ÷ exact log, random");
    for (const { name, worst, random } of compareAlgorithms(max))
      console.log(name.padEnd(20), worst.toFixed(2).padStart(16), random.toFixed(2).padStart(26));
  }
}
