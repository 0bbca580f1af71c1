import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { createTestGate, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { NOW, openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

const TOKEN = "a-token-that-nobody-may-see";
const RULES = {
  rules: [
    {
      id: "live",
      on: "Group.CallbackBeforeCreateGroup",
      when: 'groupType == "AVChatRoom"',
      deny: { code: 10101, message: "No." },
    },
    {
      id: "barred",
      on: ["Group.CallbackBeforeInviteJoinGroup", "Sns.CallbackPrevFriendAdd"],
      when: 'target.glob("bad-*")',
      deny: {},
    },
    { id: "silent", on: "*.CallbackBeforeSendMsg", when: 'text == "spam"', drop: {} },
    { id: "words", on: "*.CallbackBeforeSendMsg", mask: { list: "rude", with: "*" } },
  ],
};

let server: Server;
let answer: (event: unknown) => Promise<{ readonly status: number; readonly body: string }>;
let url: string;
let terminal: Terminal;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const rawQueryString = request.url?.split("?")[1] ?? "";
    const body = Buffer.concat(chunks).toString("utf8");
    const result = await answer({
      rawQueryString,
      requestContext: { http: { method: request.method } },
      body,
      isBase64Encoded: false,
    });
    response.writeHead(result.status).end(result.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`; // listening on TCP
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  terminal = openTerminal({
    "policies/settings.yaml": SETTINGS,
    "policies/tokens.txt": `# ours\n${TOKEN}\n`,
  });
  answerAs({ tokens: TOKEN, policies: { p: RULES }, lists: { rude: "rude" } });
});
afterEach(() => terminal.close());

function answerAs(world: World): void {
  const { gate } = createTestGate({ now: () => NOW, ...world });
  answer = (event) => gate(event, "r");
}

/** No output contains the token, or the signature made of it. */
async function sendCallback(line: string, env: Readonly<Record<string, string>> = {}) {
  const ran = await terminal.chatgate(`send ${line}`, { env });
  expect(ran.out + ran.err).not.toMatch(/nobody-may-see|[0-9a-f]{64}/);
  return ran;
}

