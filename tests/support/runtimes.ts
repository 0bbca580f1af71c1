import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Node's executables: of this checkout, and those of tools/runtimes, which .ci/run installs. */
export const runtimes = [
  "node_modules/node",
  "tools/runtimes/node_modules/node-22",
  "tools/runtimes/node_modules/node-20",
]
  .map((folder) => resolve(folder, "bin/node"))
  .filter((node) => existsSync(node));
