import { computeSignature } from "../../lib/callback/authenticate.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import { readSample } from "../support/fixtures.ts";
import {
  type Call,
  createCallbackEvent,
  createTestGate,
  formats,
  NOW,
  SDK_APP_ID,
  TOKEN,
  type World,
} from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const MESSAGE = "C2C.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";
const AFTER = "OfficialAccount.CallbackAfterMsgWithDraw";
const MEBIBYTE = 1024 * 1024;

type Expected = { readonly status: number; readonly envelope: object; readonly ending: object };
type Row = readonly [name: string, call: Call, expected: Expected, world?: World | (() => World)];

const okay = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const answered = (ending: object, envelope: object = {}): Expected => ({
  status: 200,
  envelope: { ...okay, ...envelope },
  ending,
});
const decided = (verdict: string, envelope: object = {}) =>
  answered({ kind: "decided", decision: { verdict } }, envelope);
const turnedAway = (status: number, reason: string): Expected => ({
  status,
  envelope: { ActionStatus: "FAIL", ErrorInfo: reason, ErrorCode: status },
  ending: { kind: "rejected", status, reason },
});
const refused = (ErrorCode: number, ErrorInfo: string) => ({ ErrorCode, ErrorInfo });

const rules = (on: string, ...given: readonly object[]): World => ({
  policies: { p: { rules: given.map((rule, index) => ({ id: `r${index}`, on, ...rule })) } },
  lists: { bad: "darn" },
});
const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...readSample(command), ...change },
});
const group = about(GROUP);
const withQuery = (query: NonNullable<Call["query"]>): Call => ({ ...group, query });
const without = (command: string, key: string): Call => about(command, { [key]: undefined });
/** A parameter once more, at the end. */
const again = (more: string): Call => {
  const { rawQueryString } = createCallbackEvent(group);
  return { ...group, event: { rawQueryString: `${rawQueryString}&${more}` } };
};
const base64 = (bytes: Buffer): NonNullable<Call["event"]> => ({
  body: bytes.toString("base64"),
  isBase64Encoded: true,
});
const padded = (bytes: number) => JSON.stringify(readSample(GROUP)).padEnd(bytes, " ");
const asMethod = (method: string): Call => ({ ...group, event: { requestContext: { http: { method } } } });
const signedAt = (seconds: number): Call =>
  withQuery({ RequestTime: String(seconds), Sign: computeSignature(TOKEN, String(seconds)) });

const items = (code: number, info: string) => ({
  ResultItem: ["user_0815", "user_0816"].map((account) => ({
    To_Account: account,
    ResultCode: code,
    ResultInfo: info,
  })),
});

const nobodyNamed = (info: string) => ({ ErrorCode: 38000, ErrorInfo: info, ResultItem: [] });

const unavailable: World = { read: async () => ({ kind: "failed", reason: "down" }) };
const badPolicy: World = { policies: { p: { rules: [] } } };
const set = (settings: World["settings"], world: World = {}): World => ({
  ...world,
  settings: { ...settings },
});

/** Every command, one of them with a mistake in its code. */
function broken(name: string, part: Partial<Command>): World {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return { commands: new Map([...commands, [name, { ...command, ...part }]]) };
}
const thrower = () => {
  throw new TypeError("quotes the request");
};
const fault = (name: string) => broken(name, { payload: thrower });
const brokenAnswer = (name: string) => {
  const reply = commands.get(name)?.reply;
  if (reply?.phase !== "before") throw new Error(`${name} decides nothing`);
  return broken(name, {
    reply: {
      ...reply,
      encode: (decision, context) =>
        decision.verdict === "mask" ? thrower() : reply.encode(decision, context),
    },
  });
};
/** A clock that goes on 1501 ms while the payload is read. */
const jump =
  (name: string, settings: World["settings"] = {}) =>
  (): World => {
    let time = NOW;
    const payload = () => {
      time += 1501;
      return commands.get(name)?.payload() ?? thrower();
    };
    return { ...broken(name, { payload }), now: () => time, settings };
  };

const masked = [{ MsgType: "TIMTextElem", MsgContent: { Text: "oh ****" } }];
const oath = about(MESSAGE, { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "oh darn" } }] });

