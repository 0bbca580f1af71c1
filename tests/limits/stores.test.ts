import fc from "fast-check";
import { createLimitAdmin } from "../../lib/limits/admin.ts";
import { createTableLimits } from "../../lib/limits/dynamodb.ts";
import type { LimitAnswers, LimitRequest, Limits } from "../../lib/limits/limits.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import type { CallTable } from "../../lib/limits/table-answer.ts";
import { keyOf } from "../../lib/limits/table-item.ts";
import { callTableAt, hash } from "./table-client.ts";
import { answerTable, type Item, type ModelFault, startTableModel, type TableModel } from "./table-model.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let clock = START;
let model: TableModel;
beforeAll(async () => {
  model = await startTableModel();
});
afterAll(() => model.close());
beforeEach(() => {
  clock = START;
  model.items.clear();
  model.calls.length = 0;
  model.fault = () => undefined;
});

const limit = (changes: Partial<LimitRequest> = {}): LimitRequest => ({
  sdkAppId: 1400000000,
  rule: "creation/groups-per-hour",
  by: "operator",
  value: "u_mira",
  max: 5,
  perMs: HOUR,
  shadow: false,
  count: "requests",
  ...changes,
});
const strikes = (changes: Partial<LimitRequest> = {}) =>
  limit({ rule: "conduct/strikes", max: 3, perMs: 10 * MINUTE, holdMs: HOUR, count: "refusals", ...changes });
const daily = (changes: Partial<LimitRequest> = {}) =>
  limit({ rule: "creation/daily", max: 20, perMs: 24 * HOUR, ...changes });

const tableOptions = () => ({
  call: callTableAt(model.url, () => clock),
  table: "chatgate-test-limits",
  hash,
  now: () => clock,
  chance: () => 0,
});
const stores = [
  { store: "memory", make: (): Limits => createMemoryLimits({ now: () => clock }) },
  { store: "DynamoDB", make: (): Limits => createTableLimits(tableOptions()) },
  {
    store: "DynamoDB without remembered refusals",
    make: (): Limits => createTableLimits({ ...tableOptions(), maxRemembered: 0 }),
  },
];

const take = async (limits: Limits, ...requests: readonly LimitRequest[]) =>
  Object.fromEntries(await limits.take(requests, clock + 250));
const strike = async (limits: Limits, ...requests: readonly LimitRequest[]) =>
  Object.fromEntries(await limits.strike(requests, clock + 250));
const actions = () => model.calls.map(({ action }) => action);

