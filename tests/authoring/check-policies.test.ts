import type { DiagnosticCode } from "../../lib/policy/diagnostic.ts";
import { checkTexts } from "../support/example-files.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  /** naming.yaml, or all of these files. */
  readonly files: string | Readonly<Record<string, string>>;
  readonly codes: readonly DiagnosticCode[];
};

const RULE = "  - id: a\n    on: Group.CallbackBeforeCreateGroup\n";
const rows: readonly Row[] = [
  {
    name: "an unknown key does not hide the other faults of its rule",
    files: `rules:\n${RULE}    whn: owned > 3\n    rollout: { percent: 1, by: text }\n    observe: {}\n`,
    codes: ["unknown-key", "facet-unavailable"],
  },
  {
    name: "drop: true does not hide the condition's faults",
    files: `rules:\n${RULE}    when: text == "x"\n    drop: true\n`,
    codes: ["action-not-empty", "action-unavailable", "facet-unavailable"],
  },
  {
    name: "a wrong code's type does not hide the message's faults",
    files: `rules:\n${RULE}    deny: { code: x, message: "{nme}" }\n`,
    codes: ["wrong-type", "unknown-facet"],
  },
  {
    name: "an exemption without reason, a bad date and a limit do not hide the condition's faults",
    files: `rules:\n${RULE}    when: text == "x"\n    unless: [{ account: [a] }]\n    limit: { max: 0, per: 1h, by: operator }\n    observe: {}\n`,
    codes: ["missing-key", "number-too-small", "facet-unavailable"],
  },
  {
    name: "an invalid id does not hide the rule's faults, nor a mask's form",
    files: `rules:\n  - id: A\n    on: Group.CallbackBeforeSendMsg\n    when: name == ""\n    mask: { list: x }\n`,
    codes: ["invalid-id", "missing-key", "facet-unavailable"],
  },
  {
    name: "a rule that is no map does not hide the next one's faults",
    files: `rules:\n  - nothing\n  - id: b\n    on: Nope\n    observe: {}\n`,
    codes: ["wrong-type", "unknown-command"],
  },
  {
    name: "a misspelt action is not reported as missing too",
    files: `rules:\n${RULE}    observ: {}\n`,
    codes: ["unknown-key"],
  },
  {
    name: "an unquoted condition does not hide the code of its own rule, nor of others",
    files: `rules:\n${RULE}    when: "@all" in members\n    deny: { code: 7 }\n  - id: b\n    on: Nope\n    observe: {}\n`,
    codes: ["yaml-unquoted", "code-unavailable", "unknown-command"],
  },
  {
    name: "a pattern that is read as an alias",
    files: `rules:\n  - id: a\n    on: *.CallbackBeforeSendMsg\n    observe: {}\n  - id: b\n    on: Nope\n    observe: {}\n`,
    codes: ["yaml-unquoted", "unknown-command"],
  },
  {
    name: "wrong indentation hides its rule and what follows, not what is before",
    files: `mod: x\nrules:\n  - id: b\n    on: Nope\n    observe: {}\n${RULE}    when: text == "x"\n   observe: {}\n  - id: c\n    on: Nope2\n`,
    codes: ["yaml-indentation", "unknown-key", "unknown-command"],
  },
  {
    name: "a file that cannot be read does not hide another's faults",
    files: {
      "a.yaml": "rules: [\n",
      "b.yaml": `rules:\n${RULE}    observe: { loud: 1 }\n`,
      "settings.yaml": "mode: on\n",
    },
    codes: ["yaml-unclosed", "missing-key", "unknown-value", "unknown-key"],
  },
];

testRows(rows, ({ files, codes }) => {
  const texts = typeof files === "string" ? { "naming.yaml": files } : files;
  expect(checkTexts(texts).diagnostics.map(({ code }) => code)).toEqual(codes);
});

test("what is found behind a repair has its place in the file as it is", () => {
  const text = `rules:\n  - nothing\n${RULE}    whn: ""\n    when: text == "x"\n    observe: {}\n`;
  expect(checkTexts({ "naming.yaml": text }).diagnostics).toContainEqual({
    code: "facet-unavailable",
    severity: "error",
    document: "policies/naming",
    rule: "a",
    path: ["rules", 1, "when"],
    at: { line: 1, column: 1 },
    token: "text",
    details: expect.anything(),
  });
});
