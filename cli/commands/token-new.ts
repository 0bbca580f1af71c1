import { Option, type Command as Program } from "commander";
import { formatTokenLine } from "../../lib/callback/token-line.ts";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples, parseSdkAppId } from "../options.ts";
import { completeDiagnostic, recordProblem, reportProblem, showNotes, tell } from "../report.ts";
import type { StageStore } from "../stage/stage-store.ts";
import { createSecret, makeAuditKey, readTokens, writeTokens } from "../stage/token-store.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerTokenNew(token: Program, io: Io): void {
  token
    .command("new")
    .description("Create a token for a stage and print it once, for Chat's console.")
    .addOption(createStageOption())
    .addOption(createAppOption())
    .addOption(createKeyOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      `
Tokens that the stage has stay valid, so that nothing is refused while the console takes the new one.
${formatExamples("token new --stage dev", "token new --stage dev --app 1400000001")}`,
    )
    .action(async (options: TokenOptions) => io.exit(await createToken(options, io)));
}

export type TokenOptions = StageOptions & { readonly app?: number; readonly keyId?: string };

export const createAppOption = () =>
  new Option("--app <SDKAppID>", "the only app that it signs for; otherwise all of the stage").argParser(
    parseSdkAppId,
  );
export const createKeyOption = () =>
  new Option("--key-id <key>", "the KMS key; otherwise the one in use, or else the account's own");

async function createToken(options: TokenOptions, io: Io): Promise<number> {
  return runWithStage(options, io, async (store) => addToken(store, createSecret(), options, io, true));
}

/** Adds a token for `token new`, which prints it, and `token add`, which does not. */
export async function addToken(
  store: StageStore,
  token: string,
  { app, keyId, json }: TokenOptions,
  io: Io,
  isNew: boolean,
): Promise<number> {
  const { stage } = store;
  if (app !== undefined && !(await canReadBoundTokens(store)))
    return reportProblem(io, { code: "reader-too-old", details: { stage, lacks: "bound-tokens" } });
  const before = await readTokens(store);
  const makesKey = before.auditKey === undefined;
  if (makesKey) await makeAuditKey(store, keyId);
  const line = formatTokenLine({ token, sdkAppId: app });
  const written = await writeTokens(store, [...before.lines, line], before, keyId);
  const index = before.lines.length;
  const notes = [
    ...(written.kind === "overwritten" ? [createOverwrittenWarning(stage)] : []),
    ...(makesKey && index > 0 ? [completeDiagnostic({ code: "hashes-changed" }, "warning")] : []),
  ];
  if (json) {
    const shown = { stage, index, app, ...(isNew ? { token } : {}), notes: notes.map(recordProblem) };
    io.out(JSON.stringify(shown, undefined, 2));
  } else {
    io.out(isNew ? token : `Stage ${stage} accepts it, as token ${index}.`);
    showNotes(io, notes);
  }
  if (isNew) for (const step of listNextSteps(before.lines.length, stage)) tell(io, step);
  return 0;
}

export const createOverwrittenWarning = (stage: string) =>
  completeDiagnostic({ code: "tokens-overwritten", details: { stage } }, "warning");

/** Whether the deployed function reads tokens bound to an app: format 2 or higher. Older stacks have no `reader` parameter. */
async function canReadBoundTokens(store: StageStore): Promise<boolean> {
  const [reader] = await store.get(["reader"]);
  return Number(reader?.value ?? 1) >= 2;
}

function listNextSteps(index: number, stage: string): readonly string[] {
  const enter =
    "It is not shown again. Enter it in Chat's console; instances take it within `refreshSeconds`.";
  if (index === 0) return [enter];
  return [
    enter,
    `Audit lines then say "token":${index}. When none has said another number for two minutes, run \`chatgate token retire <number> --stage ${stage}\`.`,
  ];
}
