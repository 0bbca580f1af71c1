import {
  describeDiagnostic,
  formatSentence,
  messageGroups,
  messages,
} from "../../../lib/authoring/messages/messages.ts";
import type { Diagnostic } from "../../../lib/policy/diagnostic.ts";
import { startStageWorld } from "../../cli/stage/stage-world.ts";
import { openTerminal } from "../../cli/terminal.ts";
import { checkTexts } from "../../support/example-files.ts";
import { testRows } from "../../support/table.ts";
import { changesOfAStageRows } from "./changes-of-a-stage-rows.ts";
import { commandLineRows } from "./command-line-rows.ts";
import { conditionsRows } from "./conditions-rows.ts";
import { deployedStagesRows } from "./deployed-stages-rows.ts";
import { endpointRows } from "./endpoint-rows.ts";
import { filesRows } from "./files-rows.ts";
import { keysRows } from "./keys-rows.ts";
import { labelsRows } from "./labels-rows.ts";
import { limitsRows } from "./limits-rows.ts";
import { listsRows } from "./lists-rows.ts";
import { logsRows } from "./logs-rows.ts";
import { notesOnASetRows } from "./notes-on-a-set-rows.ts";
import type { Row } from "./row.ts";
import { rulesRows } from "./rules-rows.ts";
import { syntaxRows } from "./syntax-rows.ts";
import { testsRows } from "./tests-rows.ts";
import { warningsRows } from "./warnings-rows.ts";

/** Every text, at its example: no other test asserts one. */
const rows: readonly Row[] = [
  ...filesRows,
  ...keysRows,
  ...listsRows,
  ...rulesRows,
  ...syntaxRows,
  ...conditionsRows,
  ...limitsRows,
  ...labelsRows,
  ...warningsRows,
  ...testsRows,
  ...commandLineRows,
  ...deployedStagesRows,
  ...changesOfAStageRows,
  ...notesOnASetRows,
  ...logsRows,
  ...endpointRows,
];

test("every code has its text here", () => {
  expect(rows.map(({ code }) => code)).toEqual(Object.keys(messages));
});

test("no code is in two groups, and each is in kebab case", () => {
  const codes = Object.values(messageGroups).flatMap((group) => Object.keys(group));
  expect(codes.toSorted()).toEqual([...new Set(codes)].toSorted());
  expect(codes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
});

const isOf =
  (...kinds: readonly string[]) =>
  ({ code }: Row) =>
    kinds.includes(messages[code].example.kind);

testRows(rows.filter(isOf("situation")), "$code", ({ code, sample, text }) => {
  const found = { code, severity: "error", document: "", path: [], ...sample } as Diagnostic; // its details are the row's
  expect(describeDiagnostic(found)).toBe(text);
});

testRows(rows.filter(isOf("files")), "$code: its files", ({ code, text }) => {
  const { example } = messages[code];
  const { diagnostics } = checkTexts(example.kind === "files" ? example.files : {});
  // The example causes this and nothing else.
  expect(diagnostics.map((found) => [found.code, describeDiagnostic(found)])).toEqual([[code, text]]);
});

testRows(rows.filter(isOf("test")), "$code: its tests", async ({ code, text }) => {
  const { example } = messages[code];
  const terminal = openTerminal({
    "settings.yaml": "sdkAppIds: [1400000000]\n",
    ...(example.kind === "test" && example.files),
  });
  const { out } = await terminal.chatgate("policy test . --json");
  terminal.close();
  const { findings } = JSON.parse(out) as { findings: readonly { code: string; message: string }[] };
  expect(findings.map((found) => [found.code, found.message])).toEqual([[code, text]]);
});

testRows(rows.filter(isOf("run")), "$code: its command lines", async ({ code, text }) => {
  const { example } = messages[code];
  if (example.kind !== "run") throw new Error("it is one");
  const world = example.stage === undefined ? await openFolder() : await startStageWorld();
  world.write(example.files);
  const results = [];
  for (const line of example.lines) results.push(await world.chatgate(line));
  await world.close();
  const { out, err } = results.at(-1) ?? { out: "", err: "" };
  expect(`${out}\n${err}`).toContain(`${text} [${code}]`);
});

async function openFolder() {
  const terminal = openTerminal();
  await terminal.chatgate("init --yes");
  return terminal;
}

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
    name: "a reason that is the system's own name of it",
    diagnostic: {
      ...{ code: "replay-object-unread", severity: "error", document: "", path: [] },
      ...{ token: "recordings/d", details: { reason: "http-403", lines: 0 } },
    },
    sentence: '"recordings/d" was not read (http-403). Replay it again. [replay-object-unread]',
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
