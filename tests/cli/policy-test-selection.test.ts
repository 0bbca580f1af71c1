import { testRows } from "../support/table.ts";
import { FILES, GOOD } from "./policy-test-set.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

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
