import { createMetricsSink, formatMetric, METRICS } from "../../lib/sinks/metrics.ts";
import { fixtures, readSample } from "../support/fixtures.ts";
import {
  type Call,
  createCallbackEvent,
  createTestGate,
  createTestParameters,
  NOW,
  type World,
} from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";

type Line = Readonly<Record<string, unknown>>;
type Directive = {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
};
const readDirectives = (line: Line) => (line._aws as { CloudWatchMetrics: Directive[] }).CloudWatchMetrics; // as formatMetrics writes it

/** What breaks the rules of the embedded metric format: CloudWatch would drop it without a word. */
function findFaults(line: Line): readonly string[] {
  const { Timestamp } = line._aws as { Timestamp: unknown }; // as formatMetrics writes it
  const faults = Number.isInteger(Timestamp) ? [] : ["Timestamp"];
  for (const { Namespace, Dimensions, Metrics } of readDirectives(line)) {
    if (!/^[\w./#:-]{1,255}$/.test(Namespace)) faults.push(`namespace ${Namespace}`);
    if (Metrics.length === 0 || Metrics.length > 100) faults.push(`${Metrics.length} metrics`);
    for (const name of Dimensions.flat()) {
      const value = line[name];
      if (typeof value !== "string" || !/^\w{1,50}$/.test(value)) faults.push(`dimension ${name}`);
    }
    for (const { Name, Unit } of Metrics) {
      const values = [line[Name]].flat();
      if (values.length === 0 || values.length > 100) faults.push(`${values.length} values of ${Name}`);
      if (!values.every(Number.isFinite)) faults.push(`no value of ${Name}`);
      if (!["Count", "Seconds", "Milliseconds", "Percent"].includes(Unit)) faults.push(`unit of ${Name}`);
      if (!Object.hasOwn(METRICS, Name)) faults.push(`name ${Name}`);
    }
    if (new Set(Metrics.map(({ Name }) => Name)).size < Metrics.length) faults.push("a metric twice");
  }
  return faults;
}

/** By stage under the metric's name, by decision under `<decision>: <name>`, as all lines together have it. */
function writtenIn(lines: readonly Line[]): Readonly<Record<string, unknown>> {
  const all = lines.flatMap((line) =>
    readDirectives(line).flatMap(({ Dimensions: [names = []], Metrics }) =>
      Metrics.map(({ Name }) => [names.length > 1 ? `${line.Decision}: ${Name}` : Name, line[Name]]),
    ),
  );
  return Object.fromEntries(all);
}

type Clock = { time: number };

/** A gate whose lines are taken, and checked against the format, with `take`. */
function measured(world: World = {}, clock: Clock = { time: NOW }) {
  const lines: Line[] = [];
  const sink = createMetricsSink("test", (line) => lines.push(JSON.parse(line)));
  const { gate } = createTestGate({ now: () => clock.time, sinks: [sink], ...world });
  const take = () => {
    expect(lines.flatMap(findFaults)).toEqual([]);
    return lines.splice(0);
  };
  const ask = async (call: Call) => {
    await gate(createCallbackEvent(call), "r-1");
    return take();
  };
  return { gate, take, ask };
}

const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...readSample(command), ...change },
});
const group = about(GROUP);
const policy = (...rules: readonly object[]): World => ({ policies: { p: { rules } } });
const standing = { Requests: 1, Duration: [0], PolicyAge: 0 };
const signed = { ...standing, Authentic: 1, ClockSkew: 0 };

