import { createUpstream } from "../../lib/sinks/call-upstream.ts";
import { createPostWebhook } from "../../lib/sinks/destinations/post-webhook.ts";
import { readSample } from "../support/fixtures.ts";
import { type Call, createCallbackEvent, createTestGate, formats, NOW, type World } from "../support/gate.ts";
import { startLoopback } from "../support/loopback.ts";
import { testRows } from "../support/table.ts";

type Respond = Parameters<typeof startLoopback>[0];

const GROUP = "Group.CallbackBeforeCreateGroup";
const OK = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const deny = { rules: [{ id: "all", on: GROUP, deny: { code: 10101, message: "Ours." } }] };

const json =
  (body: unknown, status = 200): Respond =>
  (_, response) =>
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));

const hang: Respond = () => {};
const PATIENCE_MS = 20_000;

type Settings = Readonly<Record<string, unknown>>;

/** One callback through a gate whose upstream is a server on loopback. */
async function askWith(respond: Respond, call: Call = {}, upstream: Settings = {}, world: World = {}) {
  const server = await startLoopback(respond);
  // Behind the gate's clock, which stands still: the exchange has this much longer than settings allow.
  const postNow = () => NOW - (respond === hang ? 0 : PATIENCE_MS);
  const post = createPostWebhook({ now: postNow, isAllowed: () => true, keepAlive: true });
  const deadlines: number[] = [];
  const settings = {
    ...world.settings,
    toleranceSeconds: 1e9,
    upstream: { url: `${server.url}/chat?own=1`, on: "*", allowPrivateAddress: true, ...upstream },
  };
  const { gate, outcomes, audits } = createTestGate({
    ...{ ...world, settings },
    upstream: createUpstream(() => (request) => {
      deadlines.push(request.deadline - NOW);
      return post(request);
    }),
  });
  const { command = GROUP } = call;
  const event = createCallbackEvent({ command, ...call, body: call.body ?? readSample(command) });
  const response = await gate(event, "r");
  await server.close();
  const [audit = {}] = audits;
  return { answer: JSON.parse(response.body), deadlines, audit, outcomes, server };
}

test("the request is passed on as it came, from each of API Gateway's doors", async () => {
  const body = '{ "CallbackCommand":"Group.CallbackBeforeCreateGroup", "Type":"Public", "Name":"跑步" }';
  for (const format of Object.values(formats)) {
    const event = format(createCallbackEvent({ body }));
    const { server } = await askWith(json(OK), { body, event });
    const { rawQueryString } = createCallbackEvent({});
    expect(server.received).toMatchObject([{ method: "POST", body, url: `/chat?own=1&${rawQueryString}` }]);
  }
});

