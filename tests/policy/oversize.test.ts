import { type Case, judge, listEffectsIn } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const MESSAGE = "Group.CallbackBeforeSendMsg";
const BEFRIEND = "Sns.CallbackPrevFriendAdd";
const CREATE = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const say = (text: string) => ({ MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }] });
const invite = (count: number) => ({
  DestinationMembers: Array.from({ length: count }, (_, index) => ({ Member_Account: `u${index}` })),
});
const lists = { bad: "darn" };
const readsText = { when: "text.containsAny(lists.bad)", deny: { code: 10120 } };
const sendData = (...data: string[]) => ({
  MsgBody: data.map((Data) => ({ MsgType: "TIMCustomElem", MsgContent: { Data } })),
});
const createWith = (count: number) => ({
  MemberList: Array.from({ length: count }, (_, index) => ({ Member_Account: `u${index}` })),
});
const befriend = (note: string) => ({
  FriendItem: [
    { To_Account: "u_a", AddWording: "hello" },
    { To_Account: "u_b", AddWording: note },
  ],
});
const readsNote = { when: 'note == "x"', deny: {} };
const readsData = { when: '"x" in customData', deny: {} };
const readsMembers = { when: '"x" in members', deny: {} };
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
    name: "a limit counts by the text",
    given: {
      ...{ command: MESSAGE, change: say("a".repeat(50_000)) },
      rules: [{ deny: {}, limit: { max: 1, per: "1h", by: ["sender", "text"] } }],
    },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "a rule that always holds, and a mask beside it: the mask alone is an error",
    given: {
      ...{ command: MESSAGE, lists, change: say("a".repeat(50_000)), onOversize: "allow" },
      rules: [{ observe: {} }, { mask: { list: "bad", with: "*" } }],
    },
    expect: { r0: "observe", r1: "error" },
    verdict: "allow",
  },
  {
    name: "custom data over it: the mask, which reads the text alone, masks",
    given: {
      ...{ command: MESSAGE, lists },
      change: { MsgBody: [...say("oh darn").MsgBody, ...sendData("a".repeat(50_000)).MsgBody] },
      rules: [{ mask: { list: "bad", with: "*" } }],
    },
    expect: { r0: "mask" },
    verdict: "mask",
  },
  {
    name: "custom data of 48 KB in all: the rule that reads it decides",
    given: {
      command: MESSAGE,
      change: sendData("a".repeat(24 * 1024), "b".repeat(24 * 1024)),
      rules: [readsData],
    },
    expect: { r0: "pass" },
    verdict: "allow",
  },
  {
    name: "custom data of one byte more: the rule that reads it refuses",
    given: {
      ...{ command: MESSAGE, change: sendData("a".repeat(24 * 1024), "b".repeat(24 * 1024 + 1)) },
      rules: [readsData],
    },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "the size of custom data is in bytes, too",
    given: { command: MESSAGE, change: sendData("好".repeat(16_385)), rules: [readsData] },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "2,000 members: the rule that reads them decides",
    given: { command: CREATE, change: createWith(2_000), rules: [readsMembers] },
    expect: { r0: "pass" },
    verdict: "allow",
  },
  {
    name: "2,001 members: the rule that reads them refuses",
    given: { command: CREATE, change: createWith(2_001), rules: [readsMembers] },
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
  {
    name: "2,001 targets: the rule that is rolled out by them is one error, too",
    given: {
      command: INVITE,
      change: invite(2_001),
      rules: [{ deny: {}, rollout: { percent: 100, by: "target" } }],
    },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "a group's id over 48 KB: the rule about targets decides of each",
    given: {
      ...{ command: INVITE, change: { GroupId: "g".repeat(50_000) } },
      rules: [{ when: 'target == "u_tomas"', deny: {} }],
    },
    expect: { "r0 u_tomas": "deny" },
    verdict: "partial",
  },
  {
    name: "a note of 48 KB to one of two targets: the rule that reads it decides of each",
    given: { command: BEFRIEND, change: befriend("a".repeat(48 * 1024)), rules: [readsNote] },
    expect: { r0: "pass" },
    verdict: "allow",
  },
  {
    name: "a note of one byte more to one of two targets: the rule that reads it is one error",
    given: { command: BEFRIEND, change: befriend("a".repeat(48 * 1024 + 1)), rules: [readsNote] },
    expect: { r0: "error" },
    verdict: "deny",
  },
  {
    name: "2,001 targets: so is the rule that reads the list of them",
    given: { command: INVITE, change: invite(2_001), rules: [{ when: "size(targets) > 5000", deny: {} }] },
    expect: { r0: "error" },
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