const decisions: readonly Row[] = [
  ["allowed without any policy", group, decided("allow")],
  ["refused plainly", group, decided("deny", refused(1, "")), rules(GROUP, { deny: {} })],
  [
    "refused with a code and a text",
    group,
    decided("deny", refused(10101, "No Public here.")),
    rules(GROUP, { deny: { code: 10101, message: "No {groupType} here." } }),
  ],
  ["dropped", oath, decided("drop", { ErrorCode: 2 }), rules(MESSAGE, { drop: {} })],
  [
    "masked",
    oath,
    decided("mask", { MsgBody: masked }),
    rules(MESSAGE, { mask: { list: "bad", with: "*" } }),
  ],
  [
    "refused in part, by name",
    about(INVITE),
    decided("partial", { RefusedMembers_Account: [firstTarget(INVITE)] }),
    rules(INVITE, { when: `target == "${firstTarget(INVITE)}"`, deny: {} }),
  ],
  [
    "refused account by account",
    about(FRIENDS),
    decided("deny", items(38001, "No.")),
    rules(FRIENDS, { deny: { code: 38001, message: "No." } }),
  ],
  ["an after-command, whatever is observed", about(AFTER), decided("allow"), rules(AFTER, { observe: {} })],
  [
    "an after-command whose answer says more",
    about("Chatbot.OnC2CSignalMessage"),
    decided("allow", { RspData: "{}" }),
  ],
];

const nobody = { SdkAppid: undefined, CallbackCommand: undefined };
const verified = answered({ kind: "verified" });
const verifications: readonly Row[] = [
  ["an empty body, no app and no command", { body: "", query: nobody }, verified],
  ["`{}`", { body: "{}", query: nobody }, verified],
  ["`{}` with white space and a BOM", { body: "\uFEFF {\n } ", query: nobody }, verified],
  ["`{}` in base64", { query: nobody, event: base64(Buffer.from("{}")) }, verified],
  ["a command is named", { body: "{}" }, verified],
  [
    "a command is named whose answers say more",
    { body: "{}", command: "Chatbot.OnC2CSignalMessage" },
    verified,
  ],
  ["a command is named that is not known", { body: "", command: "Group.Nope" }, verified],
  ["policies are bad", { body: "" }, verified, badPolicy],
  [
    "authentication is off",
    { body: "", query: { Sign: undefined } },
    verified,
    set({ authentication: "off" }),
  ],
  ["not signed", { body: "", query: { ...nobody, Sign: undefined } }, turnedAway(401, "sign-missing")],
  ["signed wrongly", { body: "", query: { ...nobody, Sign: "0" } }, turnedAway(401, "sign-mismatch")],
  ["of another app", { body: "", query: { SdkAppid: "1" } }, turnedAway(403, "sdkappid-unknown")],
];

