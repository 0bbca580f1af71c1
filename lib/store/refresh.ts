import type { Policies, Snapshot } from "../gate/policies.ts";
import type { Loaded } from "../policy-set/active-config.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import type { ReadResult, Source } from "./source.ts";

/**
 * `loaded`: a new set is in force. `recovered`: the set in force was confirmed after failures or a rejection.
 * `rejected`, `failed`: once for each new reason, not for each read.
 */
export type RefreshEvent = "loaded" | "rejected" | "failed" | "recovered";

export type RefreshOptions<T> = {
  readonly source: Source;
  /** Whole set in, whole value out; runs only when a parameter changed. */
  readonly load: (parameters: readonly Parameter[]) => Loaded<T>;
  /** Milliseconds. */
  readonly now: () => number;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
  /** Between reads until settings are known, and after a failed read or a rejection; 0 while `refreshSeconds` is 0. */
  readonly fallbackSeconds: number;
  /**
   * A value unconfirmed for so long is waited for, up to `waitMs`. Between rare requests a Lambda is frozen as soon as
   * it has answered, so a read behind a request may never end there. Default: never waited for.
   */
  readonly overdue?: { readonly afterSeconds: number; readonly waitMs: number };
  /** For log lines; must not throw. */
  readonly onChange?: (snapshot: Snapshot<T>, event: RefreshEvent) => void;
};

const HASTENED_MS = 5_000;
/** No source reads for so long (ssm.ts gives up after 1.2 s): the process was frozen, the failure is its own. */
const FROZEN_MS = 10_000;

/** Stale-while-revalidate, one read at a time, whole sets only. The first read starts at once. */
export function createRefresh<T>(options: RefreshOptions<T>): Policies<T> {
  const { source, load, now, random, fallbackSeconds, overdue } = options;
  let snapshot: Snapshot<T> = {
    value: undefined,
    loadedAt: undefined,
    rejected: undefined,
    failure: undefined,
  };
  let good: readonly Parameter[] | undefined;
  let refused: { readonly parameters: readonly Parameter[]; readonly faults: readonly string[] } | undefined;
  let refreshSeconds: number | undefined;
  let startedAt = now();
  let pauseSeconds: number | undefined; // undefined: no read has ended yet
  let dueAt = startedAt;
  let reading: Promise<void> | undefined;

  function start(): Promise<void> {
    reading ??= readAndApply().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  /** A read that starts after now, for a caller that must see what was written before now. */
  function startAfresh(): Promise<void> {
    return reading === undefined ? start() : reading.then(start);
  }

  async function readAndApply(): Promise<void> {
    apply(await readAwake());
    const healthy = snapshot.failure === undefined && snapshot.rejected === undefined;
    // Where every request reads (0), a mended file is seen by the next one, whatever was wrong before.
    pauseSeconds = (healthy || refreshSeconds === 0 ? refreshSeconds : undefined) ?? fallbackSeconds;
    // From its start, so that a good read that was frozen on its way is followed by another at once.
    dueAt = (healthy ? startedAt : now()) + pauseSeconds * 1000 * (0.9 + 0.2 * random());
  }

  async function readAwake(): Promise<ReadResult> {
    for (;;) {
      startedAt = now();
      const result = await readSafely(source);
      if (result.kind === "read" || now() - startedAt < FROZEN_MS) return result;
    }
  }

  function apply(result: ReadResult): void {
    const { next, event } = take(result);
    const changed = event === "loaded" || ailment(next) !== ailment(snapshot);
    snapshot = next;
    if (changed) options.onChange?.(snapshot, event);
  }

  function take(result: ReadResult): { readonly next: Snapshot<T>; readonly event: RefreshEvent } {
    if (result.kind === "failed") return { next: { ...snapshot, failure: result.reason }, event: "failed" };
    const healthy = { loadedAt: startedAt, rejected: undefined, failure: undefined };
    const { parameters } = result;
    if (good !== undefined && sameSet(parameters, good)) {
      return { next: { ...snapshot, ...healthy }, event: "recovered" };
    }
    if (refused !== undefined && sameSet(parameters, refused.parameters)) {
      return { next: { ...snapshot, rejected: refused.faults, failure: undefined }, event: "rejected" };
    }
    const loaded = loadSafely(load, parameters);
    if (loaded.kind === "rejected") {
      refused = { parameters, faults: loaded.faults };
      return { next: { ...snapshot, rejected: loaded.faults, failure: undefined }, event: "rejected" };
    }
    good = parameters;
    refreshSeconds = loaded.refreshSeconds;
    return { next: { value: loaded.value, ...healthy }, event: "loaded" };
  }

  function longestWaitMs(waitMs: number): number {
    if (snapshot.loadedAt === undefined) return waitMs;
    const late = overdue !== undefined && now() - snapshot.loadedAt >= overdue.afterSeconds * 1000;
    return late ? Math.min(waitMs, overdue.waitMs) : 0;
  }

  async function current(waitMs: number): Promise<Snapshot<T>> {
    if (pauseSeconds === 0) {
      await atMost(waitMs, startAfresh());
    } else {
      if (now() >= dueAt) start();
      if (reading !== undefined) await atMost(longestWaitMs(waitMs), reading);
    }
    return snapshot;
  }

  function hasten(): void {
    dueAt = Math.min(dueAt, startedAt + HASTENED_MS);
    if (now() >= dueAt) start();
  }

  start();
  return { current, hasten };
}

/** One word for a state of health: what has to differ for a log line. */
const ailment = (snapshot: Snapshot<unknown>) =>
  JSON.stringify(snapshot.failure ?? snapshot.rejected ?? null);

function sameSet(left: readonly Parameter[], right: readonly Parameter[]): boolean {
  const same = (one: Parameter, other: Parameter | undefined) =>
    one.name === other?.name && one.version === other.version && one.value === other.value;
  return left.length === right.length && left.every((one, index) => same(one, right[index]));
}

// Both are ours and should not throw; if they do, an unhandled rejection would end the process.
async function readSafely(source: Source): Promise<ReadResult> {
  try {
    return await source.read();
  } catch (error) {
    return { kind: "failed", reason: `${source.name}: a fault in chatgate: ${messageOf(error)}` };
  }
}

function loadSafely<T>(
  load: (parameters: readonly Parameter[]) => Loaded<T>,
  parameters: readonly Parameter[],
) {
  try {
    return load(parameters);
  } catch (error) {
    return { kind: "rejected", faults: [messageOf(error)] } as const;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  if (ms <= 0) return;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
