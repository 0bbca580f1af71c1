import type { Outcome } from "../../lib/gate/outcome.ts";
import { createMetricsLine } from "../../lib/sinks/metrics.ts";
import { fixtures, sampleOf } from "../support/fixtures.ts";
import { type Call, eventOf, gateOf, NOW, parametersOf, type World } from "../support/gate.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";

type Line = Readonly<Record<string, unknown>>;
type Directive = {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
};
/** As CloudWatch reads it. */
const lineOf = (outcome: Outcome): Line => JSON.parse(JSON.stringify(createMetricsLine(outcome, "test")));
const directivesOf = (line: Line) => (line._aws as { CloudWatchMetrics: Directive[] }).CloudWatchMetrics; // as createMetricsLine writes it

/** What breaks the rules of the embedded metric format: CloudWatch would drop it without a word. */
function faultsOf(line: Line): readonly string[] {
  const { Timestamp } = line._aws as { Timestamp: unknown }; // as createMetricsLine writes it
  const faults = Number.isInteger(Timestamp) ? [] : ["Timestamp"];
  for (const { Namespace, Dimensions, Metrics } of directivesOf(line)) {
    if (!/^[\w./#:-]{1,255}$/.test(Namespace)) faults.push(`namespace ${Namespace}`);
    if (Metrics.length === 0 || Metrics.length > 100) faults.push(`${Metrics.length} metrics`);
    for (const names of Dimensions) {
      if (names.length > 30) faults.push(`${names.length} dimensions`);
      for (const name of names) {
        const value = line[name];
        if (typeof value !== "string" || value === "" || value.length > 1024)
          faults.push(`dimension ${name}`);
      }
    }
    for (const { Name, Unit } of Metrics) {
      if (!Number.isFinite(line[Name])) faults.push(`no value of ${Name}`);
      if (!["Count", "Seconds", "Milliseconds"].includes(Unit)) faults.push(`unit of ${Name}`);
      if (!/^[\x21-\x7e]{1,1024}$/.test(Name)) faults.push(`name ${Name}`);
    }
    if (new Set(Metrics.map(({ Name }) => Name)).size < Metrics.length) faults.push("a metric twice");
  }
  return faults;
}

/** `<dimensions>: <metric>` of everything that one line writes. */
function writtenIn(line: Line): Readonly<Record<string, unknown>> {
  const all = directivesOf(line).flatMap(({ Dimensions: [names = []], Metrics }) =>
    Metrics.map(({ Name }) => [`${names.join("+")}: ${Name}`, line[Name]]),
  );
  return Object.fromEntries(all);
}

async function written(call: Call, world: World = {}): Promise<Line> {
  const { gate, outcomes } = gateOf(world);
  await gate(eventOf(call), "r-1");
  const [line] = outcomes.map(lineOf);
  expect(outcomes).toHaveLength(1);
  expect(faultsOf(line ?? {})).toEqual([]);
  return line ?? {};
}

const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...sampleOf(command), ...change },
});
const group = about(GROUP);
const policy = (...rules: readonly object[]): World => ({ policies: { p: { rules } } });
const standing = { "Stage: Duration": 0, "Stage: PolicyAge": 0, "Stage+Command+Decision: Requests": 1 };
const signed = { ...standing, "Stage: ClockSkew": 0 };

describe("what each ending writes, all of it", () => {
  test.each<[string, Call, readonly [command: string, decision: string], object, World?]>([
    ["decided", group, [GROUP, "allow"], signed],
    [
      "refused",
      group,
      [GROUP, "deny"],
      { ...signed, "Stage: Rule/p/r/deny": 1 },
      policy({ id: "r", on: GROUP, deny: {} }),
    ],
    [
      "in part",
      about(INVITE, { DestinationMembers: ["a", "b", "c"].map((Member_Account) => ({ Member_Account })) }),
      [INVITE, "partial"],
      { ...signed, "Stage: Rule/p/r/deny": 1 },
      policy({ id: "r", on: INVITE, when: 'target != "b"', deny: {} }),
    ],
    ["verified", { body: "" }, [GROUP, "allow"], signed],
    [
      "unknown",
      { command: "Group.CallbackNew", body: "x" },
      ["none", "allow"],
      { ...signed, "Stage: Unknown": 1 },
    ],
    [
      "unreadable",
      about(GROUP, { Name: 5 }),
      [GROUP, "deny"],
      { ...signed, "Stage: Unreadable": 1 },
      { settings: { onUnreadable: "deny" } },
    ],
    [
      "without settings",
      group,
      [GROUP, "allow"],
      { "Stage: Duration": 0, "Stage+Command+Decision: Requests": 1, "Stage: Fault": 1 },
      { read: async () => ({ kind: "failed", reason: "down" }) },
    ],
    [
      "without a good policy set",
      group,
      [GROUP, "deny"],
      { ...signed, "Stage: Fault": 1, "Stage: PolicyRejected": 1 },
      { policies: { p: {} }, settings: { onFault: "deny" } },
    ],
    [
      "of another app",
      { ...group, query: { SdkAppid: "1" } },
      [GROUP, "rejected"],
      { ...standing, "Stage: Unauthenticated": 1 },
    ],
    [
      "signed wrongly",
      { ...group, query: { Sign: "0" } },
      [GROUP, "rejected"],
      { ...standing, "Stage: Unauthenticated": 1 },
    ],
    ["not JSON", { body: "x" }, [GROUP, "rejected"], signed],
    [
      "not POST",
      { ...group, event: { requestContext: { http: { method: "GET" } } } },
      ["none", "rejected"],
      { "Stage: Duration": 0, "Stage+Command+Decision: Requests": 1 },
    ],
  ])("%s", async (_, call, [Command, Decision], metrics, world = {}) => {
    const line = await written(call, world);
    expect(line).toMatchObject({ Stage: "test", Command, Decision, _aws: { Timestamp: NOW } });
    expect(writtenIn(line)).toEqual(metrics);
  });

  test("past the deadline: friends are refused under a code of 0, and it counts as a refusal", async () => {
    let time = NOW;
    const { gate, outcomes } = gateOf({ now: () => time, settings: { onDeadline: "deny" } });
    const answer = gate(eventOf(about(FRIENDS)), "r-1");
    time += 1600;
    await answer;
    const [line] = outcomes.map(lineOf);
    expect(line).toMatchObject({ Decision: "deny", Deadline: 1, Duration: 1600 });
  });
});

