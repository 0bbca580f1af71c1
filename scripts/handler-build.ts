import { readFileSync } from "node:fs";
import path from "node:path";
import type { BuildOptions } from "esbuild";
import { parse } from "yaml";

/** How a checkout's handler is bundled, as its serverless.yml tells serverless-esbuild. */
export function handlerBuild(checkout = "."): BuildOptions {
  const { custom } = parse(readFileSync(path.join(checkout, "serverless.yml"), "utf8"));
  const { exclude, watch: _, ...options } = custom.esbuild; // the file is ours; `watch` is the plugin's own
  return {
    ...(options as BuildOptions),
    external: exclude,
    entryPoints: ["handlers/webhook.ts"],
    absWorkingDir: path.resolve(checkout),
  };
}
