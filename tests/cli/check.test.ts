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
  expect(await check(files)).toEqual([
    0,
    "The gate takes this set: 1 policy document, 1 list; no errors, no warnings.",
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
  expect(out).toBe(`policies/a.yaml:1:1: unknown key "mod". Did you mean "mode"?
  mod: shadow
  ^^^

policies/a.yaml:5:14: unknown facet "grouptype". Did you mean "groupType"?
      when: '!(grouptype in ["Work", "Public"])'
               ^^^^^^^^^

policies/a.yaml:6:19: 99 is not a code of Group.CallbackBeforeCreateGroup: it takes 10100 to 10200 or 1
      deny: { code: 99, message: "No {nme}." }
                    ^^

policies/a.yaml:6:36: {nme}: Group.CallbackBeforeCreateGroup has no facet "nme". Did you mean "name"?
      deny: { code: 99, message: "No {nme}." }
                                     ^^^^^

policies/a.yaml:8:43: unknown command "Group.CallbackBeforeCreateTopics". Did you mean "Group.CallbackBeforeCreateTopic"?
      on: [Group.CallbackBeforeCreateTopic, Group.CallbackBeforeCreateTopics]
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

policies/a.yaml:11:31: unknown list "reservd": there is no lists/reservd.txt. Did you mean "reserved"?
          && name.hasWord(lists.reservd)
                                ^^^^^^^

policies/a.yaml:12:16: unknown key "loud".
      observe: { loud: true }
                 ^^^^

policies/b.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]

policies/c.yml: is not read: rename it to end in .yaml

The gate would not take this set: 1 policy document, 1 list; 9 errors, warnings come once that is mended.`);
});

const rule = (text: string) => `rules:\n  - id: a\n    ${text.replaceAll("\n", "\n    ")}\n`;

test.each<readonly [string, string, string]>([
  ["a plain scalar", "when: size(nam) > 2", "when: size(nam) > 2"],
  ["a folded plain scalar", "when: name.size() > 2\n  && nam.size() > 3", "  && nam.size() > 3"],
  [
    "single quotes, doubled inside",
    "when: 'name == ''x'' && nam == ''y'''",
    "when: 'name == ''x'' && nam == ''y'''",
  ],
  [
    "double quotes, escaped inside",
    'when: "name == \\"\\u0041\\" && nam == \\"y\\""',
    'when: "name == \\"\\u0041\\" && nam == \\"y\\""',
  ],
  ["quotes over lines", 'when: "name.size() > 2\n\n  && nam.size() > 3"', `  && nam.size() > 3"`],
  ["a literal block", "when: |-\n  name.size() > 2 &&\n\n    nam.size() > 3", "    nam.size() > 3"],
  ["a folded block", "when: >\n  name.size() > 2 &&\n  nam.size() > 3", "  nam.size() > 3"],
])("the caret is under the name: %s", async (_, when, line) => {
  const [, out] = await check({
    "a.yaml": rule(`on: Group.CallbackBeforeCreateGroup\n${when}\nobserve: {}`),
  });
  const [, shown = "", caret = ""] = out.split("\n");
  expect(shown.trimStart()).toBe(line.trimStart());
  expect(shown.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("nam");
});

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
  expect((await terminal.chatgate("policy check")).out).toBe(
    `policies/settings.yaml: there are none: put them where the policies are

The gate would not take this set: 1 policy document, no lists; 1 error, warnings come once that is mended.`,
  );
  terminal.write({ "policies/settings.yaml": "sdkAppIds: []\n" });
  expect((await terminal.chatgate("policy check")).out).toContain("policies/settings.yaml:1:");
  expect(await terminal.chatgate("policy check nowhere")).toEqual({
    code: 1,
    err: "",
    out: `nowhere: cannot be read as a folder: name the folder that holds settings.yaml, or run from where it is

The gate would not take this set: no policy documents, no lists; 1 error, warnings come once that is mended.`,
  });
});

