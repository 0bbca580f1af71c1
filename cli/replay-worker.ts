import { parentPort, workerData } from "node:worker_threads";
import {
  isStoppedByOthers,
  replayTaken,
  startReplayOnNode,
  type WorkerMessage,
  type WorkerTask,
} from "./replay-run.ts";

/** A thread of `chatgate replay`: the parts of the input that it takes become a tally. */
const task = workerData as WorkerTask; // what runWorker gives
const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

const started = startReplayOnNode(task.plan);
if (started.kind === "replay") {
  const result = await replayTaken(started.replay, task, {
    onBytes: (bytes) => tell({ kind: "bytes", bytes }),
    isStopped: () => isStoppedByOthers(task),
  });
  tell({ kind: "done", result });
}