describe("an instance's first request, all that it writes", () => {
  type Row = {
    readonly name: string;
    readonly call: Call;
    readonly world?: World;
    readonly metrics: object;
  };
  const allowed = { ...signed, "allow: Requests": 1 };
  const refused = { ...signed, "deny: Requests": 1, Refused: 1 };
  const rejected = { ...standing, "rejected: Requests": 1 };

  testRows<Row>(
    [
      { name: "decided", call: group, metrics: allowed },
      {
        name: "refused",
        call: group,
        world: policy({ id: "r", on: GROUP, deny: {} }),
        metrics: refused,
      },
      {
        name: "refused in part",
        call: about(INVITE, { DestinationMembers: ["a", "b"].map((Member_Account) => ({ Member_Account })) }),
        world: policy({ id: "r", on: INVITE, when: 'target != "b"', deny: {} }),
        metrics: { ...signed, "partial: Requests": 1, Refused: 1 },
      },
      {
        name: "refused in shadow",
        call: group,
        world: policy({ id: "r", on: GROUP, mode: "shadow", deny: {} }),
        metrics: { ...allowed, WouldRefuse: 1 },
      },
      {
        name: "exempt, and a rule that fails",
        call: group,
        world: policy(
          { id: "r", on: GROUP, unless: [{ account: ["u_mira"], reason: "Runs it" }], deny: {} },
          { id: "e", on: GROUP, when: "1 / (owned - owned) == 1", deny: {} },
          { id: "f", on: GROUP, when: "1 / (owned - owned) == 1", deny: {} },
        ),
        metrics: { ...allowed, Exempt: 1, RuleError: 1 },
      },
      { name: "verified", call: { body: "" }, metrics: allowed },
      {
        name: "unknown",
        call: { command: "Group.CallbackNew", body: "x" },
        metrics: { ...allowed, Unknown: 1 },
      },
      {
        name: "unreadable: a refusal by no rule",
        call: about(GROUP, { Name: 5 }),
        world: { settings: { onUnreadable: "deny" } },
        metrics: { ...signed, "deny: Requests": 1, Unreadable: 1 },
      },
      {
        name: "without settings",
        call: group,
        world: { read: async () => ({ kind: "failed", reason: "down" }) },
        metrics: { Requests: 1, Duration: [0], "allow: Requests": 1, Fault: 1 },
      },
      {
        name: "without a good policy set",
        call: group,
        world: { policies: { p: {} }, settings: { onFault: "deny" } },
        metrics: { ...signed, "deny: Requests": 1, Fault: 1, PolicyRejected: 1 },
      },
      {
        name: "of another app",
        call: { ...group, query: { SdkAppid: "1" } },
        metrics: { ...rejected, Unauthenticated: 1 },
      },
      {
        name: "signed wrongly",
        call: { ...group, query: { Sign: "0" } },
        metrics: { ...rejected, Unauthenticated: 1 },
      },
      {
        name: "not JSON",
        call: { body: "x" },
        metrics: { ...signed, "rejected: Requests": 1, Rejected: 1 },
      },
      {
        name: "not POST",
        call: { ...group, event: { requestContext: { http: { method: "GET" } } } },
        metrics: { Requests: 1, Duration: [0], "rejected: Requests": 1, Rejected: 1 },
      },
      {
        name: "drift, of which 60 differences are looked for",
        call: about(GROUP, Object.fromEntries(Array.from({ length: 300 }, (_, key) => [`Key${key}`, 1]))),
        metrics: { ...allowed, Drift: 60 },
      },
    ],
    async ({ call, world = {}, metrics }) => {
      const lines = await measured(world).ask(call);
      for (const line of lines) expect(line).toMatchObject({ Stage: "test", _aws: { Timestamp: NOW } });
      expect(writtenIn(lines)).toEqual(metrics);
    },
  );

  test("past the deadline: friends are refused under a code of 0", async () => {
    const clock = { time: NOW };
    const { gate, take } = measured({ settings: { onDeadline: "deny" } }, clock);
    const answer = gate(createCallbackEvent(about(FRIENDS)), "r-1");
    clock.time += 1600;
    await answer;
    expect(writtenIn(take())).toMatchObject({ "deny: Requests": 1, Deadline: 1, Duration: [1600] });
  });

  testRows(
    fixtures.map(({ command, sample }) => ({ command: command.name, body: sample })),
    "$command",
    async ({ command, body }) => {
      expect(writtenIn(await measured().ask({ command, body }))).toEqual(allowed);
    },
  );

  testRows(
    [
      { seconds: 30, tolerance: 60, percent: 50 },
      { seconds: -30, tolerance: 60, percent: 50 },
      { seconds: 30, tolerance: 300, percent: 10 },
      { seconds: 0.02, tolerance: 60, percent: 0 },
    ],
    "ClockSkew of $seconds s where $tolerance are tolerated: $percent %",
    async (row) => {
      const { ask } = measured(
        { settings: { toleranceSeconds: row.tolerance } },
        { time: NOW + row.seconds * 1000 },
      );
      expect(writtenIn(await ask(group))).toMatchObject({ ClockSkew: row.percent });
    },
  );
});

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

test("a count of the instance is a line of its own", () => {
  const line = JSON.parse(formatMetric("ListUnavailable", "test", NOW, 2));
  expect(findFaults(line)).toEqual([]);
  expect(writtenIn([line])).toEqual({ ListUnavailable: 2 });
});
