import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { testRows } from "../support/table.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.close());

const readText = (file: string) => readFileSync(join(terminal.folder, file), "utf8");

test("from an empty folder to a refusal that is explained", async () => {
  expect((await terminal.chatgate("init --sdkappid 1400000001")).out).toBe(`wrote policies/settings.yaml
wrote policies/naming.yaml
wrote policies/naming.test.yaml
wrote policies/lists/reserved.txt
wrote policies/tokens.txt
wrote policies/.gitignore
wrote policies/events/create-group.json
wrote policies/schema/settings.schema.json
wrote policies/schema/policy.schema.json
wrote policies/schema/policy-test.schema.json

Next:
  npx --no chatgate policy check policies
  npx --no chatgate policy test policies
  npx --no chatgate explain policies/events/create-group.json --policies policies

policies/tokens.txt holds a new token: enter it in Chat's console, or put the console's there.`);
  expect(readText("policies/settings.yaml")).toContain("sdkAppIds: [1400000001]\n");
  expect(await terminal.chatgate("policy check policies --strict")).toEqual({
    code: 0,
    err: "",
    out: "OK: 1 policy, 1 list",
  });
  const tested = await terminal.chatgate("policy test policies --strict");
  expect(tested).toMatchObject({
    code: 0,
    out: expect.stringContaining("6 tests, all passed; 3 of 3 rules shown both ways."),
  });
  const explained = await terminal.chatgate("explain policies/events/create-group.json --policies policies");
  expect(explained.out).toContain(
    "Decision  deny by naming/reserved-names, code 10102: This name is reserved.",
  );
});

test("the token is new each time, for its owner's eyes, and nobody is told it", async () => {
  const first = await terminal.chatgate("init a --yes");
  await terminal.chatgate("init b --yes --json");
  const [one, two] = ["a", "b"].map((folder) => readText(`${folder}/tokens.txt`).split("\n")[1] ?? "");
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(one).not.toBe(two);
  expect(first.out).not.toContain(one);
  expect(statSync(join(terminal.folder, "a/tokens.txt")).mode & 0o777).toBe(0o600);
});

test("asks if there is somebody to ask", async () => {
  const questions: string[] = [];
  const ask = async (question: string, proposal: string) => {
    questions.push(`${question} [${proposal}]`);
    return "1400000077";
  };
  expect((await terminal.chatgate("init", { ask })).code).toBe(0);
  expect(questions).toEqual(["Your app's SDKAppID (Chat's console shows it)? [1400000000]"]);
  expect(readText("policies/settings.yaml")).toContain("sdkAppIds: [1400000077]\n");
});

test("a wrong answer is asked again, three times at most", async () => {
  const answers = ["abc", "0", "1400000077"];
  const ran = await terminal.chatgate("init", { ask: async () => answers.shift() ?? "" });
  expect([ran.code, ran.err.split("\n")]).toEqual([
    0,
    [
      'chatgate: warning: "abc" is not an SDKAppID. Give a number such as 1400000000. [usage]',
      'chatgate: warning: "0" is not an SDKAppID. Give a number such as 1400000000. [usage]',
    ],
  ]);
  expect(readText("policies/settings.yaml")).toContain("sdkAppIds: [1400000077]\n");
  let asked = 0;
  const never = await terminal.chatgate("init b", { ask: async () => String(-++asked) });
  expect([never.code, asked]).toEqual([2, 3]);
});

test("editors find the schema that each file names", async () => {
  await terminal.chatgate("init --yes");
  for (const file of ["settings.yaml", "naming.yaml", "naming.test.yaml"]) {
    const [, schema = ""] =
      /^# yaml-language-server: \$schema=(.+)\n/.exec(readText(`policies/${file}`)) ?? [];
    expect(JSON.parse(readText(join("policies", schema)))).toHaveProperty("$schema");
  }
});

test("--ci github: only jobs of a protected environment write, and only commands that npx cannot download", async () => {
  const { out } = await terminal.chatgate("init rules --yes --ci github");
  expect(out).toContain("wrote .github/workflows/policies.yml");
  const text = readText(".github/workflows/policies.yml");
  const { jobs, permissions } = parse(text);
  expect(permissions).toEqual({ contents: "read" });
  const runs = Object.values<{ readonly steps: readonly { readonly run?: string }[] }>(jobs).map(
    ({ steps }) =>
      steps.flatMap(
        ({ run = "" }) => /npx --no chatgate policy (?:\w+ rules --\w+ \w+|\w+ rules)/.exec(run)?.[0] ?? [],
      ),
  );
  expect(runs).toEqual([
    ["npx --no chatgate policy check rules", "npx --no chatgate policy test rules"],
    ["npx --no chatgate policy diff rules --stage prod"],
    ["npx --no chatgate policy push rules --stage dev"],
    ["npx --no chatgate policy push rules --stage prod"],
  ]);
  expect(text).not.toMatch(/npx (?!--no )/);
  expect([jobs.dev.environment, jobs.prod.environment, jobs.prod.needs]).toEqual(["dev", "prod", "dev"]);
  expect(jobs.diff.if).toContain("head.repo.full_name == github.repository");
});

testRows<{
  readonly line: string;
  readonly message: string;
  readonly files: Readonly<Record<string, string>>;
}>(
  [
    {
      line: "init",
      message: "Not a terminal. Pass --sdkappid, or --yes for the example's. [usage]",
      files: {},
    },
    {
      line: "init --yes",
      message: '"policies" is not empty, and nothing is overwritten. Name another folder. [folder-occupied]',
      files: { "policies/settings.yaml": "a" },
    },
    {
      line: "init --yes --ci github",
      message:
        '".github/workflows/policies.yml" exists, and nothing is overwritten. Move it, or leave the option out. [file-exists]',
      files: { ".github/workflows/policies.yml": "a" },
    },
    {
      line: "init ../up --yes --ci github",
      message: "../up cannot be used in a workflow. Name a folder below this one, without spaces. [usage]",
      files: {},
    },
    {
      line: "init file --yes",
      message: '"file" is not a folder that can be read. Name another. [not-a-folder]',
      files: { file: "a" },
    },
    {
      line: "init --sdkappid x1",
      message: '"x1" is not an SDKAppID. Give a number such as 1400000000. [usage]',
      files: {},
    },
  ],
  "$line: $message",
  async ({ line, message, files }) => {
    terminal.write(files);
    expect(await terminal.chatgate(line)).toEqual({ code: 2, out: "", err: `chatgate: ${message}` });
    expect(readdirSync(terminal.folder, { recursive: true })).toHaveLength(
      Object.keys(files).join("/").split("/").filter(Boolean).length,
    );
  },
);
