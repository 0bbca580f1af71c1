import { parentPort, workerData } from "node:worker_threads";
import {
  isStoppedByOthers,
  replayTaken,
  startReplayOnNode,
  type WorkerMessage,
  type WorkerTask,
} from "./replay-run.ts";

/** A worker thread of `chatgate replay`: counts the parts of the input that it takes into a tally. */
const task = workerData as WorkerTask; // runWorker passes a WorkerTask
const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

const started = startReplayOnNode(task.plan);
if (started.kind === "replay") {
  const result = await replayTaken(started.replay, task, {
    onBytes: (bytes) => tell({ kind: "bytes", bytes }),
    isStopped: () => isStoppedByOthers(task),
  });
  tell({ kind: "done", result });
}
