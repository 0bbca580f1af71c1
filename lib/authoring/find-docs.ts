import type { Command } from "../commands/define-command.ts";
import type { CommandDocs } from "../commands/describe-command.ts";
import { commandDocs } from "../commands/generated/docs.ts";

export function findDocs({ name }: Command): CommandDocs {
  const docs = commandDocs.get(name);
  if (docs === undefined) throw new Error(`${name} is not in lib/commands/generated/docs.ts.`);
  return docs;
}