const fallbacks: readonly Row[] = [
  ["unknown command", { command: "Group.CallbackNew", body: "not even JSON" }, answered({ kind: "unknown" })],
  ["command without a value", { ...group, query: { CallbackCommand: "" } }, answered({ kind: "unknown" })],

  ["unreadable", without(GROUP, "Name"), answered({ kind: "unreadable", path: "Name" })],
  [
    "unreadable, of another type",
    about(GROUP, { Name: 5 }),
    answered({ kind: "unreadable", path: "Name" }, refused(1, "unreadable")),
    set({ onUnreadable: "deny" }),
  ],
  ...[without(MESSAGE, "MsgBody"), without(INVITE, "DestinationMembers")].map(
    (call): Row => [
      `unreadable, deny: ${call.command}`,
      call,
      answered({ kind: "unreadable" }, refused(1, "unreadable")),
      set({ onUnreadable: "deny" }),
    ],
  ),
  [
    "unreadable, deny: each friend, as far as accounts can be read",
    without(FRIENDS, "From_Account"),
    answered({ kind: "unreadable", path: "From_Account" }, items(38000, "unreadable")),
    set({ onUnreadable: "deny" }),
  ],
  [
    "unreadable, deny: nobody can be named, so processing failed",
    about(FRIENDS, { FriendItem: undefined }),
    answered({ kind: "unreadable", path: "FriendItem" }, nobodyNamed("unreadable")),
    set({ onUnreadable: "deny" }),
  ],
  [
    "unreadable, deny: by the first pattern that covers the command",
    without(GROUP, "Name"),
    answered({ kind: "unreadable", path: "Name" }, refused(1, "unreadable")),
    set({ onUnreadable: { "Sns.*": "allow", "Group.*": "deny", "*": "allow" } }),
  ],
  [
    "unreadable, allow: no pattern covers the command",
    without(GROUP, "Name"),
    answered({ kind: "unreadable", path: "Name" }),
    set({ onUnreadable: { "Sns.*": "deny" } }),
  ],
  [
    "unreadable, deny: an after-command",
    about("Push.OfflinePush", { Events: undefined, EventType: 1 }),
    answered({ kind: "unreadable", path: "Events" }),
    set({ onUnreadable: "deny" }),
  ],

  ["no settings", group, answered({ kind: "faulted", reason: "settings-unavailable" }), unavailable],
  [
    "no settings, deny",
    group,
    answered({ kind: "faulted", reason: "settings-unavailable" }, refused(1, "settings-unavailable")),
    { ...unavailable, onFault: "deny" },
  ],
  [
    "no settings, deny: processing failed, since nobody may look into the body",
    about(FRIENDS),
    answered({ kind: "faulted", reason: "settings-unavailable" }, nobodyNamed("settings-unavailable")),
    { ...unavailable, onFault: "deny" },
  ],
  [
    "no settings, deny: an after-command",
    about(AFTER),
    answered({ kind: "faulted", reason: "settings-unavailable" }),
    { ...unavailable, onFault: "deny" },
  ],
  [
    "no settings, deny: an unknown command",
    { command: "Group.CallbackNew", body: "x" },
    answered({ kind: "faulted", reason: "settings-unavailable" }),
    { ...unavailable, onFault: "deny" },
  ],
  [
    "no good policy set yet, deny: each friend",
    about(FRIENDS),
    answered({ kind: "faulted", reason: "policy-unavailable" }, items(38000, "policy-unavailable")),
    set({ onFault: "deny" }, badPolicy),
  ],
  ["no good policy set yet", group, answered({ kind: "faulted", reason: "policy-unavailable" }), badPolicy],
  [
    "no good policy set yet, deny: by the settings, not by the environment",
    group,
    answered({ kind: "faulted", reason: "policy-unavailable" }, refused(1, "policy-unavailable")),
    set({ onFault: "deny" }, { ...badPolicy, onFault: "allow" }),
  ],
  ["a fault", group, answered({ kind: "faulted", reason: "fault" }), fault(GROUP)],
  [
    "a fault, deny",
    group,
    answered({ kind: "faulted", reason: "fault" }, refused(1, "fault")),
    set({ onFault: "deny" }, fault(GROUP)),
  ],
  [
    "a fault, deny: an after-command",
    about(AFTER),
    answered({ kind: "faulted", reason: "fault" }),
    set({ onFault: "deny" }, fault(AFTER)),
  ],
  [
    "a fault, deny: each friend, although the payload was not read",
    about(FRIENDS),
    answered({ kind: "faulted", reason: "fault" }, items(38000, "fault")),
    set({ onFault: "deny" }, fault(FRIENDS)),
  ],
  [
    "a fault in the answer itself",
    oath,
    answered({ kind: "faulted", reason: "fault" }),
    { ...brokenAnswer(MESSAGE), ...rules(MESSAGE, { mask: { list: "bad", with: "*" } }) },
  ],
  [
    "a fault in the answer itself, deny",
    oath,
    answered({ kind: "faulted", reason: "fault" }, refused(1, "fault")),
    set(
      { onFault: "deny" },
      { ...brokenAnswer(MESSAGE), ...rules(MESSAGE, { mask: { list: "bad", with: "*" } }) },
    ),
  ],

  ["the deadline", group, answered({ kind: "deadline" }), jump(GROUP)],
  [
    "the deadline, deny",
    group,
    answered({ kind: "deadline" }, refused(1, "deadline")),
    jump(GROUP, { onDeadline: "deny" }),
  ],
  [
    "the deadline, deny: friends are known by then",
    about(FRIENDS),
    answered({ kind: "deadline" }, items(38000, "deadline")),
    jump(FRIENDS, { onDeadline: "deny" }),
  ],
  [
    "the deadline, deny: an after-command",
    about(AFTER),
    answered({ kind: "deadline" }),
    jump(AFTER, { onDeadline: "deny" }),
  ],
];

