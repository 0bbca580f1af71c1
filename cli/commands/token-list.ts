import type { Command as Program } from "commander";
import { parseTokenLine } from "../../lib/callback/token-line.ts";
import { formatSecretsPath } from "../../lib/store/stage-reader.ts";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { formatTable } from "../render/table.ts";
import { completeDiagnostic, formatNote, recordProblem } from "../report.ts";
import { describeApp, fingerprintToken, readTokens } from "../stage/token-store.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerTokenList(token: Program, io: Io): void {
  token
    .command("list")
    .description(
      "List a stage's tokens by number, app and fingerprint; the tokens themselves only with --show.",
    )
    .addOption(createStageOption())
    .option("--show", "print the tokens")
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("token list --stage dev"))
    .action(async (options: ListOptions) => io.exit(await listTokens(options, io)));
}

type ListOptions = StageOptions & { readonly show?: boolean };

async function listTokens(options: ListOptions, io: Io): Promise<number> {
  return runWithStage(options, io, async (store) => {
    const { lines, auditKey } = await readTokens(store);
    const tokens = lines.map((line, index) => {
      const parsed = parseTokenLine(line);
      const shown = options.show ? { token: parsed.token } : {};
      return { index, app: describeApp(line), fingerprint: fingerprintToken(parsed, auditKey), ...shown };
    });
    const details = { parameter: `${formatSecretsPath(store.path)}/tokens` };
    const notes =
      tokens.length > 0 ? [] : [completeDiagnostic({ code: "tokens-missing", details }, "warning")];
    if (options.json) {
      const shown = { stage: store.stage, tokens, auditKey: auditKey !== undefined };
      io.out(JSON.stringify({ ...shown, notes: notes.map(recordProblem) }, undefined, 2));
    } else if (notes.length > 0) {
      for (const note of notes) io.out(formatNote(note));
    } else {
      const head = ["token", "app", "fingerprint", ...(options.show ? ["itself"] : [])];
      const rows = tokens.map(({ index, app, fingerprint, token }) => [
        String(index),
        app,
        fingerprint,
        ...(token === undefined ? [] : [token]),
      ]);
      io.out(formatTable([head, ...rows]).join("\n"));
    }
    return 0;
  });
}
