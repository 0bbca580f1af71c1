import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Decision, Refusal } from "../../lib/decision.ts";
import { answerOf } from "../../lib/gate/answer.ts";
import type { Ending } from "../../lib/gate/ending.ts";
import { acknowledge } from "../../lib/replies/acknowledge.ts";
import { allowOrDeny } from "../../lib/replies/allow-or-deny.ts";
import { allowOrDenyOrDropOrMask } from "../../lib/replies/allow-or-deny-or-drop-or-mask.ts";
import { allowOrDenyOrTrim } from "../../lib/replies/allow-or-deny-or-trim.ts";
import { isCodeIn } from "../../lib/replies/code-range.ts";
import { perTarget } from "../../lib/replies/per-target.ts";

const OK = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const refusal = (code: number, message = ""): Refusal => ({ rule: "doc/r", code, message });
const asked = { targets: ["ann", "bob", "ann"], payload: { Body: ["one"], Other: 1 } };
const allow: Decision = { verdict: "allow" };
const deny: Decision = {
  verdict: "deny",
  refusal: refusal(7, "no"),
  targets: [refusal(7, "no"), refusal(8, "nor"), refusal(7, "no")],
};
const partial: Decision = { verdict: "partial", targets: [refusal(7, "no"), undefined, refusal(9)] };

const replies = {
  plain: allowOrDeny({ codes: [5, 9] }),
  trim: allowOrDenyOrTrim({ codes: [5, 9], refused: "Refused" }),
  message: allowOrDenyOrDropOrMask({ codes: null, body: "Body", rewrite: (body, texts) => [body, texts] }),
  targets: perTarget({ codes: [5, 9] }),
};
const items = (...codes: readonly (readonly [code: number, info: string])[]) =>
  codes.map(([ResultCode, ResultInfo], index) => ({
    To_Account: asked.targets[index],
    ResultCode,
    ResultInfo,
  }));

test.each<[reply: keyof typeof replies, decision: Decision, envelope: object]>([
  ["plain", allow, OK],
  ["plain", deny, { ...OK, ErrorCode: 7, ErrorInfo: "no" }],
  ["trim", allow, OK],
  ["trim", deny, { ...OK, ErrorCode: 7, ErrorInfo: "no" }],
  ["trim", partial, { ...OK, Refused: ["ann"] }],
  ["trim", { verdict: "partial", targets: [undefined, refusal(7), undefined] }, { ...OK, Refused: ["bob"] }],
  ["message", allow, OK],
  ["message", deny, { ...OK, ErrorCode: 7, ErrorInfo: "no" }],
  ["message", { verdict: "drop", rule: "r" }, { ...OK, ErrorCode: 2 }],
  ["message", { verdict: "mask", texts: ["***"] }, { ...OK, Body: [["one"], ["***"]] }],
  ["targets", allow, { ...OK, ResultItem: items([0, ""], [0, ""], [0, ""]) }],
  ["targets", deny, { ...OK, ResultItem: items([7, "no"], [8, "nor"], [7, "no"]) }],
  ["targets", partial, { ...OK, ResultItem: items([7, "no"], [0, ""], [9, ""]) }],
])("%s: %j", (reply, decision, envelope) => expect(replies[reply].answer(decision, asked)).toEqual(envelope));

test("a per-target reply about nobody has no items", () => {
  expect(replies.targets.answer(deny, { ...asked, targets: [] })).toEqual(OK);
});

test("what each kind can do, and with what codes", () => {
  const { actions, codes, plain, perTarget } = replies.plain;
  expect({ actions, codes, plain, perTarget }).toEqual({
    actions: ["deny", "observe"],
    codes: [5, 9],
    plain: 1,
    perTarget: null,
  });
  expect(replies.trim).toMatchObject({
    phase: "before",
    actions: ["deny", "observe"],
    plain: 1,
    perTarget: "named",
  });
  expect(replies.message).toMatchObject({
    phase: "before",
    actions: ["deny", "drop", "mask", "observe"],
    codes: null,
    plain: 1,
    perTarget: null,
  });
  expect(replies.targets).toMatchObject({
    phase: "before",
    actions: ["deny", "observe"],
    plain: 5,
    perTarget: "coded",
  });
  expect(acknowledge()).toMatchObject({ phase: "after", actions: ["observe"] });
  expect(acknowledge().acknowledge()).toEqual(OK);
  expect(acknowledge({ More: 1 }).acknowledge()).toEqual({ ...OK, More: 1 });
});

