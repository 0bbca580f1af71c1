#!/usr/bin/env node
// Installed, this is the compiled command line. In a clone it is the TypeScript as it stands, under the Node that
// `npm ci` installs there unless this one strips types itself.
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { constants } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const root = join(__dirname, "..");
const source = join(root, "cli/start.ts");
const compiled = join(root, "dist/cli/start.mjs");
const QUIET = "MODULE_TYPELESS_PACKAGE_JSON"; // serverless.yml's plugins are CommonJS, so package.json names no type
const OF_AWS = /^NodeVersionSupportWarning/; // of the client that is compiled in, which nobody here can update
const FIRST_TO_STRIP_TYPES = 24; // 22.18 does too, and warns of it each time

function load(file) {
  enableCompileCache?.(); // Node 22.8 or later
  const { emitWarning } = process;
  process.emitWarning = (warning, ...rest) => {
    const isQuiet = rest[0]?.code === QUIET || rest.includes(QUIET) || OF_AWS.test(String(warning));
    if (!isQuiet) emitWarning.call(process, warning, ...rest);
  };
  import(pathToFileURL(file).href);
}

function runApart() {
  const node = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(node)) {
    console.error(
      `chatgate: ${node} cannot be started. Run \`npm ci\` in chatgate's folder. [dependencies-missing]`,
    );
    process.exit(2);
  }
  const child = spawn(node, [`--disable-warning=${QUIET}`, __filename, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", () => {
    console.error(
      `chatgate: ${node} cannot be started. Run \`npm ci\` in chatgate's folder. [dependencies-missing]`,
    );
    process.exit(2);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

if (!existsSync(source)) load(compiled);
else if (Number.parseInt(process.versions.node, 10) >= FIRST_TO_STRIP_TYPES) load(source);
else runApart();