describe("lints", () => {
  const create = "on: Group.CallbackBeforeCreateGroup\n";
  const topic = "on: Group.CallbackAfterGroupInfoChanged\nobserve: {}";
  test.each<readonly [string, Readonly<Record<string, string>>, string | undefined]>([
    [
      "a refusal without a message",
      { "a.yaml": rule(`${create}deny: { code: 10101 }`) },
      "policies/a.yaml:4:5: warning: refuses without a message: the user sees an error and not why; give it a `message` [no-message]",
    ],
    [
      "no message where nobody would see one",
      { "a.yaml": rule('on: Group.CallbackBeforeInviteJoinGroup\nwhen: target == "x"\ndeny: {}') },
      undefined,
    ],
    [
      "a word that Chat does not send",
      { "a.yaml": rule(`${create}when: groupType == "AvChatRoom"\nobserve: {}`) },
      'policies/a.yaml:4:24: warning: Chat sends no groupType "AvChatRoom", so the rule never holds: it is one of Work, Public, Meeting, AVChatRoom, Community, BChatRoom, Live. Did you mean "AVChatRoom"? [never-holds]',
    ],
    [
      "one among others",
      { "a.yaml": rule(`${create}when: '!(groupType in ["Work", "ChatRoom"])'\nobserve: {}`) },
      'policies/a.yaml:4:36: warning: groupType is never "ChatRoom": Chat\'s "ChatRoom" reads as "Meeting" [unknown-word]',
    ],
    [
      "false",
      { "a.yaml": rule(`${create}when: "false"\nobserve: {}`) },
      "policies/a.yaml:4:12: warning: no request can make this true: the rule never holds [never-holds]",
    ],
    [
      "a contradiction",
      {
        "a.yaml": rule(`${create}when: groupType == "Work" && owned > 2 && groupType != "Work"\nobserve: {}`),
      },
      "policies/a.yaml:4:11: warning: no request can make this true: the rule never holds [never-holds]",
    ],
    [
      "no contradiction",
      {
        "a.yaml": rule(
          `${create}when: 'groupType == "Work" ? owned > 2 : groupType != "Public"'\nobserve: {}`,
        ),
      },
      undefined,
    ],
    [
      "an exemption that has ended",
      { "a.yaml": rule(`${create}unless: [{ account: [a], reason: b, until: 2026-06-14 }]\nobserve: {}`) },
      "policies/a.yaml:4:48: warning: this exemption ended on 2026-06-14: take it out, or give it another day [expired-exemption]",
    ],
    [
      "one that ends today",
      { "a.yaml": rule(`${create}unless: [{ account: [a], reason: b, until: 2026-06-15 }]\nobserve: {}`) },
      undefined,
    ],
    [
      "an unused list",
      { "lists/some.txt": "a\n" },
      "policies/lists/some.txt:1:1: warning: no rule uses this list: remove it, or name it in a rule [unused-list]",
    ],
    [
      "lists used by a condition, an exemption, a mask",
      {
        "lists/a.txt": "a\n",
        "lists/b.txt": "a\n",
        "lists/c.txt": "a\n",
        "a.yaml": rule(
          'on: Group.CallbackBeforeSendMsg\nwhen: sender in lists.a\nunless: [{ account: lists.b, reason: r }]\nmask: { list: c, with: "*" }',
        ),
      },
      undefined,
    ],
    [
      "a guarded name that can be changed afterwards",
      { "a.yaml": rule(`${create}when: name == "a"\ndeny: { message: m }`) },
      "policies/a.yaml:3:9: warning: whoever is refused here can change it right afterwards, and no rule looks: observe Group.CallbackAfterGroupInfoChanged too [unguarded-sibling]",
    ],
    [
      "the same, looked at",
      {
        "a.yaml": `${rule(`${create}when: name == "a"\ndeny: { message: m }`)}  - id: b\n    ${topic.replace("\n", "\n    ")}\n`,
      },
      undefined,
    ],
    [
      "what cannot be changed afterwards",
      { "a.yaml": rule(`${create}when: owned > 2\ndeny: { message: m }`) },
      undefined,
    ],
    [
      "a wide tolerance",
      { "settings.yaml": `${SETTINGS}toleranceSeconds: 301\n` },
      "policies/settings.yaml:2:19: warning: over 300 seconds, in which a captured callback can be sent again: good for trying things out, never for a deployed stage [wide-tolerance]",
    ],
  ])("%s", async (_, files, expected) => {
    const [code, out] = await check(files);
    expect(code).toBe(0);
    const warnings = out.split("\n").filter((line) => line.includes(": warning: "));
    expect(warnings).toEqual(expected === undefined ? [] : [expected]);
  });

  test("--strict fails on one, --json says it as data", async () => {
    const [code, out] = await check({ "lists/some.txt": "a\n" }, "--strict --json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      findings: [
        {
          severity: "warning",
          file: "policies/lists/some.txt",
          at: { line: 1, column: 1 },
          message: "no rule uses this list: remove it, or name it in a rule",
          lint: "unused-list",
        },
      ],
    });
  });
});

test("colour only where the terminal shows it", async () => {
  terminal = openTerminal({ "policies/settings.yaml": SETTINGS });
  const { out } = await terminal.chatgate("policy check", { colour: true });
  expect(out).toBe(
    "\u001b[32mThe gate takes this set\u001b[39m: no policy documents, no lists; no errors, no warnings.",
  );
});