describe.each(stores)("$store", ({ make }) => {
  test("five of six, and the sixth when the oldest bucket is an hour old", async () => {
    const limits = make();
    for (let used = 0; used < 5; used++) {
      expect(await take(limits, limit())).toEqual({
        "creation/groups-per-hour": { kind: "within", used, retryAfterMs: 0 },
      });
      clock += MINUTE;
    }
    expect(await take(limits, limit())).toEqual({
      "creation/groups-per-hour": { kind: "over", used: 5, retryAfterMs: 56 * MINUTE },
    });
    clock += 56 * MINUTE;
    expect(await take(limits, limit())).toEqual({
      "creation/groups-per-hour": { kind: "within", used: 4, retryAfterMs: 0 },
    });
  });

  test.each([
    { what: "value", other: { value: "u_joao" } },
    { what: "rule", other: { rule: "creation/other" } },
    { what: "facet", other: { by: "owner" } },
    { what: "application", other: { sdkAppId: 1400000001 } },
    { what: "period", other: { perMs: 2 * HOUR } },
  ])("another $what is counted apart", async ({ other }) => {
    const limits = make();
    await take(limits, limit({ max: 1 }));
    const request = limit({ max: 1, ...other });
    expect(await take(limits, request)).toMatchObject({ [request.rule]: { kind: "within", used: 0 } });
  });

  test("max raised keeps the count and frees places at once; lowered, it refuses at once", async () => {
    const limits = make();
    await take(limits, limit({ max: 2 }));
    await take(limits, limit({ max: 2 }));
    expect(await take(limits, limit({ max: 2 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "over" },
    });
    expect(await take(limits, limit({ max: 3 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 2 },
    });
    expect(await take(limits, limit({ max: 1 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "over", used: 3 },
    });
  });

  test("of two limits one is over: only it is answered, and the other has not counted", async () => {
    const limits = make();
    await take(limits, daily({ max: 1 }));
    expect(await take(limits, limit(), daily({ max: 1 }))).toMatchObject({
      "creation/daily": { kind: "over", used: 1 },
    });
    expect(await take(limits, limit())).toEqual({
      "creation/groups-per-hour": { kind: "within", used: 0, retryAfterMs: 0 },
    });
  });

  test("a limit in shadow is counted apart: over, it changes nothing; after a refusal, it is not counted", async () => {
    const limits = make();
    const shadow = daily({ max: 1, shadow: true });
    expect(await take(limits, limit({ max: 2 }), shadow)).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 0 },
      "creation/daily": { kind: "within", used: 0 },
    });
    expect(await take(limits, shadow, limit({ max: 2 }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 1 },
      "creation/daily": { kind: "over", used: 1 },
    });
    const other = daily({ value: "u_joao", shadow: true });
    expect(Object.keys(await take(limits, limit({ max: 2 }), other))).toEqual(["creation/groups-per-hour"]);
    expect(await take(limits, other)).toMatchObject({ "creation/daily": { kind: "within", used: 0 } });
  });

  test("three strikes: reading does not count, the third holds for an hour, and refuses what else is asked", async () => {
    const limits = make();
    for (let used = 0; used < 3; used++) {
      expect(await take(limits, strikes())).toEqual({
        "conduct/strikes": { kind: "within", used, retryAfterMs: 0 },
      });
      expect(await strike(limits, strikes())).toEqual({
        "conduct/strikes": { kind: "within", used, retryAfterMs: 0 },
      });
    }
    const held = { "conduct/strikes": { kind: "over", used: 3, retryAfterMs: HOUR } };
    expect(await take(limits, strikes(), limit())).toEqual(held);
    expect(await strike(limits, strikes())).toEqual(held);
    clock += HOUR - 1;
    expect(await take(limits, strikes())).toMatchObject({
      "conduct/strikes": { kind: "over", used: 3, retryAfterMs: 1 },
    });
    clock += 1;
    expect(await take(limits, strikes(), limit())).toEqual({
      "conduct/strikes": { kind: "within", used: 0, retryAfterMs: 0 },
      "creation/groups-per-hour": { kind: "within", used: 0, retryAfterMs: 0 },
    });
  });

  test("max raised during a hold: it lasts, and refusals still do not count", async () => {
    const limits = make();
    await strike(limits, strikes({ max: 1 }));
    clock += 30 * MINUTE;
    const held = { "conduct/strikes": { kind: "over", used: 9, retryAfterMs: 30 * MINUTE } };
    expect(await take(limits, strikes({ max: 9 }))).toEqual(held);
    expect(await strike(limits, strikes({ max: 9 }))).toEqual(held);
    expect(await strike(limits, strikes({ max: 8 }))).toMatchObject({
      "conduct/strikes": { kind: "over", retryAfterMs: 30 * MINUTE },
    });
  });

  test("one strike is enough where max is 1", async () => {
    const limits = make();
    await strike(limits, strikes({ max: 1 }));
    clock += 30 * MINUTE;
    expect(await take(limits, strikes({ max: 1 }))).toEqual({
      "conduct/strikes": { kind: "over", used: 1, retryAfterMs: 30 * MINUTE },
    });
  });
});

test("any sequence of requests: the stores answer the same", async () => {
  const requests = fc.constantFrom(
    [limit({ max: 2 })],
    [limit({ max: 2 }), daily({ max: 3 })],
    [daily({ max: 3, shadow: true }), limit({ max: 2, value: "u_joao" })],
    [limit({ rule: "busy", max: 200, perMs: 10_000 })],
    [strikes({ max: 2 }), limit({ max: 2 })],
    [strikes({ max: 3, holdMs: undefined, rule: "conduct/slow" })],
  );
  const step = fc.record({
    verb: fc.constantFrom("take", "take", "strike" as const),
    requests,
    waitMs: fc.constantFrom(0, 1, 200, 10_000, MINUTE, 10 * MINUTE, 61 * MINUTE, 25 * HOUR),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: "max" }), async (steps) => {
      clock = START;
      model.items.clear();
      const [memory, ...tables] = stores.map(({ make }) => make());
      for (const { verb, requests, waitMs } of steps) {
        clock += waitMs;
        const counted = verb === "take" ? requests : requests.filter(({ count }) => count === "refusals");
        const expected = await memory?.[verb](counted, clock + 250);
        for (const [index, table] of tables.entries()) {
          // Each store has items of its own; in the table they are told apart by the application.
          const own = counted.map((request) => ({ ...request, sdkAppId: index }));
          expect(withoutUnsaid(await table[verb](own, clock + 250), expected)).toEqual(expected);
        }
      }
    }),
    { numRuns: 40 },
  );
});

