import type { RefreshMode } from "../../lib/policy-set/active-config.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import {
  applyRead,
  createStoreState,
  formatHealthKey,
  type NextRead,
  type ReadEvent,
  recognizeSet,
  type StoreState,
  scheduleNextRead,
} from "../../lib/store/store-state.ts";
import { testRows } from "../support/table.ts";

const set = (value: string): readonly Parameter[] => [{ name: "settings", value, version: "1" }];
const every = (seconds: number): RefreshMode => ({ kind: "every", seconds });
const taken = (value: string): ReadEvent<string> => ({
  kind: "taken",
  parameters: set(value),
  loaded: { kind: "loaded", value, refresh: every(30) },
});
const refused = (value: string): ReadEvent<string> => ({
  kind: "taken",
  parameters: set(value),
  loaded: { kind: "rejected", faults: [`${value} is bad`] },
});

const empty: StoreState<string> = createStoreState();
const healthy: StoreState<string> = {
  snapshot: { value: "a", loadedAt: 1, rejected: undefined, failure: undefined },
  accepted: set("a"),
  rejected: undefined,
  refresh: every(30),
  failures: 0,
};
const failing: StoreState<string> = {
  ...healthy,
  snapshot: { ...healthy.snapshot, failure: "down" },
  failures: 1,
};
const rejecting: StoreState<string> = {
  ...healthy,
  rejected: { parameters: set("b"), faults: ["b is bad"] },
  snapshot: { ...healthy.snapshot, rejected: ["b is bad"] },
};

describe("transitions", () => {
  testRows<{
    readonly name: string;
    readonly state: StoreState<string>;
    readonly event: ReadEvent<string>;
    readonly expected: StoreState<string>;
  }>(
    [
      {
        name: "nothing yet, a good set: in force",
        state: empty,
        event: taken("a"),
        expected: { ...healthy, snapshot: { ...healthy.snapshot, loadedAt: 9 } },
      },
      {
        name: "nothing yet, a bad set: remembered, with nothing in force",
        state: empty,
        event: refused("b"),
        expected: {
          ...empty,
          rejected: { parameters: set("b"), faults: ["b is bad"] },
          snapshot: { ...empty.snapshot, rejected: ["b is bad"] },
        },
      },
      {
        name: "nothing yet, a failure",
        state: empty,
        event: { kind: "failed", reason: "down" },
        expected: { ...empty, snapshot: { ...empty.snapshot, failure: "down" }, failures: 1 },
      },
      {
        name: "healthy, confirmed: as of the read's start",
        state: healthy,
        event: { kind: "confirmed" },
        expected: { ...healthy, snapshot: { ...healthy.snapshot, loadedAt: 9 } },
      },
      {
        name: "healthy, a failure: the set stays, unconfirmed",
        state: healthy,
        event: { kind: "failed", reason: "down" },
        expected: failing,
      },
      {
        name: "healthy, a bad set: the set stays, unconfirmed",
        state: healthy,
        event: refused("b"),
        expected: rejecting,
      },
      {
        name: "failing, confirmed: recovered",
        state: failing,
        event: { kind: "confirmed" },
        expected: { ...healthy, snapshot: { ...healthy.snapshot, loadedAt: 9 } },
      },
      {
        name: "rejecting, a failure: both are known",
        state: rejecting,
        event: { kind: "failed", reason: "down" },
        expected: { ...rejecting, snapshot: { ...rejecting.snapshot, failure: "down" }, failures: 1 },
      },
      {
        name: "rejecting, confirmed: recovered, and the rejected set stays remembered",
        state: rejecting,
        event: { kind: "confirmed" },
        expected: { ...rejecting, snapshot: { ...healthy.snapshot, loadedAt: 9 } },
      },
      {
        name: "failing, the rejected set again: its faults, and no failure",
        state: failing,
        event: { kind: "rejected-again", faults: ["b is bad"] },
        expected: { ...healthy, snapshot: { ...healthy.snapshot, rejected: ["b is bad"] } },
      },
      {
        name: "rejecting, another good set: in force",
        state: rejecting,
        event: taken("c"),
        expected: {
          ...rejecting,
          accepted: set("c"),
          snapshot: { value: "c", loadedAt: 9, rejected: undefined, failure: undefined },
        },
      },
    ],
    ({ state, event, expected }) => {
      expect(applyRead(state, event, 9)).toEqual(expected);
    },
  );
});

