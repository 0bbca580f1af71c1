import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { reportProblem, reportUsageError } from "../report.ts";
import { readTokens } from "../stage/token-store.ts";
import { createRegionOption, createStageOption, runWithStage } from "../stage/with-stage.ts";
import { addToken, createAppOption, createKeyOption, type TokenOptions } from "./token-new.ts";

export function registerTokenAdd(token: Program, io: Io): void {
  token
    .command("add")
    .description("Accept an existing token, e.g. that of live rooms, from CHATGATE_TOKEN or a prompt.")
    .addOption(createStageOption())
    .addOption(createAppOption())
    .addOption(createKeyOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("token add --stage dev"))
    .action(async (options: TokenOptions) => io.exit(await addGivenToken(options, io)));
}

async function addGivenToken(options: TokenOptions, io: Io): Promise<number> {
  const given = io.env.CHATGATE_TOKEN || (await io.ask?.("The token", ""));
  const token = given?.trim() ?? "";
  if (token === "")
    return reportUsageError(io, "No token is given. Set CHATGATE_TOKEN, since others see command lines.");
  if (/[\s#]/.test(token))
    return reportUsageError(io, 'A token holds neither blanks nor "#". Give one without.');
  return runWithStage(options, io, async (store) => {
    const { lines } = await readTokens(store);
    if (lines.some((line) => line === token || line.endsWith(`: ${token}`)))
      return reportProblem(io, { code: "token-present", details: { stage: store.stage } });
    return addToken(store, token, options, io, false);
  });
}
