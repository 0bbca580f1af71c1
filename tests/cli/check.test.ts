import { testRows } from "../support/table.ts";
import { openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

let terminal: Terminal;
afterEach(() => terminal.close());

/** `policy check` over these files of `policies/`; its exit code and all it said. */
async function check(
  files: Readonly<Record<string, string>>,
  options = "",
): Promise<readonly [number, string]> {
  const there = Object.entries({ "settings.yaml": SETTINGS, ...files }).map(([name, text]) => [
    `policies/${name}`,
    text,
  ]);
  terminal = openTerminal(Object.fromEntries(there));
  const { code, out, err } = await terminal.chatgate(`policy check ${options}`);
  expect(err).toBe("");
  return [code, out];
}

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
  expect(await check(files)).toEqual([0, "OK: 1 policy, 1 list"]);
});

test("--cost lists what each rule takes at worst, the most first", async () => {
  const rule = (id: string, when: string) =>
    `  - id: ${id}\n    on: Group.CallbackBeforeCreateGroup\n    when: ${when}\n    observe: {}\n`;
  const files = {
    "a.yaml": `rules:\n${rule("few", "owned > 3")}${rule("words", "name.hasWord(lists.barred)")}`,
    "lists/barred.txt": "u_1\n",
  };
  const [code, out] = await check(files, "--cost");
  expect([code, out.split("\n").slice(1)]).toEqual([
    0,
    [
      "a/words       775 steps   0.2 %  Group.CallbackBeforeCreateGroup  name.hasWord(lists.barred)",
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
  const [code, out] = await check(files);
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
  const [code, out] = await check(
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
    const [, out] = await check({
      "a.yaml": rule(`on: Group.CallbackBeforeCreateGroup\n${when}\nobserve: {}`),
    });
    const [, shown = "", caret = ""] = out.split("\n");
    expect(shown.trimStart()).toBe(line.trimStart());
    expect(shown.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("nam");
  },
);

test("the caret counts wide characters twice, as a terminal does", async () => {
  const [, out] = await check({
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

describe("lints", () => {
  const create = "on: Group.CallbackBeforeCreateGroup\n";
  const topic = "on: Group.CallbackAfterGroupInfoChanged\nobserve: {}";
  testRows<{
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly expected: string | undefined;
  }>(
    [
      {
        name: "a refusal without a message",
        files: { "a.yaml": rule(`${create}deny: { code: 10101 }`) },
        expected: "policies/a.yaml:4:5 no-message",
      },
      {
        name: "no message where nobody would see one",
        files: { "a.yaml": rule('on: Group.CallbackBeforeInviteJoinGroup\nwhen: target == "x"\ndeny: {}') },
        expected: undefined,
      },
      {
        name: "a word that Chat does not send",
        files: { "a.yaml": rule(`${create}when: groupType == "AvChatRoom"\nobserve: {}`) },
        expected: "policies/a.yaml:4:24 unknown-word",
      },
      {
        name: "one among others",
        files: { "a.yaml": rule(`${create}when: '!(groupType in ["Work", "ChatRoom"])'\nobserve: {}`) },
        expected: "policies/a.yaml:4:36 unknown-word",
      },
      {
        name: "false",
        files: { "a.yaml": rule(`${create}when: "false"\nobserve: {}`) },
        expected: "policies/a.yaml:4:12 never-holds",
      },
      {
        name: "a contradiction",
        files: {
          "a.yaml": rule(
            `${create}when: groupType == "Work" && owned > 2 && groupType != "Work"\nobserve: {}`,
          ),
        },
        expected: "policies/a.yaml:4:11 never-holds",
      },
      {
        name: "no contradiction",
        files: {
          "a.yaml": rule(
            `${create}when: 'groupType == "Work" ? owned > 2 : groupType != "Public"'\nobserve: {}`,
          ),
        },
        expected: undefined,
      },
      {
        name: "an exemption that has ended",
        files: {
          "a.yaml": rule(`${create}unless: [{ account: [a], reason: b, until: 2026-06-14 }]\nobserve: {}`),
        },
        expected: "policies/a.yaml:4:48 expired-exemption",
      },
      {
        name: "one that ends today",
        files: {
          "a.yaml": rule(`${create}unless: [{ account: [a], reason: b, until: 2026-06-15 }]\nobserve: {}`),
        },
        expected: undefined,
      },
      {
        name: "an unused list",
        files: { "lists/some.txt": "a\n" },
        expected: "policies/lists/some.txt:1:1 unused-list",
      },
      {
        name: "lists used by a condition, an exemption, a mask",
        files: {
          "lists/a.txt": "a\n",
          "lists/b.txt": "a\n",
          "lists/c.txt": "a\n",
          "a.yaml": rule(
            'on: Group.CallbackBeforeSendMsg\nwhen: sender in lists.a\nunless: [{ account: lists.b, reason: r }]\nmask: { list: c, with: "*" }',
          ),
        },
        expected: undefined,
      },
      {
        name: "a guarded name that can be changed afterwards",
        files: { "a.yaml": rule(`${create}when: name == "a"\ndeny: { message: m }`) },
        expected: "policies/a.yaml:3:9 unguarded-sibling",
      },
      {
        name: "the same, looked at",
        files: {
          "a.yaml": `${rule(`${create}when: name == "a"\ndeny: { message: m }`)}  - id: b\n    ${topic.replace("\n", "\n    ")}\n`,
        },
        expected: undefined,
      },
      {
        name: "what cannot be changed afterwards",
        files: { "a.yaml": rule(`${create}when: owned > 2\ndeny: { message: m }`) },
        expected: undefined,
      },
      {
        name: "a wide tolerance",
        files: { "settings.yaml": `${SETTINGS}toleranceSeconds: 301\n` },
        expected: "policies/settings.yaml:2:19 wide-tolerance",
      },
    ],
    async ({ files, expected }) => {
      const [code, out] = await check(files);
      expect(code).toBe(0);
      const warnings = [...out.matchAll(/^(\S+): warning: .* \[([\w-]+)\]$/gm)];
      expect(warnings.map(([, place, found]) => `${place} ${found}`)).toEqual(
        expected === undefined ? [] : [expected],
      );
    },
  );

  test("--strict fails on one, --json says it as data", async () => {
    const [code, out] = await check({ "lists/some.txt": "a\n" }, "--strict --json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: [
        {
          severity: "warning",
          code: "unused-list",
          file: "policies/lists/some.txt",
          at: { line: 1, column: 1 },
          token: "some",
        },
      ],
    });
  });
});

test("a rule that cannot be computed on a sample is an error beside the warnings, and exits with 1", async () => {
  const files = {
    "a.yaml": rule("on: Group.CallbackBeforeCreateGroup\nwhen: int(operator) > 3\ndeny: { code: 10101 }"),
  };
  const [code, out] = await check(files);
  const findings = [...out.matchAll(/^(\S+): .* \[([\w-]+)\]$/gm)].map(
    ([, place, found]) => `${place} ${found}`,
  );
  expect(findings).toEqual(["policies/a.yaml:4:11 error-on-sample", "policies/a.yaml:5:5 no-message"]);
  expect([code, out.split("\n").at(-1)]).toEqual([1, "1 error, 1 warning"]);
});

test("colour only where the terminal shows it", async () => {
  terminal = openTerminal({ "policies/settings.yaml": SETTINGS });
  const { out } = await terminal.chatgate("policy check", { colour: true });
  expect(out).toBe("\u001b[32mOK\u001b[39m: no policies, no lists");
});