const rejections: readonly Row[] = [
  ...["GET", "PUT", "OPTIONS", "post"].map(
    (method): Row => [method, asMethod(method), turnedAway(405, "method-not-allowed")],
  ),

  ["1 MiB", { body: padded(MEBIBYTE) }, decided("allow")],
  ["over 1 MiB", { body: padded(MEBIBYTE + 1) }, turnedAway(413, "body-too-large")],
  ["1 MiB in base64", { event: base64(Buffer.from(padded(MEBIBYTE))) }, decided("allow")],
  [
    "over 1 MiB in base64",
    { event: base64(Buffer.from(padded(MEBIBYTE + 1))) },
    turnedAway(413, "body-too-large"),
  ],
  [
    "over 1 MiB in bytes, not in characters",
    { body: JSON.stringify("界".repeat(MEBIBYTE / 3)) },
    turnedAway(413, "body-too-large"),
  ],

  ["no SdkAppid", withQuery({ SdkAppid: undefined }), turnedAway(400, "parameter-missing")],
  ["no command", withQuery({ CallbackCommand: undefined }), turnedAway(400, "parameter-missing")],
  ["no parameter at all", { ...group, event: { rawQueryString: "" } }, turnedAway(400, "parameter-missing")],
  ...[
    "SdkAppid=1400000000",
    "CallbackCommand=x",
    "Sign=0",
    "RequestTime=1",
    "sdkappid=1",
    "SIGN",
    "SDKAppID",
  ].map((more): Row => [`${more} once more`, again(more), turnedAway(400, "parameter-repeated")]),
  ["another parameter once more", again("ClientIP=1&x=1&x=2"), decided("allow")],
  ...["sdkappid", "SDKAppID"].map(
    (name): Row => [name, withQuery({ SdkAppid: undefined, [name]: String(SDK_APP_ID) }), decided("allow")],
  ),
  ["a key without =", again("contenttype&trace"), decided("allow")],

  ["not JSON", { body: "name=x" }, turnedAway(400, "body-not-json-object")],
  ["a JSON array", { body: "[{}]" }, turnedAway(400, "body-not-json-object")],
  ["null", { body: "null" }, turnedAway(400, "body-not-json-object")],
  ["a JSON string", { body: '"{}"' }, turnedAway(400, "body-not-json-object")],
  ["JSON cut off", { body: '{"Name":' }, turnedAway(400, "body-not-json-object")],
  [
    "another command in the body",
    about(GROUP, { CallbackCommand: "Group.CallbackBeforeSendMsg" }),
    turnedAway(400, "command-mismatch"),
  ],
  ["no command in the body", about(GROUP, { CallbackCommand: undefined }), decided("allow")],

  ...["1400000001", "", "0", " 1400000000", "1.4e9", "1400000000.0", "-1400000000"].map(
    (SdkAppid): Row => [
      `app ${JSON.stringify(SdkAppid)}`,
      withQuery({ SdkAppid }),
      turnedAway(403, "sdkappid-unknown"),
    ],
  ),

  ["no Sign", withQuery({ Sign: undefined }), turnedAway(401, "sign-missing")],
  ["an empty Sign", withQuery({ Sign: "" }), turnedAway(401, "sign-missing")],
  ["no RequestTime", withQuery({ RequestTime: undefined }), turnedAway(401, "sign-missing")],
  [
    "another Sign",
    withQuery({ Sign: computeSignature("other", "1669872112") }),
    turnedAway(401, "sign-mismatch"),
  ],
  [
    "the Sign in upper case",
    withQuery({ Sign: computeSignature(TOKEN, "1669872112").toUpperCase() }),
    turnedAway(401, "sign-mismatch"),
  ],
  ["the Sign of another time", withQuery({ RequestTime: "1669872113" }), turnedAway(401, "sign-mismatch")],
  ["exactly 60 s old", signedAt(NOW / 1000 - 60), decided("allow")],
  ["61 s old", signedAt(NOW / 1000 - 61), turnedAway(401, "request-time-stale")],
  ["exactly 60 s ahead", signedAt(NOW / 1000 + 60), decided("allow")],
  ["61 s ahead", signedAt(NOW / 1000 + 61), turnedAway(401, "request-time-stale")],
  ["within a wider tolerance", signedAt(NOW / 1000 - 299), decided("allow"), set({ toleranceSeconds: 300 })],
  ["a time that is none", signedAt(Number.NaN), turnedAway(401, "request-time-stale")],
  ["no token anywhere", group, turnedAway(401, "no-token-configured"), { tokens: "" }],
  [
    "no token, authentication off",
    group,
    decided("allow"),
    { tokens: "", settings: { authentication: "off" } },
  ],
  [
    "unsigned, authentication off",
    withQuery({ Sign: undefined, RequestTime: undefined }),
    decided("allow"),
    set({ authentication: "off" }),
  ],
  [
    "of another app, authentication off",
    withQuery({ SdkAppid: "1" }),
    turnedAway(403, "sdkappid-unknown"),
    set({ authentication: "off" }),
  ],
];