/** A transaction does not say how many there were; one refusal spares the look at further ones. */
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
    const limits = createMemoryLimits({ now: () => clock, maxKeys: 2 });
    await take(limits, limit({ value: "a" }));
    await take(limits, limit({ value: "b" }));
    expect(await take(limits, limit({ value: "c" }))).toEqual({
      "creation/groups-per-hour": { kind: "unknown", reason: "full" },
    });
    expect(await take(limits, limit({ value: "a" }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 1 },
    });
    clock += 2 * HOUR;
    expect(await take(limits, limit({ value: "c" }))).toMatchObject({
      "creation/groups-per-hour": { kind: "within", used: 0 },
    });
  });
});

describe("any order in which the calls of many stores are carried out", () => {
  const expired = () =>
    new Map(
      [limit({ max: 3 }), daily({ max: 2 }), strikes({ max: 2 })].map((request) => [
        keyOf(request, hash).k.S,
        // Three requests in two buckets of which no window knows any more.
        { n: { N: "3" }, b1: { N: "2" }, b2: { N: "1" } },
      ]),
    );

  test.each([
    { title: "one limit", verb: "take", requests: [limit({ max: 3 })], max: 3 },
    { title: "two limits", verb: "take", requests: [limit({ max: 3 }), daily({ max: 2 })], max: 2 },
    { title: "strikes with a hold", verb: "strike", requests: [strikes({ max: 2 })], max: 2 },
  ] as const)(
    "$title: exactly max, over items with expired buckets or none",
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
            createTableLimits({ ...tableOptions(), call })[verb](requests, clock + 250),
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
  const only = () => [...model.items.values()][0] ?? {};

  test("one write, of a hashed key, a bucket, the sum and a time to live", async () => {
    await take(createTableLimits(tableOptions()), limit());
    expect(actions()).toEqual(["UpdateItem"]);
    const bucket = `b${(START / MINUTE).toString(36)}`;
    expect(only()).toEqual({
      k: { S: expect.stringMatching(/^[\w-]{22}$/) },
      n: { N: "1" },
      [bucket]: { N: "1" },
      ttl: { N: String((START + 2 * HOUR) / 1000) },
    });
    expect(JSON.stringify(model.calls)).not.toContain("u_mira");
  });

  test("a hold outlives its item's period: the time to live is after it", async () => {
    await strike(createTableLimits(tableOptions()), strikes({ max: 1 }));
    expect(only()).toMatchObject({
      until: { N: String(START + HOUR) },
      ttl: { N: String((START + 20 * MINUTE + HOUR) / 1000) },
    });
  });

  test("expired buckets go in the second write, which counts as well", async () => {
    const limits = createTableLimits(tableOptions());
    for (let count = 0; count < 5; count++) {
      await take(limits, limit());
      clock += 2 * MINUTE;
    }
    clock = START + 2 * HOUR;
    await take(limits, limit());
    expect(actions().slice(5)).toEqual(["UpdateItem", "UpdateItem"]);
    expect(Object.keys(only())).toHaveLength(4);
    expect(only()).toMatchObject({ n: { N: "1" } });
  });

  test.each([
    { title: "1 a bucket", count: 1 },
    { title: "1,200 a bucket", count: 1_200 },
  ])("a limit of 100,000 that is never reached, $title: its item stays under 1 KB", async ({ count }) => {
    const limits = createTableLimits(tableOptions());
    const busy = limit({ max: 100_000, perMs: 10_000 });
    for (let bucket = 0; bucket < 400; bucket++) {
      await take(limits, busy);
      const [key] = model.items.keys();
      model.items.set(String(key), withCounts(only(), count));
      expect(sizeOf(only())).toBeLessThan(1024);
      clock += 167;
    }
    const removals = model.calls.length - 400;
    expect(removals).toBeLessThanOrEqual(400 / 15 + 1);
  });

  test("refusals are remembered, so they cost no call; after a minute they are asked again", async () => {
    const limits = createTableLimits(tableOptions());
    await take(limits, limit({ max: 1 }));
    for (let count = 0; count < 100; count++) await take(limits, limit({ max: 1 }), daily());
    expect(actions()).toEqual(["UpdateItem", "TransactWriteItems"]);
    clock += MINUTE;
    await take(limits, limit({ max: 1 }));
    expect(actions()).toHaveLength(3);
  });

  test("refusals that are remembered are bounded: the oldest is forgotten", async () => {
    const limits = createTableLimits({ ...tableOptions(), maxRemembered: 2 });
    for (const value of ["a", "b", "c"])
      for (let count = 0; count < 2; count++) await take(limits, limit({ value, max: 1 }));
    model.calls.length = 0;
    for (const value of ["c", "b", "a"]) await take(limits, limit({ value, max: 1 }));
    expect(actions()).toEqual(["UpdateItem"]);
  });

  test("a counter that an operator resets between two writes starts anew, without a hold", async () => {
    const limits = createTableLimits(tableOptions());
    await strike(limits, strikes({ max: 2 }));
    let calls = 0;
    model.fault = () => {
      if (++calls === 2) model.items.clear();
      return undefined;
    };
    expect(await strike(limits, strikes({ max: 2 }))).toMatchObject({
      "conduct/strikes": { kind: "within", used: 0 },
    });
    expect(only()).toMatchObject({ n: { N: "1" } });
    expect(only()).not.toHaveProperty("until");
  });

  test("connect reads once, and writes nothing", async () => {
    expect(await createTableLimits(tableOptions()).connect(clock + 250)).toBeUndefined();
    expect(actions()).toEqual(["GetItem"]);
    expect(model.items.size).toBe(0);
  });

  test("an operator sees a counter without counting, and resets it", async () => {
    const admin = createLimitAdmin(tableOptions());
    const limits = createTableLimits({ ...tableOptions(), maxRemembered: 0 });
    const request = strikes({ max: 1 });
    expect(await admin.peek(request, clock + 250)).toEqual({ kind: "read", used: 0, retryAfterMs: 0 });
    await strike(limits, request);
    expect(await admin.peek(request, clock + 250)).toEqual({
      kind: "read",
      used: 1,
      retryAfterMs: HOUR,
      until: START + HOUR,
    });
    expect(await admin.reset(request, clock + 250)).toEqual({ kind: "reset" });
    expect(await take(limits, request)).toMatchObject({ "conduct/strikes": { kind: "within", used: 0 } });
  });
});

describe("faults", () => {
  const error = (status: number, type: string, more: object = {}): ModelFault => ({
    kind: "error",
    status,
    body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "said by the test", ...more },
  });
  const cancelled = (...codes: readonly string[]) =>
    error(400, "TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });
  const realOptions = () => ({ ...tableOptions(), now: Date.now, call: callTableAt(model.url, Date.now) });

  test.each([
    { title: "hang", fault: { kind: "hang" } as const, reason: "timeout", calls: 1 },
    { title: "reset", fault: { kind: "reset" } as const, reason: "unreachable", calls: 2 },
    { title: "500", fault: error(500, "InternalServerError"), reason: "unavailable", calls: 2 },
    {
      title: "HTML with 200",
      fault: { kind: "error", status: 200, body: "<html>" } as const,
      reason: "garbled",
      calls: 1,
    },
    {
      title: "table gone",
      fault: error(400, "ResourceNotFoundException"),
      reason: "table-missing",
      calls: 1,
    },
    { title: "no right", fault: error(400, "AccessDeniedException"), reason: "denied", calls: 1 },
    { title: "throttled", fault: error(400, "ThrottlingException"), reason: "throttled", calls: 8 },
    {
      title: "throttled by capacity",
      fault: error(400, "ProvisionedThroughputExceededException"),
      reason: "throttled",
      calls: 8,
    },
    { title: "in conflict", fault: error(400, "TransactionConflictException"), reason: "conflict", calls: 8 },
    { title: "unknown error", fault: error(400, "ValidationException"), reason: "refused", calls: 1 },
    {
      title: "transaction in conflict",
      requests: [limit(), daily()],
      fault: cancelled("None", "TransactionConflict"),
      reason: "conflict",
      calls: 8,
    },
    {
      title: "transaction throttled",
      requests: [limit(), daily()],
      fault: cancelled("ThrottlingError", "None"),
      reason: "throttled",
      calls: 8,
    },
    {
      title: "others first, in every attempt",
      fault: error(400, "ConditionalCheckFailedException"),
      reason: "contended",
      calls: 8,
    },
    {
      title: "read throttled",
      requests: [strikes()],
      fault: error(400, "ThrottlingException"),
      reason: "throttled",
      calls: 8,
    },
  ])("$title: unknown, $reason, in under 350 ms", async ({ fault, reason, calls, requests = [limit()] }) => {
    model.fault = () => fault;
    const started = performance.now();
    const answers = await createTableLimits(realOptions()).take(requests, Date.now() + 1500);
    expect(performance.now() - started).toBeLessThan(350);
    expect([...answers]).toEqual(requests.map(({ rule }) => [rule, { kind: "unknown", reason }]));
    expect(model.calls).toHaveLength(calls);
  });

  test("nothing listens: unknown", async () => {
    const call = callTableAt("http://127.0.0.1:9", Date.now);
    const answers = await createTableLimits({ ...realOptions(), call }).take([limit()], Date.now() + 1500);
    expect([...answers.values()]).toEqual([{ kind: "unknown", reason: "unreachable" }]);
  });

  test("the caller's deadline is over: unknown, without a call", async () => {
    const answers = await createTableLimits(realOptions()).take([limit()], Date.now());
    expect([...answers.values()]).toEqual([{ kind: "unknown", reason: "timeout" }]);
    expect(actions()).toEqual([]);
  });

  test.each([
    {
      title: "throttled twice",
      faults: [error(400, "ThrottlingException"), error(400, "ThrottlingException")],
      used: 0,
    },
    { title: "one reset", faults: [{ kind: "reset" } as const], used: 0 },
    {
      title: "an answer lost on the way: counted twice, never too few",
      faults: [{ kind: "reset-after" } as const],
      used: 1,
    },
  ])("$title, then well: within", async ({ faults, used }) => {
    const left: ModelFault[] = [...faults];
    model.fault = () => left.shift();
    const answers = await createTableLimits(realOptions()).take([limit()], Date.now() + 1500);
    expect([...answers.values()]).toEqual([{ kind: "within", used, retryAfterMs: 0 }]);
  });

  test("a limit that is unknown lets the others be decided, and shadows counted", async () => {
    model.fault = (action) => (action === "GetItem" ? error(400, "AccessDeniedException") : undefined);
    const answers = await createTableLimits(realOptions()).take(
      [strikes(), limit(), daily({ shadow: true })],
      Date.now() + 1500,
    );
    expect(Object.fromEntries(answers)).toMatchObject({
      "conduct/strikes": { kind: "unknown", reason: "denied" },
      "creation/groups-per-hour": { kind: "within" },
      "creation/daily": { kind: "within" },
    });
  });

  test("many at once, of many stores, with conflicts and throttling in between: never over", async () => {
    const chances = [0.1, 0.7, 0.4, 0.9, 0.2, 0.6, 0.3, 0.8];
    let asked = 0;
    model.fault = () =>
      [undefined, undefined, cancelled("TransactionConflict"), error(400, "ThrottlingException")][
        asked++ % 4
      ];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        createTableLimits({ ...realOptions(), chance: () => chances[index % 8] ?? 0 }).take(
          [limit({ max: 7 }), daily()],
          Date.now() + 1500,
        ),
      ),
    );
    const kinds = answers.map((answer) => answer.get("creation/groups-per-hour")?.kind);
    const within = kinds.filter((kind) => kind === "within");
    expect(within.length).toBeGreaterThan(0);
    expect(within.length).toBeLessThanOrEqual(7);
  });
});

const withCounts = (item: Item, count: number): Item => {
  const buckets = Object.keys(item).filter((name) => name.startsWith("b"));
  const counts = buckets.map((name) => [name, { N: String(count) }] as const);
  return { ...item, ...Object.fromEntries(counts), n: { N: String(count * buckets.length) } };
};

/** As DynamoDB counts: a name's bytes, a text's bytes, a byte for two digits of a number and one more. */
const sizeOf = (item: Item) =>
  Object.entries(item).reduce(
    (sum, [name, { N, S = "" }]) =>
      sum + name.length + (N === undefined ? S.length : Math.ceil(N.length / 2) + 1),
    0,
  );
