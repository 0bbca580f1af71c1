import type { LimitRequest } from "../../lib/decision.ts";
import type { Limits } from "../../lib/gate/limits.ts";
import { callTableAt, hashKey, PATIENCE_MS } from "./table-client.ts";
import { startTableModel, type TableModel } from "./table-model.ts";

export const START = Date.UTC(2026, 0, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A table with nothing in it and a clock that stands still, before each test of the file. */
export function useLimitWorld() {
  let model: TableModel;
  const clock = { now: START };
  beforeAll(async () => {
    model = await startTableModel();
  });
  afterAll(() => model.close());
  beforeEach(() => {
    clock.now = START;
    model.items.clear();
    model.calls.length = 0;
    model.fault = () => undefined;
  });
  const now = () => clock.now;
  return {
    clock,
    now,
    model: () => model,
    actions: () => model.calls.map(({ action }) => action),
    tableOptions: () => ({
      call: callTableAt(model.url, () => clock.now - PATIENCE_MS),
      table: "chatgate-test-limits",
      hash: hashKey,
      now,
      chance: () => 0,
    }),
    take: async (limits: Limits, ...requests: readonly LimitRequest[]) =>
      Object.fromEntries(await limits.take(requests, clock.now + 250)),
    strike: async (limits: Limits, ...requests: readonly LimitRequest[]) =>
      Object.fromEntries(await limits.strike(requests, clock.now + 250)),
  };
}

export const createLimit = (changes: Partial<LimitRequest> = {}): LimitRequest => ({
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
export const createStrikes = (changes: Partial<LimitRequest> = {}) =>
  createLimit({
    rule: "conduct/strikes",
    max: 3,
    perMs: 10 * MINUTE,
    holdMs: HOUR,
    count: "refusals",
    ...changes,
  });
export const createDailyLimit = (changes: Partial<LimitRequest> = {}) =>
  createLimit({ rule: "creation/daily", max: 20, perMs: 24 * HOUR, ...changes });
