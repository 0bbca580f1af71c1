import { parentPort, workerData } from "node:worker_threads";
import { readInputPart } from "./replay-input.ts";
import { replayLines, startReplay, type WorkerMessage, type WorkerTask } from "./replay-run.ts";

/** A thread of `chatgate replay`: its share of the input becomes a tally. */
const { plan, parts } = workerData as WorkerTask; // what runWorker gives
const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

const started = startReplay(plan);
if (started.kind === "replay") {
  const result = await replayLines(started.replay, parts.map(readInputPart), (bytes) =>
    tell({ kind: "bytes", bytes }),
  );
  tell({ kind: "done", result });
}
