import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { type Io, SAFE_PROGRAM } from "./io.ts";

const { stdin, stdout, stderr, env } = process;

/** NO_COLOR (no-color.org) over FORCE_COLOR over what the output is. */
function hasColour(): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !/^(0|false)$/.test(env.FORCE_COLOR);
  return stdout.isTTY === true && env.TERM !== "dumb";
}

/** A shell that found `chatgate` itself finds it again; npx, npm scripts and paths do not. */
function findProgram(): string {
  const isFromNpm = env.npm_command !== undefined || env.npm_lifecycle_event !== undefined;
  return !isFromNpm && /(^|[\\/])chatgate$/.test(process.argv[1] ?? "") ? "chatgate" : SAFE_PROGRAM;
}

/** From dist/cli in the package, from cli in a clone. */
const SCHEMAS = import.meta.url.endsWith(".ts") ? "../policies/schema" : "../schema";

/** This process's own terminal, or what stands in for it. */
export function openTerminalIo(stop: AbortSignal): Io {
  // `chatgate … | head` closes the pipe early, which is no fault.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    exit: () => {},
    colour: hasColour(),
    width: stdout.columns ?? 100,
    env,
    cwd: process.cwd(),
    program: findProgram(),
    schemas: fileURLToPath(new URL(SCHEMAS, import.meta.url)),
    now: Date.now,
    progress: stderr.isTTY ? (line) => stderr.write(`\r\x1b[2K${line}`) : undefined,
    ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
    stop,
  };
}

async function ask(question: string, proposal: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stdout });
  const answer = await terminal.question(`${question} [${proposal}] `);
  terminal.close();
  return answer.trim() || proposal;
}
