import type { Command as Program } from "commander";
import { type Io, usageError } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { readTokens } from "../stage/token-store.ts";
import { regionOption, stageOption, withStage } from "../stage/with-stage.ts";
import { addToken, appOption, keyOption, type TokenOptions } from "./token-new.ts";

export function register(token: Program, io: Io): void {
  token
    .command("add")
    .description(
      "Accept a token that exists already, e.g. the one of live rooms; from CHATGATE_TOKEN or a prompt.",
    )
    .addOption(stageOption())
    .addOption(appOption())
    .addOption(keyOption())
    .addOption(regionOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("token add --stage dev"))
    .action(async (options: TokenOptions) => io.exit(await add(options, io)));
}

async function add(options: TokenOptions, io: Io): Promise<number> {
  const given = io.env.CHATGATE_TOKEN || (await io.ask?.("The token", ""));
  const token = given?.trim() ?? "";
  if (token === "") return usageError(io, "no token: set CHATGATE_TOKEN, since others see command lines");
  if (/[\s#]/.test(token)) return usageError(io, 'a token holds no blank and no "#"');
  return withStage(options, io, async (store) => {
    const { lines } = await readTokens(store);
    if (lines.some((line) => line === token || line.endsWith(`: ${token}`)))
      return usageError(io, `stage ${store.stage} accepts this token already`);
    return addToken(store, token, options, io, false);
  });
}
