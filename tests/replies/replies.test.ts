import type { Decision, Refusal } from "../../lib/decision.ts";
import { acknowledge } from "../../lib/replies/acknowledge.ts";
import { allowOrDeny } from "../../lib/replies/allow-or-deny.ts";
import { allowOrDenyOrDropOrMask } from "../../lib/replies/allow-or-deny-or-drop-or-mask.ts";
import { allowOrDenyOrTrim } from "../../lib/replies/allow-or-deny-or-trim.ts";
import { isCodeIn } from "../../lib/replies/code-range.ts";
import { type Envelope, type Meaning, readEnvelope } from "../../lib/replies/envelope.ts";
import { perTarget } from "../../lib/replies/per-target.ts";
import { testRows } from "../support/table.ts";

const OK: Envelope = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const refusal = (code: number, message = ""): Refusal => ({ rule: "doc/r", code, message });
const context = { targets: ["ann", "bob", "ann"], payload: { Body: ["one"], Other: 1 } };
const allow: Decision = { verdict: "allow" };

const deny: Decision = {
  verdict: "deny",
  refusal: refusal(7, "no"),
  targets: [refusal(7, "no"), refusal(8, "nor"), refusal(7, "no")],
};

const partial: Decision = { verdict: "partial", targets: [refusal(7, "no"), undefined, refusal(9)] };
const drop: Decision = { verdict: "drop", rule: "r" };

const replies = {
  plain: allowOrDeny({ codes: [5, 9] }),
  trim: allowOrDenyOrTrim({ codes: [5, 9], refused: "Refused" }),
  message: allowOrDenyOrDropOrMask({ codes: null, body: "Body", rewrite: (body, texts) => [body, texts] }),
  targets: perTarget({ codes: [5, 9] }),
};

const items = (...codes: readonly (readonly [code: number, info: string])[]) =>
  codes.map(([ResultCode, ResultInfo], index) => ({
    To_Account: context.targets[index],
    ResultCode,
    ResultInfo,
  }));

const means = (meaning: Partial<Meaning>): Meaning => ({
  verdict: "allow",
  code: 0,
  targetCodes: [],
  refused: [],
  ...meaning,
});

type Coding = {
  readonly reply: keyof typeof replies;
  readonly decision: Decision;
  readonly envelope: Envelope;
  readonly meaning: Partial<Meaning>;
};

const codings: readonly Coding[] = [
  { reply: "plain", decision: allow, envelope: OK, meaning: {} },
  {
    reply: "plain",
    decision: deny,
    envelope: { ...OK, ErrorCode: 7, ErrorInfo: "no" },
    meaning: { verdict: "deny", code: 7 },
  },
  { reply: "trim", decision: allow, envelope: OK, meaning: {} },
  {
    reply: "trim",
    decision: deny,
    envelope: { ...OK, ErrorCode: 7, ErrorInfo: "no" },
    meaning: { verdict: "deny", code: 7 },
  },
  {
    reply: "trim",
    decision: partial,
    envelope: { ...OK, Refused: ["ann"] },
    meaning: { verdict: "partial", refused: ["ann"] },
  },
  {
    reply: "trim",
    decision: { verdict: "partial", targets: [undefined, refusal(7), undefined] },
    envelope: { ...OK, Refused: ["bob"] },
    meaning: { verdict: "partial", refused: ["bob"] },
  },
  { reply: "message", decision: allow, envelope: OK, meaning: {} },
  {
    reply: "message",
    decision: deny,
    envelope: { ...OK, ErrorCode: 7, ErrorInfo: "no" },
    meaning: { verdict: "deny", code: 7 },
  },
  {
    reply: "message",
    decision: drop,
    envelope: { ...OK, ErrorCode: 2 },
    meaning: { verdict: "drop", code: 2 },
  },
  {
    reply: "message",
    decision: { verdict: "mask", texts: ["***"] },
    envelope: { ...OK, Body: [["one"], ["***"]] },
    meaning: { verdict: "mask" },
  },
  {
    reply: "targets",
    decision: allow,
    envelope: { ...OK, ResultItem: items([0, ""], [0, ""], [0, ""]) },
    meaning: { targetCodes: [0, 0, 0] },
  },
  {
    reply: "targets",
    decision: deny,
    envelope: { ...OK, ResultItem: items([7, "no"], [8, "nor"], [7, "no"]) },
    meaning: { verdict: "deny", targetCodes: [7, 8, 7], refused: ["ann", "bob", "ann"] },
  },
  {
    reply: "targets",
    decision: partial,
    envelope: { ...OK, ResultItem: items([7, "no"], [0, ""], [9, ""]) },
    meaning: { verdict: "partial", targetCodes: [7, 0, 9], refused: ["ann", "ann"] },
  },
];

testRows(codings, "$reply, $decision: encoded and decoded", ({ reply, decision, envelope, meaning }) => {
  expect(replies[reply].encode(decision, context)).toEqual(envelope);
  expect(replies[reply].decode(envelope, context)).toEqual(means(meaning));
});

