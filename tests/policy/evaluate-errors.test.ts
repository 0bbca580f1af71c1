import { evaluateRules } from "../../lib/policy/evaluate.ts";
import { type Case, createInput, createTestSet, judge } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIEND = "Sns.CallbackPrevFriendAdd";

const members = (...all: readonly string[]) => ({
  DestinationMembers: all.map((Member_Account) => ({ Member_Account })),
});

const friends = (...all: readonly (readonly [account: string, note?: string])[]) => ({
  FriendItem: all.map(([To_Account, AddWording]) => ({ To_Account, AddWording })),
});

describe("a rule that cannot be computed", () => {
  const broken = { when: "owned / (owned - owned) > 1", deny: { code: 10101 } };
  const error = "division-by-zero: owned / (owned - owned)";
  const refusal = { rule: "doc/r0", code: 1, message: "rule-error" };
  testRows<{
    readonly onFault: "allow" | "deny";
    readonly change: object;
    readonly decision: object;
    readonly effect: string;
  }>(
    [
      { onFault: "allow", change: {}, decision: { verdict: "allow" }, effect: "error" },
      { onFault: "deny", change: {}, decision: { verdict: "deny", refusal, targets: [] }, effect: "error" },
      { onFault: "deny", change: { mode: "shadow" }, decision: { verdict: "allow" }, effect: "error" },
      {
        onFault: "deny",
        change: { rollout: { percent: 0, by: "operator" } },
        decision: { verdict: "allow" },
        effect: "error",
      },
      {
        onFault: "deny",
        change: { unless: [{ account: ["eve"], reason: "r" }] },
        decision: { verdict: "allow" },
        effect: "exempt",
      },
      {
        onFault: "deny",
        change: { deny: undefined, observe: {} },
        decision: { verdict: "allow" },
        effect: "error",
      },
    ],
    "$onFault, $change",
    ({ onFault, change, decision, effect }) => {
      const judgement = judge({
        command: CREATE,
        onFault,
        rules: [{ ...broken, ...change }],
        change: { Operator_Account: "eve" },
      });
      expect(judgement).toEqual({ decision, effects: [{ rule: "doc/r0", effect, error }] });
    },
  );

  test("refuses only the targets for which it fails, with the command's plain code", () => {
    const change = friends(["a", "12"], ["b", "x"]);
    const rules = [{ when: "int(note) > 100", deny: { code: 38001 } }];
    const judgement = judge({ command: FRIEND, onFault: "deny", change, rules });
    expect(judgement.decision).toEqual({
      verdict: "partial",
      targets: [undefined, { rule: "doc/r0", code: 38000, message: "rule-error" }],
    });
    expect(judgement.effects).toEqual([
      { rule: "doc/r0", effect: "error", target: "b", error: "bad-conversion: int(note)" },
    ]);
  });

  test("refuses nothing that has happened", () => {
    const command = "Group.CallbackAfterNewMemberJoin";
    const rules = [{ when: "1 / (targets.size() - targets.size()) > 0", observe: {} }];
    const { decision, effects } = judge({ command, rules, onFault: "deny" });
    expect([decision, effects[0]?.effect]).toEqual([{ verdict: "allow" }, "error"]);
  });
});

describe("the deadline", () => {
  const targetRule = { when: 'target != "x"', deny: {} };
  const given: Case = {
    command: INVITE,
    change: members("a", "b", "c"),
    rules: [{ observe: {} }, targetRule, { observe: {} }],
  };
  /** How often the clock is asked until it says that it is late. */
  const evaluateUntil = (asked: number) => {
    let count = 0;
    const result = evaluateRules(createInput(given, createTestSet(given)), () => ++count > asked);
    return { result: result === "late" ? result : result.map(({ effect }) => effect), count };
  };

  testRows(
    [
      { name: "before the first rule", asked: 0 },
      { name: "between two rules", asked: 1 },
      { name: "between two targets", asked: 2 },
      { name: "between the last target and the next rule", asked: 4 },
      { name: "after the last rule", asked: 5 },
    ],
    "is looked at $name",
    ({ asked }) => {
      expect(evaluateUntil(asked)).toEqual({ result: "late", count: asked + 1 });
    },
  );

  test("not reached, every rule and target is there", () => {
    const effects = ["observe", "deny", "deny", "deny", "observe"];
    expect(evaluateUntil(6)).toEqual({ result: effects, count: 6 });
  });
});