test.each([
  [4, false],
  [5, true],
  [7.5, false],
  [9, true],
  [10, false],
])("%d is in 5 to 9: %s", (code, isIn) => expect(isCodeIn([5, 9], code)).toBe(isIn));

describe("every ending's answer", () => {
  const of = (name: string) => commands.get(name);
  const CREATE = of("Group.CallbackBeforeCreateGroup");
  const AFTER = of("Group.CallbackAfterCreateGroup");
  const FRIEND = of("Sns.CallbackPrevFriendAdd");
  const kinds = ["onUnreadable", "onFault", "onDeadline"] as const;
  const answer = (ending: Ending, command: Command | undefined, denied?: (typeof kinds)[number]) =>
    answerOf(ending, command, asked, {
      onUnreadable: "allow",
      onFault: "allow",
      onDeadline: "allow",
      ...(denied && { [denied]: "deny" }),
    });
  const decided = (decision: Decision): Ending => ({ kind: "decided", decision, effects: [] });
  const unreadable: Ending = { kind: "unreadable", path: "X" };
  const faulted: Ending = { kind: "faulted", reason: "policy-unavailable", detail: "d" };
  const deadline: Ending = { kind: "deadline" };
  const refused = (ErrorInfo: string) => ({ ...OK, ErrorCode: 1, ErrorInfo });

  test.each<
    [
      name: string,
      ending: Ending,
      command: Command | undefined,
      denied: (typeof kinds)[number] | undefined,
      envelope: object,
    ]
  >([
    ["decided", decided(deny), CREATE, undefined, { ...OK, ErrorCode: 7, ErrorInfo: "no" }],
    ["decided, of what has happened", decided(deny), AFTER, undefined, OK],
    ["decided, of no command", decided(deny), undefined, undefined, OK],
    ["verified", { kind: "verified" }, CREATE, "onFault", OK],
    ["unknown", { kind: "unknown" }, undefined, "onFault", OK],
    ["unreadable", unreadable, CREATE, "onFault", OK],
    ["unreadable, denied", unreadable, CREATE, "onUnreadable", refused("unreadable")],
    ["faulted", faulted, CREATE, "onDeadline", OK],
    ["faulted, denied", faulted, CREATE, "onFault", refused("policy-unavailable")],
    ["faulted, denied, of what has happened", faulted, AFTER, "onFault", OK],
    ["faulted, denied, of no command", faulted, undefined, "onFault", OK],
    ["deadline", deadline, CREATE, "onUnreadable", OK],
    ["deadline, denied", deadline, CREATE, "onDeadline", refused("deadline")],
    [
      "deadline, denied, target by target",
      deadline,
      FRIEND,
      "onDeadline",
      { ...OK, ResultItem: items([38000, "deadline"], [38000, "deadline"], [38000, "deadline"]) },
    ],
    [
      "deadline, target by target",
      deadline,
      FRIEND,
      undefined,
      { ...OK, ResultItem: items([0, ""], [0, ""], [0, ""]) },
    ],
  ])("%s", (_, ending, command, denied, envelope) => {
    expect(answer(ending, command, denied)).toEqual({ status: 200, envelope });
  });

  test("turned away", () => {
    expect(answer({ kind: "rejected", status: 401, reason: "sign-mismatch" }, CREATE)).toEqual({
      status: 401,
      envelope: { ActionStatus: "FAIL", ErrorInfo: "sign-mismatch", ErrorCode: 401 },
    });
  });
});
