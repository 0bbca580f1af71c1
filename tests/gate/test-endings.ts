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
  TOKEN,
  type World,
} from "../support/gate.ts";
import { testRows } from "../support/table.ts";

export const GROUP = "Group.CallbackBeforeCreateGroup";
export const MESSAGE = "C2C.CallbackBeforeSendMsg";
export const INVITE = "Group.CallbackBeforeInviteJoinGroup";
export const FRIENDS = "Sns.CallbackPrevFriendAdd";
export const AFTER = "OfficialAccount.CallbackAfterMsgWithDraw";
export type Expected = { readonly status: number; readonly envelope: object; readonly ending: object };

export type Row = {
  readonly name: string;
  readonly call: Call;
  readonly expected: Expected;
  readonly world?: World | (() => World);
};

export const okay = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };

export const answered = (ending: object, envelope: object = {}): Expected => ({
  status: 200,
  envelope: { ...okay, ...envelope },
  ending,
});

export const decided = (verdict: string, envelope: object = {}) =>
  answered({ kind: "decided", decision: { verdict } }, envelope);

export const turnedAway = (status: number, reason: string): Expected => ({
  status,
  envelope: { ActionStatus: "FAIL", ErrorInfo: reason, ErrorCode: status },
  ending: { kind: "rejected", status, reason },
});

export const refused = (ErrorCode: number, ErrorInfo: string) => ({ ErrorCode, ErrorInfo });

export const rules = (on: string, ...given: readonly object[]): World => ({
  policies: { p: { rules: given.map((rule, index) => ({ id: `r${index}`, on, ...rule })) } },
  lists: { bad: "darn" },
});

export const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...readSample(command), ...change },
});

export const group = about(GROUP);
export const withQuery = (query: NonNullable<Call["query"]>): Call => ({ ...group, query });
export const without = (command: string, key: string): Call => about(command, { [key]: undefined });

export const base64 = (bytes: Buffer): NonNullable<Call["event"]> => ({
  body: bytes.toString("base64"),
  isBase64Encoded: true,
});

export const padded = (bytes: number) => JSON.stringify(readSample(GROUP)).padEnd(bytes, " ");
export const asMethod = (method: string): Call => ({
  ...group,
  event: { requestContext: { http: { method } } },
});

export const signedAt = (seconds: number): Call =>
  withQuery({ RequestTime: String(seconds), Sign: computeSignature(TOKEN, String(seconds)) });

export const items = (code: number, info: string) => ({
  ResultItem: ["user_0815", "user_0816"].map((account) => ({
    To_Account: account,
    ResultCode: code,
    ResultInfo: info,
  })),
});

export const unavailable: World = { read: async () => ({ kind: "failed", reason: "down" }) };
export const badPolicy: World = { policies: { p: { rules: [] } } };

export const set = (settings: World["settings"], world: World = {}): World => ({
  ...world,
  settings: { ...settings },
});

/** Every command, one of them with a mistake in its code. */
function broken(name: string, part: Partial<Command>): World {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return { commands: new Map([...commands, [name, { ...command, ...part }]]) };
}

export const thrower = () => {
  throw new TypeError("quotes the request");
};

export const fault = (name: string) => broken(name, { payload: thrower });

export const brokenAnswer = (name: string) => {
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
export const jump =
  (name: string, settings: World["settings"] = {}) =>
  (): World => {
    let time = NOW;
    const payload = () => {
      time += 1501;
      return commands.get(name)?.payload() ?? thrower();
    };
    return { ...broken(name, { payload }), now: () => time, settings };
  };

export const oath = about(MESSAGE, {
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "oh darn" } }],
});

/** Each call comes to its ending, in every format of event. */
export function testEndings(rows: readonly Row[]): void {
  for (const [name, format] of Object.entries(formats))
    describe(name, () =>
      testRows(rows, async ({ call, expected, world = {} }) => {
        const { gate, outcomes } = createTestGate(typeof world === "function" ? world() : world);
        const event = format(createCallbackEvent({ ...group, ...call }));
        const { status, envelope, body } = await gate(event, "r-1");
        expect({ status, envelope }).toStrictEqual({ status: expected.status, envelope: expected.envelope });
        expect(JSON.parse(body)).toEqual(envelope);
        expect(outcomes).toMatchObject([{ requestId: "r-1", status, envelope, ending: expected.ending }]);
        expectPlain(outcomes);
      }),
    );
}

/** A value that can be copied whole, and that reveals nothing which could sign a callback. */
function expectPlain(outcomes: readonly Outcome[]): void {
  expect(structuredClone(outcomes)).toEqual(outcomes); // throws if there is a function
  const text = JSON.stringify(outcomes);
  for (const secret of [TOKEN, computeSignature(TOKEN, String(NOW / 1000))])
    expect(text).not.toContain(secret);
}

export function firstTarget(command: string): string {
  const members = readSample(command).DestinationMembers as { Member_Account: string }[]; // the fixture's own
  return members[0]?.Member_Account ?? "";
}
