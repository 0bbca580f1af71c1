import { readFileSync } from "node:fs";
import { readCommandFiles } from "./command-files.ts";
import type { Generated } from "./generated.ts";

/** What a command's file says in words: they stand in a comment, which costs the bundle nothing. */
export type Prose = { readonly title: string; readonly quirks: readonly string[] };

const folder = new URL("../../lib/commands/", import.meta.url);

/** Reads the comment above a command: its title, then a list of what a policy author must know. */
export function proseOf(path: string): Prose {
  const source = readFileSync(new URL(`${path}.ts`, folder), "utf8");
  const comment = /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport default/.exec(source)?.[1];
  if (comment === undefined)
    throw new Error(
      `lib/commands/${path}.ts: say what the command is in a comment above \`export default\`.`,
    );
  const text = comment.replace(/^ \* ?/gm, "");
  const [title = "", ...items] = text.split(/\n*^- /m);
  return {
    title: title.trim().replace(/\.$/, ""),
    quirks: items.map((item) => item.replace(/\s*\n\s*/g, " ").trim()),
  };
}

/** For the command line, which is bundled with no comments either. */
export const commandProse: Generated = {
  path: "cli/prose.json",
  make: async () => {
    const lines = (await readCommandFiles()).map(
      ({ path, command }) => `  ${JSON.stringify(command.name)}: ${JSON.stringify(proseOf(path))}`,
    );
    return `{\n${lines.join(",\n")}\n}\n`;
  },
};
