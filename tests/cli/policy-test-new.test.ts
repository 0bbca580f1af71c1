import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

const FILES = {
  "policies/settings.yaml": SETTINGS,
  "policies/rules.yaml": `rules:
  - id: live
    on: Group.CallbackBeforeCreateGroup
    when: groupType == "AVChatRoom"
    deny: { code: 10101, message: "No {groupType} groups." }
  - id: many
    on: Group.CallbackBeforeCreateGroup
    mode: shadow
    when: owned >= 20
    deny: {}
  - id: barred
    on: Group.CallbackBeforeInviteJoinGroup
    when: target in lists.barred
    deny: {}
  - id: words
    on: C2C.CallbackBeforeSendMsg
    mask: { list: barred, with: "*" }
`,
  "policies/lists/barred.txt": "u_bad\nrude\n",
};

const GOOD = `tests:
  - name: live
    command: Group.CallbackBeforeCreateGroup
    set: { groupType: AVChatRoom, owned: 20 }
    expect: { decision: deny, code: 10101, rule: live, message: No AVChatRoom groups., effects: { many: would-deny } }
  - name: others
    command: Group.CallbackBeforeCreateGroup
    expect: { decision: allow, effects: { rules/live: pass, many: pass } }
  - name: some
    command: Group.CallbackBeforeInviteJoinGroup
    set: { targets: [u_good, u_bad] }
    expect: { decision: partial, rule: barred, refused: [u_bad] }
  - name: all
    command: Group.CallbackBeforeInviteJoinGroup
    set: { target: u_bad }
    expect: { decision: partial, refused: [u_bad] }
  - name: rude
    command: C2C.CallbackBeforeSendMsg
    set: { text: how rude }
    expect: { decision: mask, rule: words, text: how **** }
  - name: unreadable
    command: Group.CallbackBeforeCreateGroup
    set: { Name: null }
    expect: unreadable
`;

let terminal: Terminal;

beforeEach(() => {
  terminal = openTerminal(FILES);
});

afterEach(() => terminal.close());

test("--new holds what is decided about an event now, beside the tests that are there", async () => {
  const sample = commandDocs.get("Group.CallbackBeforeCreateGroup")?.sample;
  const event = {
    CallbackCommand: "Group.CallbackBeforeCreateGroup",
    ...sample,
    Type: "AVChatRoom",
    Name: "Radio: live",
  };
  terminal.write({ "policies/rules.test.yaml": `# Ours\n${GOOD}`, "event.json": JSON.stringify(event) });
  for (const name of [
    "deny Group.CallbackBeforeCreateGroup as on 2026-06-15",
    "deny Group.CallbackBeforeCreateGroup as on 2026-06-15, 2",
  ])
    expect(await terminal.chatgate("policy test --new event.json")).toEqual({
      code: 0,
      err: "",
      out: `Added "${name}" to policies/rules.test.yaml. It holds the event's accounts and texts: replace what is not yours to keep.`,
    });
  const text = terminal.read("policies/rules.test.yaml");
  expect(text).toMatch(/^# Ours\ntests:\n {2}- name: live\n/);
  expect(text).toContain(`
    expect:
      decision: deny
      code: 10101
      effects:
        rules/live: deny
`);
  expect((await terminal.chatgate("policy test")).out).toContain("8 tests, all passed;");
  terminal.write({ "policies/rules.yaml": FILES["policies/rules.yaml"].replace("10101", "10102") });
  expect((await terminal.chatgate("policy test --run as")).out).toContain("2 failed");
});

test("--new makes the file of a document without tests", async () => {
  expect((await terminal.chatgate("policy test --new Group.CallbackBeforeInviteJoinGroup --json")).code).toBe(
    0,
  );
  expect((await terminal.chatgate("policy test")).out).toContain("1 test, all passed;");
  const { code, err } = await terminal.chatgate("policy test --new Group.CallbackAfterGroupFull");
  expect([code, err]).toEqual([
    2,
    "chatgate: No rule in policies is on Group.CallbackAfterGroupFull. Write the rule first. [nothing-to-test]",
  ]);
});
