import { testRows } from "../support/table.ts";
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

describe("a part of the tests", () => {
  const OTHERS = "tests:\n  - name: Others\n    command: Group.CallbackBeforeCreateGroup\n    expect: deny\n";
  const failure = `  ✗ Others  policies/more.test.yaml:2:11 [test-failed]
      decision  expected deny, got allow
      answered {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`;

  testRows(
    [
      {
        line: "--run other",
        code: 1,
        out: `policies/more.test.yaml\n${failure}\n\npolicies/rules.test.yaml\n  ✓ others\n\n2 tests, 1 failed.`,
      },
      {
        line: '--run "OTHER?" --fail-only',
        code: 1,
        out: `policies/more.test.yaml\n${failure}\n\n2 tests, 1 failed.`,
      },
      {
        line: "--fail-only",
        code: 1,
        out: `policies/more.test.yaml\n${failure}\n\n7 tests, 1 failed; 4 of 4 rules shown both ways.`,
      },
      {
        line: "policies/rules.yaml --fail-only",
        code: 0,
        out: "6 tests, all passed; 4 of 4 rules shown both ways.",
      },
      {
        line: "policies/rules.test.yaml --run live",
        code: 0,
        out: "policies/rules.test.yaml\n  ✓ live\n\n1 test, all passed.",
      },
    ],
    "policy test $line",
    async ({ line, code, out }) => {
      terminal.write({ "policies/rules.test.yaml": GOOD, "policies/more.test.yaml": OTHERS });
      // a wildcard stands for one letter and more
      expect(await terminal.chatgate(`policy test ${line.replace("OTHER?", "OTHER*")}`)).toEqual({
        code,
        err: "",
        out,
      });
    },
  );

  test("a name that no test has", async () => {
    terminal.write({ "policies/rules.test.yaml": GOOD });
    expect(await terminal.chatgate("policy test --run nothing")).toEqual({
      code: 2,
      out: "",
      err: 'chatgate: No test\'s name fits "nothing". Give a part of one. [usage]',
    });
  });
});
