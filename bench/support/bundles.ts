import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build as esbuild } from "esbuild";
import { handlerBuild } from "../../scripts/handler-build.ts";

const root = path.join(import.meta.dirname, "../..");

export type Bundle = {
  readonly file: string;
  readonly bytes: number;
  readonly gzipped: number;
  /** Bytes in the bundle, by the path of each source. */
  readonly sources: Readonly<Record<string, number>>;
};

const directory = mkdtempSync(path.join(tmpdir(), "chatgate-bench-"));

async function build(name: string, options: BuildOptions = {}): Promise<Bundle> {
  const file = path.join(directory, `${name}.cjs`);
  const given = { ...handlerBuild(), ...options, logLevel: "error", outfile: file, metafile: true } as const;
  const { metafile } = await esbuild(given);
  const [output] = Object.values(metafile.outputs);
  const sources = Object.entries(output?.inputs ?? {}).map(([path, { bytesInOutput }]) => [
    path,
    bytesInOutput,
  ]);
  const code = readFileSync(file);
  return { file, bytes: code.length, gzipped: gzipSync(code).length, sources: Object.fromEntries(sources) };
}

/** The handler as packaged. */
export const chatgate = () => build("chatgate");

/** Takes the place of a module of the handler. */
const instead = (filter: RegExp, file: string): BuildOptions => ({
  plugins: [
    {
      name: "instead",
      setup: ({ onResolve }) => onResolve({ filter }, () => ({ path: path.join(root, file) })),
    },
  ],
});

/** The same, reading parameters with AWS's client instead of ours. */
export const withAwsSdk = () =>
  build("with-aws-sdk", instead(/settings\/ssm\.ts$/, "bench/support/sdk-source.ts"));

/** The same, knowing the four commands that it began with. */
export const withFourCommands = () =>
  build("four-commands", instead(/commands\/index\.ts$/, "bench/support/four-commands.ts"));

/** What the libraries cost alone: loaded, the parameters read and parsed, and nothing decided. */
export const librariesAlone = () =>
  build("libraries-alone", {
    entryPoints: [],
    stdin: { contents: 'export { handler } from "./bench/support/libraries-alone.ts";', resolveDir: root },
  });

/** A handler that answers and does nothing else: the floor. */
export function empty(): Bundle {
  const file = path.join(directory, "empty.cjs");
  const code = 'exports.handler = async () => ({ statusCode: 200, headers: {}, body: "{}" });\n';
  writeFileSync(file, code);
  return { file, bytes: code.length, gzipped: gzipSync(code).length, sources: {} };
}
