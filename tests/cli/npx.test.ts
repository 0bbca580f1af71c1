import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(__dirname, "../..");

test("the bin runs without a build, and answers in good time", async () => {
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const started = performance.now();
  const { stdout } = await run("node", [join(root, bin.chatgate), "commands", "Group.CallbackBeforeCreate*"]);
  expect(stdout).toContain("Group.CallbackBeforeCreateGroup");
  expect(performance.now() - started).toBeLessThan(5000); // 200 ms on a machine that does nothing else
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
}, 30_000);

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
