import { testRows } from "../support/table.ts";
import { checkFiles } from "./check-files.ts";
import { openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

let terminal: Terminal | undefined;

afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

test("a set without faults", async () => {
  const files = {
    "a.yaml": `rules:
  - id: live
    on: Group.CallbackBeforeCreateGroup
    when: groupType == "AVChatRoom" && operator in lists.barred
    deny: { message: "No." }
`,
    "lists/barred.txt": "u_1\n",
  };
  expect(await checkFiles(files)).toEqual([0, "OK: 1 policy, 1 list"]);
});

test("--cost lists what each rule takes at worst, the most first", async () => {
  const rule = (id: string, when: string) =>
    `  - id: ${id}\n    on: Group.CallbackBeforeCreateGroup\n    when: ${when}\n    observe: {}\n`;
  const files = {
    "a.yaml": `rules:\n${rule("few", "owned > 3")}${rule("words", "name.hasWord(lists.barred)")}`,
    "lists/barred.txt": "u_1\n",
  };
  const [code, out] = await checkFiles(files, "--cost");
  expect([code, out.split("\n").slice(1)]).toEqual([
    0,
    [
      "a/words       793 steps   0.2 %  Group.CallbackBeforeCreateGroup  name.hasWord(lists.barred)",
      "a/few           3 steps   0.0 %  Group.CallbackBeforeCreateGroup  owned > 3",
    ],
  ]);
});

test("every fault of every file, each at its place", async () => {
  const files = {
    "a.yaml": `mod: shadow
rules:
  - id: quoted
    on: Group.CallbackBeforeCreateGroup
    when: '!(grouptype in ["Work", "Public"])'
    deny: { code: 99, message: "No {nme}." }
  - id: block
    on: [Group.CallbackBeforeCreateTopic, Group.CallbackBeforeCreateTopics]
    when: |
      name.size() > 2
        && name.hasWord(lists.reservd)
    observe: { loud: true }
`,
    "b.yaml": "rules: [\n",
    "c.yml": "",
    "lists/reserved.txt": "admin\n",
  };
  const [code, out] = await checkFiles(files);
  expect(code).toBe(1);
  const carets = out
    .split("\n\n")
    .map((block) => block.replace(/: (?:warning: )?[A-Z0-9"].* \[([\w-]+)\]/, " $1"));
  expect(carets.join("\n\n")).toBe(`policies/a.yaml:1:1 unknown-key
  mod: shadow
  ^^^

policies/a.yaml:5:14 unknown-facet
      when: '!(grouptype in ["Work", "Public"])'
               ^^^^^^^^^

policies/a.yaml:6:19 code-unavailable
      deny: { code: 99, message: "No {nme}." }
                    ^^

policies/a.yaml:6:37 unknown-facet
      deny: { code: 99, message: "No {nme}." }
                                      ^^^

policies/a.yaml:8:43 unknown-command
      on: [Group.CallbackBeforeCreateTopic, Group.CallbackBeforeCreateTopics]
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

policies/a.yaml:11:25 unknown-list
          && name.hasWord(lists.reservd)
                          ^^^^^^^^^^^^^

policies/a.yaml:12:16 unknown-key
      observe: { loud: true }
                 ^^^^

policies/b.yaml:1:8 yaml-unclosed
  rules: [
         ^

policies/c.yml file-extension

9 errors. Fix them to see warnings.`);
});

test("a finding as data: code, severity, path, token, suggestion, place and text", async () => {
  const [code, out] = await checkFiles(
    { "a.yaml": "rules:\n  - id: a\n    on: Group.CallbackBeforeCreateGrop\n    observe: {}\n" },
    "--json",
  );
  expect([code, JSON.parse(out)]).toEqual([
    1,
    {
      ok: false,
      findings: [
        {
          severity: "error",
          code: "unknown-command",
          file: "policies/a.yaml",
          at: { line: 3, column: 9 },
          message: expect.stringMatching(/^Unknown command /),
          rule: "a",
          path: ["rules", 0, "on"],
          token: "Group.CallbackBeforeCreateGrop",
          suggestion: "Group.CallbackBeforeCreateGroup",
        },
      ],
    },
  ]);
});

describe("one file of a folder", () => {
  const files = {
    "policies/settings.yaml": SETTINGS,
    "policies/a.yaml": "rules: []\n",
    "policies/b.yaml":
      "rules:\n  - id: a\n    on: Group.CallbackBeforeCreateGroup\n    when: operator in lists.x\n    observe: {}\n",
    "policies/lists/x.txt": "a\n",
    "policies/a.test.yaml": "tests: []\n",
  };
  testRows(
    [
      { file: "policies/a.yaml", code: 1, verdict: "1 error. Fix it to see warnings." },
      { file: "policies/b.yaml", code: 0, verdict: "OK: policies/b.yaml" },
    ],
    "$file is checked with the others, and its findings alone are shown",
    async ({ file, code, verdict }) => {
      terminal = openTerminal(files);
      const ran = await terminal.chatgate(`policy check ${file}`);
      expect([ran.code, ran.out.split("\n").at(-1)]).toEqual([code, verdict]);
    },
  );

  test("tests are no policy", async () => {
    terminal = openTerminal(files);
    const { code, err } = await terminal.chatgate("policy check policies/a.test.yaml");
    expect([code, err]).toEqual([2, expect.stringContaining("policies/a.test.yaml")]);
  });
});

const rule = (text: string) => `rules:\n  - id: a\n    ${text.replaceAll("\n", "\n    ")}\n`;

testRows<{ readonly name: string; readonly when: string; readonly line: string }>(
  [
    { name: "a plain scalar", when: "when: size(nam) > 2", line: "when: size(nam) > 2" },
    {
      name: "a folded plain scalar",
      when: "when: name.size() > 2\n  && nam.size() > 3",
      line: "  && nam.size() > 3",
    },
    {
      name: "single quotes, doubled inside",
      when: "when: 'name == ''x'' && nam == ''y'''",
      line: "when: 'name == ''x'' && nam == ''y'''",
    },
    {
      name: "double quotes, escaped inside",
      when: 'when: "name == \\"\\u0041\\" && nam == \\"y\\""',
      line: 'when: "name == \\"\\u0041\\" && nam == \\"y\\""',
    },
    {
      name: "quotes over lines",
      when: 'when: "name.size() > 2\n\n  && nam.size() > 3"',
      line: `  && nam.size() > 3"`,
    },
    {
      name: "a literal block",
      when: "when: |-\n  name.size() > 2 &&\n\n    nam.size() > 3",
      line: "    nam.size() > 3",
    },
    {
      name: "a folded block",
      when: "when: >\n  name.size() > 2 &&\n  nam.size() > 3",
      line: "  nam.size() > 3",
    },
  ],
  "the caret is under the name: $name",
  async ({ when, line }) => {
    const [, out] = await checkFiles({
      "a.yaml": rule(`on: Group.CallbackBeforeCreateGroup\n${when}\nobserve: {}`),
    });
    const [, shown = "", caret = ""] = out.split("\n");
    expect(shown.trimStart()).toBe(line.trimStart());
    expect(shown.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("nam");
  },
);

test("the caret counts wide characters twice, as a terminal does", async () => {
  const [, out] = await checkFiles({
    "a.yaml": rule('on: Group.CallbackBeforeCreateGroup\nwhen: \'name == "官方" && nam == ""\'\nobserve: {}'),
  });
  expect(out.split("\n").slice(1, 3)).toEqual([
    `      when: 'name == "官方" && nam == ""'`,
    `                               ^^^`,
  ]);
});

test("settings that are not there, or not good", async () => {
  terminal = openTerminal({ "policies/a.yaml": rule("on: Group.CallbackBeforeCreateGroup\nobserve: {}") });
  expect((await terminal.chatgate("policy check")).out).toMatch(
    /^policies\/settings\.yaml: .* \[settings-missing\]\n\n1 error\. /,
  );
  terminal.write({ "policies/settings.yaml": "sdkAppIds: []\n" });
  expect((await terminal.chatgate("policy check")).out).toMatch(
    /^policies\/settings\.yaml:1:1: .* \[empty-value\]$/m,
  );
  const { code, out } = await terminal.chatgate("policy check nowhere");
  expect([code, out]).toEqual([1, expect.stringMatching(/^nowhere: .* \[folder-unreadable\]\n\n1 error\. /)]);
});

test("colour only if the terminal shows it", async () => {
  terminal = openTerminal({ "policies/settings.yaml": SETTINGS });
  const { out } = await terminal.chatgate("policy check", { colour: true });
  expect(out).toBe("\u001b[32mOK\u001b[39m: no policies, no lists");
});
