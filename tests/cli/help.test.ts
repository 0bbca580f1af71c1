import { cpSync, existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import type { Io } from "../../cli/io.ts";
import { createProgram } from "../../cli/main.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { testRows } from "../support/table.ts";
import { NOW, openTerminal, type Terminal } from "./terminal.ts";

/** Every command there is, by what is typed: `policy check`. */
function commandsUnder(
  parent: Command,
  above: readonly string[] = [],
): readonly (readonly [string, Command])[] {
  return parent.commands.flatMap((command) => {
    const words = [...above, command.name()];
    const below = commandsUnder(command, words);
    return below.length > 0 ? below : [[words.join(" "), command] as const];
  });
}

const silent: Io = {
  out: () => {},
  err: () => {},
  exit: () => {},
  colour: false,
  width: 100,
  env: {},
  cwd: "/",
  now: () => NOW,
  ask: undefined,
  stop: new AbortController().signal,
};
const commands = commandsUnder(createProgram(silent)).filter(([name]) => name !== "completion");

let store: ParameterStore;
let server: Server;
let terminal: Terminal;
let url: string;

beforeAll(async () => {
  store = await startParameterStore();
  server = createServer((_, response) =>
    response.end('{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":10101}'),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // listening on TCP
  terminal = openTerminal();
  for (const folder of ["policies", "examples"])
    cpSync(join(__dirname, "../..", folder), join(terminal.folder, folder), { recursive: true });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  terminal.close();
  await store.close();
});

async function printHelp(name: string): Promise<string> {
  const { code, out, err } = await terminal.chatgate(`${name} --help`);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

testRows(
  commands.map(([name, command]) => ({ name, command })),
  "$name --help says what it does, and has examples",
  async ({ name, command }) => {
    const help = await printHelp(name);
    expect(help).toContain(`Usage: chatgate ${name} `);
    expect(help).toMatch(/\n\nExamples:\n {2}\$ npx --no chatgate /);
    expect(command.description()).toMatch(/^[A-Z].*\.$/);
    expect(help).toContain("--json");
    expect(help).toMatch(/\n\nExit codes: 0 .*; 1 .*; 2 /);
  },
);

testRows(
  commands.map(([name, command]) => ({ name, command })),
  "$name: the help's examples run",
  async ({ name }) => {
    const lines = [...(await printHelp(name)).matchAll(/^ {2}\$ npx --no chatgate (.*)$/gm)].map(
      ([, line = ""]) => line,
    );
    for (const [index, line] of lines.entries()) {
      if (/amazonaws\.com/.test(line)) continue; // nothing of ours answers there
      if (name === "playground" && !existsSync("dist/playground.html")) continue; // `npm run playground` makes it
      const local = (line.startsWith("send") && !line.includes("--url") ? `${line} --url ${url}` : line)
        .replace("http://127.0.0.1:3000/", url)
        .replace("my-policies", `my-policies-${index}`);
      // What would go on is stopped from the beginning; a replay would be, too.
      const stop = line.startsWith("replay") ? new AbortController().signal : AbortSignal.abort();
      const env = {
        AWS_ENDPOINT_URL: store.url,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "AKID",
        AWS_SECRET_ACCESS_KEY: "no",
        AWS_MAX_ATTEMPTS: "1",
      };
      const { code, err } = await terminal.chatgate(local, { env, stop });
      // What a stage holds, and the built page, have tests of their own: here it is enough that the line is understood.
      if (/--stage|--link/.test(line))
        expect({ line, err }).not.toMatchObject({ err: expect.stringMatching(/^error: |Add --help/) });
      else expect({ line, code, err }).toEqual({ line, code: 0, err: "" });
    }
  },
);

testRows(
  [
    { line: "", code: 2 },
    { line: "--help", code: 0 },
    { line: "policy", code: 2 },
    { line: "polcy check", code: 2 },
    { line: "policy chek", code: 2 },
    { line: "policy check --jsn", code: 2 },
    { line: "policy check a b", code: 2 },
    { line: "help", code: 0 },
    { line: "help policy", code: 0 },
    { line: "--version", code: 0 },
    { line: "completion tcsh", code: 2 },
  ],
  "chatgate $line ends with $code",
  async ({ line, code }) => {
    const ran = await terminal.chatgate(line);
    expect(ran.code).toBe(code);
    expect(ran.out + ran.err).not.toBe("");
  },
);

test("an unknown command or option is answered with the nearest", async () => {
  expect((await terminal.chatgate("polcy check")).err).toContain("Did you mean policy?");
  expect((await terminal.chatgate("policy check --jsn")).err).toContain("Did you mean --json?");
});

test("the version is the package's, and help names how it was called", async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));
  expect((await terminal.chatgate("--version")).out).toBe(version);
  expect((await terminal.chatgate("explain --help", { program: "chatgate" })).out).toContain(
    "\n  $ chatgate explain Group.",
  );
});

test("what a terminal would obey is shown, and colours are ours alone", async () => {
  terminal.write({ "here/settings.yaml": "sdkAppIds: [1400000000]\n" });
  const [sent, shown] = ["\u001b[2J\u009b31m\u202e", "\\u001b[2J\\u{9b}31m\\u{202e}"];
  const line = (json: string) =>
    `explain Group.CallbackBeforeCreateGroup --policies here --set name=${sent}${json}`;
  const styled = await terminal.chatgate(line(""), { colour: true });
  const text = stripVTControlCharacters(styled.out);
  expect(text).toContain(shown);
  expect(styled.out).not.toBe(text);
  for (const character of ["\u001b", "\u009b", "\u202e"]) expect(text).not.toContain(character);
  const { out } = await terminal.chatgate(line(" --json"));
  for (const character of sent) if (character > "\u007e") expect(out).not.toContain(character);
  expect(JSON.parse(out).facets.name).toBe(sent);
});
