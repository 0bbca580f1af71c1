import { readdirSync, readFileSync } from "node:fs";
import { messages } from "../../lib/authoring/messages/messages.ts";
import type { DiagnosticCode } from "../../lib/policy/diagnostic.ts";
import { testRows } from "../support/table.ts";

/** The only file that says on standard error what is wrong, with its code. */
const REPORT = "cli/report.ts";
/** These pass on what others say: the terminal itself, the parser's help, the output of a server. */
const WRITERS = [REPORT, "cli/io.ts", "cli/main.ts", "cli/terminal-io.ts", "cli/dev/run-dev.ts"];
/** What they tell is progress, next steps or the output of tests. */
const TELLERS = [
  REPORT,
  "cli/commands/policy-push.ts",
  "cli/commands/tail.ts",
  "cli/commands/test.ts",
  "cli/commands/token-new.ts",
];

type Rule = {
  readonly name: string;
  readonly wrong: RegExp;
  /** Files that may. */
  readonly but: readonly string[];
  /** A source that breaks it. */
  readonly example: string;
};

const rules: readonly Rule[] = [
  {
    name: "only cli/report.ts writes to standard error",
    wrong: /\.err\(|\bconsole\.(?:error|warn)\b|\bstderr\.write\b/,
    but: WRITERS,
    example: 'io.err("The stage has no settings. Push them.");',
  },
  {
    name: "no text is marked as a failure, warning or note by hand",
    wrong: /["'`](?:chatgate|error|warning|note|Error|Warning|Note): /,
    but: [REPORT],
    example: 'io.out("note: the list is large");',
  },
  {
    name: "what went wrong is handed on as a diagnostic, not as a text",
    wrong:
      /kind: "(?:failed|rejected|invalid|refused)"[^}]*\b(?:message|faults|problem|reason): (?:readonly )?string\b/,
    // A log's reason is the system's own name of it, which `log-unreadable` shows as the cause.
    but: [
      "cli/log-source.ts",
      "cli/replay-job.ts",
      "cli/stage/audit-lines.ts",
      "playground/engine.ts", // formatted with its code, for the page
    ],
    example: 'type Read = { readonly kind: "failed"; readonly faults: readonly string[] };',
  },
  {
    name: "a problem with the command line ends as a sentence",
    wrong:
      /(?:reportUsageError\(\s*io,|describeUsage\()\s*(?:"(?:\\.|[^"\\\n])*(?<!\.)"|`(?:\\.|[^`\\])*(?<!\.)`)/,
    but: [],
    example: 'return reportUsageError(io, "--set needs --stage");',
  },
  {
    name: "only commands with something to tell tell it",
    wrong: /\btell\(io,/,
    but: TELLERS,
    example: 'tell(io, "The stage has no settings.");',
  },
  {
    name: "a server refuses with a diagnostic, not with a text",
    wrong: /\brefuse\w*\(\s*response,\s*\d+,\s*["'`]/,
    but: [],
    example: 'return refuse(response, 404, "There is nothing here.");',
  },
  {
    name: "what a library throws is not shown as it is",
    wrong: /\bio\.\w+\([^;]*\.message\b|\brefuse\w*\([^;]*\.message\b/,
    but: [],
    example: "io.out(error.message);",
  },
];

const folders = ["cli", "playground", "lib/authoring"];
const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("messages/"))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, "utf8") })),
);

testRows(rules, ({ wrong, but, example }) => {
  const found = sources.filter(({ path, text }) => !but.includes(path) && wrong.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
  expect(example).toMatch(wrong); // and is seen to fail
});

test("codes that are written without the table are in it", () => {
  const codes = ["bin/chatgate.cjs", "serverless/check-stage.cjs"].flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/ \[([a-z-]+)\][`"]/g)].map(([, code]) => code),
  );
  expect(new Set(codes)).toEqual(
    new Set(["dependencies-missing", "environment-invalid", "stage-parameter-invalid"]),
  );
  expect(codes.filter((code) => !Object.hasOwn(messages, code ?? ""))).toEqual([]);
});

/** Codes with a situation as example that no test causes, and why. */
const NOT_CAUSED: Partial<Readonly<Record<DiagnosticCode, string>>> = {
  "redelivery-unfinished":
    "needs 64 MB of undelivered events; tests/cli/redeliver.test.ts has what causes it",
};

/** A test that expects a code names it as a whole: `"code"`, `"warn code"`, `"code file"`, `[code]` or `\[code\]`. */
const isExpected = (code: string, test: string) =>
  new RegExp(`(?:\\[|["'\`](?:(?:note|warn|fail) )?)${code}(?:\\\\?\\]|["'\` ])`).test(test);

test("a code whose example is a situation is caused by a test", () => {
  const tests = readdirSync("tests", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts") && !/^(?:architecture|authoring\/messages)\//.test(name))
    .map((name) => readFileSync(`tests/${name}`, "utf8"));
  const uncaused = Object.entries(messages)
    .filter(
      ([code, { example }]) => example.kind === "situation" && !tests.some((text) => isExpected(code, text)),
    )
    .map(([code]) => code);
  expect(uncaused.toSorted()).toEqual(Object.keys(NOT_CAUSED).toSorted());
});

testRows(
  [
    { text: 'expect(found).toEqual([["url-slow"]]);', expected: true },
    { text: 'expected: ["warn url-slow"],', expected: true },
    { text: 'expected: "url-slow lists/a.txt",', expected: true },
    { text: "expect(out).toMatch(/ \\[url-slow\\]$/);", expected: true },
    { text: 'expect(out).toContain("[url-slow]");', expected: true },
    { text: 'test("an answer that is url-slow", () => {});', expected: false },
    { text: 'const name = "url-slowly";', expected: false },
  ],
  "$text expects a code: $expected",
  ({ text, expected }) => expect(isExpected("url-slow", text)).toBe(expected),
);
