import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import { createHandlerBuild } from "../../scripts/handler-build.ts";
import { shareBuild } from "./share-build.ts";

export type Answer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
/** What a process that ran the bundle did: it ended by itself, or `run` rejects. */
export type Run = {
  readonly answers: readonly Answer[];
  /** How many answers came after the two seconds that Chat waits. */
  readonly late: number;
  /** What keeps the process alive once the last answer is given. */
  readonly resources: readonly string[];
  readonly length: number;
  readonly stdout: readonly string[];
  readonly stderr: string;
};

export type Bundle = {
  /** One event after the other, in one process. `stdout`: where its log lines go; `closed` breaks at the first one. */
  readonly run: (
    events: readonly unknown[],
    env: Readonly<Record<string, string>>,
    options?: { readonly stdout?: "pipe" | "closed" },
  ) => Promise<Run>;
  /** The whole file. */
  readonly code: () => string;
  readonly remove: () => void;
};

const NODE = resolve("node_modules/.bin/node");
const CALLER = resolve("tests/support/call-bundle.cjs");

/** The handler as it is deployed: serverless.yml says how it is bundled. */
export async function buildBundle(handler: "webhook" | "replay" = "webhook"): Promise<Bundle> {
  // Where it finds `yaml`, which is not in it: the source dir: reads it from the project.
  mkdirSync("node_modules/.cache", { recursive: true });
  const folder = mkdtempSync(resolve("node_modules/.cache/chatgate-bundle-"));
  const file = join(folder, `${handler}.js`);
  const text = await shareBuild(`${handler}.js`, () => {
    const { outputFiles } = buildSync({
      ...createHandlerBuild(".", handler),
      ...{ outfile: `${handler}.js`, write: false },
    });
    const [output] = outputFiles ?? [];
    if (output === undefined) throw new Error("esbuild made no file");
    return output.text;
  });
  writeFileSync(file, text);

  return {
    run: async (events, env, { stdout: where = "pipe" } = {}) => {
      const calls = join(folder, `${events.length}-${Math.random()}.json`);
      writeFileSync(calls, JSON.stringify(events));
      const command = [CALLER, file, calls, `${calls}.out`, where];
      const { stdout, stderr } = await promisify(execFile)(NODE, command, {
        env: { AWS_REGION: "eu-west-1", ...env },
        timeout: 60_000,
      });
      const told = JSON.parse(readFileSync(`${calls}.out`, "utf8"));
      return { ...told, stdout: stdout.split("\n").filter((line) => line !== ""), stderr };
    },
    code: () => readFileSync(file, "utf8"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
