import { refineDiagnostics } from "../../lib/authoring/diagnose-yaml.ts";
import type { DiagnosticCode } from "../../lib/policy/diagnostic.ts";
import { readYaml } from "../../lib/policy-set/files.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  readonly text: string;
  readonly code: DiagnosticCode;
  /** Line and column. */
  readonly at: string;
  readonly token?: string;
  readonly suggestion?: string;
};

const rows: readonly Row[] = [
  {
    name: "text behind a quoted value",
    text: 'when: "@all" in mentions # all\n',
    code: "yaml-unquoted",
    at: "1:7",
    token: '"@all" in mentions',
    suggestion: "'\"@all\" in mentions'",
  },
  {
    name: "the same in single quotes, which cannot be quoted by them",
    text: "when: 'a' in targets\n",
    code: "yaml-unquoted",
    at: "1:7",
    token: "'a' in targets",
    suggestion: "\"'a' in targets\"",
  },
  {
    name: "quotes inside quotes, in an item",
    text: 'rules:\n  - when: "x "y""\n',
    code: "yaml-unquoted",
    at: "2:11",
    token: '"x "y""',
    suggestion: '\'"x "y""\'',
  },
  {
    name: "@ begins a value",
    text: "on: @all\n",
    code: "yaml-unquoted",
    at: "1:5",
    token: "@all",
    suggestion: "'@all'",
  },
  {
    name: "! begins a value",
    text: "when: !(a in b)\n",
    code: "yaml-unquoted",
    at: "1:7",
    token: "!(a in b)",
    suggestion: "'!(a in b)'",
  },
  {
    name: "* begins a value",
    text: "on: *.Callback\n",
    code: "yaml-unquoted",
    at: "1:5",
    token: "*.Callback",
    suggestion: "'*.Callback'",
  },
  {
    name: "a colon in a value",
    text: "description: what: is\n",
    code: "yaml-nested-key",
    at: "1:14",
    token: "what: is",
    suggestion: "'what: is'",
  },
  {
    name: "a key indented less than the one before, in an item",
    text: "rules:\n  - on: x\n    when: a\n   deny: {}\n",
    code: "yaml-indentation",
    at: "4:4",
    token: "deny",
    suggestion: "when",
  },
  {
    name: "a key indented like its item",
    text: "rules:\n  - on: x\n  when: a\n",
    code: "yaml-indentation",
    at: "3:3",
    token: "when",
    suggestion: "on",
  },
  {
    name: "a key indented more than the one before",
    text: "rules:\n  - on: x\n      when: a\n    deny: {}\n",
    code: "yaml-indentation",
    at: "3:7",
    token: "when",
    suggestion: "on",
  },
  { name: "a tab", text: "rules:\n\t- on: x\n", code: "yaml-tab", at: "2:1" },
  { name: "a bracket", text: "rules: [\n", code: "yaml-unclosed", at: "1:8", token: "[" },
  {
    name: "a brace, with more behind it",
    text: "a: { b: 1\nc: 2\n",
    code: "yaml-unclosed",
    at: "1:4",
    token: "{",
  },
  { name: "a quote", text: 'a: "b\nc: d\n', code: "yaml-unclosed", at: "1:4", token: '"' },
  {
    name: "a key without colon",
    text: "- id a\n  on: x\n",
    code: "yaml-missing-colon",
    at: "1:3",
    token: "id a",
  },
  { name: "an escape that is none", text: 'a: "\\d"\n', code: "yaml-escape", at: "1:5", token: "\\d" },
  { name: "a key twice", text: "a: 1\nb: 2\na: 3\n", code: "yaml-duplicate-key", at: "3:1", token: "a" },
  { name: "two documents", text: "a: 1\n---\nb: 1\n", code: "yaml-several-documents", at: "2:1" },
  { name: "anything else", text: "a: |x\n", code: "yaml-syntax", at: "1:5" },
];

const diagnose = (text: string) =>
  refineDiagnostics(readYaml("policies/a", text).diagnostics, [{ name: "policies/a", text }]);

testRows(rows, ({ text, code, at, token, suggestion }) => {
  const found = diagnose(text).map((diagnostic) => ({
    code: diagnostic.code,
    at: `${diagnostic.at?.line}:${diagnostic.at?.column}`,
    token: diagnostic.token,
    suggestion: diagnostic.suggestion,
  }));
  expect(found).toEqual([{ code, at, token, suggestion }]);
});

test("all of several are found, up to the first that breaks the structure", () => {
  const text = 'a: 1\na: 2\nb: "x" y\nc: [\nd: !e\n';
  expect(diagnose(text).map(({ code }) => code)).toEqual([
    "yaml-duplicate-key",
    "yaml-unquoted",
    "yaml-unclosed",
  ]);
});

test("aliases that unfold to too much are refused, and take no time", () => {
  const levels = Array.from(
    { length: 12 },
    (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`)}]`,
  );
  const text = ["l0: &l0 [x]", ...levels].join("\n");
  expect(diagnose(text).map(({ code, details }) => [code, details])).toEqual([
    ["yaml-syntax", { yamlCode: "RESOURCE_EXHAUSTION" }],
  ]);
});
