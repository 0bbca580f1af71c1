import type { Snapshot } from "../gate/policies.ts";
import type { Loaded, RefreshMode } from "../policy-set/active-config.ts";
import type { Parameter } from "../policy-set/parameter.ts";

/** The state of a store, as a value. */
export type StoreState<T> = {
  readonly snapshot: Snapshot<T>;
  /** The set that gave the value in force. */
  readonly accepted: readonly Parameter[] | undefined;
  /** The last rejected set; kept after a recovery, so that a store that alternates is not compiled each time. */
  readonly rejected: RejectedSet | undefined;
  /** As the accepted set says. */
  readonly refresh: RefreshMode | undefined;
  /** Consecutive failed reads. */
  readonly failures: number;
};

type RejectedSet = { readonly parameters: readonly Parameter[]; readonly faults: readonly string[] };

/** How a read ended; `taken`: a set that is neither the accepted nor the rejected one, and the result of loading it. */
export type ReadEvent<T> =
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "confirmed" }
  | { readonly kind: "rejected-again"; readonly faults: readonly string[] }
  | { readonly kind: "taken"; readonly parameters: readonly Parameter[]; readonly loaded: Loaded<T> };

/** The next read starts with each request, or with the first one at or after `time`. */
export type NextRead = { readonly kind: "each-request" } | { readonly kind: "at"; readonly time: number };

export function createStoreState<T>(): StoreState<T> {
  const snapshot = { value: undefined, loadedAt: undefined, rejected: undefined, failure: undefined };
  return { snapshot, accepted: undefined, rejected: undefined, refresh: undefined, failures: 0 };
}

/** Undefined: a set that has to be loaded. */
export function recognizeSet<T>(
  { accepted, rejected }: StoreState<T>,
  parameters: readonly Parameter[],
): ReadEvent<T> | undefined {
  if (accepted !== undefined && isSameSet(parameters, accepted)) return { kind: "confirmed" };
  if (rejected !== undefined && isSameSet(parameters, rejected.parameters)) {
    return { kind: "rejected-again", faults: rejected.faults };
  }
  return undefined;
}

/** `startedAt`: when the read began; a good set counts as confirmed at that time. */
export function applyRead<T>(state: StoreState<T>, event: ReadEvent<T>, startedAt: number): StoreState<T> {
  if (event.kind === "failed") {
    const snapshot = { ...state.snapshot, failure: event.reason };
    return { ...state, snapshot, failures: state.failures + 1 };
  }
  return { ...applyGoodRead(state, event, startedAt), failures: 0 };
}

function applyGoodRead<T>(
  state: StoreState<T>,
  event: Exclude<ReadEvent<T>, { kind: "failed" }>,
  startedAt: number,
): StoreState<T> {
  const { snapshot } = state;
  const healthy = { loadedAt: startedAt, rejected: undefined, failure: undefined };
  switch (event.kind) {
    case "confirmed":
      return { ...state, snapshot: { ...snapshot, ...healthy } };
    case "rejected-again":
      return { ...state, snapshot: { ...snapshot, rejected: event.faults, failure: undefined } };
    case "taken": {
      const { parameters, loaded } = event;
      if (loaded.kind === "rejected") {
        const { faults } = loaded;
        return {
          ...state,
          rejected: { parameters, faults },
          snapshot: { ...snapshot, rejected: faults, failure: undefined },
        };
      }
      return {
        ...state,
        accepted: parameters,
        refresh: loaded.refresh,
        snapshot: { value: loaded.value, ...healthy },
      };
    }
  }
}

export type ReadTimes = {
  readonly startedAt: number;
  readonly endedAt: number;
  /** 0 to 1, to spread the reads of many instances. */
  readonly jitter: number;
};

const SHORTEST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60;

/** The usual pause, a tenth more or less. After failures up to 2, 4, 8 … 60 s, but never less than the usual one. */
export function scheduleNextRead<T>(
  { snapshot, refresh, failures }: StoreState<T>,
  { startedAt, endedAt, jitter }: ReadTimes,
  fallback: RefreshMode,
): NextRead {
  const mode = refresh ?? fallback;
  if (mode.kind === "always") return { kind: "each-request" };
  const usual = mode.seconds * (0.9 + 0.2 * jitter);
  const longest = Math.min(LONGEST_PAUSE_SECONDS, 2 ** failures);
  const grown = SHORTEST_PAUSE_SECONDS + jitter * (longest - SHORTEST_PAUSE_SECONDS);
  const pauseSeconds = failures === 0 ? usual : Math.max(usual, grown);
  const isHealthy = snapshot.failure === undefined && snapshot.rejected === undefined;
  // From its start, so that a good read that was suspended on its way is followed by another at once.
  return { kind: "at", time: (isHealthy ? startedAt : endedAt) + pauseSeconds * 1000 };
}

/** A clock that ran ahead and was set back makes a read due at once. */
export const isDue = (next: NextRead, lastStartedAt: number, now: number) =>
  next.kind === "each-request" || now >= next.time || now < lastStartedAt;

/** Earlier than planned, but not before half the usual pause, and not while reads fail. */
export function hastenRead<T>(
  next: NextRead,
  { refresh, failures }: StoreState<T>,
  lastStartedAt: number,
  fallback: RefreshMode,
): NextRead {
  const mode = refresh ?? fallback;
  if (next.kind === "each-request" || mode.kind === "always" || failures > 0) return next;
  return { kind: "at", time: Math.min(next.time, lastStartedAt + mode.seconds * 500) };
}

/** The parts whose change causes a log line. */
export const formatHealthKey = ({ failure, rejected }: Snapshot<unknown>) =>
  JSON.stringify(failure ?? rejected ?? null);

function isSameSet(left: readonly Parameter[], right: readonly Parameter[]): boolean {
  const isSame = (parameter: Parameter, other: Parameter | undefined) =>
    parameter.name === other?.name && parameter.version === other.version && parameter.value === other.value;
  return left.length === right.length && left.every((parameter, index) => isSame(parameter, right[index]));
}
