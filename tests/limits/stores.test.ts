import fc from "fast-check";
import type { LimitAnswers } from "../../lib/decision.ts";
import type { Limits } from "../../lib/gate/limits.ts";
import { createTableLimits } from "../../lib/limits/dynamodb.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import { testRows } from "../support/table.ts";
import {
  createDailyLimit,
  createLimit,
  createStrikes,
  HOUR,
  MINUTE,
  START,
  useLimitWorld,
} from "./limit-world.ts";

const { clock, now, model, tableOptions, take, strike } = useLimitWorld();

const stores = [
  { store: "memory", make: (): Limits => createMemoryLimits({ now }) },
  { store: "DynamoDB", make: (): Limits => createTableLimits(tableOptions()) },
  {
    store: "DynamoDB without remembered refusals",
    make: (): Limits => createTableLimits({ ...tableOptions(), maxRemembered: 0 }),
  },
];

describe.each(stores)("$store", ({ make }) => {
  test("five of six, and the sixth when the oldest bucket is an hour old", async () => {
    const limits = make();
    for (let used = 0; used < 5; used++) {
      expect(await take(limits, createLimit())).toEqual({
        "creation/groups-per-hour": { kind: "within", used, retryAfterMs: 0 },
      });
      clock.now += MINUTE;
    }
    expect(await take(limits, createLimit())).toEqual({
      "creation/groups-per-hour": { kind: "over", used: 5, retryAfterMs: 56 * MINUTE },
    });
    clock.now += 56 * MINUTE;
    expect(await take(limits, createLimit())).toEqual({
      "creation/groups-per-hour": { kind: "within", used: 4, retryAfterMs: 0 },
    });
  });

  testRows(
    [
      { name: "value", other: { value: "u_joao" } },
      { name: "rule", other: { rule: "creation/other" } },
      { name: "facet", other: { by: "owner" } },
      { name: "application", other: { sdkAppId: 1400000001 } },
      { name: "period", other: { perMs: 2 * HOUR } },
    ],
    "another $name is counted apart",
    async ({ other }) => {
      const limits = make();
      await take(limits, createLimit({ max: 1 }));
      const request = createLimit({ max: 1, ...other });
      expect(await take(limits, request)).toMatchObject({ [request.rule]: { kind: "within", used: 0 } });
    },
  );

  test("max raised keeps the count and frees places at once; lowered, it refuses at once", async () => {
    const limits = make();
    await take(limits, createLimit({ max: 2 }));
    await take(limits, createLimit({ max: 2 }));
    expect(await take(limits, createLimit({ max: 2 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "over" },
    });
    expect(await take(limits, createLimit({ max: 3 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 2 },
    });
    expect(await take(limits, createLimit({ max: 1 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "over", used: 3 },
    });
  });

  test("of two limits one is over: only it is answered, and the other has not counted", async () => {
    const limits = make();
    await take(limits, createDailyLimit({ max: 1 }));
    expect(await take(limits, createLimit(), createDailyLimit({ max: 1 }))).toMatchObject({
      "creation/daily": { kind: "over", used: 1 },
    });
    expect(await take(limits, createLimit())).toEqual({
      "creation/groups-per-hour": { kind: "within", used: 0, retryAfterMs: 0 },
    });
  });

  test("a limit in shadow is counted apart: over, it changes nothing; after a refusal, it is not counted", async () => {
    const limits = make();
    const shadow = createDailyLimit({ max: 1, shadow: true });
    expect(await take(limits, createLimit({ max: 2 }), shadow)).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 0 },
      "creation/daily": { kind: "within", used: 0 },
    });
    expect(await take(limits, shadow, createLimit({ max: 2 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 1 },
      "creation/daily": { kind: "over", used: 1 },
    });
    const other = createDailyLimit({ value: "u_joao", shadow: true });
    expect(Object.keys(await take(limits, createLimit({ max: 2 }), other))).toEqual([
      "creation/groups-per-hour",
    ]);
    expect(await take(limits, other)).toMatchObject({ "creation/daily": { kind: "within", used: 0 } });
  });

  test("three strikes: reading does not count, the third holds for an hour, and refuses what else is asked", async () => {
    const limits = make();
    for (let used = 0; used < 3; used++) {
      expect(await take(limits, createStrikes())).toEqual({
        "conduct/strikes": { kind: "within", used, retryAfterMs: 0 },
      });
      expect(await strike(limits, createStrikes())).toEqual({
        "conduct/strikes": { kind: "within", used, retryAfterMs: 0 },
      });
    }
    const held = { "conduct/strikes": { kind: "over", used: 3, retryAfterMs: HOUR } };
    expect(await take(limits, createStrikes(), createLimit())).toEqual(held);
    expect(await strike(limits, createStrikes())).toEqual(held);
    clock.now += HOUR - 1;
    expect(await take(limits, createStrikes())).toMatchObject({
      "conduct/strikes": { kind: "over", used: 3, retryAfterMs: 1 },
    });
    clock.now += 1;
    expect(await take(limits, createStrikes(), createLimit())).toEqual({
      "conduct/strikes": { kind: "within", used: 0, retryAfterMs: 0 },
      "creation/groups-per-hour": { kind: "within", used: 0, retryAfterMs: 0 },
    });
  });

  test("max raised during a hold: it lasts, and refusals still do not count", async () => {
    const limits = make();
    await strike(limits, createStrikes({ max: 1 }));
    clock.now += 30 * MINUTE;
    const held = { "conduct/strikes": { kind: "over", used: 9, retryAfterMs: 30 * MINUTE } };
    expect(await take(limits, createStrikes({ max: 9 }))).toEqual(held);
    expect(await strike(limits, createStrikes({ max: 9 }))).toEqual(held);
    expect(await strike(limits, createStrikes({ max: 8 }))).toMatchObject({
      "conduct/strikes": { kind: "over", retryAfterMs: 30 * MINUTE },
    });
  });

  test("one strike is enough if max is 1", async () => {
    const limits = make();
    await strike(limits, createStrikes({ max: 1 }));
    clock.now += 30 * MINUTE;
    expect(await take(limits, createStrikes({ max: 1 }))).toEqual({
      "conduct/strikes": { kind: "over", used: 1, retryAfterMs: 30 * MINUTE },
    });
  });
});

test("any sequence of requests: the stores answer the same", async () => {
  const requests = fc.constantFrom(
    [createLimit({ max: 2 })],
    [createLimit({ max: 2 }), createDailyLimit({ max: 3 })],
    [createDailyLimit({ max: 3, shadow: true }), createLimit({ max: 2, value: "u_joao" })],
    [createLimit({ rule: "busy", max: 200, perMs: 10_000 })],
    [createStrikes({ max: 2 }), createLimit({ max: 2 })],
    [createStrikes({ max: 3, holdMs: undefined, rule: "conduct/slow" })],
  );
  const step = fc.record({
    verb: fc.constantFrom("take", "take", "strike" as const),
    requests,
    waitMs: fc.constantFrom(0, 1, 200, 10_000, MINUTE, 10 * MINUTE, 61 * MINUTE, 25 * HOUR),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: "max" }), async (steps) => {
      clock.now = START;
      model().items.clear();
      const [memory, ...tables] = stores.map(({ make }) => make());
      for (const { verb, requests, waitMs } of steps) {
        clock.now += waitMs;
        const counted = verb === "take" ? requests : requests.filter(({ count }) => count === "refusals");
        const expected = await memory?.[verb](counted, clock.now + 250);
        for (const [index, table] of tables.entries()) {
          // Each store has items of its own; in the table, the SDKAppID separates them.
          const own = counted.map((request) => ({ ...request, sdkAppId: index }));
          expect(withoutUnsaid(await table[verb](own, clock.now + 250), expected)).toEqual(expected);
        }
      }
    }),
    { numRuns: 40 },
  );
});

