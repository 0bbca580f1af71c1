import { describeDiagnostic, formatSentence, messages } from "../../../lib/authoring/messages/messages.ts";
import type { Diagnostic } from "../../../lib/policy/diagnostic.ts";
import { checkTexts } from "../../support/example-files.ts";
import { testRows } from "../../support/table.ts";
import { conditionTexts } from "./condition-texts.ts";
import { endpointTexts } from "./endpoint-texts.ts";
import { fileTexts } from "./file-texts.ts";
import { formTexts } from "./form-texts.ts";
import { labelTexts } from "./label-texts.ts";
import { limitTexts } from "./limit-texts.ts";
import { lintTexts } from "./lint-texts.ts";
import { ruleTexts } from "./rule-texts.ts";
import { stageTexts } from "./stage-texts.ts";
import { syntaxTexts } from "./syntax-texts.ts";
import type { TextRow } from "./text-row.ts";

/** Every text, at its example: no other test asserts one. */
const rows: readonly TextRow[] = [
  ...fileTexts,
  ...formTexts,
  ...ruleTexts,
  ...syntaxTexts,
  ...conditionTexts,
  ...limitTexts,
  ...labelTexts,
  ...lintTexts,
  ...stageTexts,
  ...endpointTexts,
];

test("every code has its text here", () => {
  expect(rows.map(({ code }) => code)).toEqual(Object.keys(messages));
});

testRows(rows, "$code", ({ code, sample, text }) => {
  const { example } = messages[code];
  const found =
    example.kind === "files"
      ? checkTexts(example.files).diagnostics
      : [{ code, severity: "error", document: "", path: [], ...sample } as Diagnostic]; // its details are the row's
  // The example causes this and nothing else.
  expect(found.map((diagnostic) => [diagnostic.code, describeDiagnostic(diagnostic)])).toEqual([
    [code, text],
  ]);
});

testRows(
  Object.entries(messages).map(([code, { title, fix, example }]) => ({ code, title, fix, example })),
  "$code: title, fix and situation read as sentences and phrases",
  ({ title, fix, example }) => {
    expect(title).toMatch(/^[A-Z`"*].*\.$/);
    expect(fix).toMatch(/^[A-Z`"].*\.$/);
    if (example.kind === "situation") expect(example.situation).not.toMatch(/\.$/);
  },
);

type Variant = { readonly name: string; readonly diagnostic: Diagnostic; readonly sentence: string };
const placed = { severity: "error", document: "policies/naming", rule: "names" } as const;
const variants: readonly Variant[] = [
  {
    name: "a rule without id",
    diagnostic: {
      ...placed,
      rule: undefined,
      code: "unknown-command",
      path: ["rules", 2, "on"],
      token: "Nope",
    },
    sentence:
      'policies/naming, rule 3, on: Unknown command "Nope". See `chatgate commands`. [unknown-command]',
  },
  {
    name: "several commands, and a place inside the value",
    diagnostic: {
      ...placed,
      code: "facet-unavailable",
      path: ["rules", 0, "when"],
      at: { line: 2, column: 3 },
      token: "text",
      details: { commands: ["A.B", "A.C", "A.D"], available: ["name", "owner"] },
    },
    sentence:
      'policies/naming, rule names, when 2:3: A.B and 2 more has no facet "text". It has name and owner. [facet-unavailable]',
  },
  {
    name: "a code with no range",
    diagnostic: {
      ...placed,
      code: "code-unavailable",
      path: ["rules", 0, "deny", "code"],
      token: "7",
      details: { commands: ["A.B"], range: undefined, defaultCode: 1 },
    },
    sentence: "policies/naming, rule names, deny.code: 7 is not a code of A.B. Use 1. [code-unavailable]",
  },
  {
    name: "a word that is read as another",
    diagnostic: {
      ...placed,
      code: "unknown-word",
      path: ["rules", 0, "when"],
      token: "ChatRoom",
      details: { facet: "groupType", readAs: "Meeting", allowed: [], neverHolds: true },
    },
    sentence:
      'policies/naming, rule names, when: groupType is never "ChatRoom", so the rule never applies: Chat\'s "ChatRoom" is read as "Meeting". Use "Meeting". [unknown-word]',
  },
  {
    name: "a condition at fault for one of several commands",
    diagnostic: {
      ...placed,
      code: "unknown-field",
      path: ["rules", 0, "when"],
      token: "request.Name",
      details: { command: "A.B", expected: undefined, found: "Request", feature: undefined },
    },
    sentence:
      'policies/naming, rule names, when: The payload has no "request.Name" (for A.B). See `chatgate commands <command>`. [unknown-field]',
  },
  {
    name: "nothing about a document",
    diagnostic: {
      code: "set-not-found",
      severity: "error",
      document: "",
      path: [],
      details: { set: 9, first: 1, last: 1 },
    },
    sentence: "There is no set 9. `policy history` lists 1. [set-not-found]",
  },
];
testRows(variants, ({ diagnostic, sentence }) => expect(formatSentence(diagnostic)).toBe(sentence));
