import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { openTerminal, type Terminal } from "./terminal.ts";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.close());

const textOf = (file: string) => readFileSync(join(terminal.folder, file), "utf8");

test("from an empty folder to a refusal that is explained", async () => {
  expect((await terminal.chatgate("init --sdkappid 1400000001")).out).toBe(`wrote policies/settings.yaml
wrote policies/naming.yaml
wrote policies/naming.test.yaml
wrote policies/lists/reserved.txt
wrote policies/tokens.txt
wrote policies/.gitignore
wrote policies/events/create-group.json

Next:
  npx chatgate policy check policies
  npx chatgate policy test policies
  npx chatgate explain policies/events/create-group.json --policies policies

policies/tokens.txt holds a new token: enter it in Chat's console, or put the console's there.`);
  expect(textOf("policies/settings.yaml")).toContain("sdkAppIds: [1400000001]\n");
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
  const [one, two] = ["a", "b"].map((folder) => textOf(`${folder}/tokens.txt`).split("\n")[1] ?? "");
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(one).not.toBe(two);
  expect(first.out).not.toContain(one);
  expect(statSync(join(terminal.folder, "a/tokens.txt")).mode & 0o777).toBe(0o600);
});

test("asks where there is somebody to ask", async () => {
  const questions: string[] = [];
  const ask = async (question: string, proposal: string) => {
    questions.push(`${question} [${proposal}]`);
    return "1400000077";
  };
  expect((await terminal.chatgate("init", { ask })).code).toBe(0);
  expect(questions).toEqual(["Your app's SDKAppID (Chat's console shows it)? [1400000000]"]);
  expect(textOf("policies/settings.yaml")).toContain("sdkAppIds: [1400000077]\n");
});

test.each<readonly [string, string, Readonly<Record<string, string>>]>([
  ["init", "nobody is here to be asked: give --sdkappid, or --yes to take an example's", {}],
  [
    "init --yes",
    "policies is not empty, and nothing is overwritten: name another folder",
    { "policies/settings.yaml": "a" },
  ],
  ["init file --yes", "file is not a folder: name another", { file: "a" }],
  ["init --sdkappid x1", '"x1" is no SDKAppID: it is a number, such as 1400000000', {}],
])("%s: %s", async (line, message, files) => {
  terminal.write(files);
  expect(await terminal.chatgate(line)).toEqual({ code: 2, out: "", err: `chatgate: ${message}` });
  expect(readdirSync(terminal.folder, { recursive: true })).toHaveLength(
    Object.keys(files).join("/").split("/").filter(Boolean).length,
  );
});
