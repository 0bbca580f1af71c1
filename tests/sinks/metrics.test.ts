import { formatMetric } from "../../lib/sinks/metrics.ts";
import { fixtures } from "../support/fixtures.ts";
import { type Call, createCallbackEvent, NOW, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import {
  about,
  findFaults,
  GROUP,
  group,
  measured,
  policy,
  signed,
  standing,
  writtenIn,
} from "./measured.ts";

const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";

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
    "ClockSkew of $seconds s with a tolerance of $tolerance s: $percent %",
    async (row) => {
      const { ask } = measured(
        { settings: { toleranceSeconds: row.tolerance } },
        { time: NOW + row.seconds * 1000 },
      );
      expect(writtenIn(await ask(group))).toMatchObject({ ClockSkew: row.percent });
    },
  );
});

test("a count of the instance is a line of its own", () => {
  const line = JSON.parse(formatMetric("ListUnavailable", "test", NOW, 2));
  expect(findFaults(line)).toEqual([]);
  expect(writtenIn([line])).toEqual({ ListUnavailable: 2 });
});
