import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Beside the sources, and beside the compiled command line. */
const PLACES = ["../dist/playground.html", "../playground.html"];

/** The built page on this machine's disk; undefined: it was not built. */
export const findPlaygroundPage = (): string | undefined =>
  PLACES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