test("a per-target reply about nobody has no items, and fails if it should refuse", () => {
  const nobody = { ...context, targets: [] };
  expect(replies.targets.encode({ verdict: "allow" }, nobody)).toEqual({ ...OK, ResultItem: [] });
  expect(replies.targets.encode(deny, nobody)).toEqual({
    ActionStatus: "OK",
    ErrorCode: 5,
    ErrorInfo: "no",
    ResultItem: [],
  });
});

type Foreign = {
  readonly name: string;
  readonly reply: keyof typeof replies;
  readonly envelope: Envelope;
  readonly meaning: Partial<Meaning>;
};

const foreign: readonly Foreign[] = [
  {
    name: "FAIL, whatever the code",
    reply: "plain",
    envelope: { ActionStatus: "FAIL", ErrorInfo: "sign-mismatch", ErrorCode: 401 },
    meaning: { verdict: "fail", code: 401 },
  },
  {
    name: "friend requests under another code: Chat takes it for a failure and goes on",
    reply: "targets",
    envelope: { ...OK, ErrorCode: 38000, ResultItem: [] },
    meaning: { verdict: "fail", code: 38000 },
  },
  {
    name: "an item without a code is refused",
    reply: "targets",
    envelope: { ...OK, ResultItem: [{ To_Account: "ann" }] },
    meaning: { verdict: "deny", targetCodes: [Number.NaN], refused: ["ann"] },
  },
  { name: "no list of items", reply: "targets", envelope: { ...OK, ResultItem: "x" }, meaning: {} },
  { name: "an empty list of refused accounts", reply: "trim", envelope: { ...OK, Refused: [] }, meaning: {} },
  {
    name: "a failure with the code of a dropped message",
    reply: "message",
    envelope: { ...OK, ActionStatus: "FAIL", ErrorCode: 2 },
    meaning: { verdict: "fail", code: 2 },
  },
  {
    name: "a refusal with a body",
    reply: "message",
    envelope: { ...OK, ErrorCode: 1, Body: ["two"] },
    meaning: { verdict: "deny", code: 1 },
  },
  {
    name: "a refusal that names accounts, too",
    reply: "trim",
    envelope: { ...OK, ErrorCode: 7, Refused: ["ann"] },
    meaning: { verdict: "deny", code: 7 },
  },
  { name: "a body that is what was sent", reply: "message", envelope: { ...OK, Body: ["one"] }, meaning: {} },
];

testRows(foreign, "decoded as Chat reads it: $name", ({ reply, envelope, meaning }) => {
  expect(replies[reply].decode(envelope, context)).toEqual(means(meaning));
});

testRows(
  [
    { name: "an answer", value: { ...OK, More: 1 }, isAnswer: true },
    { name: "a failure", value: { ...OK, ActionStatus: "FAIL" }, isAnswer: true },
    { name: "null", value: null, isAnswer: false },
    { name: "undefined", value: undefined, isAnswer: false },
    { name: "a member is missing", value: { ActionStatus: "OK", ErrorCode: 0 }, isAnswer: false },
    { name: "a code as text", value: { ...OK, ErrorCode: "0" }, isAnswer: false },
    { name: "another status", value: { ...OK, ActionStatus: "ok" }, isAnswer: false },
  ],
  "read as an answer or not: $name",
  ({ value, isAnswer }) => {
    expect(readEnvelope(value)).toEqual(isAnswer ? value : undefined);
  },
);

test("what each kind can do, and with what codes", () => {
  const { actions, codes, defaultCode, partialDenial } = replies.plain;
  expect({ actions, codes, defaultCode, partialDenial }).toEqual({
    actions: ["deny", "observe"],
    codes: [5, 9],
    defaultCode: 1,
    partialDenial: null,
  });
  expect(replies.trim).toMatchObject({
    phase: "before",
    actions: ["deny", "observe"],
    defaultCode: 1,
    partialDenial: "named",
  });
  expect(replies.message).toMatchObject({
    phase: "before",
    actions: ["deny", "drop", "mask", "observe"],
    codes: null,
    defaultCode: 1,
    partialDenial: null,
  });
  expect(replies.targets).toMatchObject({
    phase: "before",
    actions: ["deny", "observe"],
    defaultCode: 5,
    partialDenial: "coded",
  });
  expect(acknowledge()).toMatchObject({ phase: "after", actions: ["observe"] });
  expect(acknowledge().acknowledge()).toEqual(OK);
  expect(acknowledge({ More: 1 }).acknowledge()).toEqual({ ...OK, More: 1 });
  expect(acknowledge().decode({ ...OK, ErrorCode: 7 }, context)).toEqual(means({ code: 7 }));
  expect(acknowledge().decode({ ...OK, ActionStatus: "FAIL" }, context)).toEqual(means({ verdict: "fail" }));
});

testRows(
  [
    { code: 4, isIn: false },
    { code: 5, isIn: true },
    { code: 7.5, isIn: false },
    { code: 9, isIn: true },
    { code: 10, isIn: false },
  ],
  "$code is in 5 to 9: $isIn",
  ({ code, isIn }) => expect(isCodeIn([5, 9], code)).toBe(isIn),
);
