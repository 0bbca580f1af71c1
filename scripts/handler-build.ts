import { readFileSync } from "node:fs";
import type { BuildOptions } from "esbuild";
import { parse } from "yaml";

/** How the handler is bundled, as serverless.yml tells serverless-esbuild; run from the repository's root. */
export function handlerBuild(): BuildOptions {
  const { custom } = parse(readFileSync("serverless.yml", "utf8"));
  const { exclude, watch: _, ...options } = custom.esbuild; // the file is ours; `watch` is the plugin's own
  return { ...(options as BuildOptions), external: exclude, entryPoints: ["handlers/webhook.ts"] };
}
