import { judge, listEffectsIn } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const SEND = "Group.CallbackBeforeSendMsg";

describe("exemptions", () => {
  const DAY = Date.UTC(2027, 0, 31);
  const lists = { ops: "ops-bot\nops-man" };
  const unless = (account: unknown, until?: string) => [
    { account, reason: "r", ...(until === undefined ? {} : { until }) },
  ];
  testRows<{
    readonly name: string;
    readonly command: string;
    readonly change: object;
    readonly exemption: object;
    readonly now: number;
    readonly effect: string;
  }>(
    [
      {
        name: "the operator",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: unless(["x", "ops"]),
        now: 0,
        effect: "exempt",
      },
      {
        name: "another",
        command: CREATE,
        change: { Operator_Account: "eve", Owner_Account: "ops" },
        exemption: unless(["ops"]),
        now: 0,
        effect: "deny",
      },
      {
        name: "by list",
        command: CREATE,
        change: { Operator_Account: "ops-man" },
        exemption: unless("lists.ops"),
        now: 0,
        effect: "exempt",
      },
      {
        name: "not in the list, folded or not",
        command: CREATE,
        change: { Operator_Account: "OPS-MAN" },
        exemption: unless("lists.ops"),
        now: 0,
        effect: "deny",
      },
      {
        name: "the sender where there is no operator",
        command: "C2C.CallbackBeforeSendMsg",
        change: { From_Account: "ops" },
        exemption: unless(["ops"]),
        now: 0,
        effect: "exempt",
      },
      {
        name: "the operator rather than the sender",
        command: SEND,
        change: { From_Account: "ops", Operator_Account: "eve" },
        exemption: unless(["ops"]),
        now: 0,
        effect: "deny",
      },
      {
        name: "nobody is not exempt",
        command: CREATE,
        change: { Operator_Account: "" },
        exemption: unless([" ", "x"]),
        now: 0,
        effect: "deny",
      },
      {
        name: "until the day's last millisecond, UTC",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: unless(["ops"], "2027-01-31"),
        now: DAY + 86_399_999,
        effect: "exempt",
      },
      {
        name: "not a millisecond longer",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: unless(["ops"], "2027-01-31"),
        now: DAY + 86_400_000,
        effect: "deny",
      },
      {
        name: "the second of two",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: [...unless(["ops"], "2020-01-01"), ...unless(["ops"])],
        now: DAY,
        effect: "exempt",
      },
    ],
    ({ command, change, exemption, now, effect }) => {
      const judgement = judge({
        command,
        lists,
        change: { ...change },
        now,
        rules: [{ unless: exemption, deny: {} }],
      });
      expect(listEffectsIn(judgement)).toEqual({ r0: effect });
      expect(judgement.decision.verdict).toBe(effect === "exempt" ? "allow" : "deny");
    },
  );

  test("come after evaluation, and tell what they took back", () => {
    const rule = { when: "name.hasWord(lists.ops)", unless: unless(["ops"]), deny: {} };
    const change = { Operator_Account: "ops", Name: "ops-bot here" };
    expect(judge({ command: CREATE, lists, change, rules: [rule] }).effects).toEqual([
      { rule: "doc/r0", effect: "exempt", evidence: { facet: "name", entry: "ops-bot", span: [0, 7] } },
    ]);
    expect(
      listEffectsIn(judge({ command: CREATE, lists, change: { ...change, Name: "x" }, rules: [rule] })),
    ).toEqual({ r0: "pass" });
    expect(
      listEffectsIn(judge({ command: CREATE, lists, change, rules: [{ ...rule, mode: "shadow" }] })),
    ).toEqual({ r0: "exempt" });
  });
});
