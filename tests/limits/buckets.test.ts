import fc from "fast-check";
import type { LimitWindow } from "../../lib/decision.ts";
import {
  applyChange,
  BUCKETS_PER_WINDOW,
  type CountedItem,
  EMPTY_ITEM,
  viewItem,
} from "../../lib/limits/buckets.ts";
import { MAX_LIMIT } from "../../lib/policy/document.ts";
import { MAX_PER_MS, MIN_PER_MS } from "../../lib/policy/limit.ts";
import { scaleRuns } from "../support/runs.ts";
import { testRows } from "../support/table.ts";

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** The times at which requests were within, of all that arrived. */
function admit(window: LimitWindow, arrivals: readonly number[]): readonly number[] {
  let item: CountedItem = EMPTY_ITEM;
  return arrivals.filter((at) => {
    const view = viewItem(item, window, at);
    if (view.kind === "over") return false;
    item = applyChange(item, view.change);
    return true;
  });
}

/** What a log of every admitted time would let through. */
function admitExactly({ max, perMs }: LimitWindow, arrivals: readonly number[]): readonly number[] {
  const admitted: number[] = [];
  for (const at of arrivals)
    if ((admitted.at(-max) ?? Number.NEGATIVE_INFINITY) <= at - perMs) admitted.push(at);
  return admitted;
}

const perMs = fc.oneof(
  fc.integer({ min: MIN_PER_MS, max: 100_000 }),
  fc.integer({ min: MIN_PER_MS, max: MAX_PER_MS }),
);
const windows = fc.record({ max: fc.integer({ min: 1, max: 20 }), perMs });
/** Gaps in shares of the window: within one millisecond, within a bucket, at its edges, after whole windows. */
const gaps = fc.array(
  fc.oneof(
    fc.constantFrom(0, 1 / BUCKETS_PER_WINDOW, 59 / BUCKETS_PER_WINDOW, 1, 61 / BUCKETS_PER_WINDOW, 2),
    fc.double({ min: 0, max: 0.1, noNaN: true }),
    fc.double({ min: 0, max: 2, noNaN: true }),
  ),
  { minLength: 1, maxLength: 200, size: "max" },
);
const createArrivals = ({ perMs }: LimitWindow, shares: readonly number[], start = START) => {
  let at = start;
  return shares.map((share) => (at += Math.round(share * perMs)));
};

test("no window holds more than max, whatever arrives when", () => {
  fc.assert(
    fc.property(windows, gaps, fc.nat(HOUR), (window, shares, offset) => {
      const admitted = admit(window, createArrivals(window, shares, START + offset));
      for (const [index, at] of admitted.entries()) {
        const later = admitted[index + window.max];
        if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(window.perMs);
      }
    }),
    { numRuns: scaleRuns(300) },
  );
});

test("a place is free as soon as an exact log has it in a window longer by one bucket", () => {
  fc.assert(
    fc.property(windows, gaps, (window, shares) => {
      const arrivals = createArrivals(window, shares);
      const longer = { ...window, perMs: window.perMs + Math.ceil(window.perMs / BUCKETS_PER_WINDOW) };
      expect(admit(window, arrivals).length).toBeGreaterThanOrEqual(admitExactly(longer, arrivals).length);
    }),
  );
});

test("random arrivals at twice the rate: at least 0.97 of what an exact log admits", () => {
  fc.assert(
    fc.property(windows, fc.infiniteStream(fc.noBias(fc.nat(999_999))), (window, chances) => {
      let at = START;
      const arrivals = Array.from({ length: 1_500 }, () => {
        const chance = Number(chances.next().value) / 1_000_000;
        at += Math.round((-Math.log(1 - chance) * window.perMs) / (2 * window.max));
        return at;
      });
      const exact = admitExactly(window, arrivals).length;
      expect(admit(window, arrivals).length / exact).toBeGreaterThanOrEqual(0.97);
    }),
    { numRuns: 50 },
  );
});

test("retryAfterMs is exact: over one millisecond before it, within at it", () => {
  fc.assert(
    fc.property(windows, gaps, fc.option(perMs, { nil: undefined }), (window, shares, holdMs) => {
      const held = { ...window, holdMs };
      const arrivals = createArrivals(window, shares);
      let item: CountedItem = EMPTY_ITEM;
      for (const at of arrivals) {
        const view = viewItem(item, held, at);
        if (view.kind === "within") item = applyChange(item, view.change);
        else {
          expect(view.retryAfterMs).toBeGreaterThan(0);
          expect(viewItem(item, held, at + view.retryAfterMs - 1).kind).toBe("over");
          expect(viewItem(item, held, at + view.retryAfterMs).kind).toBe("within");
        }
      }
    }),
  );
});

