import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Fixture } from "../../tests/support/fixture.ts";
import type { Generated } from "./generated.ts";

const folder = new URL("../../tests/fixtures/", import.meta.url);

/** The fixtures' bodies, for the command line: it builds events from them and must not need the tests. */
export const samples: Generated = {
  path: "cli/samples.json",
  make: async () => {
    const files = globSync("*/*.ts", { cwd: fileURLToPath(folder) }).sort();
    const lines = await Promise.all(
      files.map(async (file) => {
        const { default: fixture }: { readonly default: Fixture } = await import(new URL(file, folder).href);
        return `  ${JSON.stringify(fixture.command.name)}: ${JSON.stringify(fixture.sample)}`;
      }),
    );
    return `{\n${lines.join(",\n")}\n}\n`;
  },
};
