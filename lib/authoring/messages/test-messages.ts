import type { TestDetails } from "../../policy/diagnostic-details.ts";
import {
  CREATE,
  createRunExample,
  createSituation,
  createTestExample,
  DENY,
  joinWords,
  type Messages,
  quote,
  suggest,
} from "./message.ts";

const COMMAND = CREATE.replace("on:", "command:");
const createChangedExample = (set: string) => createTestExample(COMMAND, `set: { ${set} }`, "expect: allow");
const createTestedRule = (id: string, name: string) =>
  `rules:\n  - { id: ${id}, ${CREATE}, when: name == "${name}", ${DENY} }\n`;
const createTestsExample = (...lines: readonly string[]) =>
  ["tests:", ...lines.map((line) => `  - ${line}`), ""].join("\n");

export const testMessages = {
  "test-failed": {
    title: "The policies decide differently from what a test expects.",
    text: ({ token, details: { differences } }) => `${token}: ${differences.join("; ")}.`,
    example: createSituation("a test that expects `deny` of a request that no rule refuses"),
    fix: "Change the rule, or the test; `npx --no chatgate explain` shows why it is decided so.",
  },
  "test-missing": {
    title: "No test makes a rule act, or none lets it pass.",
    text: ({ token, details: { lacks } }) =>
      `${token}: no test ${lacks === "act" ? "makes it act" : "lets it pass"}. Add one.`,
    example: createSituation("a rule that no test is about, with `policy test --strict`"),
    fix: "Add a test; `npx --no chatgate policy test --new <command>` writes one.",
  },
  "duplicate-test": {
    title: "Two tests of a file have the same name.",
    text: ({ token }) => `The name ${quote(token)} is already used in this file. Use another one.`,
    example: {
      kind: "test",
      files: {
        "naming.yaml": createTestedRule("names", "admin"),
        "naming.test.yaml": createTestsExample(
          `{ name: allows, ${COMMAND}, expect: allow }`,
          `{ name: allows, ${COMMAND}, set: { name: x }, expect: allow }`,
        ),
      },
    },
    fix: "Give each test of a file a name of its own.",
  },
  "unknown-rule": {
    title: "A rule does not exist.",
    text: (found) => `Unknown rule ${quote(found.token)}.${suggest(found) || " Write <document>/<rule>."}`,
    example: createTestExample(COMMAND, "set: { name: admin }", "expect: { decision: deny, rule: name }"),
    fix: "Use the name that is suggested, or `<document>/<rule>` as the audit log writes it.",
  },
  "ambiguous-rule": {
    title: "Several documents have a rule of that id.",
    text: ({ token, details: { rules } }) =>
      `Several documents have a rule ${quote(token)}. Write ${joinWords(rules, "or")}.`,
    example: {
      kind: "test",
      files: {
        "naming.yaml": createTestedRule("names", "admin"),
        "brands.yaml": createTestedRule("names", "brand"),
        "all.test.yaml": createTestsExample(
          `{ name: refuses, ${COMMAND}, set: { name: admin }, expect: { rule: names } }`,
        ),
      },
    },
    fix: "Write `<document>/<rule>`.",
  },
  "value-missing": {
    title: "`--set` is given a name and no value.",
    text: ({ token }) => `${quote(token)} has no value. Write <facet or field>=<value>.`,
    example: createRunExample("explain Group.CallbackBeforeCreateGroup --set name"),
    fix: "Write the name, `=` and the value: `--set name=admin`.",
  },
  "unknown-input": {
    title: "A command has no facet or field of this name.",
    text: (found) =>
      `${found.details.command} has no facet or field ${quote(found.token)}.${suggest(found) || ` See \`chatgate commands ${found.details.command}\`.`}`,
    example: createChangedExample("nmae: admin"),
    fix: "Use the name that is suggested; `npx --no chatgate commands <command>` shows all of them.",
  },
  "facet-not-settable": {
    title: "No field of the payload alone decides the facet, so it cannot be set to this value.",
    text: ({ token, details: { command, field } }) =>
      `${quote(token)} of ${command} cannot be set to this. Set the payload's fields${field === undefined ? "" : `, such as ${field}`}.`,
    example: createChangedExample("members: u_mira"),
    fix: "Use a value of the facet's type, or set the payload's fields instead.",
  },
  "command-not-settable": {
    title: "`command` cannot be set, since it says what the payload is.",
    text: () => "The command cannot be set. Name another one.",
    example: createChangedExample("command: Group.CallbackAfterCreateGroup"),
    fix: "Name the other command where the first one is named.",
  },
  "invalid-time": {
    title: "A time is not valid.",
    text: ({ token }) => `${quote(token)} is not a time. Write it as 2026-01-31T08:00:00Z.`,
    example: createTestExample(COMMAND, "at: noon", "expect: allow"),
    fix: "Write it as ISO 8601 does, with a time zone: `2026-01-31T08:00:00Z`.",
  },
  "invalid-body": {
    title: "A callback's body is not a JSON object.",
    text: () => "The body is not a JSON object. Correct it, or use the command's sample.",
    example: createRunExample("explain event.json", {
      "event.json": JSON.stringify({
        ...{ version: "2.0", routeKey: "POST /", rawPath: "/", isBase64Encoded: false },
        rawQueryString: "SdkAppid=1400000000&CallbackCommand=Group.CallbackBeforeCreateGroup",
        ...{ headers: { "content-type": "application/json" }, requestContext: { http: { method: "POST" } } },
        body: "[]",
      }),
    }),
    fix: "Correct the JSON, or begin with the sample that `npx --no chatgate commands <command>` shows.",
  },
  "no-actor": {
    title: "The command has no operator or sender, so `as` cannot be used.",
    text: ({ details: { command } }) => `${command} has neither operator nor sender. Leave \`as\` out.`,
    example: createTestExample("command: Alert.RequestOverLimit", "as: u_mira", "expect: allow"),
    fix: "Leave `as` out.",
  },
  "impossible-decision": {
    title: "A test expects a decision that the command never has.",
    text: ({ token, details: { command, allowed } }) =>
      `${command} never has the decision ${quote(token)}. Expect ${joinWords(allowed, "or")}.`,
    example: createTestExample("command: Group.CallbackAfterCreateGroup", "expect: deny"),
    fix: "Expect one of the decisions that are named.",
  },
  "impossible-code": {
    title: "A test expects a code that the command never answers with.",
    text: ({ token, details: { command, range, allowed } }) => {
      const codes = [...allowed.map(String), ...(range === undefined ? [] : [`${range[0]} to ${range[1]}`])];
      return `${command} is never answered with ${token}. Expect ${joinWords(codes, "or")}.`;
    },
    example: createTestExample(COMMAND, "set: { name: admin }", "expect: { decision: deny, code: 99 }"),
    fix: "Expect one of the codes that are named.",
  },
} satisfies Messages<TestDetails>;
