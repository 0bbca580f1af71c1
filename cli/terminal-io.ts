import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { type Io, SAFE_PROGRAM } from "./io.ts";

const { stdin, stdout, stderr, env } = process;

/** Precedence: NO_COLOR (no-color.org), FORCE_COLOR, then whether the output is a terminal. */
function hasColour(): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !/^(0|false)$/.test(env.FORCE_COLOR);
  return stdout.isTTY === true && env.TERM !== "dumb";
}

/** `chatgate` if the shell found it in PATH; not with npx, npm scripts or a path. */
function findProgram(): string {
  const isFromNpm = env.npm_command !== undefined || env.npm_lifecycle_event !== undefined;
  return !isFromNpm && /(^|[\\/])chatgate$/.test(process.argv[1] ?? "") ? "chatgate" : SAFE_PROGRAM;
}

/** From dist/cli in the package, from cli in a clone. */
const SCHEMAS = import.meta.url.endsWith(".ts") ? "../policies/schema" : "../schema";

/** The process's terminal, or a replacement in tests. */
export function openTerminalIo(stop: AbortSignal): Io {
  // `chatgate … | head` closes the pipe early; that is not an error.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    exit: () => {},
    colour: hasColour(),
    width: stdout.columns ?? 100,
    stdin,
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
