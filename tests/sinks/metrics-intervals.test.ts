import { type Call, createCallbackEvent, createTestParameters, NOW, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { about, GROUP, group, measured, policy, writtenIn } from "./measured.ts";

describe("later requests", () => {
  test("are counted until there are 100, then written in one line a decision", async () => {
    const refusing = policy({ id: "r", on: GROUP, when: 'name == "no"', deny: {} });
    const { gate, take, ask } = measured(refusing);
    await ask(group);
    for (let request = 0; request < 99; request++)
      await gate(createCallbackEvent(about(GROUP, { Name: request < 40 ? "no" : "yes" })), "r");
    expect(take()).toEqual([]);
    const lines = await ask(group);
    expect(lines).toHaveLength(3);
    expect(writtenIn(lines)).toEqual({
      Requests: 100,
      Duration: Array.from({ length: 100 }, () => 0),
      Authentic: 100,
      ClockSkew: 0,
      PolicyAge: 0,
      Refused: 40,
      "deny: Requests": 40,
      "allow: Requests": 60,
    });
  });

  test("are written when 60 s have passed, the largest age and skew among them", async () => {
    const clock = { time: NOW };
    const { ask } = measured({ settings: { refreshSeconds: 3600, toleranceSeconds: 1000 } }, clock);
    await ask(group);
    for (const seconds of [30, 40]) {
      clock.time = NOW + seconds * 1000;
      expect(await ask(group)).toEqual([]);
    }
    clock.time = NOW + 60_000;
    expect(writtenIn(await ask(group))).toMatchObject({
      Requests: 3,
      Duration: [0, 0, 0],
      PolicyAge: 60,
      ClockSkew: 6,
    });
  });

  test("after a pause, what was counted before it keeps its own time", async () => {
    const clock = { time: NOW };
    const { ask } = measured({ settings: { toleranceSeconds: 1e6, refreshSeconds: 3600 } }, clock);
    await ask(group);
    clock.time = NOW + 1_000;
    await ask(group);
    clock.time = NOW + 500_000;
    const [before, , after] = await ask(group);
    expect(before).toMatchObject({ _aws: { Timestamp: NOW + 1_000 }, Requests: 1, PolicyAge: 1 });
    expect(after).toMatchObject({ _aws: { Timestamp: NOW + 500_000 }, Requests: 1, PolicyAge: 500 });
  });

  test("a clock set back by more than that is no reason to wait", async () => {
    const clock = { time: NOW };
    const { ask } = measured({ settings: { toleranceSeconds: 1e9 } }, clock);
    await ask(group);
    clock.time = NOW - 3_600_000;
    expect(writtenIn(await ask(group))).toMatchObject({ Requests: 1 });
  });

  testRows<{ readonly name: string; readonly call: Call; readonly metric: string }>(
    [
      { name: "a body that is not JSON", call: { body: "x" }, metric: "Rejected" },
      { name: "a wrong signature", call: { query: { Sign: "0" } }, metric: "Unauthenticated" },
      { name: "a rule that fails", call: about(GROUP, { Name: "fail" }), metric: "RuleError" },
    ],
    "$name is $metric, written at once if an alarm looks at it",
    async ({ call, metric }) => {
      const rule = { id: "e", on: GROUP, when: 'name == "fail" && 1 / (owned - owned) == 1', deny: {} };
      const { ask } = measured(policy(rule));
      await ask(group);
      await ask(group);
      const lines = await ask(call);
      if (metric === "Rejected") expect(lines).toEqual([]);
      else expect(writtenIn(lines)).toMatchObject({ Requests: 2, [metric]: 1 });
    },
  );

  test("a set that is rejected and one that is old are written when that begins, then in their turn", async () => {
    const clock = { time: NOW };
    const settings = { refreshSeconds: 1, toleranceSeconds: 1e6 };
    const good = createTestParameters({ settings });
    const bad = createTestParameters({ settings, policies: { p: {} } });
    let parameters: typeof good | undefined = good;
    const read: World["read"] = async () =>
      parameters === undefined ? { kind: "failed", reason: "down" } : { kind: "read", parameters };
    const { gate, take, ask } = measured({ read }, clock);
    const askAfter = async (seconds: number) => {
      clock.time += seconds * 1000;
      await gate(createCallbackEvent(group), "r"); // starts a read behind it
      await new Promise(setImmediate);
      const lines = take();
      return writtenIn([...lines, ...(await ask(group))]);
    };
    expect(await askAfter(0)).toMatchObject({ Requests: 1 });
    parameters = bad;
    expect(await askAfter(5)).toMatchObject({ PolicyRejected: 1 });
    expect(await askAfter(5)).toEqual({});
    expect(await askAfter(60)).toMatchObject({ PolicyRejected: expect.any(Number) });
    parameters = undefined;
    expect(await askAfter(800)).toMatchObject({ PolicyAge: expect.any(Number) });
    expect(await askAfter(31)).toMatchObject({ PolicyAge: 901 });
    expect(await askAfter(1)).toEqual({});
    parameters = good;
    await askAfter(60);
    expect(await askAfter(61)).not.toHaveProperty("PolicyRejected");
  });
});
