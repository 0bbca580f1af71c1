import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const MAX_WAIT_MS = 60_000;

/**
 * The text that `build` makes, made once in a run of jest: the first suite that asks makes it, the others wait for it.
 * Rejects if it is not made within a minute.
 */
export async function shareBuild(name: string, build: () => string | Promise<string>): Promise<string> {
  const folder = process.env.CHATGATE_TEST_BUILDS;
  if (folder === undefined) throw new Error("jest's globalSetup has not run");
  const file = join(folder, name);
  if (claimFolder(`${file}.claimed`)) {
    writeFileSync(`${file}.part`, await build());
    renameSync(`${file}.part`, file);
  }
  for (const end = Date.now() + MAX_WAIT_MS; !existsSync(file); await sleep(50))
    if (Date.now() > end) throw new Error(`${name} was not built: see the suite that asked for it first`);
  return readFileSync(file, "utf8");
}

/** True for the first process that asks. */
function claimFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
