import type { ActiveConfig } from "../policy-set/active-config.ts";

/** What is known of the store; the last good value outlives every later failure. */
export type Snapshot<T> = {
  readonly value: T | undefined;
  /** Milliseconds: start of the read that gave the value or confirmed it. */
  readonly loadedAt: number | undefined;
  /** Why the newest set was not taken, positions included; until a good one is read. */
  readonly rejected: readonly string[] | undefined;
  /** Why the newest read failed; until one succeeds. */
  readonly failure: string | undefined;
};

/** The gate's source of policies. */
export type Policies<T> = {
  /**
   * The snapshot, after starting a read if one is due. Waits for it, at most `waitMs`, only while there is no value at
   * all, or if each request reads the store.
   */
  readonly current: (waitMs: number) => Promise<Snapshot<T>>;
  /** Read again soon, e.g. after a signature that no known token made; at most once in half of `refreshSeconds`. */
  readonly refreshSoon: () => void;
};

/** Why the newest policies that were read are not in force; empty if they are. */
export function listFaults({ rejected, value }: Snapshot<ActiveConfig>): readonly string[] {
  return rejected ?? value?.faults ?? [];
}
