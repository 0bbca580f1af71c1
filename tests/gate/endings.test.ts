import { computeSignature } from "../../lib/callback/authenticate.ts";
import { createCallbackEvent, createTestGate, formats, TOKEN } from "../support/gate.ts";
import {
  AFTER,
  about,
  answered,
  badPolicy,
  base64,
  decided,
  FRIENDS,
  firstTarget,
  GROUP,
  group,
  INVITE,
  items,
  MESSAGE,
  oath,
  okay,
  type Row,
  refused,
  rules,
  set,
  testEndings,
  turnedAway,
  withQuery,
} from "./test-endings.ts";

const masked = [{ MsgType: "TIMTextElem", MsgContent: { Text: "oh ****" } }];

const decisions: readonly Row[] = [
  { name: "allowed without any policy", call: group, expected: decided("allow") },
  {
    name: "refused plainly",
    call: group,
    expected: decided("deny", refused(1, "")),
    world: rules(GROUP, { deny: {} }),
  },
  {
    name: "refused with a code and a text",
    call: group,
    expected: decided("deny", refused(10101, "No Public here.")),
    world: rules(GROUP, { deny: { code: 10101, message: "No {groupType} here." } }),
  },
  {
    name: "dropped",
    call: oath,
    expected: decided("drop", { ErrorCode: 2 }),
    world: rules(MESSAGE, { drop: {} }),
  },
  {
    name: "masked",
    call: oath,
    expected: decided("mask", { MsgBody: masked }),
    world: rules(MESSAGE, { mask: { list: "bad", with: "*" } }),
  },
  {
    name: "refused in part, by name",
    call: about(INVITE),
    expected: decided("partial", { RefusedMembers_Account: [firstTarget(INVITE)] }),
    world: rules(INVITE, { when: `target == "${firstTarget(INVITE)}"`, deny: {} }),
  },
  {
    name: "refused account by account",
    call: about(FRIENDS),
    expected: decided("deny", items(38001, "No.")),
    world: rules(FRIENDS, { deny: { code: 38001, message: "No." } }),
  },
  {
    name: "an after-command, whatever is observed",
    call: about(AFTER),
    expected: decided("allow"),
    world: rules(AFTER, { observe: {} }),
  },
  {
    name: "an after-command whose answer says more",
    call: about("Chatbot.OnC2CSignalMessage"),
    expected: decided("allow", { RspData: "{}" }),
  },
];

const nobody = { SdkAppid: undefined, CallbackCommand: undefined };
const verified = answered({ kind: "verified" });

const verifications: readonly Row[] = [
  { name: "an empty body, no app and no command", call: { body: "", query: nobody }, expected: verified },
  { name: "`{}`", call: { body: "{}", query: nobody }, expected: verified },
  {
    name: "`{}` with white space and a BOM",
    call: { body: "\uFEFF {\n } ", query: nobody },
    expected: verified,
  },
  { name: "`{}` in base64", call: { query: nobody, event: base64(Buffer.from("{}")) }, expected: verified },
  { name: "a command is named", call: { body: "{}" }, expected: verified },
  {
    name: "a command is named whose answers say more",
    call: { body: "{}", command: "Chatbot.OnC2CSignalMessage" },
    expected: verified,
  },
  {
    name: "a command is named that is not known",
    call: { body: "", command: "Group.Nope" },
    expected: verified,
  },
  { name: "policies are bad", call: { body: "" }, expected: verified, world: badPolicy },
  {
    name: "authentication is off",
    call: { body: "", query: { Sign: undefined } },
    expected: verified,
    world: set({ authentication: "off" }),
  },
  {
    name: "not signed",
    call: { body: "", query: { ...nobody, Sign: undefined } },
    expected: turnedAway(401, "sign-missing"),
  },
  {
    name: "signed wrongly",
    call: { body: "", query: { ...nobody, Sign: "0" } },
    expected: turnedAway(401, "sign-mismatch"),
  },
  {
    name: "of another app",
    call: { body: "", query: { SdkAppid: "1" } },
    expected: turnedAway(403, "sdkappid-unknown"),
  },
];

describe("decided", () => testEndings(decisions));

describe("the console's verify request", () => testEndings(verifications));

for (const [name, format] of Object.entries(formats))
  describe(name, () => {
    test("a rotated token: both are good, and the outcome says which it was", async () => {
      const { gate, outcomes } = createTestGate({ tokens: `new-token\n${TOKEN}` });
      const time = "1669872112";
      await gate(format(createCallbackEvent(group)), "r");
      await gate(format(createCallbackEvent(withQuery({ Sign: computeSignature("new-token", time) }))), "r");
      await gate(format(createCallbackEvent(withQuery({ Sign: computeSignature("older", time) }))), "r");
      expect(outcomes.map(({ token }) => token)).toEqual([1, 0, undefined]);
    });
  });

test("a rewritten message nested deeper than it can be written is a fault, not a throw", async () => {
  const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const message = about(MESSAGE, {
    MsgId: "short",
    MsgBody: [
      { MsgType: "TIMTextElem", MsgContent: { Text: "oh darn" } },
      { MsgType: "TIMCustomElem", MsgContent: { Data: "nested" } },
    ],
  });
  const body = JSON.stringify(message.body).replace('"nested"', nested);
  const { gate, outcomes } = createTestGate(rules(MESSAGE, { mask: { list: "bad", with: "*" } }));
  expect(await gate(createCallbackEvent({ ...oath, body }), "r")).toMatchObject({
    status: 200,
    envelope: okay,
  });
  expect(outcomes).toMatchObject([{ ending: { kind: "faulted", reason: "fault" } }]);
});
