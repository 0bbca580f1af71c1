import { testRows } from "../support/table.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal({ "policies/settings.yaml": "sdkAppIds: [1400000000]\n" });
});
afterEach(() => terminal.close());

testRows(
  [
    { name: "a missing argument", line: "explain --json", found: { code: "usage" } },
    { name: "an unknown option", line: "policy check --nope --json", found: { code: "usage" } },
    { name: "an option without --stage", line: "policy push --json", found: { code: "usage" } },
    {
      name: "a file that is not there",
      line: "explain nothing.json --json",
      found: { code: "file-missing", token: "nothing.json" },
    },
    {
      name: "a folder for a file",
      line: "explain policies --json",
      found: { code: "file-unreadable", token: "policies" },
    },
    {
      name: "a command that does not exist",
      line: "explain Group.CallbackBeforeCreateGrup --json",
      found: { code: "unknown-command", suggestion: "Group.CallbackBeforeCreateGroup" },
    },
    {
      name: "a folder that is not there",
      line: "policy test nowhere --json",
      found: { code: "folder-unreadable", file: "nowhere" },
    },
  ],
  "--json carries the code: $name",
  async ({ line, found }) => {
    const { code, out, err } = await terminal.chatgate(line);
    expect([code, err]).toEqual([2, ""]);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ ok: false, diagnostics: [{ severity: "error", ...found }] });
    expect(report.diagnostics[0].message).toMatch(/[.?]$/);
  },
);

test("what the parser says stays in one line, and is not long", async () => {
  const { err } = await terminal.chatgate(`explain x --${"y".repeat(1000)}`);
  expect(err).toMatch(/^chatgate: The command line cannot be run: unknown option .{1,340} \[usage\]$/);
});

test("what nothing expected has a code too, and says where it happened", async () => {
  const now = () => {
    throw new RangeError("no clock");
  };
  const { code, err } = await terminal.chatgate("explain Group.CallbackBeforeCreateGroup", { now });
  expect(code).toBe(2);
  expect(err).toMatch(
    /^chatgate: .*RangeError: no clock, at report\.test\.ts:\d+:\d+.* \[unexpected-fault\]$/,
  );
});