for (const [name, format] of Object.entries(formats))
  describe(name, () => {
    const suites: Readonly<Record<string, readonly Row[]>> = {
      decided: decisions,
      "the console's verify request": verifications,
      "nothing to decide by": fallbacks,
      "turned away, or just not": rejections,
    };
    for (const [name, rows] of Object.entries(suites))
      describe(name, () => {
        for (const [name, call, expected, world = {}] of rows)
          test(name, async () => {
            const { gate, outcomes } = createTestGate(typeof world === "function" ? world() : world);
            const { status, envelope, body } = await gate(
              format(createCallbackEvent({ ...group, ...call })),
              "r-1",
            );
            expect({ status, envelope }).toStrictEqual({
              status: expected.status,
              envelope: expected.envelope,
            });
            expect(JSON.parse(body)).toEqual(envelope);
            expect(outcomes).toMatchObject([{ requestId: "r-1", status, envelope, ending: expected.ending }]);
            expectPlain(outcomes);
          });
      });

    test("a rotated token: both are good, and the outcome says which it was", async () => {
      const { gate, outcomes } = createTestGate({ tokens: `new-token\n${TOKEN}` });
      const time = "1669872112";
      await gate(format(createCallbackEvent(group)), "r");
      await gate(format(createCallbackEvent(withQuery({ Sign: computeSignature("new-token", time) }))), "r");
      await gate(format(createCallbackEvent(withQuery({ Sign: computeSignature("older", time) }))), "r");
      expect(outcomes.map(({ token }) => token)).toEqual([1, 0, undefined]);
    });
  });

testRows<{ readonly name: string; readonly event: unknown }>(
  [
    { name: "nothing", event: undefined },
    { name: "null", event: null },
    { name: "a text", event: "POST" },
    { name: "an event of another service", event: { Records: [] } },
  ],
  "$name is no event of API Gateway",
  async ({ event }) => {
    const { gate } = createTestGate();
    expect(await gate(event, "r")).toMatchObject({ status: 400, envelope: { ErrorInfo: "event-unknown" } });
  },
);

