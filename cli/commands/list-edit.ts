import type { Command as Program } from "commander";
import { dropEnds } from "../../lib/policy-set/expire-entries.ts";
import type { Io } from "../io.ts";
import {
  createDryRunOption,
  createJsonOption,
  createReasonOption,
  createYesOption,
  formatExamples,
  parseDurationOption,
} from "../options.ts";
import { type BareDiagnostic, reportUsageError } from "../report.ts";
import { type ChangeOptions, changeSet } from "../stage/change-set.ts";
import { createRegionOption, createStageOption } from "../stage/with-stage.ts";

export function registerListEdit(list: Program, io: Io): void {
  list
    .command("add")
    .description("Add an entry to a stage's list, as one new set; `policy rollback` undoes it.")
    .argument("<list>", "its name, e.g. barred")
    .argument("<entry>", "an account, a word or a phrase")
    .addOption(createStageOption())
    .option("--for <time>", "how long, e.g. 7d; ends with that day, in UTC", parseDurationOption)
    .addOption(createReasonOption())
    .addOption(createDryRunOption())
    .addOption(createYesOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples('list add barred u_spam --stage dev --for 7d --reason "Spam wave" --yes'),
    )
    .action(async (name: string, entry: string, options: AddOptions) =>
      io.exit(await addEntry(name, entry, options, io)),
    );
  list
    .command("remove")
    .description("Remove an entry from a stage's list, as one new set; `policy rollback` undoes it.")
    .argument("<list>", "its name, e.g. barred")
    .argument("<entry>", "as the list writes it")
    .addOption(createStageOption())
    .addOption(createReasonOption())
    .addOption(createDryRunOption())
    .addOption(createYesOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples('list remove barred u_mira --stage dev --reason "Listed by mistake" --yes'),
    )
    .action(async (name: string, entry: string, options: ChangeOptions) =>
      io.exit(await removeEntry(name, entry, options, io)),
    );
}

type AddOptions = ChangeOptions & { readonly for?: number };

async function addEntry(list: string, given: string, options: AddOptions, io: Io): Promise<number> {
  const entry = given.trim();
  if (entry === "" || entry.startsWith("#") || /[\r\n]/.test(entry) || dropEnds(entry) !== entry)
    return reportUsageError(
      io,
      'An entry is one line that does not begin with "#". Write it so; --for gives it an end.',
    );
  const until = options.for === undefined ? undefined : new Date(io.now() + options.for).toISOString();
  const line = until === undefined ? entry : `${entry} until=${until.slice(0, 10)}`;
  return changeList(list, "list add", options, io, (lines) => {
    if (lines.includes(line)) return { code: "entry-present", token: line, details: { list } };
    return [...lines.filter((kept) => dropEnds(kept) !== entry), line];
  });
}

async function removeEntry(list: string, given: string, options: ChangeOptions, io: Io): Promise<number> {
  return changeList(list, "list remove", options, io, (lines) => {
    const left = lines.filter((line) => dropEnds(line) !== given.trim());
    return left.length === lines.length ? { code: "entry-missing", token: given, details: { list } } : left;
  });
}

function changeList(
  list: string,
  action: "list add" | "list remove",
  options: AddOptions,
  io: Io,
  edit: (lines: readonly string[]) => readonly string[] | BareDiagnostic,
): Promise<number> {
  const change = {
    action,
    what: list,
    needsReader2: options.for !== undefined,
    change: (documents: Parameters<Parameters<typeof changeSet>[0]["change"]>[0]) => {
      const name = `lists/${list}`;
      const document = documents.find((document) => document.name === name);
      if (document === undefined) return { code: "document-missing", token: name } as const;
      const edited = edit(document.value.split("\n"));
      return "code" in edited ? edited : { name, value: edited.join("\n") };
    },
  };
  return changeSet(change, options, io);
}
