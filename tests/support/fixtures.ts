import { readdirSync } from "node:fs";
import path from "node:path";
import type { Fixture } from "./fixture.ts";

const folder = path.join(__dirname, "../fixtures");

/** Every command's fixture, in the order of their files. */
export const fixtures: readonly Fixture[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file) => require(path.join(folder, file)).default);

/** The body as Chat sends it for this command. */
export function sampleOf(command: string): Readonly<Record<string, unknown>> {
  const fixture = fixtures.find((one) => one.command.name === command);
  if (fixture === undefined) throw new Error(`no fixture for ${command}`);
  return fixture.sample;
}
