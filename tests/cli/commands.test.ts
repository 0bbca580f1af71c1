import { parse } from "yaml";
import { collectCommandFacts } from "../../lib/authoring/command-facts.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters } from "../support/gate.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.close());

test("the list, whole and in part", async () => {
  const { code, out } = await terminal.chatgate("commands");
  expect(code).toBe(0);
  expect(out.split("\n")).toHaveLength(commands.size);
  expect((await terminal.chatgate("commands prevfriend")).out).toBe(
    `Sns.CallbackPrevFriendAdd       before  Before friends are added
Sns.CallbackPrevFriendResponse  before  Before friend requests are answered`,
  );
  expect((await terminal.chatgate('commands "Group.CallbackAfterGroupF*"')).out).toMatch(
    /^Group.CallbackAfterGroupFull {2}/,
  );
  expect(await terminal.chatgate("commands Group.CallbackBeforeCreateGrup")).toEqual({
    code: 2,
    out: "",
    err: 'chatgate: Unknown command "Group.CallbackBeforeCreateGrup". Did you mean "Group.CallbackBeforeCreateGroup"? [unknown-command]',
  });
});

test("one, with all that a policy can say about it", async () => {
  const { out } = await terminal.chatgate("commands Group.CallbackBeforeInviteJoinGroup");
  expect(out).toContain(
    "Before accounts are invited or added to a group\nSent before it happens: chatgate decides.",
  );
  expect(out).toContain("\n  group      string. The group's ID.\n");
  expect(out).toContain("Answers (a refusal's code: 1, or 10100 to 10200; rules can deny, observe)\n");
  expect(out).toContain(
    '\n  deny one  {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":["second"]}\n',
  );
  expect(out).toContain('\n    "CallbackCommand": "Group.CallbackBeforeInviteJoinGroup",\n');
  expect(out).toContain(`
  - id: example
    on: Group.CallbackBeforeInviteJoinGroup
    when: 'target.glob("test-*")'
    deny: {}
`);
});

test("as data", async () => {
  const [facts] = JSON.parse((await terminal.chatgate("commands Group.CallbackAfterGroupFull --json")).out);
  expect(facts).toMatchObject({ name: "Group.CallbackAfterGroupFull", phase: "after", actions: ["observe"] });
});

test("every command's example is a rule that the gate takes", () => {
  const rules = [...commands.values()].map((command, index) => {
    const [rule] = parse(collectCommandFacts(command).example);
    return { ...rule, id: `r${index}` };
  });
  expect(
    checkSet(createTestParameters({ policies: { examples: { rules } } }), commands, sha256).diagnostics,
  ).toEqual([]);
});