/** A transaction does not say how many there were; after one refusal the others are not read. */
function withoutUnsaid(found: LimitAnswers, expected: LimitAnswers | undefined): LimitAnswers {
  const isOver = [...found.values()].some(({ kind }) => kind === "over");
  return new Map(
    [...(expected ?? [])].map(([rule, answer]) => {
      const same = found.get(rule);
      if (same === undefined && isOver) return [rule, answer];
      if (same?.kind !== "within" || answer.kind !== "within")
        return [rule, same ?? { kind: "within", retryAfterMs: -1 }];
      return [rule, { ...same, used: same.used ?? answer.used }];
    }),
  );
}

describe("memory", () => {
  test("while all of its keys count, a new one is unknown; when one has expired, it has room again", async () => {
    const limits = createMemoryLimits({ now, maxKeys: 2 });
    await take(limits, createLimit({ value: "a" }));
    await take(limits, createLimit({ value: "b" }));
    expect(await take(limits, createLimit({ value: "c" }))).toEqual({
      "creation/groups-per-hour": { kind: "unknown", reason: "full" },
    });
    expect(await take(limits, createLimit({ value: "a" }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 1 },
    });
    clock.now += 2 * HOUR;
    expect(await take(limits, createLimit({ value: "c" }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 0 },
    });
  });
});
