import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { devNull, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endGroup } from "../../cli/dev/process-group.ts";

const MAX_START_MS = 120_000;
const HEALTH_MS = 5_000;

/** An AWS of this machine's own. `env` is all that a program needs to speak with it, and with no other. */
export type Ministack = {
  readonly endpoint: string;
  readonly env: NodeJS.ProcessEnv;
  /** The end of what it printed. */
  readonly said: () => string;
};

/** It ends, with all that it started, when this process exits. Rejects, for people, if it is missing or does not come up. */
export async function startMinistack(): Promise<Ministack> {
  const program = findProgram();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "chatgate-ministack-"));
  const log = join(folder, "ministack.log");
  const said = openSync(log, "w");
  const readEnd = () => readFileSync(log, "utf8").split("\n").slice(-30).join("\n");

  const env = {
    ...withoutAws(process.env),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "ap-southeast-1",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
  const child = spawn(program, {
    cwd: folder,
    // A group of its own, so that the functions' processes end with it.
    detached: true,
    stdio: ["ignore", said, said],
    env: {
      ...env,
      // The functions run on the node that comes first, which is to be the one of the Lambda runtime.
      PATH: [resolve("node_modules/.bin"), process.env.PATH].join(delimiter),
      TMPDIR: folder,
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_ACCOUNT_ID: "123456789012",
      IOT_MTLS_ENABLED: "0",
    },
  });
  const stop = () => {
    if (child.exitCode === null) endGroup(child); // nothing of it is to be kept
    rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", stop);

  if (!(await comesUp(child, endpoint))) {
    throw new Error(`MiniStack did not come up at ${endpoint}. The end of what it said:\n${readEnd()}`);
  }
  const client = { ...env, AWS_ENDPOINT_URL: endpoint, SLS_AWS_MONITORING_FREQUENCY: "100" };
  return { endpoint, env: client, said: readEnd };
}

function findProgram(): string {
  const folders = [resolve(".venv/bin"), ...(process.env.PATH ?? "").split(delimiter)];
  const found = folders.map((folder) => join(folder, "ministack")).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    [
      "MiniStack, the AWS of this test, is neither in .venv/bin nor on PATH. Install it into .venv:",
      "  python3 -m venv .venv && .venv/bin/pip install -r tests/deploy/requirements.txt",
    ].join("\n"),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}

async function comesUp(child: ChildProcess, endpoint: string): Promise<boolean> {
  const end = Date.now() + MAX_START_MS;
  while (Date.now() < end && child.exitCode === null) {
    const signal = AbortSignal.timeout(HEALTH_MS);
    const answer = await fetch(`${endpoint}/_ministack/health`, { signal }).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(100);
  }
  return false;
}

/** Nobody's profile, session or endpoint may lead this test to a real account. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AWS_")));
}
