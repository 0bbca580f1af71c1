import { renameSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "../support/wait-for.ts";
import { FILES, GOOD } from "./policy-test-set.ts";
import { openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

let terminal: Terminal;

beforeEach(() => {
  terminal = openTerminal(FILES);
});

afterEach(() => terminal.close());

test("given says what limits have counted: of the expected rule, of one by its name, or of all", async () => {
  const command = "Group.CallbackBeforeApplyJoinGroup";
  const limit = (id: string, max: number, code: number) =>
    `  - { id: ${id}, on: ${command}, limit: { max: ${max}, per: 1h, by: operator }, deny: { code: ${code} } }\n`;
  terminal.write({
    "policies/limits.yaml": `rules:\n${limit("few", 2, 10101)}${limit("many", 9, 10102)}`,
    "policies/limits.test.yaml": `tests:
  - { name: none, command: ${command}, expect: allow }
  - { name: rule, command: ${command}, given: { used: 9 }, expect: { rule: many, effects: { few: pass } } }
  - { name: name, command: ${command}, given: { limits: { limits/few: 2 } }, expect: { code: 10101, effects: { many: pass } } }
  - { name: all, command: ${command}, given: { used: 8 }, expect: { decision: deny, code: 10101 } }
`,
  });
  const { code, out } = await terminal.chatgate("policy test");
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("4 tests, all passed") });
  terminal.write({
    "policies/limits.test.yaml": `tests:\n  - { name: none, command: ${command}, given: { limits: { fewer: 2 } }, expect: allow }\n`,
  });
  expect((await terminal.chatgate("policy test")).out).toContain("[unknown-rule]");
});

test("good tests, and which rules they show", async () => {
  terminal.write({ "policies/rules.test.yaml": GOOD });
  expect(await terminal.chatgate("policy test")).toEqual({
    code: 0,
    err: "",
    out: `policies/rules.test.yaml
  ✓ live
  ✓ others
  ✓ some
  ✓ all
  ✓ rude
  ✓ unreadable

6 tests, all passed; 4 of 4 rules shown both ways.`,
  });
});

test("a failure says what came, and why", async () => {
  terminal.write({
    "policies/rules.test.yaml": `tests:
  - name: live
    command: Group.CallbackBeforeCreateGroup
    set: { groupType: AVChatRoom }
    expect: { decision: allow, code: 0 }
  - name: many
    command: Group.CallbackBeforeCreateGroup
    set: { owned: 20 }
    expect: { decision: deny, rule: many }
`,
  });
  expect(await terminal.chatgate("policy test")).toEqual({
    code: 1,
    err: "",
    out: `policies/rules.test.yaml
  ✗ live  policies/rules.test.yaml:2:11 [test-failed]
      decision  expected allow, got deny
      code      expected 0, got 10101
      answered {"ActionStatus":"OK","ErrorInfo":"No AVChatRoom groups.","ErrorCode":10101}
      rules/live  deny
        ✓ groupType == "AVChatRoom"  groupType = "AVChatRoom"
  ✗ many  policies/rules.test.yaml:6:11 [test-failed]
      decision  expected deny, got allow
      rule      expected rules/many, got none
      answered {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}
      rules/many  would-deny  in shadow
        ✓ owned >= 20  owned = 20

Rules that the tests do not show both ways
  rules/barred  no test makes it act, no test lets it pass [test-missing]
  rules/words   no test makes it act, no test lets it pass [test-missing]

2 tests, 2 failed; 2 of 4 rules shown both ways.`,
  });
});

test("what is wrong in a suite has its place; the other tests run", async () => {
  terminal.write({
    "policies/rules.test.yaml": `tests:
  - name: a
    command: Group.CallbackBeforeCreateGrup
    expect: allow
  - name: b
    command: Group.CallbackBeforeCreateGroup
    set: { grouptype: Work }
    expect: { rule: live }
  - name: b
    command: Group.CallbackBeforeCreateGroup
    at: noon
    expect: { effects: { lives: deny } }
  - name: good
    command: Group.CallbackBeforeCreateGroup
    expect: allow
`,
    "policies/other.test.yaml": "tests:\n  - nam: a\n    command: b\n    expect: { code: x }\n",
    "policies/broken.test.yaml": "tests: [\n",
  });
  const { code, out } = await terminal.chatgate("policy test");
  expect(code).toBe(1);
  const places = [...out.matchAll(/^(policies\/\S+:\d+:\d+): .* \[([\w-]+)\]$/gm)];
  expect(places.map(([, place, found]) => [place, found])).toEqual([
    ["policies/broken.test.yaml:1:8", "yaml-unclosed"],
    ["policies/other.test.yaml:2:5", "missing-key"],
    ["policies/other.test.yaml:2:5", "unknown-key"],
    ["policies/other.test.yaml:4:21", "wrong-type"],
    ["policies/rules.test.yaml:3:14", "unknown-command"],
    ["policies/rules.test.yaml:7:23", "unknown-input"],
    ["policies/rules.test.yaml:9:11", "duplicate-test"],
    ["policies/rules.test.yaml:11:9", "invalid-time"],
    ["policies/rules.test.yaml:12:33", "unknown-rule"],
  ]);
  expect(out).toContain("  ✓ good\n");
  expect(out).toContain("1 test, 9 at fault;");
});

