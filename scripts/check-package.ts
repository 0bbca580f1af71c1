/**
 * Checks the result of `sls package`: each function's zip has one bundle, without forbidden modules. Copies the
 * bundle to dist/handlers, so that size-limit and the bench measure what is deployed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { createHandlerBuild } from "./handler-build.ts";

const FORBIDDEN = [
  /node_modules\/@aws-sdk\//,
  /node_modules\/@smithy\//,
  /node_modules\/undici\//,
  /zod\/.*\/locales\/(?!en\.)/,
];
const FUNCTIONS = ["webhook", "replay"] as const;

/** Reads a zip's central directory (PKWARE APPNOTE 4.3.12); without zip64 and encryption, which osls never writes. */
function unzip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const entries = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + packed);
    entries.set(name, zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/** Builds again with the options of serverless.yml, for the list of inputs that the plugin does not keep. */
async function rebuildBundle(
  name: (typeof FUNCTIONS)[number],
): Promise<{ readonly code: string; readonly metafile: Metafile }> {
  const built = await build({
    ...createHandlerBuild(".", name),
    ...{ outdir: "dist/handlers", metafile: true, write: false },
  });
  return { code: built.outputFiles?.[0]?.text ?? "", metafile: built.metafile };
}

/** Copies the bundle to dist/handlers, and returns its problems. */
async function checkFunction(name: (typeof FUNCTIONS)[number]): Promise<readonly string[]> {
  const [zip, bundle] = [`.serverless/chatgate-${name}.zip`, `handlers/${name}.js`];
  if (!existsSync(zip)) return [`${zip} is missing: run \`npm run package\` first`];
  const entries = unzip(readFileSync(zip));
  const packaged = entries.get(bundle)?.toString() ?? "";
  const { code, metafile } = await rebuildBundle(name);
  const outputs = Object.values(metafile.outputs);
  const parts = outputs
    .flatMap((output) => Object.entries(output.inputs))
    .flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []));
  const required = outputs.flatMap((output) => output.imports.map(({ path }) => path));
  const kept = join("dist", bundle);
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, packaged);
  const faults = [
    ...[...entries.keys()]
      .filter((entry) => entry !== bundle)
      .map((entry) => `${zip} holds ${entry}: only ${bundle} belongs there`),
    ...(packaged === code ? [] : [`${zip} was not made from these sources: run \`npm run package\` first`]),
    ...parts
      .filter((input) => FORBIDDEN.some((pattern) => pattern.test(input)))
      .map((input) => `${bundle} holds ${input}: see what imports it with \`npx esbuild --analyze\``),
    ...required
      .filter((path) => !isBuiltin(path) && path !== "yaml")
      .map((path) => `${bundle} requires ${path}, which no Lambda has`),
  ];
  if (faults.length === 0)
    console.log(
      `${zip} holds ${bundle} and nothing else: ${parts.length} sources, ${required.length} built-in modules`,
    );
  return faults;
}

const found = (await Promise.all(FUNCTIONS.map(checkFunction))).flat();
if (found.length > 0) {
  console.error(found.join("\n"));
  process.exit(1);
}
