import type { Command as Program } from "commander";
import { commands } from "../../lib/commands/index.ts";
import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import { didYouMean } from "../../lib/policy/suggest.ts";
import { type Io, usageError } from "../io.ts";
import { examples, jsonOption } from "../options.ts";

export function register(program: Program, io: Io): void {
  program
    .command("commands")
    .description("List the commands that Chat may send, or show one with all that a policy can say about it.")
    .argument("[pattern]", "a command, a part of its name, or a glob", "*")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("commands", 'commands "*.CallbackBefore*"', "commands Group.CallbackBeforeCreateGroup"),
    )
    .action(async (pattern: string, options: Options) => io.exit(await list(pattern, options, io)));
}

type Options = { readonly json?: boolean };

export async function list(pattern: string, _options: Options, io: Io): Promise<number> {
  const found = [...commands.values()].filter(({ name }) => matchesGlob(name, pattern));
  if (found.length === 0)
    return usageError(io, `no command is called "${pattern}".${didYouMean(pattern, commands.keys())}`);
  io.out(found.map(({ name }) => name).join("\n"));
  return 0;
}
