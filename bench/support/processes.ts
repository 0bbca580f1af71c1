import { spawn } from "node:child_process";
import path from "node:path";

/** Runs a script of this folder in a process of its own; gives what it writes as JSON to descriptor 3. */
export function runScript<T>(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  /** Log lines are discarded, or written into a pipe that is read. */
  lines: "ignored" | "piped" = "ignored",
): Promise<T> {
  const file = path.join(import.meta.dirname, script);
  return new Promise((resolve, reject) => {
    const stdout = lines === "piped" ? "pipe" : "ignore";
    const child = spawn(process.execPath, [file, ...args], {
      env,
      stdio: ["ignore", stdout, "inherit", "pipe"],
    });
    let result = "";
    child.stdout?.resume();
    child.stdio[3]?.on("data", (chunk) => {
      result += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(result)) : reject(new Error(`${script} ended with ${code}`)),
    );
  });
}