testRows<{
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly expected: ReadEvent<string> | undefined;
}>(
  [
    { name: "the accepted set", parameters: set("a"), expected: { kind: "confirmed" } },
    {
      name: "the rejected set",
      parameters: set("b"),
      expected: { kind: "rejected-again", faults: ["b is bad"] },
    },
    { name: "a set of another value", parameters: set("c"), expected: undefined },
    {
      name: "a set of another version",
      parameters: [{ name: "settings", value: "a", version: "2" }],
      expected: undefined,
    },
    { name: "an empty set", parameters: [], expected: undefined },
  ],
  "recognized: $name",
  ({ parameters, expected }) => {
    expect(recognizeSet(rejecting, parameters)).toEqual(expected);
  },
);

const always: RefreshMode = { kind: "always" };
testRows<{
  readonly name: string;
  readonly state: StoreState<string>;
  readonly jitter: number;
  readonly fallback?: RefreshMode;
  readonly expected: NextRead;
}>(
  [
    {
      name: "healthy: the settings' pause, from the read's start",
      state: healthy,
      jitter: 0.5,
      expected: { kind: "at", time: 31_000 },
    },
    {
      name: "healthy, a tenth earlier",
      state: healthy,
      jitter: 0,
      expected: { kind: "at", time: 28_000 },
    },
    {
      name: "healthy, a tenth later",
      state: healthy,
      jitter: 1,
      expected: { kind: "at", time: 34_000 },
    },
    {
      name: "rejected: the settings' pause, from the read's end",
      state: rejecting,
      jitter: 0.5,
      expected: { kind: "at", time: 32_000 },
    },
    {
      name: "no settings, one failure: the fallback if that is longer",
      state: { ...empty, snapshot: { ...empty.snapshot, failure: "down" }, failures: 1 },
      jitter: 0.5,
      expected: { kind: "at", time: 12_000 },
    },
    {
      name: "one failure: never shorter than the usual pause",
      state: failing,
      jitter: 0,
      expected: { kind: "at", time: 29_000 },
    },
    {
      name: "no settings, one failure, a short fallback: up to 2 s",
      state: { ...empty, snapshot: { ...empty.snapshot, failure: "down" }, failures: 1 },
      jitter: 1,
      fallback: every(1),
      expected: { kind: "at", time: 4_000 },
    },
    {
      name: "no settings, five failures: up to 32 s",
      state: { ...empty, snapshot: { ...empty.snapshot, failure: "down" }, failures: 5 },
      jitter: 1,
      fallback: every(1),
      expected: { kind: "at", time: 34_000 },
    },
    {
      name: "any number of failures: up to 60 s",
      state: { ...failing, failures: 1000 },
      jitter: 1,
      expected: { kind: "at", time: 62_000 },
    },
    {
      name: "no settings, fallback always",
      state: { ...empty, snapshot: { ...empty.snapshot, failure: "down" } },
      jitter: 0.5,
      fallback: always,
      expected: { kind: "each-request" },
    },
    {
      name: "always, whatever is wrong",
      state: { ...rejecting, refresh: always },
      jitter: 0.5,
      expected: { kind: "each-request" },
    },
  ],
  "next read: $name",
  ({ state, jitter, fallback = every(10), expected }) => {
    const next = scheduleNextRead(state, { startedAt: 1_000, endedAt: 2_000, jitter }, fallback);
    expect(next).toEqual(expected);
  },
);

test("health differs by failure and by faults, and is one if all is well", () => {
  const keys = [empty, healthy, failing, rejecting].map(({ snapshot }) => formatHealthKey(snapshot));
  expect(keys).toEqual(["null", "null", '"down"', '["b is bad"]']);
});
