import type { Policies, Snapshot } from "../gate/policies.ts";
import { waitWithTimeout } from "../gate/with-timeout.ts";
import type { Loaded, RefreshMode } from "../policy-set/active-config.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import type { ReadResult, Source } from "./source.ts";
import {
  applyRead,
  createStoreState,
  formatHealthKey,
  hastenRead,
  isDue,
  type NextRead,
  type ReadEvent,
  recognizeSet,
  type StoreState,
  scheduleNextRead,
} from "./store-state.ts";

/**
 * `loaded`: a new set is in force. `recovered`: the set in force was confirmed after failures or a rejection.
 * `rejected`, `failed`: once for each new reason, not for each read.
 */
export type RefreshEvent = "loaded" | "rejected" | "failed" | "recovered";

export type RefreshOptions<T> = {
  readonly source: Source;
  /** Makes the value from a whole set; runs only when a parameter changed. */
  readonly load: (parameters: readonly Parameter[]) => Loaded<T> | Promise<Loaded<T>>;
  /** Milliseconds. */
  readonly now: () => number;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
  /** Until settings are known. */
  readonly fallback: RefreshMode;
  /**
   * If the value was not confirmed for this long, a request waits for a read, up to `waitMs`. Lambda suspends a function
   * as soon as it has answered, so a read in the background may not end. Default: never waits.
   */
  readonly overdue?: { readonly afterSeconds: number; readonly waitMs: number };
  /** For log lines; must not throw. */
  readonly onChange?: (snapshot: Snapshot<T>, event: RefreshEvent) => void;
};

/**
 * Milliseconds. No read takes this long (ssm.ts gives up after 1.2 s): the process was suspended, which made it fail. Read
 * again at once, since the next request waits for it.
 */
const SUSPENDED_MS = 3_000;

/** Stale-while-revalidate, one read at a time, whole sets only. The first read starts at once. */
export function createRefresh<T>(options: RefreshOptions<T>): Policies<T> {
  const { source, load, now, random, fallback, overdue } = options;
  let state: StoreState<T> = createStoreState();
  let lastStartedAt = now();
  let next: NextRead = { kind: "at", time: lastStartedAt };
  let reading: Promise<void> | undefined;

  function startRead(): Promise<void> {
    reading ??= readOnce().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  /** A read that starts after now, for a caller that must see what was written before now. */
  function startAfresh(): Promise<void> {
    return reading === undefined ? startRead() : reading.then(startRead);
  }

  async function readOnce(): Promise<void> {
    const event = await readEvent(await readAwake());
    const before = state.snapshot;
    state = applyRead(state, event, lastStartedAt);
    next = scheduleNextRead(state, { startedAt: lastStartedAt, endedAt: now(), jitter: random() }, fallback);
    const change = changeAfter(event);
    if (change === "loaded" || formatHealthKey(state.snapshot) !== formatHealthKey(before)) {
      options.onChange?.(state.snapshot, change);
    }
  }

  async function readAwake(): Promise<ReadResult> {
    for (;;) {
      lastStartedAt = now();
      const result = await readSafely(source);
      if (result.kind === "read" || now() - lastStartedAt < SUSPENDED_MS) return result;
    }
  }

  async function readEvent(result: ReadResult): Promise<ReadEvent<T>> {
    if (result.kind === "failed") return result;
    const { parameters } = result;
    const known = recognizeSet(state, parameters);
    return known ?? { kind: "taken", parameters, loaded: await loadSafely(load, parameters) };
  }

  function longestWaitMs(waitMs: number): number {
    const { loadedAt } = state.snapshot;
    if (loadedAt === undefined) return waitMs;
    const isOverdue = overdue !== undefined && now() - loadedAt >= overdue.afterSeconds * 1000;
    return isOverdue ? Math.min(waitMs, overdue.waitMs) : 0;
  }

  async function current(waitMs: number): Promise<Snapshot<T>> {
    if (next.kind === "each-request") {
      await waitWithTimeout(waitMs, startAfresh());
    } else {
      if (isDue(next, lastStartedAt, now())) startRead();
      if (reading !== undefined) await waitWithTimeout(longestWaitMs(waitMs), reading);
    }
    return state.snapshot;
  }

  function refreshSoon(): void {
    if (next.kind === "each-request") return;
    next = hastenRead(next, state, lastStartedAt, fallback);
    if (isDue(next, lastStartedAt, now())) startRead();
  }

  startRead();
  return { current, refreshSoon };
}

function changeAfter(event: ReadEvent<unknown>): RefreshEvent {
  switch (event.kind) {
    case "failed":
      return "failed";
    case "confirmed":
      return "recovered";
    case "rejected-again":
      return "rejected";
    case "taken":
      return event.loaded.kind;
  }
}

// Neither should throw; an unhandled rejection would end the process.
async function readSafely(source: Source): Promise<ReadResult> {
  try {
    return await source.read();
  } catch (error) {
    return { kind: "failed", reason: `${source.name}: a fault in chatgate: ${readErrorMessage(error)}` };
  }
}

async function loadSafely<T>(
  load: RefreshOptions<T>["load"],
  parameters: readonly Parameter[],
): Promise<Loaded<T>> {
  try {
    return await load(parameters);
  } catch (error) {
    return { kind: "rejected", faults: [readErrorMessage(error)] };
  }
}

const readErrorMessage = (error: unknown) => (error instanceof Error ? error.message : String(error));
