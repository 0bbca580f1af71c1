/**
 * Runs a tool that has a lock of its own, so that `npm ci` in the root need not install it:
 * `node tools/run.cjs <folder under tools> <bin> [argument …]`. Installs it first where its lock has changed.
 */
const { spawnSync } = require("node:child_process");
const { copyFileSync, existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const [tool, bin, ...args] = process.argv.slice(2);
const folder = join(__dirname, tool);
const isWindows = process.platform === "win32";
const lock = join(folder, "package-lock.json");
const installed = join(folder, "node_modules", ".installed-lock.json");
const run = (command, words, options) => {
  const { status, error } = spawnSync(command, words, { stdio: "inherit", ...options });
  if (error) console.error(`tools/${tool}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
};

if (!existsSync(installed) || readFileSync(installed, "utf8") !== readFileSync(lock, "utf8")) {
  run(isWindows ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, shell: isWindows });
  copyFileSync(lock, installed);
}
if (bin !== undefined) {
  const shim = join(folder, "node_modules", ".bin", isWindows ? `${bin}.cmd` : bin);
  run(shim, args, { shell: isWindows });
}