test("what has expired is not counted, and goes with the next write: at most 62 buckets are kept", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_LIMIT }), perMs, gaps, (max, perMs, shares) => {
      let item: CountedItem = EMPTY_ITEM;
      for (const at of createArrivals({ max, perMs }, shares)) {
        const view = viewItem(item, { max, perMs }, at);
        if (view.kind === "within") item = applyChange(item, view.change);
        expect(item.n).toBe([...item.buckets.values()].reduce((sum, count) => sum + count, 0));
        expect(item.buckets.size).toBeLessThanOrEqual(BUCKETS_PER_WINDOW + 2);
      }
    }),
  );
});

describe("cases", () => {
  const five: LimitWindow = { max: 5, perMs: HOUR };
  const strikes: LimitWindow = { max: 3, perMs: 600_000, holdMs: HOUR };
  const minutes = (...values: readonly number[]) => values.map((value) => START + value * 60_000);
  const itemAfter = (window: LimitWindow, arrivals: readonly number[]) =>
    arrivals.reduce<CountedItem>((item, at) => {
      const view = viewItem(item, window, at);
      return view.kind === "within" ? applyChange(item, view.change) : item;
    }, EMPTY_ITEM);

  testRows(
    [
      { name: "nothing counted yet", window: five, before: [], at: 0, seen: { kind: "within", used: 0 } },
      {
        name: "the last place",
        window: five,
        before: [0, 1, 2, 3],
        at: 4,
        seen: { kind: "within", used: 4 },
      },
      {
        name: "one too many: until the end of the oldest bucket, one window later",
        window: five,
        before: [0.5, 1, 2, 3, 4],
        at: 10,
        seen: { kind: "over", used: 5, retryAfterMs: 51 * 60_000 },
      },
      {
        name: "max lowered from 5 to 2: until four of five have expired",
        window: { ...five, max: 2 },
        countedUnder: five,
        before: [0, 1, 2, 3, 4],
        at: 10,
        seen: { kind: "over", used: 5, retryAfterMs: (60 + 4 - 10) * 60_000 },
      },
      {
        name: "max raised: there is room at once",
        window: { ...five, max: 6 },
        countedUnder: five,
        before: [0, 1, 2, 3, 4],
        at: 10,
        seen: { kind: "within", used: 5 },
      },
      {
        name: "a bucket of the future, written by a clock ahead of ours, counts",
        window: { ...five, max: 1 },
        before: [30],
        at: 0,
        seen: { kind: "over", used: 1, retryAfterMs: 91 * 60_000 },
      },
      {
        name: "two strikes of three hold nothing",
        window: strikes,
        before: [0, 1],
        at: 2,
        seen: { kind: "within", used: 2 },
      },
      {
        name: "the third strike holds for an hour from itself",
        window: strikes,
        before: [0, 1, 2],
        at: 3,
        seen: { kind: "over", used: 3, retryAfterMs: 59 * 60_000 },
      },
      {
        name: "a refusal during the hold neither counts nor extends it",
        window: strikes,
        before: [0, 1, 2, 30, 61.9],
        at: 62,
        seen: { kind: "within", used: 0 },
      },
      {
        name: "the window's end passes, the hold stays, and says that all is used",
        window: strikes,
        before: [0, 1, 2],
        at: 40,
        seen: { kind: "over", used: 3, retryAfterMs: 22 * 60_000 },
      },
      {
        name: "strikes spread over more than the window hold nothing",
        window: strikes,
        before: [0, 6, 12, 18],
        at: 24,
        seen: { kind: "within", used: 1 },
      },
      {
        name: "a hold shorter than the window: the window's places decide",
        window: { ...strikes, holdMs: 60_000 },
        before: [0, 1, 2],
        at: 5,
        seen: { kind: "over", used: 3, retryAfterMs: 5 * 60_000 + 10_000 },
      },
    ],
    ({ window, countedUnder, before, at, seen }) => {
      const item = itemAfter(countedUnder ?? window, minutes(...before));
      expect(viewItem(item, window, START + at * 60_000)).toMatchObject(seen);
    },
  );
});
