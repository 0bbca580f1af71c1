import { createInterface } from "node:readline/promises";
import type { Io } from "./io.ts";
import { run } from "./main.ts";

const { stdin, stdout, stderr, env } = process;

// `chatgate … | head` closes the pipe early, which is no fault.
stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const io: Io = {
  out: (text) => stdout.write(`${text}\n`),
  err: (text) => stderr.write(`${text}\n`),
  exit: () => {},
  colour: stdout.isTTY && !env.NO_COLOR && env.TERM !== "dumb",
  width: stdout.columns ?? 100,
  env,
  cwd: process.cwd(),
  now: Date.now,
  progress: stderr.isTTY ? (line) => stderr.write(`\r\x1b[2K${line}`) : undefined,
  ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
  stop: new AbortController().signal,
};

async function ask(question: string, proposal: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stdout });
  const answer = await terminal.question(`${question} [${proposal}] `);
  terminal.close();
  return answer.trim() || proposal;
}

process.exitCode = await run(process.argv.slice(2), io);
