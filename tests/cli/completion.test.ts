import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { testRows } from "../support/table.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

let terminal: Terminal;
beforeAll(() => {
  terminal = openTerminal();
});
afterAll(() => terminal.close());

testRows(
  [
    { words: "comm", expected: ["commands"] },
    { words: "policy te", expected: ["test"] },
    { words: "policy test --re", expected: ["--reporter"] },
    { words: "policy test --reporter ", expected: ["text", "junit", "github", "sarif"] },
    { words: "policy test --run ", expected: [""] },
    {
      words: "explain Group.CallbackBeforeCreate",
      expected: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeCreateTopic"],
    },
    { words: "explain Group.CallbackBeforeCreateGroup ", expected: [""] },
    { words: "completion ", expected: ["bash", "zsh", "fish", "powershell"] },
  ],
  'after "$words" a shell is offered $expected',
  async ({ words, expected }) => {
    const line = words
      .split(" ")
      .map((word) => `"${word}"`)
      .join(" ");
    const { code, out } = await terminal.chatgate(`completion candidates -- ${line}`);
    expect({ code, offered: out.split("\n") }).toEqual({ code: 0, offered: expected });
  },
);

const PROGRAM = `"${process.execPath}" "${join(__dirname, "../../bin/chatgate.cjs")}"`;

/** How each shell is asked, without a terminal, what it would offer after `chatgate` and these words. */
const shells = [
  {
    shell: "bash",
    args: ["--noprofile", "--norc", "-c"],
    define: `chatgate() { ${PROGRAM} "$@"; }`,
    ask: (words: readonly string[]) =>
      `COMP_WORDS=(chatgate ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _chatgate; printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  {
    shell: "zsh",
    args: ["-f", "-c"],
    // compadd works in a completion widget only; this one prints what it is given.
    define: `chatgate() { ${PROGRAM} "$@"; }; compadd() { print -rl -- \${(P)2} }`,
    ask: (words: readonly string[]) =>
      `words=(chatgate ${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length + 1}; _chatgate`,
  },
  {
    shell: "fish",
    args: ["--no-config", "-c"],
    define: `function chatgate; ${PROGRAM} $argv; end`,
    ask: (words: readonly string[]) => `complete -C 'chatgate ${words.join(" ")}'`,
  },
];

const has = (shell: string) => {
  try {
    execFileSync(shell, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
const cases = shells.flatMap((shell) => [
  { ...shell, words: ["policy", "ro"], expected: ["rollback"] },
  { ...shell, words: ["policy", "test", "--reporter", ""], expected: ["github", "junit", "sarif", "text"] },
]);

testRows(
  cases,
  "$shell offers $expected after $words",
  async ({ shell, args, define, ask, words, expected }) => {
    if (process.env.CI === undefined && !has(shell)) return console.warn(`${shell} is not installed`);
    const { out } = await terminal.chatgate(`completion ${shell}`);
    const { stdout } = await promisify(execFile)(shell, [...args, `${define}\n${out}\n${ask(words)}`]);
    expect(stdout.trimEnd().split("\n").toSorted()).toEqual(expected);
  },
);

test("PowerShell's script asks for candidates and offers those that begin so", async () => {
  const { out } = await terminal.chatgate("completion powershell");
  expect(out).toMatch(/^Register-ArgumentCompleter -Native -CommandName chatgate -ScriptBlock \{/);
  expect(out).toContain("chatgate completion candidates '--' @words");
  expect(out.split("{").length).toBe(out.split("}").length);
});
