import { InvalidArgumentError, type Command as Program } from "commander";
import { parseTokenLine } from "../../lib/callback/token-line.ts";
import type { Io } from "../io.ts";
import { createJsonOption, createYesOption, formatExamples } from "../options.ts";
import { recordProblem, reportProblem, reportUsageError, showNotes } from "../report.ts";
import { describeApp, readTokens, writeTokens } from "../stage/token-store.ts";
import {
  confirm,
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";
import { createKeyOption, createOverwrittenWarning } from "./token-new.ts";

export function registerTokenRetire(token: Program, io: Io): void {
  token
    .command("retire")
    .description("Remove a token by its number, as in `token list` and the audit log.")
    .argument("<number>", "from 0", parseIndex)
    .addOption(createStageOption())
    .addOption(createYesOption())
    .option("--force", "even if it is the last token of its app: all its callbacks are then rejected")
    .addOption(createKeyOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("token retire 0 --stage dev --yes"))
    .action(async (index: number, options: RetireOptions) => io.exit(await retireToken(index, options, io)));
}

type RetireOptions = StageOptions & {
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly keyId?: string;
};

async function retireToken(index: number, options: RetireOptions, io: Io): Promise<number> {
  if (options.json && !options.yes)
    return reportUsageError(io, "--json needs --yes, since nobody is asked. Pass it.");
  return runWithStage(options, io, async (store) => {
    const { stage } = store;
    const before = await readTokens(store);
    const line = before.lines[index];
    if (line === undefined)
      return reportProblem(io, { code: "token-not-found", token: String(index), details: { stage } });
    const left = before.lines.filter((_, at) => at !== index);
    const { sdkAppId } = parseTokenLine(line);
    const stands = left
      .map(parseTokenLine)
      .some((other) => other.sdkAppId === undefined || other.sdkAppId === sdkAppId);
    if (!stands && !options.force) {
      const details = { app: describeApp(line) };
      const ending = { code: 1, about: store.label, advice: "Nothing was written." } as const;
      return reportProblem(io, { code: "token-last", token: String(index), details }, ending);
    }
    const refused = await confirm(`Refuse token ${index}, for ${describeApp(line)}?`, options, io);
    if (refused !== undefined) return refused;
    // SSM allows no empty value; a comment line is not a token.
    const text = left.length > 0 ? left : ["# none"];
    const written = await writeTokens(store, text, before, options.keyId);
    const notes = written.kind === "overwritten" ? [createOverwrittenWarning(stage)] : [];
    if (options.json) {
      const shown = { stage, retired: index, left: left.length, notes: notes.map(recordProblem) };
      io.out(JSON.stringify(shown, undefined, 2));
    } else {
      io.out(
        `Stage ${stage} refuses it within \`refreshSeconds\`; ${left.length} left. Those after it count one less.`,
      );
      showNotes(io, notes);
    }
    return 0;
  });
}

function parseIndex(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a token's number, from 0.");
}
