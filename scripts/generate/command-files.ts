import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "../../lib/commands/define-command.ts";

const folder = new URL("../../lib/commands/", import.meta.url);

export type CommandFile = {
  /** Below lib/commands, e.g. `group/before-create-group`. */
  readonly path: string;
  readonly command: Command;
};

/** Every command, by its file, not by the index: that one is made from these. */
export async function readCommandFiles(): Promise<readonly CommandFile[]> {
  const paths = globSync("*/*.ts", { cwd: fileURLToPath(folder) })
    .filter((path) => !/^(fragments|generated)\//.test(path) && !path.endsWith(".docs.ts"))
    .map((path) => path.replace(/\.ts$/, ""));
  return Promise.all(paths.sort().map(async (path) => ({ path, command: await readCommand(path) })));
}

async function readCommand(path: string): Promise<Command> {
  const file: { readonly default?: Command } = await import(new URL(`${path}.ts`, folder).href);
  const command = file.default;
  if (command?.name === undefined) {
    throw new Error(
      `lib/commands/${path}.ts: no command is its default export. Export one made with defineCommand.`,
    );
  }
  if (path !== pathOf(command.name)) {
    throw new Error(
      `lib/commands/${path}.ts: holds ${command.name}. Move it to lib/commands/${pathOf(command.name)}.ts.`,
    );
  }
  return command;
}

/** Where a command's file is: one is found by the command's name, and two cannot have the same. */
function pathOf(command: string): string {
  const [family = "", event = ""] = command.split(".");
  return `${kebab(family)}/${kebab(event.replace(/^Callback/, ""))}`;
}

const kebab = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/([A-Z0-9])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
