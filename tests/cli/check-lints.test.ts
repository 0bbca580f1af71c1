import { testRows } from "../support/table.ts";
import { checkFiles } from "./check-files.ts";
import { SETTINGS } from "./terminal.ts";

const rule = (text: string) => `rules:\n  - id: a\n    ${text.replaceAll("\n", "\n    ")}\n`;

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
        name: "no message if nobody would see one",
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
      const [code, out] = await checkFiles(files);
      expect(code).toBe(0);
      const warnings = [...out.matchAll(/^(\S+): warning: .* \[([\w-]+)\]$/gm)];
      expect(warnings.map(([, place, found]) => `${place} ${found}`)).toEqual(
        expected === undefined ? [] : [expected],
      );
    },
  );

  test("--strict fails on one, --json says it as data", async () => {
    const [code, out] = await checkFiles({ "lists/some.txt": "a\n" }, "--strict --json");
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

test("a rule that cannot be evaluated on a sample is an error beside the warnings, and exits with 1", async () => {
  const files = {
    "a.yaml": rule("on: Group.CallbackBeforeCreateGroup\nwhen: int(operator) > 3\ndeny: { code: 10101 }"),
  };
  const [code, out] = await checkFiles(files);
  const findings = [...out.matchAll(/^(\S+): .* \[([\w-]+)\]$/gm)].map(
    ([, place, found]) => `${place} ${found}`,
  );
  expect(findings).toEqual(["policies/a.yaml:4:11 error-on-sample", "policies/a.yaml:5:5 no-message"]);
  expect([code, out.split("\n").at(-1)]).toEqual([1, "1 error, 1 warning"]);
});
