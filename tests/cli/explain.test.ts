import { readFileSync } from "node:fs";
import { join } from "node:path";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import { testRows } from "../support/table.ts";
import { FILES } from "./explain-set.ts";
import { NOW, openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

let terminal: Terminal;

beforeEach(() => {
  terminal = openTerminal(FILES);
});

afterEach(() => terminal.close());

/** All but the facets' table, which ends at the first empty line. */
async function explain(line: string): Promise<string> {
  const { code, out, err } = await terminal.chatgate(`explain ${line}`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out.slice(out.indexOf("\n\n") + 2);
}

test("every rule with its leaves, the decision and the answer", async () => {
  const { out } = await terminal.chatgate(
    "explain Group.CallbackBeforeCreateGroup --set groupType=AVChatRoom",
  );
  expect(out).toBe(`Group.CallbackBeforeCreateGroup  Before a group is created
  operator   "u_mira"
  owner      "u_mira"
  members    ["u_joao","u_ines"]
  groupType  "AVChatRoom"
  name       "Trail runners Lisbon"
  owned      4
  eventTime  2025-12-05T16:00:12.345Z
  platform   "ios"
  clientIp   "203.0.113.7"
  sdkAppId   1400000000
  now        2026-06-15T10:00:00.000Z

rules/live  deny
  when !(groupType in ["Work", "Public"]) && platform != "restapi"
  ✓ !(groupType in ["Work", "Public"])  groupType = "AVChatRoom"
  ✓ platform != "restapi"               platform = "ios"

rules/reserved  pass
  ✗ name.hasWord(lists.reserved)  name = "Trail runners Lisbon"

rules/many  pass  in shadow
  when owned >= 20 || request.CreateGroupNum > 30
  ✗ owned >= 20                  owned = 4
  ✗ request.CreateGroupNum > 30  request.CreateGroupNum = 4

Decision  deny by rules/live, code 10101: No AVChatRoom groups.
Answer    {"ActionStatus":"OK","ErrorInfo":"No AVChatRoom groups.","ErrorCode":10101}`);
});

test("an exemption, and a rule in shadow", async () => {
  const out = await explain(
    'Group.CallbackBeforeCreateGroup --set name="ＯFFICIAL news" --set owned=20 --as ops-bot',
  );
  expect(out).toContain(
    'rules/reserved  exempt  found "official", written "ＯFFICIAL" at 0 of name, exempt: Runs the official groups\n',
  );
  expect(out).toContain("rules/many  would-deny  in shadow\n");
  expect(out).toContain("Decision  allow; not enforced: rules/many; exempt from rules/reserved\n");
});

testRows(
  [
    { used: "", line: "used 0 of 2 → within", decision: "allow: no rule refuses" },
    { used: "--used 1", line: "used 1 of 2 → within", decision: "allow: no rule refuses" },
    {
      used: "--used 2",
      line: "used 2 of 2 → over, for 60 min",
      decision: "deny by burst/burst, code 10103: 2 of 2 in 1h; again in 60 minutes.",
    },
  ],
  "a limit: $line",
  async ({ used, line, decision }) => {
    terminal.write({
      "policies/burst.yaml": `rules:
  - id: burst
    on: Group.CallbackBeforeApplyJoinGroup
    limit: { max: 2, per: 1h, by: operator }
    deny: { code: 10103, message: "{used} of {max} in {per}; again in {retryMinutes} minutes." }
`,
    });
    const out = await explain(`Group.CallbackBeforeApplyJoinGroup ${used}`);
    expect(out).toContain(`\n  limit 2 per 1h by operator: ${line}\n`);
    expect(out).toContain(`Decision  ${decision}\n`);
  },
);

test("account by account", async () => {
  expect(await explain("Group.CallbackBeforeInviteJoinGroup --set target=u_good,u_bad")).not.toContain(
    "u_good,u_bad ",
  );
  expect(
    await explain("Group.CallbackBeforeInviteJoinGroup --set targets=u_good,u_bad"),
  ).toBe(`rules/barred  for u_good:  pass
  ✗ target in lists.barred  target = "u_good"

rules/barred  for u_bad:  deny  found "u_bad"
  ✓ target in lists.barred  target = "u_bad"

Decision  1 of 2 accounts refused, by rules/barred
Answer    {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":["u_bad"]}`);
});

test("a masked text", async () => {
  expect(await explain('C2C.CallbackBeforeSendMsg --set text="how rude"')).toMatch(
    /^rules\/words {2}mask {2}always holds\n\nDecision {2}mask: the text becomes "how \*\*\*\*"\nAnswer .*"Text":"how \*\*\*\*"/,
  );
});

test("a body that is not readable, and a command without a rule", async () => {
  expect(await explain("Group.CallbackBeforeCreateGroup --set Name=null")).toBe(
    'Decision  none: the body lacks Name, or it is of another type; `onUnreadable` answers 0\nAnswer    {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}',
  );
  expect(await explain("Group.CallbackAfterGroupFull")).toContain("No rule covers this command.");
});

test("an event of API Gateway, and a body alone", async () => {
  const event = readFileSync(join(__dirname, "../../examples/events/refused.json"), "utf8");
  terminal.write({
    "event.json": event,
    "body.json": '{"CallbackCommand":"Group.CallbackBeforeCreateTopic","Operator_Account":"u_1"}',
  });
  const { out } = await terminal.chatgate("explain event.json");
  expect(out).toMatch(/^note: .*\(sign-mismatch\).* \[request-rejected\]\n/);
  expect(out).toContain("Decision  deny by rules/live");
  expect(await explain("event.json --set groupType=Work")).toContain("Decision  allow");
  expect(await explain("body.json")).toContain("Decision  none: the body lacks");
});

test("a number that no double holds keeps its digits, in a body as in an event", async () => {
  const command = "Group.CallbackBeforeCreateGroup";
  const body = `{"CallbackCommand":"${command}","Operator_Account":"u","Owner_Account":144115198577104991,"Type":"Public","Name":"x","EventTime":1764950412345}`;
  const event = {
    rawQueryString: `SdkAppid=1400000000&CallbackCommand=${command}`,
    requestContext: { http: { method: "POST" } },
    body,
    isBase64Encoded: false,
  };
  terminal.write({ "body.json": body, "event.json": JSON.stringify(event) });
  for (const file of ["body.json", "event.json"]) {
    const { out } = await terminal.chatgate(`explain ${file}`);
    expect(out).toContain('owner      "144115198577104991"');
  }
});

test("an event that is signed with the folder's own token is not rejected", async () => {
  const command = "Group.CallbackBeforeCreateGroup";
  const time = String(Math.floor(NOW / 1000));
  const event = {
    rawQueryString: `SdkAppid=1400000000&CallbackCommand=${command}&Sign=${computeSignature("mine", time)}&RequestTime=${time}`,
    requestContext: { http: { method: "POST" } },
    body: Buffer.from(
      '{"Operator_Account":"u","Type":"AVChatRoom","Name":"x","EventTime":1764950412345}',
    ).toString("base64"),
    isBase64Encoded: true,
  };
  terminal.write({ "policies/tokens.txt": "mine\n", "event.json": JSON.stringify(event) });
  const signed = await terminal.chatgate("explain event.json --json");
  expect(JSON.parse(signed.out)).toMatchObject({ outcome: "decided", envelope: { ErrorCode: 10101 } });
  expect(JSON.parse(signed.out)).not.toHaveProperty("rejected");
  terminal.write({ "policies/tokens.txt": "another\n" });
  const other = await terminal.chatgate("explain event.json --json");
  expect(JSON.parse(other.out)).toMatchObject({ rejected: "sign-mismatch", envelope: { ErrorCode: 10101 } });
});

test("what a list found, as it is written and as it is read", async () => {
  const look = await explain('Group.CallbackBeforeCreateGroup --set "name=The ОFFІСІАL one"');
  expect(look).toContain('rules/reserved  deny  found "official", written "ОFFІСІАL" at 4 of name');
  const { out } = await terminal.chatgate(
    'explain Group.CallbackBeforeCreateGroup --set "name=The ОFFІСІАL one" --json',
  );
  const { rules } = JSON.parse(out);
  expect(rules[1].found).toEqual({
    facet: "name",
    entry: "official",
    span: [4, 12],
    text: "ОFFІСІАL",
    folded: "official",
  });
});

test("as data", async () => {
  const { out } = await terminal.chatgate(
    "explain Group.CallbackBeforeCreateGroup --set name=official --json",
  );
  expect(JSON.parse(out)).toMatchObject({
    command: "Group.CallbackBeforeCreateGroup",
    outcome: "decided",
    facets: { name: "official", now: "2026-06-15T10:00:00.000Z" },
    rules: [
      { rule: "rules/live", effect: "pass", mode: "enforce" },
      {
        rule: "rules/reserved",
        effect: "deny",
        found: { facet: "name", entry: "official", span: [0, 8], text: "official", folded: "official" },
        leaves: [{ result: true, values: { name: "official" } }],
      },
      { rule: "rules/many", effect: "pass", mode: "shadow" },
    ],
    decision: { verdict: "deny", refusal: { code: 10102 } },
    envelope: { ErrorCode: 10102, ErrorInfo: "Reserved." },
  });
});

test("whose answer it would be, if a backend is asked after us", async () => {
  const upstream = { url: "https://backend.example.com/secret", on: "Group.*", onFailure: "deny" };
  terminal.close();
  terminal = openTerminal({
    ...FILES,
    "policies/settings.yaml": `${SETTINGS}\nupstream: ${JSON.stringify(upstream)}\n`,
  });
  const lastLine = async (words: string) => (await explain(words)).split("\n").at(-1);
  expect(await lastLine("Group.CallbackBeforeCreateGroup --set groupType=Public")).toBe(
    "Upstream  backend.example.com is asked, and its answer is Chat's; without one: deny",
  );
  expect(await lastLine("Group.CallbackBeforeCreateGroup --set groupType=AVChatRoom")).toMatch(/^Answer/);
  expect(await lastLine("Group.CallbackAfterCreateGroup")).toBe("Upstream  backend.example.com sees it too");
  expect(await lastLine("C2C.CallbackBeforeSendMsg")).toMatch(/^Answer/);
});
