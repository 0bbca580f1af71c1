import type { Limits } from "../../lib/gate/limits.ts";
import {
  barred,
  CREATE,
  countFaults,
  gateWith,
  limited,
  perHour,
  type Rule,
  settings,
} from "./limited-gate.ts";

describe("strikes", () => {
  const strikes: Rule = {
    id: "strikes",
    on: CREATE,
    limit: { max: 2, per: "10m", by: "operator", count: "refusals", hold: "1h" },
    deny: { code: 10109, message: "Back in {retryMinutes} minutes." },
  };

  test("two refusals, then nothing for an hour; those of the hold do not extend it", async () => {
    const { ask, pass, calls } = gateWith([barred, strikes], { settings });
    expect((await ask()).code).toBe(0);
    expect((await ask({ Name: "barred" })).code).toBe(10104);
    expect((await ask()).code).toBe(0);
    expect((await ask({ Name: "barred" })).code).toBe(10104);
    pass(1_800_000);
    expect(await ask()).toEqual({
      code: 10109,
      info: "Back in 30 minutes.",
      effects: { barred: "pass", strikes: "deny" },
    });
    expect((await ask({ Name: "barred" })).code).toBe(10104);
    expect((await ask({ Operator_Account: "other" })).code).toBe(0);
    pass(1_800_000);
    expect((await ask()).code).toBe(0);
    expect(calls.map(([kind]) => kind)).toEqual([
      ...["take", "strike", "take", "strike"],
      ...["take", "strike", "take", "take"],
    ]);
  });

  test("a limit's refusal is one; a rule that cannot be computed gives none", async () => {
    const broken = { id: "broken", on: CREATE, when: "1 / (sdkAppId - sdkAppId) == 1", deny: {} };
    const { ask, calls } = gateWith([strikes, { ...limited, limit: perHour(1) }]);
    expect([(await ask()).code, (await ask()).code, (await ask()).code]).toEqual([0, 10103, 10103]);
    expect((await ask()).code).toBe(10109);
    expect(calls.filter(([kind]) => kind === "strike")).toHaveLength(2);
    const failing = gateWith([broken, strikes], { settings: { onFault: "deny" } });
    expect((await failing.ask()).code).toBe(1);
    expect(failing.calls).toEqual([]);
  });

  test("one that cannot be counted is an error, and the answer stays", async () => {
    const unknown: Limits["take"] = async (requests) =>
      new Map(requests.map(({ rule }) => [rule, { kind: "unknown", reason: "timeout" }]));
    const { ask, outcomes } = gateWith([barred, strikes], { limits: { take: unknown, strike: unknown } });
    expect(await ask({ Name: "barred" })).toMatchObject({
      code: 10104,
      effects: { barred: "deny", strikes: "error" },
    });
    expect(countFaults(outcomes)).toEqual([1]);
  });
});
