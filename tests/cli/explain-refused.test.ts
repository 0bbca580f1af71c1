import { testRows } from "../support/table.ts";
import { openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

const POLICY = `rules:
  - id: live
    on: Group.CallbackBeforeCreateGroup
    when: '!(groupType in ["Work", "Public"]) && platform != "restapi"'
    deny: { code: 10101, message: "No {groupType} groups." }
  - id: reserved
    on: "*.CallbackBeforeCreate*"
    when: name.hasWord(lists.reserved)
    unless: [{ account: [ops-bot], reason: Runs the official groups }]
    deny: { code: { Group: 10102 }, message: Reserved. }
  - id: many
    on: Group.CallbackBeforeCreateGroup
    mode: shadow
    when: owned >= 20 || request.CreateGroupNum > 30
    deny: {}
  - id: barred
    on: Group.CallbackBeforeInviteJoinGroup
    when: target in lists.barred
    deny: {}
  - id: words
    on: "*.CallbackBeforeSendMsg"
    mask: { list: barred, with: "*" }
`;

const FILES = {
  "policies/settings.yaml": SETTINGS,
  "policies/tokens.txt": "a-secret-token\\n",
  "policies/rules.yaml": POLICY,
  "policies/lists/reserved.txt": "official\n",
  "policies/lists/barred.txt": "u_bad\nrude\n",
};

let terminal: Terminal;

beforeEach(() => {
  terminal = openTerminal(FILES);
});

afterEach(() => terminal.close());

testRows(
  [
    {
      line: "Group.CallbackBeforeCreateGrup",
      message:
        'unknown command "Group.CallbackBeforeCreateGrup". Did you mean "Group.CallbackBeforeCreateGroup"? `chatgate commands` lists them',
    },
    { line: "no.json", message: "there is no file no.json" },
    {
      line: "Group.CallbackBeforeCreateGroup --set nam=x",
      message:
        'Group.CallbackBeforeCreateGroup has no facet or field "nam". Did you mean "name"? `chatgate commands Group.CallbackBeforeCreateGroup` shows them',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --set text=x",
      message:
        'Group.CallbackBeforeCreateGroup has no facet "text". It has operator, owner, name, groupType, owned, members, eventTime',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --set name",
      message: '"name" sets nothing: write a facet or a payload\'s field, "=" and a value',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --set command=x",
      message: "the command cannot be set: name another one",
    },
    {
      line: "Group.CallbackBeforeCreateGroup --at soon",
      message: 'now: "soon" is not a time: write one like 2026-01-31T08:00:00Z',
    },
    {
      line: "Group.CallbackAfterGroupFull --as x",
      message: "Group.CallbackAfterGroupFull has neither operator nor sender: leave --as out",
    },
  ],
  "a usage error: explain $line",
  async ({ line, message }) => {
    expect(await terminal.chatgate(`explain ${line}`)).toEqual({
      code: 2,
      out: "",
      err: `chatgate: ${message}`,
    });
  },
);

test("policies that do not check explain nothing", async () => {
  terminal.write({ "policies/rules.yaml": "rules: []\n" });
  const { code, out, err } = await terminal.chatgate("explain Group.CallbackAfterGroupFull");
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(
    /^policies\/rules, rules: .* \[no-rules\]\nNothing can be explained until the policies check: see `chatgate policy check`\.$/,
  );
});
