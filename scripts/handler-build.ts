import { readFileSync } from "node:fs";
import path from "node:path";
import type { BuildOptions } from "esbuild";
import { parse } from "yaml";

/** How a checkout's function is bundled, as `custom.esbuild` of its serverless.yml says. */
export function createHandlerBuild(checkout = ".", handler: "webhook" | "replay" = "webhook"): BuildOptions {
  const { custom } = parse(readFileSync(path.join(checkout, "serverless.yml"), "utf8"));
  // Before 0.2.0 these options had two keys of the bundler plugin.
  const { exclude, watch: _, ...options } = custom.esbuild;
  return {
    ...(options as BuildOptions), // serverless/bundle.cjs passes it to esbuild unchanged
    external: options.external ?? exclude,
    entryPoints: [`handlers/${handler}.ts`],
    absWorkingDir: path.resolve(checkout),
  };
}
