import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { createHandlerBuild } from "../../scripts/handler-build.ts";

const root = path.join(import.meta.dirname, "../..");

export type Bundle = {
  readonly file: string;
  readonly bytes: number;
  readonly gzipped: number;
  /** Bytes in the bundle, by the path of each source. */
  readonly sources: Readonly<Record<string, number>>;
};

const directory = mkdtempSync(path.join(tmpdir(), "chatgate-bench-"));

/** The handler as packaged, from a checkout. */
export async function buildHandler(name = "head", checkout = root): Promise<Bundle> {
  const file = path.join(directory, `${name}.cjs`);
  const { metafile } = await build({
    ...createHandlerBuild(checkout),
    logLevel: "error",
    outfile: file,
    metafile: true as const,
  });
  const sources = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).map(([source, { bytesInOutput }]) => [source, bytesInOutput] as const),
  );
  const code = readFileSync(file);
  return { file, bytes: code.length, gzipped: gzipSync(code).length, sources: Object.fromEntries(sources) };
}

/** The handler of another commit, with today's packages. */
export async function buildHandlerAt(ref: string): Promise<Bundle> {
  const checkout = path.join(directory, "checkout");
  mkdirSync(checkout);
  const archive = execFileSync("git", ["archive", ref], { cwd: root, maxBuffer: 2 ** 30 });
  execFileSync("tar", ["-x", "-C", checkout], { input: archive });
  symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"));
  return buildHandler("against", checkout);
}

/** A copy under another path, so that a process can load two instances. */
export function copyBundle({ file }: Bundle, name: string): string {
  const copy = file.replace(/\.cjs$/, `-${name}.cjs`);
  copyFileSync(file, copy);
  return copy;
}

/** A handler that answers and does nothing else: the floor. */
export function buildEmptyHandler(): Bundle {
  const file = path.join(directory, "empty.cjs");
  const code =
    "exports.handler = async () => ({ statusCode: 200, headers: {}, body: '{\"ErrorCode\":10101}' });\n";
  writeFileSync(file, code);
  return { file, bytes: code.length, gzipped: gzipSync(code).length, sources: {} };
}