test("drift, by command and path: unknown, missing, of another type; never by value", async () => {
  const Extra = [1, 2, 3];
  const line = await written(
    about(GROUP, { Extra, "a key of words": 1, Owner_Account: undefined, CreateGroupNum: "four" }),
  );
  expect(writtenIn(line)).toEqual({
    ...signed,
    "Stage: Drift": 4,
    "Stage+Command: Drift/unknown/Extra": 1,
    "Stage+Command: Drift/unknown/other": 1,
    "Stage+Command: Drift/missing/Owner_Account": 1,
    "Stage+Command: Drift/type/CreateGroupNum": 1,
  });
});

test("effects by rule, each once a request; what passed is not written", async () => {
  const on = INVITE;
  const line = await written(
    about(INVITE, { DestinationMembers: ["a", "b"].map((Member_Account) => ({ Member_Account })) }),
    policy(
      { id: "targets", on, when: 'target != ""', deny: {} },
      { id: "shadowed", on, mode: "shadow", deny: {} },
      { id: "passes", on, when: 'operator == ""', deny: {} },
      { id: "fails", on, when: "1 / (sdkAppId - sdkAppId) == 1", deny: {} },
      { id: "watches", on, observe: {} },
    ),
  );
  const rules = Object.keys(writtenIn(line)).filter((name) => name.includes("Rule/"));
  expect(rules.map((name) => name.slice("Stage: Rule/p/".length)).sort()).toEqual([
    "fails/error",
    "shadowed/would-deny",
    "targets/deny",
    "watches/observe",
  ]);
});

test("a line stays within the format, however many rules and strange keys there are", async () => {
  const rules = Array.from({ length: 150 }, (_, index) => ({ id: `r${index}`, on: GROUP, observe: {} }));
  const strange = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`Key${index}`, 1]));
  const line = await written(about(GROUP, strange), policy(...rules));
  expect(directivesOf(line).map(({ Metrics }) => Metrics.length)).toEqual([expect.any(Number), 1, 60]);
  expect(JSON.stringify(line).length).toBeLessThan(256 * 1024); // CloudWatch's limit for a log event
});

test.each(fixtures.map(({ command, sample }) => [command.name, sample] as const))(
  "%s",
  async (command, body) => {
    expect(writtenIn(await written({ command, body }))).toEqual(signed);
  },
);

test.each([
  [30, 30],
  [-30, 30],
  [0.04, 0],
])("ClockSkew of %d s: %d, either way", async (seconds, skew) => {
  expect(await written(group, { now: () => NOW + seconds * 1000 })).toMatchObject({ ClockSkew: skew });
});

test("PolicyAge grows while the store is away, PolicyRejected stays while a bad set is there", async () => {
  let time = NOW;
  const good = parametersOf({ settings: { refreshSeconds: 1 } });
  const bad = parametersOf({ policies: { p: {} } });
  let parameters: typeof good | undefined = good;
  const { gate, outcomes } = gateOf({
    now: () => time,
    settings: {},
    read: async () =>
      parameters === undefined ? { kind: "failed", reason: "down" } : { kind: "read", parameters },
  });
  const lineAfter = async (seconds: number) => {
    time += seconds * 1000;
    await gate(eventOf({ query: { Sign: undefined }, body: "x" }), "r"); // starts a read behind it
    await new Promise(setImmediate);
    await gate(eventOf({ query: { Sign: undefined }, body: "x" }), "r");
    return lineOf(outcomes.at(-1) as Outcome); // there are two more now
  };
  expect(await lineAfter(0)).toMatchObject({ PolicyAge: 0 });
  parameters = undefined;
  expect(await lineAfter(40)).toMatchObject({ PolicyAge: 40 });
  expect(await lineAfter(40)).not.toHaveProperty("PolicyRejected");
  parameters = bad;
  expect(await lineAfter(40)).toMatchObject({ PolicyAge: 120, PolicyRejected: 1 });
  parameters = good;
  const mended = await lineAfter(40);
  expect(mended).toMatchObject({ PolicyAge: 0 });
  expect(mended).not.toHaveProperty("PolicyRejected");
});
