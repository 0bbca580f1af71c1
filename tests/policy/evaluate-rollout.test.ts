import { createHash } from "node:crypto";
import { createTestSet, judge, listEffectsIn } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";

const members = (...all: readonly string[]) => ({
  DestinationMembers: all.map((Member_Account) => ({ Member_Account })),
});

describe("rollout", () => {
  const of = (percent: number, id = "r") =>
    createTestSet({ command: CREATE, rules: [{ id, rollout: { percent, by: "operator" }, deny: {} }] });
  const verdicts = (percent: number, id?: string, values = 2_000) => {
    const set = of(percent, id);
    return Array.from(
      { length: values },
      (_, index) =>
        judge(
          { command: CREATE, change: { Operator_Account: `user-${index}`, Name: `group ${index % 7}` } },
          set,
        ).decision.verdict === "deny",
    );
  };
  const share = (all: readonly boolean[]) => all.filter(Boolean).length / all.length;

  testRows(
    [{ percent: 0 }, { percent: 0.5 }, { percent: 30 }, { percent: 100 }],
    "$percent % of values are refused",
    ({ percent }) => {
      const tolerance = percent === 0 || percent === 100 ? 0 : 0.015;
      expect(Math.abs(share(verdicts(percent, "r", 10_000)) - percent / 100)).toBeLessThanOrEqual(tolerance);
    },
  );

  test("the same value always falls on the same side, a larger share holds the smaller, another rule draws others", () => {
    const ten = verdicts(10);
    expect(verdicts(10)).toEqual(ten);
    const twenty = verdicts(20);
    expect(ten.flatMap((refused, index) => (refused && !twenty[index] ? [index] : []))).toEqual([]);
    const both = verdicts(10, "other").filter((refused, index) => refused && ten[index]);
    expect(both.length).toBeLessThan(60);
  });

  test("the bucket is the first 32 bits of the hash of rule and value, whoever computes the hash", () => {
    const set = createTestSet({
      command: CREATE,
      rules: [{ id: "r", rollout: { percent: 50, by: "members" }, deny: {} }],
    });
    const rollout = set.rulesFor(CREATE)[0]?.rollout;
    const expected = (text: string) =>
      createHash("sha256").update(`doc/r\0${text}`).digest().readUInt32BE(0) / 2 ** 32;
    for (const user of ["", "u_mira", "界", "ÿ", "user-17"])
      expect(rollout?.computeBucket(user)).toBe(expected(user));
    expect(rollout?.computeBucket(["a", "b"])).toBe(expected("a\0b"));
    expect(rollout?.computeBucket(4)).toBe(expected("4"));
    expect(rollout?.computeBucket(undefined)).toBe(expected(""));
  });

  test("outside it everything is as in shadow", () => {
    const rules = [{ rollout: { percent: 0, by: "operator" }, deny: {} }];
    const judgement = judge({ command: CREATE, rules });
    expect([judgement.decision, listEffectsIn(judgement)]).toEqual([
      { verdict: "allow" },
      { r0: "would-deny" },
    ]);
  });

  test("in shadow nobody is in it", () => {
    const rules = [{ mode: "shadow", rollout: { percent: 100, by: "operator" }, deny: {} }];
    const judgement = judge({ command: CREATE, rules });
    expect([judgement.decision, listEffectsIn(judgement)]).toEqual([
      { verdict: "allow" },
      { r0: "would-deny" },
    ]);
  });

  test("by target it is drawn target by target", () => {
    const accounts = Array.from({ length: 1000 }, (_, index) => `user-${index}`);
    const { decision } = judge({
      command: INVITE,
      change: members(...accounts),
      rules: [{ rollout: { percent: 30, by: "target" }, deny: {} }],
    });
    const refused = decision.verdict === "partial" ? decision.targets.filter(Boolean).length : 0;
    expect(refused).toBeGreaterThan(200);
    expect(refused).toBeLessThan(400);
  });

  test("by a list it is the list that is drawn", () => {
    const set = createTestSet({
      command: CREATE,
      rules: [{ rollout: { percent: 50, by: "members" }, deny: {} }],
    });
    const refused = Array.from({ length: 200 }, (_, index) => {
      const change = { MemberList: [{ Member_Account: "same" }, { Member_Account: `m${index}` }] };
      return judge({ command: CREATE, change }, set).decision.verdict === "deny";
    });
    expect(share(refused)).toBeGreaterThan(0.3);
    expect(share(refused)).toBeLessThan(0.7);
  });
});
