import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type Command, CommanderError } from "commander";
import { parse } from "yaml";
import { createProgram } from "../../cli/main.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { checkLabels } from "../../lib/replay/label-file.ts";
import { openTerminal, type Terminal } from "../cli/terminal.ts";
import { testRows } from "../support/table.ts";

/** Pages that people write and their readers copy from. Of docs/diagnostics.md every example has a test of its own. */
const PAGES = [
  "README.md",
  "SECURITY.md",
  "policies/cookbook/README.md",
  "examples/consumer/README.md",
  ...readdirSync("docs").flatMap((file) => (/^(?!diagnostics).+\.md$/.test(file) ? [`docs/${file}`] : [])),
].filter((page) => existsSync(page));

type Block = {
  readonly place: string;
  readonly language: string;
  readonly info: string;
  readonly text: string;
};

const blocks: readonly Block[] = PAGES.flatMap((page) => {
  const source = readFileSync(page, "utf8");
  return [...source.matchAll(/^ *```(\w+)(?: (.*))?\n([\s\S]*?)^ *```$/gm)].map(
    ({ 1: language = "", 2: info = "", 3: text = "", index }) => ({
      place: `${page}:${source.slice(0, index).split("\n").length}`,
      language,
      info,
      text,
    }),
  );
});

let terminal: Terminal;
beforeAll(() => {
  terminal = openTerminal({ "settings.yaml": "sdkAppIds: [1400000000]\n" });
});
afterAll(() => terminal.close());

/** The codes of errors that `policy check` finds in a folder of these files; lists that they name have one entry. */
async function listErrorCodes(folder: string, files: Readonly<Record<string, string>>) {
  const settings = { "settings.yaml": "sdkAppIds: [1400000000]\n" };
  const names = Object.values(files).flatMap((text) => [...text.matchAll(/lists\.(\w+)|list: (\w+)/g)]);
  const lists = names.map(([, inCondition, inMask]) => [`lists/${inCondition ?? inMask}.txt`, "192.0.2.1\n"]);
  const all: Record<string, string> = { ...settings, ...Object.fromEntries(lists), ...files };
  terminal.write(Object.fromEntries(Object.entries(all).map(([path, text]) => [`${folder}/${path}`, text])));
  const { out } = await terminal.chatgate(`policy check ${folder} --json`);
  const { findings } = JSON.parse(out);
  return (findings as readonly { severity: string; code: string; path: string }[])
    .filter(({ severity }) => severity === "error")
    .map(({ code }) => code);
}

const writePolicy = (command: string, conditions: readonly string[]) =>
  JSON.stringify({
    rules: conditions.map((when, index) => ({ id: `rule-${index}`, on: command, when, observe: {} })),
  });

const conditionBlocks = blocks.filter(({ language }) => language === "cel");

testRows(conditionBlocks, "every condition at $place is valid", async ({ place, info, text }) => {
  const command = info === "" ? "Group.CallbackBeforeSendMsg" : info;
  const conditions = text.trim().split("\n");
  const policy = writePolicy(command, conditions);
  expect(await listErrorCodes(place.replaceAll(/\W/g, "-"), { "a.yaml": policy })).toEqual([]);
});

/** A policy begins with rules, or says what it is for; files of the tutorial are run by tutorial.test.ts. */
const yamlBlocks = blocks.filter(
  ({ place, language }) => language === "yaml" && !place.startsWith("docs/policies.md"),
);

testRows(yamlBlocks, "the policy, settings or labels at $place are valid", async ({ place, text }) => {
  const content = parse(text);
  if ("labels" in content) {
    const lists = [{ name: "lists/staff", value: "u_mira", version: "1" }];
    expect(checkLabels(JSON.stringify(content), commands, lists).diagnostics).toEqual([]);
    return;
  }
  const folder = place.replaceAll(/\W/g, "-");
  const files =
    "rules" in content
      ? { "a.yaml": text }
      : { "settings.yaml": "sdkAppIds" in content ? text : `sdkAppIds: [1400000000]\n${text}` };
  expect(await listErrorCodes(folder, files)).toEqual([]);
});

const mistakes = [
  ...readFileSync("docs/cel.md", "utf8").matchAll(/^\| `(.+?)` +\| `(.+?)` +\| \[([a-z-]+)\]\(/gm),
].map(([, wrong = "", right = "", code = ""]) => ({ wrong, right, code }));

test("docs/cel.md shows five mistakes", () => {
  expect(mistakes).toHaveLength(5);
});

testRows(mistakes, "`$wrong` is [$code], and `$right` is valid", async ({ wrong, right, code }) => {
  const command = wrong.startsWith("targets")
    ? "Group.CallbackBeforeInviteJoinGroup"
    : "Group.CallbackBeforeCreateGroup";
  expect(await listErrorCodes("wrong", { "a.yaml": writePolicy(command, [wrong]) })).toEqual([code]);
  expect(
    await listErrorCodes("right", { "a.yaml": writePolicy(command, [right]), "lists/staff.txt": "a\n" }),
  ).toEqual([]);
});

/** Command lines in blocks and in running text; comments and what a shell adds are left out. */
const commandLines = PAGES.flatMap((page) =>
  readFileSync(page, "utf8")
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(/npx --no chatgate ([^`|\n]*?)(?=`| #| \||$)/g)].map(([, words = ""]) => ({
        place: `${page}:${index + 1}`,
        words: words.trim(),
      })),
    ),
);

test("the pages show command lines", () => {
  expect(commandLines.length).toBeGreaterThan(80);
});

testRows(commandLines, "$place: chatgate $words is a command line that exists", ({ words }) => {
  expect(describeFault(words)).toBe("");
});

test("a command line that does not exist is seen", () => {
  expect(describeFault("policy check --stage dev --quick")).toContain("unknown option '--quick'");
  expect(describeFault("policy chekc")).toContain("chekc");
});

testRows(
  PAGES.map((page) => ({ page })),
  "$page shows no npx that may download what somebody else registered",
  ({ page }) => {
    expect(readFileSync(page, "utf8").match(/npx (?!--no )\S+/g) ?? []).toEqual([]);
  },
);

/** What a reader would put in place of `<number>` and the like. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  "<number>": "0",
  "<set>": "2",
  "<request id>": "3f1c0a52",
};

const fillIn = (line: string) =>
  [
    ...line.replaceAll(/<[a-z ]+>/g, (word) => PLACEHOLDERS[word] ?? word).matchAll(/(?:"[^"]*"|[^\s"])+/g),
  ].map(([word]) => word.replaceAll('"', ""));

/** Whether the words only name a command, as running text does. */
function isVerb(program: Command, words: readonly string[]): boolean {
  const [first, ...rest] = words;
  if (first === undefined) return true;
  const command = program.commands.find((candidate) => candidate.name() === first);
  return command !== undefined && isVerb(command, rest);
}

/** What commander says of a command line; nothing is run. */
function describeFault(line: string): string {
  const program = createProgram({
    out: () => {},
    err: () => {},
    exit: () => {},
    colour: false,
    width: 200,
    env: {},
    cwd: ".",
    schemas: "",
    now: Date.now,
    ask: undefined,
    stop: new AbortController().signal,
  });
  const disarm = (command: Command) => {
    command.exitOverride().allowExcessArguments(false);
    if (command.commands.length === 0 || command.registeredArguments.length > 0) command.action(() => {});
    command.commands.forEach(disarm);
  };
  disarm(program);
  const words = fillIn(line);
  if (isVerb(program, words)) return "";
  try {
    program.parse(words, { from: "user" });
    return "";
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? "" : error.message; // help ends so, too
  }
}
