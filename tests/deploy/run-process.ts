import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { endGroup } from "../../cli/dev/process-group.ts";

export type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly said: string;
};

type Run = { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string; readonly limitMs: number };

const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach(endGroup)); // a group of its own gets no Ctrl-C

/**
 * A process, run to its end. It leads a group, as what it leaves behind would keep its pipes open. Rejects if it cannot be
 * started, and after the limit with what it printed.
 */
export async function runProcess(
  what: string,
  [file, ...args]: readonly [string, ...string[]],
  { limitMs, ...options }: Run,
): Promise<Ran> {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  running.add(child);
  let [stdout, said, isLate] = ["", "", false];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    said += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child);
  }, limitMs);
  child.once("exit", () => endGroup(child));
  try {
    const [code] = (await once(child, "close")) as [number | null]; // rejects at the event "error"
    if (isLate) throw new Error(`${what} did not end within ${limitMs / 1000} s. It said:\n${said}`);
    return { code, stdout, said };
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

/** The same for one that has to succeed; its standard output. */
export async function runSuccessfully(...run: Parameters<typeof runProcess>): Promise<string> {
  const { code, stdout, said } = await runProcess(...run);
  if (code !== 0) throw new Error(`${run[0]}: exit code ${code}\n${said}`);
  return stdout;
}

/** Milliseconds; a busy machine answers within some seconds. */
const ANSWER_MS = 60_000;

/** `fetch` that says whose answer did not come. */
export async function fetchInTime(what: string, url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw isLate ? new Error(`${what}: no answer within ${ANSWER_MS / 1000} s from ${url}`) : error;
  }
}
