import { testRows } from "../support/table.ts";
import { FILES } from "./explain-set.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

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
        'Unknown command "Group.CallbackBeforeCreateGrup". Did you mean "Group.CallbackBeforeCreateGroup"? [unknown-command]',
    },
    { line: "no.json", message: '"no.json" does not exist. Check the path. [file-missing]' },
    {
      line: "Group.CallbackBeforeCreateGroup --set nam=x",
      message:
        'Group.CallbackBeforeCreateGroup has no facet or field "nam". Did you mean "name"? [unknown-input]',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --set text=x",
      message:
        'Group.CallbackBeforeCreateGroup has no facet "text". It has operator, owner, name, groupType, owned, members and eventTime. [facet-unavailable]',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --set name",
      message: '"name" has no value. Write <facet or field>=<value>. [value-missing]',
    },
    {
      line: "Group.CallbackBeforeCreateGroup --set command=x",
      message: "The command cannot be set. Name another one. [command-not-settable]",
    },
    {
      line: "Group.CallbackBeforeCreateGroup --at soon",
      message: '"soon" is not a time. Write it as 2026-01-31T08:00:00Z. [invalid-time]',
    },
    {
      line: "Group.CallbackAfterGroupFull --as x",
      message: "Group.CallbackAfterGroupFull has neither operator nor sender. Leave `as` out. [no-actor]",
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
    /^chatgate: policies\/rules, rules: .* \[no-rules\]\nNothing can be explained until the policies are valid\. Run `chatgate policy check`\.$/,
  );
});
