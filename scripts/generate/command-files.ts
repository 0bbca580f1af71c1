import { existsSync, globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "../../lib/commands/define-command.ts";
import type { CommandDocs } from "../../lib/commands/describe-command.ts";

const folder = new URL("../../lib/commands/", import.meta.url);

export type CommandFile = {
  /** Below lib/commands, e.g. `group/before-create-group`. */
  readonly path: string;
  readonly command: Command;
  readonly docs: CommandDocs;
};

/** Every command, by its file: the indexes are made from these. */
export async function readCommandFiles(): Promise<readonly CommandFile[]> {
  const paths = globSync("*/*.ts", { cwd: fileURLToPath(folder) })
    .filter((path) => !/^(fragments|generated)\//.test(path) && !path.endsWith(".docs.ts"))
    .map((path) => path.replace(/\.ts$/, ""));
  return Promise.all(
    paths.sort().map(async (path) => {
      const command = await readCommand(path);
      return { path, command, docs: await readDocs(path, command) };
    }),
  );
}

async function readCommand(path: string): Promise<Command> {
  const file: { readonly default?: Command } = await import(new URL(`${path}.ts`, folder).href);
  const command = file.default;
  if (command?.name === undefined) {
    throw new Error(
      `lib/commands/${path}.ts has no command as its default export. Export one made with defineCommand.`,
    );
  }
  if (path !== findPath(command.name)) {
    throw new Error(
      `lib/commands/${path}.ts holds ${command.name}. Move it to lib/commands/${findPath(command.name)}.ts.`,
    );
  }
  return command;
}

async function readDocs(path: string, command: Command): Promise<CommandDocs> {
  const file = new URL(`${path}.docs.ts`, folder);
  if (!existsSync(file))
    throw new Error(`lib/commands/${path}.docs.ts is missing. Create it with describeCommand.`);
  const { default: docs }: { readonly default?: CommandDocs } = await import(file.href);
  if (docs?.command !== command)
    throw new Error(
      `lib/commands/${path}.docs.ts does not describe ${command.name}. Export describeCommand(command, …) by default.`,
    );
  return docs;
}

/** One file for each name. */
function findPath(command: string): string {
  const [family = "", event = ""] = command.split(".");
  return `${convertToKebabCase(family)}/${convertToKebabCase(event.replace(/^Callback/, ""))}`;
}

const convertToKebabCase = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/([A-Z0-9])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