describe("sinks", () => {
  const never = () => new Promise<void>(() => {});

  test("one that throws or rejects changes neither the answer nor the other sinks", async () => {
    const told: string[] = [];
    const { gate } = createTestGate({
      sinks: [
        thrower,
        async () => thrower(),
        async ({ requestId }) => {
          await new Promise(setImmediate);
          told.push(requestId);
        },
      ],
    });
    expect(await gate(createCallbackEvent(group), "r")).toMatchObject({ status: 200, envelope: okay });
    expect(told).toEqual(["r"]);
  });

  test("one that does not end is waited for as long as the deadline leaves", async () => {
    const { gate } = createTestGate({ sinks: [never], settings: { deadlineMs: 100 } });
    const started = performance.now();
    expect(await gate(createCallbackEvent(group), "r")).toMatchObject({ status: 200, envelope: okay });
    expect(performance.now() - started).toBeGreaterThanOrEqual(95);
    expect(performance.now() - started).toBeLessThan(1400);
  });

  test("none is waited for past the deadline", async () => {
    const { gate } = createTestGate({ ...jump(GROUP)(), sinks: [never] });
    const started = performance.now();
    await gate(createCallbackEvent(group), "r");
    expect(performance.now() - started).toBeLessThan(1400);
  });

  test("the body's text is theirs once the request is authentic", async () => {
    const { gate, contexts } = createTestGate();
    await gate(createCallbackEvent(group), "r");
    await gate(createCallbackEvent({ ...group, command: "Group.CallbackNew" }), "r");
    await gate(createCallbackEvent({ ...group, query: { Sign: "0" } }), "r");
    await gate(createCallbackEvent({ ...group, event: base64(Buffer.from([0xff])) }), "r");
    const text = JSON.stringify(group.body);
    expect(contexts.map(({ readBodyText }) => readBodyText())).toEqual([text, text, undefined, undefined]);
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

/** A value that can be copied whole, and that reveals nothing which could sign a callback. */
function expectPlain(outcomes: readonly Outcome[]): void {
  expect(structuredClone(outcomes)).toEqual(outcomes); // throws where there is a function
  const text = JSON.stringify(outcomes);
  for (const secret of [TOKEN, computeSignature(TOKEN, String(NOW / 1000))])
    expect(text).not.toContain(secret);
}

/** Where several things are wrong, the first of these is told: each is tried together with all that follow. */
describe("the order of checks", () => {
  type Query = readonly (readonly [string, string])[];
  type Request = {
    readonly method: string;
    readonly query: Query;
    readonly body: Buffer;
    readonly world: World;
  };
  const but = (query: Query, name: string, ...values: readonly string[]): Query => [
    ...query.filter(([key]) => key !== name),
    ...values.map((value) => [name, value] as const),
  ];
  const edited = (body: Buffer, change: object) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ...change }));

  const wrongs: readonly (readonly [string, (request: Request) => Partial<Request>])[] = [
    ["method-not-allowed", () => ({ method: "GET" })],
    ["body-too-large", ({ body }) => ({ body: Buffer.concat([body, Buffer.alloc(MEBIBYTE)]) })],
    ["parameter-repeated", ({ query }) => ({ query: [...query, ["sign", "0"], ["SIGN", "0"]] })],
    ["parameter-missing", ({ query }) => ({ query: but(query, "SdkAppid") })],
    ["settings-unavailable", ({ world }) => ({ world: { ...world, ...unavailable } })],
    ["sdkappid-unknown", ({ query }) => ({ query: but(query, "SdkAppid", "1") })],
    ["no-token-configured", ({ world }) => ({ world: { ...world, tokens: "" } })],
    ["sign-missing", ({ query }) => ({ query: but(query, "Sign") })],
    ["sign-mismatch", ({ query }) => ({ query: but(query, "Sign", "0") })],
    [
      "request-time-stale",
      ({ query }) => ({ query: but(but(query, "RequestTime", "1"), "Sign", computeSignature(TOKEN, "1")) }),
    ],
    ["body-not-utf8", ({ body }) => ({ body: Buffer.concat([Buffer.from([0xff]), body]) })],
    ["body-not-json-object", ({ body }) => ({ body: Buffer.from(`[${body}]`) })],
    ["command-mismatch", ({ body }) => ({ body: edited(body, { CallbackCommand: "other" }) })],
    ["policy-unavailable", ({ world }) => ({ world: { ...world, ...badPolicy } })],
    ["unreadable", ({ body }) => ({ body: edited(body, { Name: undefined }) })],
    ["fault", ({ world }) => ({ world: { ...world, ...fault(GROUP) } })],
  ];

  testRows(
    wrongs.map(([reason], index) => ({ reason, index })),
    "$reason",
    async ({ reason, index }) => {
      const { rawQueryString } = createCallbackEvent(group);
      const good: Request = {
        method: "POST",
        query: [...new URLSearchParams(String(rawQueryString))],
        body: Buffer.from(JSON.stringify(group.body)),
        world: { onFault: "deny", settings: { onFault: "deny", onUnreadable: "deny" } },
      };
      // A broken schema reads nothing, so that nothing is unreadable beside it.
      const following = wrongs.slice(index).filter(([name]) => reason === "fault" || name !== "fault");
      let request = good;
      for (const [, wrong] of following.toReversed()) request = { ...request, ...wrong(request) };
      const { gate } = createTestGate(request.world);
      const answer = await gate(
        {
          ...createCallbackEvent(group),
          requestContext: { http: { method: request.method } },
          rawQueryString: new URLSearchParams(
            request.query.map(([key, value]): [string, string] => [key, value]),
          ).toString(),
          ...base64(request.body),
        },
        "r",
      );
      expect(answer.envelope.ErrorInfo).toBe(reason);
    },
  );
});

function firstTarget(command: string): string {
  const members = readSample(command).DestinationMembers as { Member_Account: string }[]; // the fixture's own
  return members[0]?.Member_Account ?? "";
}
