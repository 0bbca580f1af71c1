import { Worker } from "node:worker_threads";
import type { Replay } from "../lib/replay/replay.ts";
import {
  type PlannedReplay,
  type ReplayPlan,
  startReplay as startPlanned,
} from "../lib/replay/start-replay.ts";
import { finishTally, mergeTallies, type Tally } from "../lib/replay/tally.ts";
import { deriveKeys } from "../lib/sinks/derive-keys.ts";
import { sha256 } from "../lib/store/sha256.ts";
import type { LogSource } from "./log-source.ts";
import { type InputPart, readInputPart, shareInput } from "./replay-input.ts";

export type { ReplayPlan } from "../lib/replay/start-replay.ts";

export const startReplay = (plan: ReplayPlan): PlannedReplay => startPlanned(plan, { sha256, deriveKeys });

export type ReplayedInput = { readonly tally: Tally; readonly failed: string | undefined };

/** `onBytes`: told now and then how many characters of lines were replayed since the last time. */
export async function replayLines(
  { addLine, tally }: Replay,
  sources: readonly LogSource[],
  onBytes: (bytes: number) => void,
): Promise<ReplayedInput> {
  let bytes = 0;
  for (const source of sources)
    for await (const item of source) {
      if (item.kind === "failed") return { tally: finishTally(tally), failed: item.reason };
      addLine(item.text);
      bytes += item.text.length + 1;
      if (bytes < PROGRESS_BYTES) continue;
      onBytes(bytes);
      bytes = 0;
    }
  return { tally: finishTally(tally), failed: undefined };
}
const PROGRESS_BYTES = 2 ** 20;

/** What a thread is given, and what it says. */
export type WorkerTask = { readonly plan: ReplayPlan; readonly parts: readonly InputPart[] };
export type WorkerMessage =
  | { readonly kind: "bytes"; readonly bytes: number }
  | { readonly kind: "done"; readonly result: ReplayedInput };

/** Files, by one thread or several; by one where limits count, which need all requests in their order. */
export async function replayFiles(
  plan: ReplayPlan,
  replay: Replay,
  parts: readonly InputPart[],
  workers: number,
  onBytes: (bytes: number) => void,
): Promise<ReplayedInput> {
  if (workers === 1 || replay.isOrdered) return replayLines(replay, parts.map(readInputPart), onBytes);
  const shares = await shareInput(parts, workers);
  const results = await Promise.all(shares.map((share) => runWorker({ plan, parts: share }, onBytes)));
  return {
    tally: mergeTallies(results.map(({ tally }) => tally)),
    failed: results.find(({ failed }) => failed !== undefined)?.failed,
  };
}

/** Of this program's files: compiled in the package. */
const EXTENSION = import.meta.url.endsWith(".mjs") ? "mjs" : "ts";

function runWorker(task: WorkerTask, onBytes: (bytes: number) => void): Promise<ReplayedInput> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./replay-worker.${EXTENSION}`, import.meta.url), {
      ...{ workerData: task, execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] },
    });
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "bytes") onBytes(message.bytes);
      else resolve(message.result);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a worker ended with code ${code}`)));
  });
}
