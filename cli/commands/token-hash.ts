import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { reportProblem } from "../report.ts";
import { hashStageAccount, readTokens } from "../stage/token-store.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerTokenHash(token: Program, io: Io): void {
  token
    .command("hash")
    .description("Print the hash of an account in a stage's audit log.")
    .argument("<account>", "as Chat names it, e.g. u_mira")
    .addOption(createStageOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("token hash u_mira --stage dev"))
    .action(async (account: string, options: StageOptions) =>
      io.exit(await printHashes(account, options, io)),
    );
}

async function printHashes(account: string, options: StageOptions, io: Io): Promise<number> {
  return runWithStage(options, io, async (store) => {
    const tokens = await readTokens(store);
    const hashed = hashStageAccount(tokens, account);
    if (hashed === undefined)
      return reportProblem(io, { code: "hash-key-missing" }, { code: 1, about: store.label });
    io.out(
      options.json ? JSON.stringify({ stage: store.stage, account, hash: hashed }, undefined, 2) : hashed,
    );
    return 0;
  });
}
