import { readdirSync } from "node:fs";
import path from "node:path";
import { commandDocs } from "../../lib/commands/generated/docs.ts";
import type { Fixture } from "./fixture.ts";

const folder = path.resolve("tests/fixtures");

/** Every command's fixture, in the order of their files. */
export const fixtures: readonly Fixture[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file) => require(path.join(folder, file)).default);

/** The body as Chat sends it for this command. */
export function readSample(command: string): Readonly<Record<string, unknown>> {
  const docs = commandDocs.get(command);
  if (docs === undefined) throw new Error(`${command} is not a command`);
  return docs.sample;
}
