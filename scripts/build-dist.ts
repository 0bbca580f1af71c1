/**
 * Compiles the package's files other than its sources: the command line as one program without dependencies, the
 * consumers' module with its types, the schemas that `init` writes, and the licences of what is compiled in.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { makePlaygroundPage } from "./playground-page.ts";

const OUT = "dist";
const MADE_HERE = ["cli", "events", "schema", "THIRD-PARTY.txt"];

const shared = {
  bundle: true,
  minify: true,
  keepNames: true, // stack traces name functions
  format: "esm",
  platform: "node",
  target: "node20.19",
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  metafile: true,
  logLevel: "warning",
} as const satisfies BuildOptions; // literal, so that esbuild's types know of the metafile

/** The declarations of a file by name, as they are written. */
function quoteTypes(file: string, names: readonly string[]): string {
  const text = readFileSync(file, "utf8");
  return names
    .map((name) => {
      const [found] =
        new RegExp(`(?:/\\*\\*(?:(?!\\*/)[^])*\\*/\\n)?export type ${name}\\b[^]*?;\\n(?=\\n|$)`).exec(
          text,
        ) ?? [];
      if (found === undefined) throw new Error(`${file} has no type ${name}`);
      return found;
    })
    .join("\n");
}

/** `node_modules/@a/b/lib/c.js` is of `node_modules/@a/b`. */
const listPackages = ({ outputs }: Metafile) =>
  Object.values(outputs)
    .flatMap(({ inputs }) => Object.keys(inputs))
    .flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);

function formatLicence(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? `Licensed as ${license}.` : readFileSync(join(folder, file), "utf8").trim();
  return `${name} ${version}\n\n${text}\n`;
}

for (const made of MADE_HERE) rmSync(join(OUT, made), { recursive: true, force: true });
const cli = await build({
  ...shared,
  entryPoints: ["cli/start.ts", "cli/replay-worker.ts"],
  outdir: join(OUT, "cli"),
  splitting: true, // only commands that call AWS load AWS's client
  // CommonJS packages call `require` for Node's built-in modules.
  banner: {
    js: 'import{createRequire as createBuiltinRequire}from"node:module";const require=createBuiltinRequire(import.meta.url);',
  },
});
const events = await build({
  ...shared,
  entryPoints: ["lib/consumer/parse-event.ts"],
  outdir: join(OUT, "events"),
  minify: false,
});
const declarations = [
  quoteTypes("lib/records/event.ts", ["ChatEvent", "EventDecision"]),
  quoteTypes("types/events.d.ts", ["EventPayloads", "EventOf"]),
  quoteTypes("lib/consumer/parse-event.ts", ["ParsedEvent"]),
  "/** Reads one event, however it came. Never throws. */\nexport function parseEvent(input: unknown): ParsedEvent;\n",
];
writeFileSync(join(OUT, "events/parse-event.d.mts"), declarations.join("\n"));
mkdirSync(join(OUT, "schema"), { recursive: true });
cpSync("policies/schema", join(OUT, "schema"), { recursive: true });
const { metafile: page } = await makePlaygroundPage(); // which `npm run playground` writes
const folders = [...new Set([cli.metafile, events.metafile, page].flatMap(listPackages))].sort();
writeFileSync(join(OUT, "THIRD-PARTY.txt"), folders.map(formatLicence).join(`\n${"-".repeat(80)}\n\n`));

const sizes = Object.entries({ ...cli.metafile.outputs, ...events.metafile.outputs });
for (const [file, { bytes }] of sizes)
  console.log(`${String(Math.round(bytes / 1000)).padStart(6)} kB  ${file}`);
console.log(`${OUT}/THIRD-PARTY.txt: ${folders.length} packages`);