test("--strict fails on rules that are not shown, --json says all as data", async () => {
  terminal.write({ "policies/rules.test.yaml": GOOD.slice(0, GOOD.indexOf("  - name: some")) });
  expect((await terminal.chatgate("policy test")).code).toBe(0);
  const { code, out } = await terminal.chatgate("policy test --strict --json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({
    ok: false,
    findings: [],
    tests: [
      {
        file: "policies/rules.test.yaml",
        at: { line: 2, column: 11 },
        name: "live",
        ok: true,
        differences: [],
      },
      {
        file: "policies/rules.test.yaml",
        at: { line: 6, column: 11 },
        name: "others",
        ok: true,
        differences: [],
      },
    ],
    coverage: [
      { rule: "rules/barred", acts: false, passes: false },
      { rule: "rules/live", acts: true, passes: true },
      { rule: "rules/many", acts: true, passes: true },
      { rule: "rules/words", acts: false, passes: false },
    ],
  });
});

test("without tests, or policies that check, there is nothing to run", async () => {
  expect(await terminal.chatgate("policy test")).toEqual({
    code: 2,
    out: "",
    err: 'chatgate: "policies" has no tests. Write one beside each policy, <document>.test.yaml. [no-tests]\nRun `npx --no chatgate policy test --help` to see how.',
  });
  terminal.write({ "policies/rules.yaml": "rules: [" });
  const { code, err } = await terminal.chatgate("policy test");
  expect(code).toBe(2);
  expect(err).toContain(
    "\nNothing can be tested until the policies are valid. Run `npx --no chatgate policy check policies`.",
  );
});

test("--watch runs again at every save, by rename too, and says what changed", async () => {
  terminal.write({ "policies/rules.test.yaml": GOOD });
  const stop = new AbortController();
  const said: string[] = [];
  const remarks: string[] = [];
  const running = terminal.chatgate("policy test --watch", {
    stop: stop.signal,
    out: (text) => said.push(text.split("\n").at(-1) ?? ""),
    err: (text) => remarks.push(text.trim()),
  });
  const runAfter = async (change: () => void) => {
    const before = said.length;
    change();
    await waitFor("another run", () => said.length > before, { said: () => remarks.join("\n") });
  };
  await runAfter(() => {});
  const bad = GOOD.replace("expect: unreadable", "expect: allow");
  await runAfter(() => terminal.write({ "policies/rules.test.yaml": bad }));
  const [file, other] = ["policies/rules.test.yaml", "policies/rules.test.yaml~"];
  const move = (from: string, to: string) =>
    renameSync(join(terminal.folder, from), join(terminal.folder, to));
  for (const text of [GOOD, bad])
    await runAfter(() => {
      terminal.write({ [other]: text }); // as sed -i and many editors save
      move(other, file);
    });
  await runAfter(() => {
    move(file, other); // as vim saves if it keeps a copy
    terminal.write({ [file]: GOOD });
  });
  await runAfter(() => terminal.write({ [file]: bad }));
  await runAfter(() => terminal.write({ "policies/stages/dev.yaml": SETTINGS }));
  await runAfter(() => terminal.write({ "policies/stages/dev.yaml": `# again\n${SETTINGS}` }));
  stop.abort();
  expect((await running).code).toBe(1);
  const [good, failed] = ["all passed", "1 failed"].map(
    (verdict) => `6 tests, ${verdict}; 4 of 4 rules shown both ways.`,
  );
  expect(said).toEqual([good, failed, good, failed, good, failed, failed, failed]);
  expect(remarks.map((text) => text.replace(/^\d\d:\d\d:\d\d /, ""))).toEqual([
    "Watching policies. Press Ctrl-C to end.",
    ...Array(5).fill("changed: rules.test.yaml"),
    expect.stringMatching(/^changed: stages/),
    "changed: stages/dev.yaml",
  ]);
});

test("the example policies pass, every rule shown both ways", async () => {
  expect((await terminal.chatgate("policy test policies --strict", { cwd: `${__dirname}/../..` })).code).toBe(
    0,
  );
  expect((await terminal.chatgate("policy check policies", { cwd: `${__dirname}/../..` })).out).toContain(
    "OK: 2 policies, 1 list",
  );
});
