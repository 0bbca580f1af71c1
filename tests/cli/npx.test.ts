import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { compareStart } from "../support/start-time.ts";

const run = promisify(execFile);
/** Of an empty program's; 20 on a machine that does nothing else, with the sources compiled as they are loaded. */
const MAX_STARTS = 60;
const root = join(__dirname, "../..");

test("the bin runs without a build, and answers in good time", async () => {
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const ratio = await compareStart("node", MAX_STARTS, async () => {
    const program = join(root, bin.chatgate);
    const { stdout } = await run("node", [program, "commands", "Group.CallbackBeforeCreate*"]);
    expect(stdout).toContain("Group.CallbackBeforeCreateGroup");
  });
  expect(ratio).toBeLessThan(MAX_STARTS);
});

test("npx chatgate runs what is here, without the network, and ends as it does", async () => {
  const cache = mkdtempSync(join(tmpdir(), "chatgate-npx-"));
  const env = { ...process.env, npm_config_registry: "http://127.0.0.1:9", npm_config_cache: cache };
  try {
    await expect(
      run("npx", ["--no", "chatgate", "policy", "chek"], { cwd: root, env }),
    ).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("Did you mean check?") });
  } finally {
    rmSync(cache, { recursive: true });
  }
});

test("in a clone without its packages, a Node that does not strip types says what to do", async () => {
  const clone = mkdtempSync(join(tmpdir(), "chatgate-clone-"));
  cpSync(join(root, "bin"), join(clone, "bin"), { recursive: true });
  mkdirSync(join(clone, "cli"));
  writeFileSync(join(clone, "cli/start.ts"), "");
  // Stands for an older Node, which a machine need not have.
  const old =
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });";
  writeFileSync(join(clone, "old.cjs"), old);
  try {
    await expect(
      run(process.execPath, ["--require", join(clone, "old.cjs"), join(clone, "bin/chatgate.cjs")]),
    ).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/ \[dependencies-missing\]\n$/) });
  } finally {
    rmSync(clone, { recursive: true });
  }
});
