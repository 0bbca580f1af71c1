import fc from "fast-check";
import { createLimitAdmin } from "../../lib/limits/admin.ts";
import { createTableLimits } from "../../lib/limits/dynamodb.ts";
import type { CallTable } from "../../lib/limits/table-answer.ts";
import { createItemKey } from "../../lib/limits/table-item.ts";
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
import { hashKey } from "./table-client.ts";
import { answerTable, type Item } from "./table-model.ts";

const { clock, model, actions, tableOptions, take, strike } = useLimitWorld();

describe("any order in which the calls of many stores are carried out", () => {
  const expired = () =>
    new Map(
      [createLimit({ max: 3 }), createDailyLimit({ max: 2 }), createStrikes({ max: 2 })].map((request) => [
        createItemKey(request, hashKey).k.S,
        // Three requests in two buckets of which no window knows any more.
        { n: { N: "3" }, b1: { N: "2" }, b2: { N: "1" } },
      ]),
    );

  testRows(
    [
      { name: "one limit", verb: "take", requests: [createLimit({ max: 3 })], max: 3 },
      {
        name: "two limits",
        verb: "take",
        requests: [createLimit({ max: 3 }), createDailyLimit({ max: 2 })],
        max: 2,
      },
      { name: "strikes with a hold", verb: "strike", requests: [createStrikes({ max: 2 })], max: 2 },
    ],
    "$name: exactly max, over items with expired buckets or none",
    async ({ verb, requests, max }) => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isNew) => {
          const items: Map<string, Item> = isNew ? new Map() : expired();
          const call: CallTable = scheduler.scheduleFunction(async (target: string, input: object) => {
            const [status, body] = answerTable(items, target.replace("DynamoDB_20120810.", ""), input);
            const type = "__type" in body ? String(body.__type).replace(/^.*#/, "") : "";
            return status === 200
              ? { kind: "ok", body: { ...body } }
              : { kind: "refused", status, type, body: { ...body } };
          });
          const asked = Array.from({ length: 5 }, () =>
            createTableLimits({ ...tableOptions(), call })[verb](requests, clock.now + 250),
          );
          await scheduler.waitFor(Promise.all(asked));
          const kinds = (await Promise.all(asked)).map((answers) =>
            [...answers.values()].map(({ kind }) => kind),
          );
          expect(kinds.filter(([kind]) => kind === "within")).toHaveLength(max);
          expect(kinds.flat()).not.toContain("unknown");
          for (const item of items.values())
            if (item.b1 === undefined) expect(item.n).toEqual({ N: String(max) });
        }),
        { numRuns: 100 },
      );
    },
  );
});

