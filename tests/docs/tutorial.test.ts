import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { openTerminal, type Terminal } from "../cli/terminal.ts";
import { type LocalGate, startLocalGate } from "../support/local-gate.ts";
import { cleanOutput, listCommandSteps, type Step } from "../support/page.ts";
import { testRows } from "../support/table.ts";

const PAGE = "docs/policies.md";
const page = readFileSync(PAGE, "utf8");
const steps = listCommandSteps(page);

let terminal: Terminal;
let store: ParameterStore;
let gate: LocalGate | undefined;
let lastCode = 0;

beforeAll(async () => {
  terminal = openTerminal();
  store = await startParameterStore();
  const token = "0123456789abcdef0123456789abcdef";
  // As docs/deploy.md has done it.
  store.put("/chatgate-secrets/dev/tokens", token, { type: "SecureString" });
  store.put("/chatgate-secrets/dev/audit-key", "a key of this test", { type: "SecureString" });
});
afterAll(async () => {
  terminal.close();
  await store.close();
  await gate?.close();
});

/** What is never the same twice. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d\.\d{3})?Z/g, "<time>"],
  [/\b\d+ ms\b/g, "<n> ms"],
  [/\b\d+ s (ahead of|behind)/g, "<n> s beside"],
  [/http:\/\/127\.0\.0\.1:\d+/g, "<gate>"],
];
const settled = (text: string) => volatile.reduce((result, [from, to]) => result.replace(from, to), text);

testRows(
  steps.map((step) => ({ name: `${PAGE}:${step.line} ${readHead(step)}`, step })),
  async ({ step }) => {
    switch (step.kind) {
      case "file":
        terminal.write({ [step.path]: step.text });
        return expect(readFileSync(join(terminal.folder, step.path), "utf8")).toBe(step.text);
      case "change": {
        const before = readFileSync(join(terminal.folder, step.path), "utf8");
        expect(before.split(step.old)).toHaveLength(2);
        return terminal.write({ [step.path]: before.replace(step.old, step.new) });
      }
      case "written":
        return expect(gate?.written()).toContain(step.text);
      case "command": {
        const came = settled(await runCommand(step.command));
        const shown = settled(step.output);
        expect(cleanOutput(came, shown)).toBe(shown);
      }
    }
  },
);

function readHead(step: Step): string {
  switch (step.kind) {
    case "file":
    case "change":
      return `${step.kind} ${step.path}`;
    case "written":
      return `written ${step.text}`;
    case "command":
      return `$ ${step.command}`;
  }
}

/** Both streams, as a terminal shows them; `npm run dev` goes on in another one. */
async function runCommand(command: string): Promise<string> {
  const [program, ...rest] = command.split(" ");
  if (command.startsWith("npm run dev ")) {
    const folder = /source=dir:(\w+)/.exec(command)?.[1] ?? "";
    gate = await startLocalGate(join(terminal.folder, folder));
    return "";
  }
  if (command === "echo $?") return `${lastCode}\n`;
  if (program !== "npx")
    return execFileSync("sh", ["-c", command], { cwd: terminal.folder, encoding: "utf8" });
  const said: string[] = [];
  const say = (text: string) => said.push(`${text}\n`);
  const line = rest
    .slice(2)
    .join(" ")
    .replace(/http:\/\/127\.0\.0\.1:3000/g, gate?.url ?? "$&");
  const { code } = await terminal.chatgate(line, { out: say, err: say, env: ENV(), now: Date.now });
  lastCode = code;
  return said.join("");
}

const ENV = () => ({
  AWS_ENDPOINT_URL: store.url,
  AWS_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "not-a-secret",
  USER: "mira",
});

test("every file that it links is there", () => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(4);
  expect(links.filter((link) => !existsSync(join("docs", link)))).toEqual([]);
});
