import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { FILES, GOOD } from "./policy-test-set.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

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
