import { readSample } from "../support/fixtures.ts";
import { testRows } from "../support/table.ts";
import { barred, CREATE, gateWith, limited, perHour, type Rule, settings } from "./limited-gate.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";

test("a place is free again after the window, and one bucket", async () => {
  const { ask, pass, audits, calls } = gateWith([limited], { settings });
  expect((await ask()).code).toBe(0);
  pass(600_000);
  expect((await ask()).code).toBe(0);
  pass(1);
  expect(await ask()).toEqual({
    code: 10103,
    info: "2 of 2 in 1h; again in 51 minutes.",
    effects: { burst: "deny" },
  });
  expect(audits.at(-1)).toMatchObject({
    effects: [{ rule: "doc/burst", effect: "deny", limit: { max: 2, used: 2, retryAfterMs: 3_007_999 } }],
  });
  expect((await ask({ Operator_Account: "somebody_else" })).code).toBe(0);
  pass(3_007_999);
  expect((await ask()).code).toBe(0);
  expect(new Set(calls.map(([kind]) => kind))).toEqual(new Set(["take"]));
});

testRows<{
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly changes: readonly object[];
  readonly command?: string;
  readonly codes: readonly number[];
  readonly calls: readonly (readonly string[])[];
}>(
  [
    {
      name: "no limit in the set: nothing is asked",
      rules: [barred],
      changes: [{}, { Name: "barred" }],
      codes: [0, 10104],
      calls: [],
    },
    {
      name: "the condition does not hold: nothing is asked",
      rules: [{ ...limited, when: 'name == "counted"' }],
      changes: [{}, {}, {}],
      codes: [0, 0, 0],
      calls: [],
    },
    {
      name: "exempt: nothing is asked",
      rules: [
        { ...limited, unless: [{ account: [String(readSample(CREATE).Operator_Account)], reason: "x" }] },
      ],
      changes: [{}, {}, {}],
      codes: [0, 0, 0],
      calls: [],
    },
    {
      name: "no operator: nothing is counted under nobody's name",
      rules: [limited],
      changes: [{ Operator_Account: "" }, { Operator_Account: undefined }],
      codes: [0, 0],
      calls: [],
    },
    {
      name: "what another rule refuses counts nowhere",
      rules: [limited, barred],
      changes: [{ Name: "barred" }, { Name: "barred" }, {}, {}, {}],
      codes: [10104, 10104, 0, 0, 10103],
      calls: [
        ["take", "burst"],
        ["take", "burst"],
        ["take", "burst"],
      ],
    },
    {
      name: "if one limit is over, the other is not counted",
      rules: [
        { ...limited, id: "small", limit: perHour(1) },
        { ...limited, id: "large", limit: perHour(2, { per: "2h" }) },
        { ...limited, id: "other", limit: perHour(1, { by: "owner" }), deny: { code: 10105 } },
      ],
      changes: [
        { Owner_Account: "a" },
        { Owner_Account: "b" },
        { Operator_Account: "x", Owner_Account: "b" },
        { Operator_Account: "y", Owner_Account: "a" },
      ],
      codes: [0, 10103, 0, 10105],
      calls: Array.from({ length: 4 }, () => ["take", "small", "large", "other"]),
    },
    {
      name: "shadow, outside the rollout, observe: counted alone, and no answer changes",
      rules: [
        { ...limited, id: "shadow", mode: "shadow", limit: perHour(1) },
        { ...limited, id: "out", rollout: { percent: 0, by: "operator" }, limit: perHour(1) },
        { id: "watch", on: CREATE, limit: perHour(1), observe: {} },
        limited,
      ],
      changes: [{}, {}, {}],
      codes: [0, 0, 10103],
      calls: Array.from({ length: 3 }, () => ["take", "~shadow", "~out", "~watch", "burst"]),
    },
    {
      name: "a refusal of some targets only is a request like others",
      command: INVITE,
      rules: [
        { id: "target", on: INVITE, when: 'target == "u_bad"', deny: {} },
        { id: "burst", on: INVITE, limit: perHour(1), deny: { code: 10103 } },
      ],
      changes: [["u_bad", "u_good"], ["u_bad"], ["u_good"]].map((accounts) => ({
        DestinationMembers: accounts.map((Member_Account) => ({ Member_Account })),
      })),
      codes: [0, 0, 10103],
      calls: [
        ["take", "burst"],
        ["take", "burst"],
      ],
    },
    {
      name: "slow mode: each sender in each group",
      command: SEND,
      rules: [
        {
          id: "slow",
          on: SEND,
          limit: { max: 1, per: "30s", by: ["group", "sender"] },
          deny: { code: 10103 },
        },
      ],
      changes: [
        { GroupId: "a", From_Account: "u" },
        { GroupId: "b", From_Account: "u" },
        { GroupId: "a", From_Account: "v" },
        { GroupId: "a", From_Account: "u" },
      ],
      codes: [0, 0, 0, 10103],
      calls: Array.from({ length: 4 }, () => ["take", "slow"]),
    },
  ],
  async ({ rules, changes, command, codes, calls: expected }) => {
    const { ask, calls } = gateWith(rules);
    const answers: unknown[] = [];
    for (const change of changes) answers.push((await ask(change, command)).code);
    expect(answers).toEqual(codes);
    expect(calls).toEqual(expected);
  },
);
