/** Writes dist/playground.html and its size; with `--parts` the sizes of what is in it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { makePlaygroundPage } from "./playground-page.ts";

process.chdir(new URL("..", import.meta.url).pathname);
const { html, metafile } = await makePlaygroundPage();
mkdirSync("dist", { recursive: true });
writeFileSync("dist/playground.html", html);

const showKilobytes = (bytes: number) => `${Math.round(bytes / 1000)} KB`;
const zipped = gzipSync(html, { level: 9 }).length;
console.log(
  `dist/playground.html: ${showKilobytes(Buffer.byteLength(html))}, ${showKilobytes(zipped)} gzipped`,
);

if (process.argv.includes("--parts")) {
  const sizes = new Map<string, number>();
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  for (const [path, { bytesInOutput }] of inputs) {
    const [, inPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path) ?? [];
    const part = inPackage ?? path.split("/").slice(0, 2).join("/");
    sizes.set(part, (sizes.get(part) ?? 0) + bytesInOutput);
  }
  for (const [part, bytes] of [...sizes].sort(([, a], [, b]) => b - a))
    console.log(`${showKilobytes(bytes).padStart(8)}  ${part}`);
}
