import { parentPort, workerData } from "node:worker_threads";
import {
  isStoppedByOthers,
  planReplayOnNode,
  replayTaken,
  type WorkerMessage,
  type WorkerTask,
} from "./replay-run.ts";

/** A worker thread of `chatgate replay`: counts the parts of the input that it takes into a tally. */
const task = workerData as WorkerTask; // runWorker passes a WorkerTask
const sendMessage = (message: WorkerMessage) => parentPort?.postMessage(message);

const planned = planReplayOnNode(task.plan);
if (planned.kind === "planned") {
  const result = await replayTaken(planned.start(task.share), task, {
    onBytes: (bytes) => sendMessage({ kind: "bytes", bytes }),
    isStopped: () => isStoppedByOthers(task),
  });
  sendMessage({ kind: "done", result });
}