test("a signed callback, and its answer", async () => {
  expect(await sendCallback(`Group.CallbackBeforeCreateGroup --url ${url}`)).toEqual({
    code: 0,
    err: "",
    out: `Group.CallbackBeforeCreateGroup → ${url}
  allow  HTTP 200, 0 ms
  {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
  });
});

testRows<{
  readonly name: string;
  readonly line: string;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}>(
  [
    {
      name: "a refusal",
      line: "Group.CallbackBeforeCreateGroup --set groupType=AVChatRoom",
      right: ["deny", "10101"],
      wrong: ["allow", "1", "10102"],
    },
    {
      name: "one account of two",
      line: "Group.CallbackBeforeInviteJoinGroup --set targets=a,bad-b",
      right: ["partial", "deny"],
      wrong: ["allow", "drop"],
    },
    {
      name: "one friend of two",
      line: "Sns.CallbackPrevFriendAdd --set targets=a,bad-b",
      right: ["partial", "38000"],
      wrong: ["allow", "39000"],
    },
    {
      name: "all friends",
      line: "Sns.CallbackPrevFriendAdd --set targets=bad-b",
      right: ["deny", "38000"],
      wrong: ["allow", "partial"],
    },
    {
      name: "no friend",
      line: "Sns.CallbackPrevFriendAdd --set targets=b",
      right: ["allow", "0"],
      wrong: ["partial", "deny"],
    },
    {
      name: "a discarded message",
      line: "C2C.CallbackBeforeSendMsg --set text=spam",
      right: ["drop", "2"],
      wrong: ["deny", "allow"],
    },
    {
      name: "a rewritten message",
      line: "C2C.CallbackBeforeSendMsg --set text=rude",
      right: ["mask"],
      wrong: ["allow", "deny"],
    },
    { name: "an after-command", line: "Group.CallbackAfterGroupFull", right: ["allow"], wrong: ["deny"] },
  ],
  "--expect: $name",
  async ({ line, right, wrong }) => {
    for (const expected of right)
      expect((await sendCallback(`${line} --url ${url} --expect ${expected}`)).code).toBe(0);
    for (const expected of wrong) {
      const { code, out } = await sendCallback(`${line} --url ${url} --expect ${expected}`);
      expect(code).toBe(1);
      expect(out).toContain("[answer-unexpected]");
    }
  },
);

test("the token: the environment's, the option's, the folder's, none", async () => {
  const line = `Group.CallbackBeforeCreateGroup --url ${url}`;
  terminal.write({ "policies/tokens.txt": "another\n" });
  expect((await sendCallback(line)).out).toContain(
    'fail  HTTP 401, 0 ms\n  {"ActionStatus":"FAIL","ErrorInfo":"sign-mismatch"',
  );
  expect((await sendCallback(line, { CHATGATE_TOKEN: TOKEN })).code).toBe(0);
  expect((await sendCallback(`${line} --token ${TOKEN}`, { CHATGATE_TOKEN: "wrong" })).code).toBe(0);
  expect((await sendCallback(`${line} --token ${TOKEN} --sdkappid 7 --policies nowhere`)).out).toContain(
    "sdkappid-unknown",
  );
  terminal.write({ "policies/tokens.txt": "# none\n" });
  const unsigned = await sendCallback(line);
  expect(unsigned.code).toBe(1);
  expect(unsigned.out).toContain("[request-unsigned]");
});

test("without a token, an app, or a folder to find them in", async () => {
  const ran = await sendCallback(`Group.CallbackBeforeCreateGroup --url ${url} --policies nowhere`);
  expect([ran.code, ran.out]).toEqual([2, ""]);
  expect(ran.err).toMatch(
    /^nowhere: .* \[folder-unreadable\]\nName the folder or the stage, or give CHATGATE_TOKEN and --sdkappid\.$/,
  );
  const { out } = await sendCallback(
    `Group.CallbackBeforeCreateGroup --url ${url} --policies nowhere --json`,
  );
  expect(JSON.parse(out)).toEqual({
    ok: false,
    diagnostics: [expect.objectContaining({ code: "folder-unreadable", file: "nowhere" })],
  });
});

test("a file: an event of API Gateway, signed anew, or a body alone", async () => {
  const command = "Group.CallbackBeforeCreateGroup";
  const body = { CallbackCommand: command, ...commandDocs.get(command)?.sample, Type: "AVChatRoom" };
  const query = "SdkAppid=1400000000&CallbackCommand=Group.CallbackBeforeCreateGroup&contenttype=json";
  const requestContext = { http: { method: "POST" } };
  const event = { rawQueryString: query, requestContext, body: JSON.stringify(body) };
  terminal.write({ "body.json": JSON.stringify(body), "event.json": JSON.stringify(event) });
  for (const file of ["body.json", "event.json"])
    expect(await sendCallback(`${file} --url ${url} --expect 10101`)).toMatchObject({ code: 0, err: "" });
});

test("as data", async () => {
  const { code, out } = await sendCallback(
    `Group.CallbackBeforeCreateGroup --set groupType=AVChatRoom --url ${url} --json`,
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    ok: true,
    url,
    status: 200,
    ms: 0,
    verdict: "deny",
    envelope: { ActionStatus: "OK", ErrorInfo: "No.", ErrorCode: 10101 },
    diagnostics: [],
  });
});

test("what is no gate, late, or not there", async () => {
  answer = async () => ({ status: 200, body: "<html>" });
  const line = "Group.CallbackBeforeCreateGroup --url";
  const html = await sendCallback(`${line} ${url}`);
  expect(html.code).toBe(1);
  expect(html.out).toContain('("<html>"). Check the URL. [answer-invalid]');
  answerAs({ tokens: TOKEN });
  const inTime = answer;
  let isAnswered = false;
  answer = async (event) => {
    isAnswered = true;
    return inTime(event);
  };
  const late = await terminal.chatgate(`send ${line.replace("send ", "")} ${url}`, {
    now: () => (isAnswered ? NOW + 2001 : NOW),
  });
  expect(late.out).toContain("[answer-slow]");
  const gone = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => gone.once("listening", resolve));
  const nowhere = `http://127.0.0.1:${(gone.address() as AddressInfo).port}/`; // listening on TCP
  await new Promise((resolve) => gone.close(resolve));
  expect(await sendCallback(`${line} ${nowhere}`)).toEqual({
    code: 2,
    out: "",
    err: expect.stringMatching(/\(ECONNREFUSED\).* \[gate-unreachable\]$/),
  });
});

testRows(
  [
    {
      line: "Group.CallbackBeforeCreateGroup --url http://example.com/",
      err: "chatgate: example.com is not on this machine. Add --remote to allow it. [usage]",
    },
    {
      line: "Group.CallbackBeforeCreateGroup --url localhost",
      err: 'chatgate: "localhost" is not a URL. Write one like http://127.0.0.1:3000/. [usage]',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --url http://localhost/ --expect denied",
      err: 'chatgate: --expect does not take "denied". Give allow, deny, partial, drop, mask, fail or a code. [usage]',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --token t --sdkappid x1",
      err: expect.stringMatching(/'x1' is invalid\. Give an SDKAppID, e\.g\. 1400000001\..* \[usage\]$/),
    },
    { line: "none.json", err: 'chatgate: "none.json" does not exist. Check the path. [file-missing]' },
  ],
  "a usage error: send $line",
  async ({ line, err }) => {
    expect(await sendCallback(line)).toEqual({ code: 2, out: "", err });
  },
);
