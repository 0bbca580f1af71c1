import { createTableLimits } from "../../lib/limits/dynamodb.ts";
import { testRows } from "../support/table.ts";
import { createDailyLimit, createLimit, createStrikes, START, useLimitWorld } from "./limit-world.ts";
import { callTableAt, PATIENCE_MS } from "./table-client.ts";
import type { ModelFault } from "./table-model.ts";

const { model, actions, now, tableOptions } = useLimitWorld();

describe("faults", () => {
  const error = (status: number, type: string, more: object = {}): ModelFault => ({
    kind: "error",
    status,
    body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "said by the test", ...more },
  });
  const cancelled = (...codes: readonly string[]) =>
    error(400, "TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });
  const LATER = START + 1_500;

  testRows(
    [
      { name: "hang", fault: { kind: "hang" } as const, reason: "timeout", calls: 1 },
      { name: "reset", fault: { kind: "reset" } as const, reason: "unreachable", calls: 2 },
      { name: "500", fault: error(500, "InternalServerError"), reason: "unavailable", calls: 2 },
      {
        name: "HTML with 200",
        fault: { kind: "error", status: 200, body: "<html>" } as const,
        reason: "garbled",
        calls: 1,
      },
      {
        name: "table gone",
        fault: error(400, "ResourceNotFoundException"),
        reason: "table-missing",
        calls: 1,
      },
      { name: "no right", fault: error(400, "AccessDeniedException"), reason: "denied", calls: 1 },
      { name: "throttled", fault: error(400, "ThrottlingException"), reason: "throttled", calls: 8 },
      {
        name: "throttled by capacity",
        fault: error(400, "ProvisionedThroughputExceededException"),
        reason: "throttled",
        calls: 8,
      },
      {
        name: "in conflict",
        fault: error(400, "TransactionConflictException"),
        reason: "conflict",
        calls: 8,
      },
      { name: "unknown error", fault: error(400, "ValidationException"), reason: "refused", calls: 1 },
      {
        name: "transaction in conflict",
        requests: [createLimit(), createDailyLimit()],
        fault: cancelled("None", "TransactionConflict"),
        reason: "conflict",
        calls: 8,
      },
      {
        name: "transaction throttled",
        requests: [createLimit(), createDailyLimit()],
        fault: cancelled("ThrottlingError", "None"),
        reason: "throttled",
        calls: 8,
      },
      {
        name: "others first, in every attempt",
        fault: error(400, "ConditionalCheckFailedException"),
        reason: "contended",
        calls: 8,
      },
      {
        name: "read throttled",
        requests: [createStrikes()],
        fault: error(400, "ThrottlingException"),
        reason: "throttled",
        calls: 8,
      },
    ],
    "$name: unknown, $reason, and every exchange has to end within 250 ms",
    async ({ fault, reason, calls, requests = [createLimit()] }) => {
      model().fault = () => fault;
      const options = tableOptions();
      const exchange = fault.kind === "hang" ? callTableAt(model().url, now) : options.call;
      const deadlines: number[] = [];
      const call: typeof exchange = (target, input, times) => {
        deadlines.push(times.deadline);
        return exchange(target, input, times);
      };
      const answers = await createTableLimits({ ...options, call }).take(requests, LATER);
      expect(deadlines).toEqual(Array.from({ length: calls }, () => START + 250));
      expect([...answers]).toEqual(requests.map(({ rule }) => [rule, { kind: "unknown", reason }]));
      expect(model().calls).toHaveLength(calls);
    },
  );

  test("nothing listens: unknown", async () => {
    const call = callTableAt("http://127.0.0.1:9", () => START - PATIENCE_MS);
    const answers = await createTableLimits({ ...tableOptions(), call }).take([createLimit()], LATER);
    expect([...answers.values()]).toEqual([{ kind: "unknown", reason: "unreachable" }]);
  });

  test("the caller's deadline is over: unknown, without a call", async () => {
    const answers = await createTableLimits(tableOptions()).take([createLimit()], START);
    expect([...answers.values()]).toEqual([{ kind: "unknown", reason: "timeout" }]);
    expect(actions()).toEqual([]);
  });

  testRows(
    [
      {
        name: "throttled twice",
        faults: [error(400, "ThrottlingException"), error(400, "ThrottlingException")],
        used: 0,
      },
      { name: "one reset", faults: [{ kind: "reset" } as const], used: 0 },
      {
        name: "an answer lost on the way: counted twice, never too few",
        faults: [{ kind: "reset-after" } as const],
        used: 1,
      },
    ],
    "$name, then well: within",
    async ({ faults, used }) => {
      const left: ModelFault[] = [...faults];
      model().fault = () => left.shift();
      const answers = await createTableLimits(tableOptions()).take([createLimit()], LATER);
      expect([...answers.values()]).toEqual([{ kind: "within", used, retryAfterMs: 0 }]);
    },
  );

  test("a limit that is unknown lets the others be decided, and shadows counted", async () => {
    model().fault = (action) => (action === "GetItem" ? error(400, "AccessDeniedException") : undefined);
    const answers = await createTableLimits(tableOptions()).take(
      [createStrikes(), createLimit(), createDailyLimit({ shadow: true })],
      LATER,
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
    model().fault = () =>
      [undefined, undefined, cancelled("TransactionConflict"), error(400, "ThrottlingException")][
        asked++ % 4
      ];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        createTableLimits({ ...tableOptions(), chance: () => chances[index % 8] ?? 0 }).take(
          [createLimit({ max: 7 }), createDailyLimit()],
          LATER,
        ),
      ),
    );
    const kinds = answers.map((answer) => answer.get("creation/groups-per-hour")?.kind);
    const within = kinds.filter((kind) => kind === "within");
    expect(within.length).toBeGreaterThan(0);
    expect(within.length).toBeLessThanOrEqual(7);
  });
});
