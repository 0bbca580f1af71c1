import type { LimitWindow } from "../decision.ts";

/** What is counted under one key. */
export type CountedItem = {
  /** The sum of all buckets, expired ones included. */
  readonly n: number;
  readonly buckets: ReadonlyMap<number, number>;
  /** The end of a hold, in milliseconds since the epoch. */
  readonly until?: number | undefined;
};

/** How one more is counted. */
export type Change = {
  readonly bucket: number;
  /** Removed in the same write. */
  readonly expired: ReadonlyMap<number, number>;
  readonly expiredCount: number;
  /** The end of the hold that the last place starts. */
  readonly until?: number | undefined;
};

/** `used`: those in the window before this one. `retryAfterMs`: until a place is free, exactly. */
export type ItemView =
  | { readonly kind: "within"; readonly used: number; readonly change: Change }
  | { readonly kind: "over"; readonly used: number; readonly retryAfterMs: number };

/** A place becomes free up to one bucket late, which is 1/60 of the window. */
export const BUCKETS_PER_WINDOW = 60;

export const EMPTY_ITEM: CountedItem = { n: 0, buckets: new Map() };

export function viewItem(item: CountedItem, window: LimitWindow, now: number): ItemView {
  const { max, perMs, holdMs } = window;
  const width = Math.ceil(perMs / BUCKETS_PER_WINDOW);
  const live: [bucket: number, count: number][] = [];
  const expired = new Map<number, number>();
  let used = 0;
  for (const [bucket, count] of item.buckets) {
    if ((bucket + 1) * width <= now - perMs) expired.set(bucket, count);
    else {
      live.push([bucket, count]);
      used += count;
    }
  }
  const heldMs = Math.max(0, (item.until ?? 0) - now);
  if (used < max && heldMs === 0) {
    const until = holdMs !== undefined && used + 1 === max ? now + holdMs : undefined;
    const change = { bucket: Math.floor(now / width), expired, expiredCount: item.n - used, until };
    return { kind: "within", used, change };
  }
  return {
    kind: "over",
    used: heldMs > 0 ? Math.max(used, max) : used,
    retryAfterMs: Math.max(heldMs, untilFree(used - max)),
  };

  /** Until more buckets have expired than there are places over the limit. */
  function untilFree(excess: number): number {
    if (excess < 0) return 0;
    let left = excess;
    for (const [bucket, count] of live.sort(([a], [b]) => a - b)) {
      left -= count;
      if (left < 0) return (bucket + 1) * width + perMs - now;
    }
    return 0; // unreachable: the counts add up to `used`, which is more than the excess
  }
}

export function applyChange(item: CountedItem, change: Change): CountedItem {
  const buckets = new Map(item.buckets);
  for (const bucket of change.expired.keys()) buckets.delete(bucket);
  buckets.set(change.bucket, (buckets.get(change.bucket) ?? 0) + 1);
  return { n: item.n - change.expiredCount + 1, buckets, until: change.until ?? item.until };
}

/** When the last bucket or hold expires; an item may be deleted after it, never before. */
export function findExpiry({ perMs, holdMs = 0 }: LimitWindow, now: number): number {
  return now + 2 * perMs + holdMs;
}
