import type { Limits } from "../../lib/gate/limits.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import { createMetricsSink } from "../../lib/sinks/metrics.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW, type World } from "../support/gate.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
type Rule = Readonly<Record<string, unknown>>;
const perHour = (max: number, more: object = {}) => ({ max, per: "1h", by: "operator", ...more });

const limited: Rule = {
  id: "burst",
  on: CREATE,
  limit: perHour(2),
  deny: { code: 10103, message: "{used} of {max} in {per}; again in {retryMinutes} minutes." },
};

const barred: Rule = { id: "barred", on: CREATE, when: 'name == "barred"', deny: { code: 10104 } };

/** A gate over these rules, whose calls of the port are recorded. */
function gateWith(rules: readonly Rule[], world: World = {}) {
  let at = NOW;
  const calls: (readonly [kind: string, ...rules: readonly string[]])[] = [];
  const memory = world.limits ?? createMemoryLimits({ now: () => at });
  const record =
    (kind: "take" | "strike"): Limits["take"] =>
    (requests, deadline) => {
      expect(deadline).toBeLessThanOrEqual(at + 250);
      calls.push([kind, ...requests.map(({ rule, shadow }) => rule.replace("doc/", shadow ? "~" : ""))]);
      return memory[kind](requests, deadline);
    };
  const limits = { take: record("take"), strike: record("strike") };
  const policies = { doc: { rules } };
  const { gate, outcomes, audits } = createTestGate({ policies, now: () => at, ...world, limits });
  return {
    calls,
    audits,
    outcomes,
    pass: (ms: number) => {
      at += ms;
    },
    ask: async (change: object = {}, command = CREATE) => {
      const { envelope } = await gate(
        createCallbackEvent({ command, body: { ...readSample(command), ...change } }),
        "r",
      );
      const ending = outcomes.at(-1)?.ending;
      const effects = ending?.kind === "decided" ? ending.effects : [];
      return {
        code: envelope.ErrorCode,
        info: envelope.ErrorInfo,
        effects: Object.fromEntries(effects.map(({ rule, effect }) => [rule.replace("doc/", ""), effect])),
      };
    },
  };
}

const settings = { toleranceSeconds: 86_400 };

// the clock moves on, and the requests' time does not

/** `LimitFault` of each line of metrics by stage. */
function countFaults(outcomes: readonly Outcome[]): readonly unknown[] {
  const lines: string[] = [];
  const sink = createMetricsSink("test", (line) => lines.push(line));
  const context = {
    settings: undefined,
    keys: undefined,
    readBodyText: () => undefined,
    phase: undefined,
    requestTime: "",
  };
  for (const outcome of outcomes) void sink(outcome, context);
  return lines
    .map((line) => JSON.parse(line))
    .flatMap(({ Decision, LimitFault }) => (Decision ? [] : [LimitFault]));
}

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
