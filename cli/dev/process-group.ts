import { type ChildProcess, spawn } from "node:child_process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Milliseconds; `serverless offline` gives its servers 5 seconds. */
const END_MS = 8_000;

/** Node with a script, its output in pipes. It leads a process group, so that what it starts ends with it. */
export const startGroup = (args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe", "ipc"], env, detached: true });

/** Passes this process's signals on to the group's leader; ends the group if that takes too long. */
export function forwardSignals(leader: ChildProcess): void {
  for (const signal of SIGNALS)
    process.on(signal, () => {
      leader.kill(signal);
      setTimeout(() => endGroup(leader), END_MS).unref();
    });
}

/**
 * Ends what the leader left behind. esbuild's service outlives `serverless offline` at times, and keeps the pipes open,
 * for which this process would wait.
 */
export function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return; // it did not start
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // nothing is left of it
  }
}
