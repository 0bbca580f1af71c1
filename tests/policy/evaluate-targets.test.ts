import { judge, listEffectsIn } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIEND = "Sns.CallbackPrevFriendAdd";

const members = (...all: readonly string[]) => ({
  DestinationMembers: all.map((Member_Account) => ({ Member_Account })),
});

const friends = (...all: readonly (readonly [account: string, note?: string])[]) => ({
  FriendItem: all.map(([To_Account, AddWording]) => ({ To_Account, AddWording })),
});

describe("target by target", () => {
  const lists = { barred: "eve\nmallory" };
  const barred = { when: "target in lists.barred", deny: {} };

  test("refuses only those, and tells which", () => {
    const judgement = judge({
      command: INVITE,
      lists,
      change: members("ann", "eve", "bob", "eve"),
      rules: [barred, { observe: {} }],
    });
    const refusal = { rule: "doc/r0", code: 1, message: "" };
    expect(judgement.decision).toEqual({
      verdict: "partial",
      targets: [undefined, refusal, undefined, refusal],
    });
    const evidence = { facet: "target", entry: "eve" };
    expect(judgement.effects).toEqual([
      { rule: "doc/r0", effect: "deny", target: "eve", evidence },
      { rule: "doc/r0", effect: "deny", target: "eve", evidence },
      { rule: "doc/r1", effect: "observe" },
    ]);
  });

  testRows<{ readonly name: string; readonly accounts: string[]; readonly verdict: string }>(
    [
      { name: "all of them", accounts: ["eve", "mallory"], verdict: "partial" },
      { name: "none of them", accounts: ["ann"], verdict: "allow" },
      { name: "nobody asked about", accounts: [], verdict: "allow" },
    ],
    ({ accounts, verdict }) => {
      const { decision, effects } = judge({
        command: INVITE,
        lists,
        change: members(...accounts),
        rules: [barred],
      });
      expect(decision.verdict).toBe(verdict);
      if (verdict === "allow") expect(effects).toEqual([{ rule: "doc/r0", effect: "pass" }]);
    },
  );

  test("a condition on all of them refuses the whole request", () => {
    const rules = [{ when: "targets.exists(t, t in lists.barred)", deny: { code: 10101 } }];
    const { decision, effects } = judge({ command: INVITE, lists, change: members("ann", "eve"), rules });
    const refusal = { rule: "doc/r0", code: 10101, message: "" };
    expect(decision).toEqual({ verdict: "deny", refusal, targets: [refusal, refusal] });
    expect(effects).toEqual([
      { rule: "doc/r0", effect: "deny", evidence: { facet: "targets", entry: "eve" } },
    ]);
  });

  test("each target is refused by the first rule that reached it; its message is its own", () => {
    const rules = [
      { when: 'note.contains("cheap")', deny: { code: 38001, message: "{target}: {note} ({operator})" } },
      { when: 'target == "b"', deny: { code: 38002 } },
      { when: "targets.size() > 2", deny: { code: 38003 } },
    ];
    const change = { ...friends(["a"], ["b", "cheap"], ["c", "cheap"]), Requester_Account: "op" };
    const of = (rule: number, code: number, message = "") => ({ rule: `doc/r${rule}`, code, message });
    expect(judge({ command: FRIEND, change, rules }).decision).toEqual({
      verdict: "deny",
      refusal: of(2, 38003),
      targets: [of(2, 38003), of(0, 38001, "b: cheap (op)"), of(0, 38001, "c: cheap (op)")],
    });
    expect(judge({ command: FRIEND, change, rules: rules.slice(0, 2) }).decision).toEqual({
      verdict: "partial",
      targets: [undefined, of(0, 38001, "b: cheap (op)"), of(0, 38001, "c: cheap (op)")],
    });
    expect(
      judge({
        command: FRIEND,
        change,
        rules: [rules[2], rules[0]].map((rule, id) => ({ ...rule, id: `r${id}` })),
      }).decision,
    ).toMatchObject({
      targets: [of(0, 38003), of(0, 38003), of(0, 38003)],
    });
  });

  test("in shadow nobody is refused", () => {
    const judgement = judge({
      command: INVITE,
      lists,
      change: members("ann", "eve"),
      rules: [{ ...barred, mode: "shadow" }],
    });
    expect(judgement.decision).toEqual({ verdict: "allow" });
    expect(listEffectsIn(judgement)).toEqual({ "r0 eve": "would-deny" });
  });

  test("an exemption is for the operator, not the target", () => {
    const unless = [{ account: ["eve"], reason: "r" }];
    const change = { ...members("eve"), Operator_Account: "op" };
    expect(listEffectsIn(judge({ command: INVITE, lists, change, rules: [{ ...barred, unless }] }))).toEqual({
      "r0 eve": "deny",
    });
  });
});
