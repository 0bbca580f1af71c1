import { FILES } from "./policy-test-set.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

let terminal: Terminal;

beforeEach(() => {
  terminal = openTerminal(FILES);
});

afterEach(() => terminal.close());

describe("reporters", () => {
  const FAILED = `tests:
  - name: "<live> & \\"more\\""
    command: Group.CallbackBeforeCreateGroup
    expect: { decision: deny, rule: live }
  - name: wrong
    command: Group.CallbackBeforeCreateGrup
    expect: allow
`;
  const said = async (reporter: string) => {
    terminal.write({ "policies/rules.test.yaml": FAILED });
    const { code, out } = await terminal.chatgate(`policy test policies/rules.yaml --reporter ${reporter}`);
    expect(code).toBe(1);
    return out;
  };
  const differences = "decision expected deny, got allow; rule expected rules/live, got none";

  test("junit", async () => {
    expect(await said("junit")).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="policies/rules.test.yaml" tests="1" failures="1" errors="0">
    <testcase classname="rules" name="&lt;live&gt; &amp; &quot;more&quot;" file="policies/rules.test.yaml">
      <failure message="${differences}"/>
    </testcase>
  </testsuite>
  <testsuite name="invalid" tests="1" failures="0" errors="1">
    <testcase classname="policies/rules.test.yaml" name="line 6"><error message="Unknown command &quot;Group.CallbackBeforeCreateGrup&quot;. Did you mean &quot;Group.CallbackBeforeCreateGroup&quot;?"/></testcase>
  </testsuite>
</testsuites>`);
  });

  test("github", async () => {
    const lines = (await said("github")).split("\n");
    expect(lines[0]).toMatch(
      /^::error file=policies\/rules\.test\.yaml,line=6,col=14,title=unknown-command::Unknown command /,
    );
    expect(lines.slice(1)).toEqual([
      `::error file=policies/rules.test.yaml,line=2,col=12,title=test-failed::<live> & "more": ${differences}.`,
      "::warning title=test-missing::rules/barred: no test makes it act. Add one.",
      "::warning title=test-missing::rules/live: no test makes it act. Add one.",
      "::warning title=test-missing::rules/many: no test makes it act. Add one.",
      "::warning title=test-missing::rules/words: no test makes it act. Add one.",
      "1 tests, 1 failed, 1 invalid",
    ]);
  });

  test("sarif", async () => {
    const { version, runs } = JSON.parse(await said("sarif"));
    expect([version, runs[0].tool.driver.rules, runs[0].results[1]]).toEqual([
      "2.1.0",
      [{ id: "test-failed" }, { id: "test-missing" }, { id: "unknown-command" }],
      {
        ruleId: "test-failed",
        level: "error",
        message: { text: `<live> & "more": ${differences}.` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "policies/rules.test.yaml" },
              region: { startLine: 2, startColumn: 12 },
            },
          },
        ],
      },
    ]);
  });
});
