import { Worker } from "node:worker_threads";
import { commands } from "../lib/commands/generated/index.ts";
import { type PlannedReplay, planReplay, type ReplayPlan } from "../lib/replay/plan-replay.ts";
import type { Replay, ReplayShare } from "../lib/replay/replay.ts";
import { finishTally, mergeTallies, type Tally } from "../lib/replay/tally.ts";
import { deriveKeys } from "../lib/sinks/derive-keys.ts";
import { sha256 } from "../lib/store/sha256.ts";
import { readGatewayEvent } from "./gateway-event.ts";
import type { LogSource } from "./log-source.ts";
import { cutInput, type InputPart, readInputPart } from "./replay-input.ts";

export type { ReplayPlan } from "../lib/replay/plan-replay.ts";

export const planReplayOnNode = (plan: ReplayPlan): PlannedReplay => planReplay(plan, { sha256, deriveKeys });

export type ReplayedInput = {
  readonly tally: Tally;
  /** Why reading the input failed. */
  readonly failed: string | undefined;
  /** Stopped by Ctrl-C: the tally covers part of the input. */
  readonly isStopped: boolean;
};

export type ReplayWatch = {
  /** Called regularly with the number of characters replayed since the last call. */
  readonly onBytes: (bytes: number) => void;
  readonly isStopped: () => boolean;
};

/** Reads one source after the other; several threads share the iterator. */
export async function replayLines(
  { addLine, addRequest, tally }: Replay,
  sources: Iterable<LogSource>,
  { onBytes, isStopped }: ReplayWatch,
): Promise<ReplayedInput> {
  let bytes = 0;
  for (const source of sources)
    for await (const item of source) {
      if (item.kind === "failed") return { tally: finishTally(tally), failed: item.reason, isStopped: false };
      if (isStopped()) return { tally: finishTally(tally), failed: undefined, isStopped: true };
      const request = readGatewayEvent(item.text, commands);
      if (request === undefined) addLine(item.text);
      else addRequest(request);
      bytes += item.text.length + 1;
      if (bytes < PROGRESS_BYTES) continue;
      onBytes(bytes);
      bytes = 0;
    }
  onBytes(bytes);
  return { tally: finishTally(tally), failed: undefined, isStopped: isStopped() };
}
const PROGRESS_BYTES = 2 ** 20;

/** State shared by all threads: the next part to take, and whether to stop. */
type Shared = Int32Array<SharedArrayBuffer>;
const [NEXT, STOPPED] = [0, 1];

/** A thread's input and its messages. */
export type WorkerTask = {
  readonly plan: ReplayPlan;
  /** Undefined: all requests. */
  readonly share: ReplayShare | undefined;
  readonly parts: readonly InputPart[];
  readonly shared: Shared;
};
export type WorkerMessage =
  | { readonly kind: "bytes"; readonly bytes: number }
  | { readonly kind: "done"; readonly result: ReplayedInput };

/**
 * Replays files by this thread and others; each takes the next part when it has finished one. Commands that limits cover
 * need their requests in order, so this thread first reads the whole input for them.
 */
export async function replayFiles(
  plan: ReplayPlan,
  { isOrdered, start }: Extract<PlannedReplay, { readonly kind: "planned" }>,
  parts: readonly InputPart[],
  workers: number,
  watch: ReplayWatch,
): Promise<ReplayedInput> {
  if (workers === 1) return replayLines(start(), openParts(parts), watch);
  const shared: Shared = new Int32Array(new SharedArrayBuffer(8));
  const share = isOrdered ? ("unlimited" as const) : undefined;
  const task = { plan, share, parts: await cutInput(parts, workers), shared };
  const threads = Math.min(workers, task.parts.length + (isOrdered ? 1 : 0));
  const others = Array.from({ length: threads - 1 }, () => runWorker(task, watch.onBytes));
  const isStopped = () => {
    if (watch.isStopped()) Atomics.store(shared, STOPPED, 1);
    return Atomics.load(shared, STOPPED) === 1;
  };
  const own: ReplayedInput[] = [];
  if (isOrdered)
    own.push(await replayLines(start("limited"), openParts(parts), { onBytes: () => {}, isStopped }));
  own.push(await replayTaken(start(share), task, { ...watch, isStopped }));
  const results = [...own, ...(await Promise.all(others))];
  return {
    tally: mergeTallies(results.map(({ tally }) => tally)),
    failed: results.find(({ failed }) => failed !== undefined)?.failed,
    isStopped: results.some((result) => result.isStopped),
  };
}

/** Replays parts in a worker thread until none is left. */
export const replayTaken = (
  replay: Replay,
  { parts, shared }: Pick<WorkerTask, "parts" | "shared">,
  watch: ReplayWatch,
): Promise<ReplayedInput> => replayLines(replay, takeParts(parts, shared), watch);

export const isStoppedByOthers = ({ shared }: Pick<WorkerTask, "shared">) =>
  Atomics.load(shared, STOPPED) === 1;

/** Opens one file at a time: there may be more files than open handles allowed. */
function* openParts(parts: readonly InputPart[]): Generator<LogSource> {
  for (const part of parts) yield readInputPart(part);
}

function* takeParts(parts: readonly InputPart[], shared: Shared): Generator<LogSource> {
  for (;;) {
    const part = parts[Atomics.add(shared, NEXT, 1)];
    if (part === undefined) return;
    yield readInputPart(part);
  }
}

/** The worker's file: TypeScript in a clone, compiled in the package. */
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
