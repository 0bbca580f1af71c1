import { setTimeout as pause } from "node:timers/promises";

/** Much longer than it takes on a busy machine, and shorter than jest's own limit of the suites that wait. */
const LIMIT_MS = 60_000;
const PAUSE_MS = 10;

type Attempt<T> = () => T | undefined | false | Promise<T | undefined | false>;

/**
 * What `attempt` finds, as soon as it finds something. Rejects after a limit, with what it waited for and `said`, which is
 * what the process in question printed.
 */
export async function waitFor<T>(
  what: string,
  attempt: Attempt<T>,
  { said = () => "", limitMs = LIMIT_MS }: { readonly said?: () => string; readonly limitMs?: number } = {},
): Promise<T> {
  for (const end = performance.now() + limitMs; ; await pause(PAUSE_MS)) {
    const found = await attempt();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s\n${said()}`);
  }
}

/**
 * Says whether so many milliseconds are over, by a timer of this process: it is as late as the machine is busy, and so is
 * what it is compared with, as long as that waits for timers alone.
 */
export function startTimer(ms: number): () => boolean {
  let isOver = false;
  setTimeout(() => {
    isOver = true;
  }, ms).unref();
  return () => isOver;
}
