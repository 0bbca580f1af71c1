import { Argument, type Command as Program } from "commander";
import { parseObject } from "../../lib/json.ts";
import type { Io } from "../io.ts";
import {
  createDryRunOption,
  createJsonOption,
  createReasonOption,
  createYesOption,
  formatExamples,
} from "../options.ts";
import { type ChangeOptions, changeSet } from "../stage/change-set.ts";
import { createRegionOption, createStageOption } from "../stage/with-stage.ts";

export function registerPolicyMode(policy: Program, io: Io): void {
  policy
    .command("mode")
    .description("Set a whole stage to shadow or enforce, as one new set; `policy rollback` undoes it.")
    .addArgument(new Argument("<mode>", "shadow records and refuses nothing").choices(["shadow", "enforce"]))
    .addOption(createStageOption())
    .addOption(createReasonOption())
    .addOption(createDryRunOption())
    .addOption(createYesOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples('policy mode shadow --stage dev --reason "Too many refused" --yes'))
    .action(async (mode: string, options: ChangeOptions) => io.exit(await setMode(mode, options, io)));
}

function setMode(mode: string, options: ChangeOptions, io: Io): Promise<number> {
  return changeSet(
    {
      ...{ action: "policy mode", what: mode, needsReader2: false },
      change: (documents) => {
        const settings = parseObject(documents.find(({ name }) => name === "settings")?.value ?? "");
        if (settings === undefined) return { code: "document-missing", token: "settings" };
        return { name: "settings", value: JSON.stringify({ ...settings, mode }) };
      },
    },
    options,
    io,
  );
}
