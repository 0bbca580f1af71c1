import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Bundle } from "./support/bundles.ts";
import type { Measured } from "./support/measure.ts";
import { runScript } from "./support/processes.ts";
import type { BenchStore } from "./support/stages.ts";
import { allowed, createBenchEvent, scenarios } from "./warm.ts";

const REQUESTS = 200_000;
/** Warm-up requests until caches and compiled code are stable. */
const WARM_UP = 40_000;
const PER_SECOND = 3_000;
/** Different accounts, names, keys and commands: more than any cache holds. */
const EVENTS = 8_000;

type Look = Readonly<Record<"heap" | "rss" | "handles" | "sockets", number>>;
type Soak = {
  readonly before: Look;
  readonly after: Look;
  readonly count: number;
} & Readonly<Record<"p50" | "p99" | "p999" | "max", number>>;

/** The life of an instance: memory must not grow with the number of requests. */
export async function measureSoak({ file }: Bundle, store: BenchStore): Promise<readonly Measured[]> {
  const events = Array.from({ length: EVENTS }, (_, index) => {
    const { command, body } = index % 3 === 0 ? scenarios.ten : allowed;
    const own = { Operator_Account: `u_${index}`, [`Key${index}`]: index };
    const name = index % 50 === 0 ? `Group.CallbackNew${index}` : command;
    const changed = { ...(body as object), ...own }; // both bodies are objects
    return createBenchEvent({
      command: name,
      body: changed,
      ...(index % 20 === 1 ? { isUnsigned: true } : {}),
    });
  });
  const config = path.join(tmpdir(), `chatgate-soak-${process.pid}.json`);
  writeFileSync(
    config,
    JSON.stringify({ bundle: file, events, requests: REQUESTS, warmUp: WARM_UP, perSecond: PER_SECOND }),
  );
  const { before, after, count, p50, p99, p999, max } = await runScript<Soak>(
    "soak.cjs",
    [config],
    store.env("ten"),
  );
  const row = (name: string, value: number, unit: string, target?: number): Measured => ({
    name: `soak: ${name}`,
    value,
    unit,
    ...(target === undefined ? {} : { target }),
  });
  return [
    row(`requests, ${PER_SECOND} a second`, count, ""),
    row("growth of the heap", (after.heap - before.heap) / 2 ** 20, "MB", 1),
    row("growth of the resident set", (after.rss - before.rss) / 2 ** 20, "MB"),
    row("growth of handles", after.handles - before.handles, "", 0),
    row("growth of sockets", after.sockets - before.sockets, "", 0),
    row("heap at the end", after.heap / 2 ** 20, "MB"),
    row("median from due to answered", p50, "ms"),
    row("p99", p99, "ms"),
    row("p99.9", p999, "ms"),
    row("slowest", max, "ms"),
  ];
}
