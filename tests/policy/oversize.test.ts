import { type Case, judge, listEffectsIn } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const MESSAGE = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const say = (text: string) => ({ MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }] });
const invite = (count: number) => ({
  DestinationMembers: Array.from({ length: count }, (_, index) => ({ Member_Account: `u${index}` })),
});
const lists = { bad: "darn" };
const readsText = { when: "text.containsAny(lists.bad)", deny: { code: 10120 } };
const readsSender = { when: 'operator != ""', deny: { code: 10121 } };

type Row = { readonly name: string; readonly given: Case; readonly expect: object; readonly verdict: string };
const rows: readonly Row[] = [
  {
    name: "48 KB of text: every rule decides",
    given: { command: MESSAGE, lists, change: say("a".repeat(48 * 1024)), rules: [readsText] },
    expect: { r0: "pass" },
    verdict: "allow",
  },
  {
    name: "one byte more: the rule that reads it refuses, by default",
    given: { command: MESSAGE, lists, change: say("a".repeat(48 * 1024 + 1)), rules: [readsText] },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "the size is in bytes: 16,385 Han characters are over it",
    given: { command: MESSAGE, lists, change: say("好".repeat(16_385)), rules: [readsText] },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "onOversize allow: the rule that reads it is an error, the others decide",
    given: {
      ...{ command: MESSAGE, lists, change: say("a".repeat(50_000)), onOversize: "allow" },
      rules: [readsText, readsSender],
    },
    expect: { r0: "error", r1: "deny" },
    verdict: "deny",
  },
  {
    name: "onOversize allow, and no other rule refuses",
    given: {
      command: MESSAGE,
      lists,
      change: say("a".repeat(50_000)),
      onOversize: "allow",
      rules: [readsText],
    },
    expect: { r0: "error" },
    verdict: "allow",
  },
  {
    name: "a mask reads the text",
    given: {
      ...{ command: MESSAGE, lists, change: say("darn ".repeat(12_000)) },
      rules: [{ mask: { list: "bad", with: "*" } }],
    },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "in shadow nothing is refused",
    given: {
      ...{ command: MESSAGE, lists, change: say("a".repeat(50_000)) },
      rules: [{ ...readsText, mode: "shadow" }],
    },
    expect: { r0: "error" },
    verdict: "allow",
  },
  {
    name: "2,000 targets: each is decided",
    given: { command: INVITE, change: invite(2_000), rules: [{ when: 'target == "x"', deny: {} }] },
    expect: { r0: "pass" },
    verdict: "allow",
  },
  {
    name: "2,001 targets: the rule about them is one error for the request",
    given: {
      command: INVITE,
      change: invite(2_001),
      rules: [{ when: 'target == "x"', deny: {} }, readsSender],
    },
    expect: { r0: "error", r1: "deny" },
    verdict: "deny",
  },
];

testRows(rows, ({ given, expect: effects, verdict }) => {
  const judgement = judge(given);
  expect(listEffectsIn(judgement)).toEqual(effects);
  expect(judgement.decision.verdict).toBe(verdict);
});

test("the error has a code, and the refusal names it", () => {
  const { decision, effects } = judge({
    command: MESSAGE,
    lists,
    change: say("a".repeat(50_000)),
    rules: [readsText],
  });
  expect(effects).toEqual([{ rule: "doc/r0", effect: "error", error: "input-over-bound" }]);
  expect(decision).toMatchObject({ verdict: "deny", refusal: { code: 1, message: "rule-error" } });
});