test("bytes in base64 arrive as bytes", async () => {
  const body = '\uFEFF{"Type":"Public","Name":"跑步"}';
  const encoded = { body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
  const { server } = await askWith(json(OK), { event: encoded });
  expect(server.received).toMatchObject([{ body }]);
});

const refusal = { ActionStatus: "OK", ErrorInfo: "Theirs.", ErrorCode: 10150 };
const MESSAGE = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIEND = "Sns.CallbackPrevFriendAdd";
const masked = [{ MsgType: "TIMTextElem", MsgContent: { Text: "***" } }];
const friends = (codes: readonly number[]) => ({
  ...OK,
  ResultItem: ["id1", "id2"].map((To_Account, index) => ({
    ...{ To_Account, ResultCode: codes[index], ResultInfo: "" },
  })),
});
const friendBody = {
  ...readSample(FRIEND),
  FriendItem: [{ To_Account: "id1" }, { To_Account: "id2" }],
};

testRows<{
  name: string;
  command?: string;
  body?: unknown;
  given: unknown;
  answer: object;
  decision: string;
}>(
  [
    { name: "an allowance", given: OK, answer: OK, decision: "allow" },
    { name: "a refusal", given: refusal, answer: refusal, decision: "deny" },
    {
      name: "a member that no page has, which is left out",
      given: { ...refusal, TraceId: "x" },
      answer: refusal,
      decision: "deny",
    },
    {
      name: "a silent discard",
      command: MESSAGE,
      given: { ...OK, ErrorCode: 2 },
      answer: { ...OK, ErrorCode: 2 },
      decision: "drop",
    },
    {
      name: "a rewritten message",
      command: MESSAGE,
      given: { ...OK, MsgBody: masked, CloudCustomData: "x" },
      answer: { ...OK, MsgBody: masked, CloudCustomData: "x" },
      decision: "mask",
    },
    {
      name: "some of the accounts refused",
      command: INVITE,
      given: { ...OK, RefusedMembers_Account: ["jared"] },
      answer: { ...OK, RefusedMembers_Account: ["jared"] },
      decision: "partial",
    },
    {
      name: "one friend refused, in another order",
      command: FRIEND,
      body: friendBody,
      given: { ...OK, ResultItem: [...friends([0, 38001]).ResultItem].reverse() },
      answer: friends([0, 38001]),
      decision: "partial",
    },
  ],
  "the backend's answer is ours: $name",
  async ({ command = GROUP, body, given, answer, decision }) => {
    const asked = await askWith(json(given), { command, body: body ?? readSample(command) });
    expect(asked.answer).toEqual(answer);
    expect(asked.audit).toMatchObject({ decision, answeredBy: "upstream" });
  },
);

const cut: Respond = (_, response) => {
  response.writeHead(200, { "Content-Length": 1_000 });
  response.write('{"ActionStatus":"OK"');
  setTimeout(() => response.destroy(), 10);
};

testRows<{ name: string; respond: Respond; command?: string; reason: string }>(
  [
    { name: "HTML", respond: json("<html>gateway</html>"), reason: "answer-not-an-answer" },
    { name: "a 502", respond: json(OK, 502), reason: "http-502" },
    {
      name: "a redirect, which is not followed",
      respond: (_, response) => response.writeHead(302, { Location: "/" }).end(),
      reason: "http-302",
    },
    { name: "FAIL", respond: json({ ...OK, ActionStatus: "FAIL" }), reason: "answer-failed" },
    { name: "an undocumented code", respond: json({ ...OK, ErrorCode: 77 }), reason: "answer-code" },
    { name: "a reset", respond: (_, response) => response.destroy(), reason: "ECONNRESET" },
    { name: "a body that breaks off", respond: cut, reason: "answer-cut" },
    { name: "an answer over the bound", respond: json(`"${"x".repeat(80_000)}"`), reason: "answer-cut" },
    {
      name: "a message that is none",
      respond: json({ ...OK, MsgBody: [{ Text: "x" }] }),
      command: MESSAGE,
      reason: "answer-members",
    },
    {
      name: "a friend left out",
      respond: json({ ...OK, ResultItem: [] }),
      command: FRIEND,
      reason: "answer-members",
    },
  ],
  "$name is no answer: onFailure decides",
  async ({ respond, command = GROUP, reason }) => {
    const allowed = await askWith(respond, { command });
    expect(allowed.outcomes).toMatchObject([{ verdict: "allow", upstream: { kind: "failed", reason } }]);
    expect(allowed.audit).toMatchObject({ decision: "allow", upstream: reason });
    const denied = await askWith(respond, { command }, { onFailure: "deny" });
    expect(denied.outcomes).toMatchObject([{ verdict: "deny", upstream: { kind: "failed", reason } }]);
    expect(denied.answer.ErrorInfo || denied.answer.ResultItem[0].ResultInfo).toBe("upstream-failed");
  },
);

test("a backend that is down fails at once", async () => {
  const { audit, answer } = await askWith(json(OK), {}, { url: "http://127.0.0.1:1/" });
  expect([answer, audit.upstream]).toEqual([OK, "ECONNREFUSED"]);
});

testRows(
  [
    { name: "its own timeout", upstream: { timeoutMs: 100 }, settings: {}, ms: 100 },
    {
      name: "what is left of the deadline",
      upstream: { timeoutMs: 1900 },
      settings: { deadlineMs: 300 },
      ms: 270, // 30 are kept for the answer
    },
  ],
  "a slow backend costs no more than $name",
  async ({ upstream, settings, ms }) => {
    const { deadlines, audit } = await askWith(hang, {}, upstream, { settings });
    expect(deadlines).toEqual([ms]);
    expect(audit.upstream).toBe("ETIMEDOUT");
  },
);

test("an after-command is for the backend to see, whatever it answers", async () => {
  const command = "Group.CallbackAfterCreateGroup";
  const seen = await askWith(json(refusal), { command });
  expect([seen.answer, seen.server.received.length, seen.audit.upstream]).toEqual([OK, 1, "informed"]);
  const broken = await askWith(json("", 500), { command }, { onFailure: "deny" });
  expect([broken.answer, broken.audit.upstream]).toEqual([OK, "http-500"]);
});

testRows<{ name: string; call?: Call; upstream?: Settings; world?: World; received: number }>(
  [
    { name: "a callback that our policy refuses", world: { policies: { p: deny } }, received: 0 },
    {
      name: "one that it would refuse, in shadow",
      world: { policies: { p: { ...deny, mode: "shadow" } } },
      received: 1,
    },
    { name: "a command that `on` does not cover", upstream: { on: "C2C.*" }, received: 0 },
    { name: "a signature that is wrong", call: { query: { Sign: "0" } }, received: 0 },
    { name: "the console's verify request", call: { body: "{}" }, received: 0 },
    {
      name: "a command that is not known",
      call: { command: "Group.CallbackNew", body: { News: 1 } },
      received: 1,
    },
    { name: "a body that we cannot read, and allow", call: { body: { Name: 5 } }, received: 1 },
  ],
  "$name: passed on $received times",
  async ({ call, upstream, world, received }) => {
    const { server } = await askWith(json(OK), call, upstream, world);
    expect(server.received).toHaveLength(received);
  },
);

test("one connection serves request after request, and a closed one is not taken for an answer", async () => {
  const sockets = new Set<unknown>();
  const server = await startLoopback((_, response) => {
    sockets.add(response.socket);
    response.end(JSON.stringify(OK));
  });
  const post = createPostWebhook({ now: Date.now, isAllowed: () => true, keepAlive: true });
  const send = () =>
    post({ url: new URL(server.url), headers: {}, body: "{}", deadline: Date.now() + PATIENCE_MS });
  const answers = [await send(), await send()];
  for (const socket of sockets) (socket as { destroy: () => void }).destroy(); // the server's side of it
  answers.push(await send());
  await server.close();
  expect(answers.map((answer) => answer.kind)).toEqual(["answered", "answered", "answered"]);
  expect(sockets.size).toBe(2);
});
