import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { hashStageAccount, readTokens } from "../stage/token-store.ts";
import { regionOption, type StageOptions, stageOption, withStage } from "../stage/with-stage.ts";

export function register(token: Program, io: Io): void {
  token
    .command("hash")
    .description("Give the hash by which a stage's audit log names an account.")
    .argument("<account>", "as Chat names it, e.g. u_mira")
    .addOption(stageOption())
    .addOption(regionOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("token hash u_mira --stage dev"))
    .action(async (account: string, options: StageOptions) => io.exit(await hash(account, options, io)));
}

async function hash(account: string, options: StageOptions, io: Io): Promise<number> {
  return withStage(options, io, async (store) => {
    const tokens = await readTokens(store);
    const hashed = hashStageAccount(tokens, account);
    if (hashed === undefined) {
      io.err(`chatgate: ${store.label} has no token and no audit key, so its log names no account.`);
      return 1;
    }
    io.out(
      options.json ? JSON.stringify({ stage: store.stage, account, hash: hashed }, undefined, 2) : hashed,
    );
    return 0;
  });
}
