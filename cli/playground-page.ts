import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Beside the sources, and beside the compiled command line. */
const PLACES = ["../dist/playground.html", "../playground.html"];

/** The built page on this machine's disk; undefined: it was not built. */
export const findPlaygroundPage = (): string | undefined =>
  PLACES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));

export const PAGE_MISSING =
  "the page is not built. Run `npm run playground` in chatgate's folder, then try again.";