describe("what is written to DynamoDB", () => {
  const only = () => [...model().items.values()][0] ?? {};

  test("one write, of a hashed key, a bucket, the sum and a time to live", async () => {
    await take(createTableLimits(tableOptions()), createLimit());
    expect(actions()).toEqual(["UpdateItem"]);
    const bucket = `b${(START / MINUTE).toString(36)}`;
    expect(only()).toEqual({
      k: { S: expect.stringMatching(/^[\w-]{22}$/) },
      n: { N: "1" },
      [bucket]: { N: "1" },
      ttl: { N: String((START + 2 * HOUR) / 1000) },
    });
    expect(JSON.stringify(model().calls)).not.toContain("u_mira");
  });

  test("a hold outlives its item's period: the time to live is after it", async () => {
    await strike(createTableLimits(tableOptions()), createStrikes({ max: 1 }));
    expect(only()).toMatchObject({
      until: { N: String(START + HOUR) },
      ttl: { N: String((START + 20 * MINUTE + HOUR) / 1000) },
    });
  });

  test("expired buckets go in the second write, which counts as well", async () => {
    const limits = createTableLimits(tableOptions());
    for (let count = 0; count < 5; count++) {
      await take(limits, createLimit());
      clock.now += 2 * MINUTE;
    }
    clock.now = START + 2 * HOUR;
    await take(limits, createLimit());
    expect(actions().slice(5)).toEqual(["UpdateItem", "UpdateItem"]);
    expect(Object.keys(only())).toHaveLength(4);
    expect(only()).toMatchObject({ n: { N: "1" } });
  });

  testRows(
    [
      { name: "1 a bucket", count: 1 },
      { name: "1,200 a bucket", count: 1_200 },
    ],
    "a limit of 100,000 that is never reached, $name: its item stays under 1 KB",
    async ({ count }) => {
      const limits = createTableLimits(tableOptions());
      const busy = createLimit({ max: 100_000, perMs: 10_000 });
      for (let bucket = 0; bucket < 400; bucket++) {
        await take(limits, busy);
        const [key] = model().items.keys();
        model().items.set(String(key), withCounts(only(), count));
        expect(measureItem(only())).toBeLessThan(1024);
        clock.now += 167;
      }
      const removals = model().calls.length - 400;
      expect(removals).toBeLessThanOrEqual(400 / 15 + 1);
    },
  );

  test("refusals are remembered, so they cost no call; after a minute they are asked again", async () => {
    const limits = createTableLimits(tableOptions());
    await take(limits, createLimit({ max: 1 }));
    for (let count = 0; count < 100; count++) await take(limits, createLimit({ max: 1 }), createDailyLimit());
    expect(actions()).toEqual(["UpdateItem", "TransactWriteItems"]);
    clock.now += MINUTE;
    await take(limits, createLimit({ max: 1 }));
    expect(actions()).toHaveLength(3);
  });

  test("refusals that are remembered are bounded: the oldest is forgotten", async () => {
    const limits = createTableLimits({ ...tableOptions(), maxRemembered: 2 });
    for (const value of ["a", "b", "c"])
      for (let count = 0; count < 2; count++) await take(limits, createLimit({ value, max: 1 }));
    model().calls.length = 0;
    for (const value of ["c", "b", "a"]) await take(limits, createLimit({ value, max: 1 }));
    expect(actions()).toEqual(["UpdateItem"]);
  });

  test("a counter that an operator resets between two writes starts anew, without a hold", async () => {
    const limits = createTableLimits(tableOptions());
    await strike(limits, createStrikes({ max: 2 }));
    let calls = 0;
    model().fault = () => {
      if (++calls === 2) model().items.clear();
      return undefined;
    };
    expect(await strike(limits, createStrikes({ max: 2 }))).toMatchObject({
      "conduct/strikes": { kind: "within", used: 0 },
    });
    expect(only()).toMatchObject({ n: { N: "1" } });
    expect(only()).not.toHaveProperty("until");
  });

  test("what a transaction knows of one item is kept while another one changes", async () => {
    const limits = createTableLimits(tableOptions());
    const [first, second] = [createLimit({ max: 1 }), createDailyLimit({ max: 1 })];
    await take(limits, first, second);
    clock.now += 30 * HOUR;
    let calls = 0;
    model().fault = () => {
      if (++calls === 2) model().items.delete(createItemKey(first, hashKey).k.S);
      return undefined;
    };
    expect(await take(limits, first, second)).toMatchObject({
      "creation/groups-per-hour": { kind: "within" },
      "creation/daily": { kind: "within" },
    });
    expect(calls).toBe(3);
  });

  test("connect reads once, and writes nothing", async () => {
    expect(await createTableLimits(tableOptions()).connect(clock.now + 250)).toBeUndefined();
    expect(actions()).toEqual(["GetItem"]);
    expect(model().items.size).toBe(0);
  });

  test("an operator sees a counter without counting, and resets it", async () => {
    const admin = createLimitAdmin(tableOptions());
    const limits = createTableLimits({ ...tableOptions(), maxRemembered: 0 });
    const request = createStrikes({ max: 1 });
    expect(await admin.peek(request, clock.now + 250)).toEqual({ kind: "read", used: 0, retryAfterMs: 0 });
    await strike(limits, request);
    expect(await admin.peek(request, clock.now + 250)).toEqual({
      kind: "read",
      used: 1,
      retryAfterMs: HOUR,
      until: START + HOUR,
    });
    expect(await admin.reset(request, clock.now + 250)).toEqual({ kind: "reset" });
    expect(await take(limits, request)).toMatchObject({ "conduct/strikes": { kind: "within", used: 0 } });
  });
});

const withCounts = (item: Item, count: number): Item => {
  const buckets = Object.keys(item).filter((name) => name.startsWith("b"));
  const counts = buckets.map((name) => [name, { N: String(count) }] as const);
  return { ...item, ...Object.fromEntries(counts), n: { N: String(count * buckets.length) } };
};

/** As DynamoDB counts: a name's bytes, a text's bytes, a byte for two digits of a number and one more. */
const measureItem = (item: Item) =>
  Object.entries(item).reduce(
    (sum, [name, { N, S = "" }]) =>
      sum + name.length + (N === undefined ? S.length : Math.ceil(N.length / 2) + 1),
    0,
  );
