import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build as esbuild, type Plugin } from "esbuild";
import { parse } from "yaml";

const root = path.join(import.meta.dirname, "../..");

/** What serverless-esbuild is told in serverless.yml, so that the bundle measured is the bundle deployed. */
function esbuildOptions(): BuildOptions {
  const { custom } = parse(readFileSync(path.join(root, "serverless.yml"), "utf8"));
  const { watch: _watch, exclude, ...options } = custom.esbuild;
  return { ...options, external: exclude, logLevel: "error" };
}

export type Bundle = { readonly file: string; readonly bytes: number; readonly gzipped: number };

const directory = mkdtempSync(path.join(tmpdir(), "chatgate-bench-"));

async function build(name: string, plugins: Plugin[] = []): Promise<Bundle> {
  const file = path.join(directory, `${name}.cjs`);
  await esbuild({
    ...esbuildOptions(),
    entryPoints: [path.join(root, "handlers/webhook.ts")],
    outfile: file,
    plugins,
  });
  const code = readFileSync(file);
  return { file, bytes: code.length, gzipped: gzipSync(code).length };
}

/** The handler as packaged. */
export const chatgate = () => build("chatgate");

/** The same, reading parameters with AWS's client instead of ours. */
export const withAwsSdk = () => build("with-aws-sdk", [sdkInstead]);

const sdkInstead: Plugin = {
  name: "aws-sdk-instead",
  setup: ({ onResolve }) =>
    onResolve({ filter: /settings\/ssm\.ts$/ }, () => ({
      path: path.join(root, "bench/support/sdk-source.ts"),
    })),
};

/** A handler that answers and does nothing else: the floor. */
export function empty(): Bundle {
  const file = path.join(directory, "empty.cjs");
  const code = 'exports.handler = async () => ({ statusCode: 200, headers: {}, body: "{}" });\n';
  writeFileSync(file, code);
  return { file, bytes: code.length, gzipped: gzipSync(code).length };
}
