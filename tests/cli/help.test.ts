import { cpSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Command } from "commander";
import type { Io } from "../../cli/io.ts";
import { programOf } from "../../cli/main.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
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
const commands = commandsUnder(programOf(silent));

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

async function helpOf(name: string): Promise<string> {
  const { code, out, err } = await terminal.chatgate(`${name} --help`);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

test.each(commands)("%s --help says what it does, and has examples", async (name, command) => {
  const help = await helpOf(name);
  expect(help).toContain(`Usage: chatgate ${name} `);
  expect(help).toMatch(/\n\nExamples:\n {2}\$ npx chatgate /);
  expect(command.description()).toMatch(/^[A-Z].*\.$/);
  expect(help).toContain("--json");
});

test.each(commands)("%s: the help's examples run", async (name) => {
  const lines = [...(await helpOf(name)).matchAll(/^ {2}\$ npx chatgate (.*)$/gm)].map(
    ([, line = ""]) => line,
  );
  for (const [index, line] of lines.entries()) {
    if (/amazonaws\.com/.test(line)) continue; // nothing of ours answers there
    const local = line.replace("http://127.0.0.1:3000/", url).replace("my-policies", `my-policies-${index}`);
    const env = {
      AWS_ENDPOINT_URL: store.url,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKID",
      AWS_SECRET_ACCESS_KEY: "no",
      AWS_MAX_ATTEMPTS: "1",
    };
    const { code, err } = await terminal.chatgate(local, { env });
    // What a stage holds, its own tests say: here it is enough that the line is understood.
    if (line.includes("--stage"))
      expect({ line, err }).not.toMatchObject({ err: expect.stringMatching(/^error: |Add --help/) });
    else expect({ line, code, err }).toEqual({ line, code: line.includes("--strict") ? 1 : 0, err: "" });
  }
});

test.each([
  ["", 2],
  ["--help", 0],
  ["policy", 2],
  ["polcy check", 2],
  ["policy chek", 2],
  ["policy check --jsn", 2],
  ["policy check a b", 2],
])("chatgate %s ends with %i", async (line, code) => {
  const ran = await terminal.chatgate(line);
  expect(ran.code).toBe(code);
  expect(ran.out + ran.err).not.toBe("");
});

test("an unknown command or option is answered with the nearest", async () => {
  expect((await terminal.chatgate("polcy check")).err).toContain("Did you mean policy?");
  expect((await terminal.chatgate("policy check --jsn")).err).toContain("Did you mean --json?");
});
