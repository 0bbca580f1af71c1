#!/usr/bin/env node
// Runs the TypeScript as it stands, with the Node that `npm ci` installs here, whichever Node runs this file.
const { spawnSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const node = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
if (!existsSync(node)) {
  console.error(`chatgate: ${node} is not there: run \`npm ci\` in ${root}`);
  process.exit(1);
}
const { status, error } = spawnSync(
  node,
  ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", join(root, "cli/start.ts"), ...process.argv.slice(2)],
  // The cache keeps the compiled modules: 130 ms to start instead of 300.
  {
    stdio: "inherit",
    env: { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/chatgate"), ...process.env },
  },
);
if (error) console.error(`chatgate: ${error.message}`);
process.exit(status ?? 1);
