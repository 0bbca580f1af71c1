import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Command as Program } from "commander";
import { parseObject } from "../../lib/json.ts";
import { adviseMoment, parseDuration, parseMoment } from "../duration.ts";
import type { Io } from "../io.ts";
import { writeOutput } from "../named-files.ts";
import { createDryRunOption, createJsonOption, createYesOption, formatExamples } from "../options.ts";
import {
  completeDiagnostic,
  formatNote,
  NEEDS_CONSENT,
  recordProblem,
  reportProblem,
  reportUsageError,
} from "../report.ts";
import { joinDocuments } from "../stage/documents.ts";
import { isConsentMissing, type Publication, type PublishOptions, publishSet } from "../stage/publish.ts";
import { createRecordingKey, forgetRecordingKey } from "../stage/recording-keys.ts";
import { openStageInput } from "../stage/stage-input.ts";
import { readStage } from "../stage/stage-state.ts";
import type { StageStore } from "../stage/stage-store.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerRecord(program: Program, io: Io): void {
  const record = program
    .command("record")
    .description(
      "Record whole requests of a stage, encrypted, for replay. Check first that you are permitted to.",
    );
  const addSubcommand = (name: string, description: string, example: string) =>
    record
      .command(name)
      .description(description)
      .addOption(createStageOption())
      .addOption(createRegionOption())
      .addOption(createJsonOption())
      .addHelpText("after", formatExamples(example));
  addSubcommand(
    "start",
    "Start a recording that ends after the given time.",
    "record start --stage dev --for 7d --sample 10 --yes",
  )
    .requiredOption("--for <duration>", "1h to 30d")
    .option("--keep <duration>", "how long it can be opened after its end: 1h to 90d", "14d")
    .option("--sample <percent>", "the share of accounts to record, in percent", "100")
    .option("--by <facet>", "the facet that accounts are sampled by", "operator")
    .option("--on <pattern>", "one command, or a pattern of commands", "*.CallbackBefore*")
    .addOption(createDryRunOption())
    .addOption(createYesOption())
    .action(async (options: StartOptions) => io.exit(await startRecording(options, io)));
  addSubcommand("stop", "Record no more.", "record stop --stage dev --yes")
    .addOption(createDryRunOption())
    .addOption(createYesOption())
    .action(async (options: ChangeOptions) => io.exit(await stopRecording(options, io)));
  addSubcommand(
    "pull",
    "Decrypt recordings into files for replay.",
    "record pull --stage dev --since 2d -o recordings",
  )
    .option("--since <when>", "how far back: 2h, 7d, or a time", "24h")
    .option("-o, --out <folder>", "where to write *.jsonl.gz", "recordings")
    .action(async (options: PullOptions) => io.exit(await pullRecordings(options, io)));
  addSubcommand(
    "forget",
    "Delete a key. Its recordings can then no longer be opened.",
    "record forget rec-20261124-a1b2 --stage dev",
  )
    .argument("<key>", "its id")
    .action(async (id: string, options: StageOptions) => io.exit(await forgetKey(id, options, io)));
}

type ChangeOptions = StageOptions & Pick<PublishOptions, "yes" | "dryRun">;
type StartOptions = ChangeOptions & {
  readonly for: string;
  readonly keep: string;
  readonly sample: string;
  readonly by: string;
  readonly on: string;
};
type PullOptions = StageOptions & { readonly since: string; readonly out: string };

const [SHORTEST_MS, LONGEST_MS] = [3_600_000, 30 * 86_400_000];
const LONGEST_KEPT_MS = 90 * 86_400_000;

async function startRecording(options: StartOptions, io: Io): Promise<number> {
  const ms = parseDuration(options.for);
  if (ms === undefined || ms < SHORTEST_MS || ms > LONGEST_MS)
    return reportUsageError(io, "--for takes 1h to 30d, since a recording ends by itself. Give such a time.");
  const kept = parseDuration(options.keep);
  if (kept === undefined || kept < SHORTEST_MS || kept > LONGEST_KEPT_MS)
    return reportUsageError(io, "--keep takes 1h to 90d, since the key ends by itself. Give such a time.");
  const sample = Number(options.sample);
  if (!(sample > 0 && sample <= 100))
    return reportUsageError(io, "--sample takes a percentage above 0, up to 100. Give one.");
  if (isConsentMissing(options)) return reportUsageError(io, NEEDS_CONSENT);
  return runWithStage(options, io, async (store) => {
    const endsAt = Math.floor((io.now() + ms) / 1000) * 1000;
    const [until, openUntil] = [endsAt, endsAt + kept].map((time) => new Date(time).toISOString());
    const { by, on } = options;
    const key = options.dryRun
      ? { id: "rec-dry-run", publicKey: "A".repeat(43) }
      : await createRecordingKey(store, io.now(), endsAt + kept);
    const recording = { until, sample, by, on, key };
    const more = options.dryRun ? undefined : { recording: { key: key.id, until, openUntil } };
    const code = await changeSettings(
      store,
      { recording, reason: `record until ${until}`, more },
      options,
      io,
    );
    if (code !== 0 && !options.dryRun && !(await mayBeInForce(store, key.id)))
      await forgetRecordingKey(store, key.id);
    if (code === 0 && !options.dryRun && !options.json)
      io.out(
        `Recording ${sample} % of ${on} until ${until}, readable with key ${key.id} until ${openUntil}, or until \`record forget ${key.id}\`.`,
      );
    return code;
  });
}

/** Whether recordings may be sealed with the key: a write may have succeeded although its answer was lost. */
async function mayBeInForce(store: StageStore, key: string): Promise<boolean> {
  const state = await readStage(store).catch(() => undefined);
  if (state === undefined) return true;
  return state.inForce.some(({ name, value }) => name === "settings" && value.includes(key));
}

async function stopRecording(options: ChangeOptions, io: Io): Promise<number> {
  if (isConsentMissing(options)) return reportUsageError(io, NEEDS_CONSENT);
  return runWithStage(options, io, (store) =>
    changeSettings(store, { recording: undefined, reason: "record no more" }, options, io),
  );
}

type SettingsChange = Pick<Publication, "reason" | "more"> & { readonly recording: object | undefined };

/** One new set at once, undone by rollback; a later push shows it as a change of the stage. */
async function changeSettings(
  store: StageStore,
  { recording, reason, more }: SettingsChange,
  options: ChangeOptions,
  io: Io,
): Promise<number> {
  const before = await readStage(store);
  const documents = joinDocuments(before.inForce);
  const settings = parseObject(documents.find(({ name }) => name === "settings")?.value ?? "");
  if (settings === undefined)
    return reportProblem(io, { code: "document-missing", token: "settings" }, { about: store.label });
  const value = JSON.stringify({ ...settings, recording });
  const changed = documents.map((document) =>
    document.name === "settings" ? { ...document, value } : document,
  );
  const publication = { before, documents: changed, directory: store.stage, reason, more };
  return publishSet(store, publication, options, io);
}

/** Recordings per file, and their characters, which are kept in memory until it is written. */
const MAX_PER_FILE = 100_000;
const MAX_FILE_LENGTH = 16 * 2 ** 20;

async function pullRecordings(options: PullOptions, io: Io): Promise<number> {
  const since = parseMoment(options.since, io.now());
  if (since === undefined) return reportUsageError(io, adviseMoment("--since"));
  return runWithStage(options, io, async (store) => {
    const input = await openStageInput(store, { from: since, to: io.now() }, "recordings", io);
    const [files, folder]: [string[], string] = [[], resolve(io.cwd, options.out)];
    let opened = 0;
    let lines: string[] = [];
    let length = 0;
    for await (const item of input.lines) {
      if (item.kind === "failed")
        return reportProblem(io, { code: "log-unreadable", details: { cause: item.reason } });
      lines.push(item.text);
      length += item.text.length;
      if (lines.length >= MAX_PER_FILE || length >= MAX_FILE_LENGTH) await flushLines();
    }
    await flushLines();
    const { unopened, incomplete } = input.countUnopened();
    const isWhole = unopened + incomplete === 0;
    const details = { unopened, incomplete };
    const notes = isWhole ? [] : [completeDiagnostic({ code: "recordings-unopened", details }, "warning")];
    if (options.json)
      io.out(
        JSON.stringify(
          { ok: isWhole, opened, unopened, incomplete, files, notes: notes.map(recordProblem) },
          null,
          2,
        ),
      );
    else io.out([`Opened ${opened} recordings into ${options.out}.`, ...notes.map(formatNote)].join("\n"));
    return isWhole ? 0 : 1;

    async function flushLines(): Promise<void> {
      if (lines.length === 0) return;
      const name = `${store.stage}-${new Date(io.now()).toISOString().replace(/\W/g, "")}-${files.length}.jsonl.gz`;
      // Recordings contain message text: readable by this user only.
      await writeOutput(join(folder, name), gzipSync(`${lines.join("\n")}\n`), { mode: 0o600 });
      files.push(name);
      opened += lines.length;
      [lines, length] = [[], 0];
    }
  });
}

async function forgetKey(id: string, options: StageOptions, io: Io): Promise<number> {
  if (!/^[\w-]{1,60}$/.test(id))
    return reportUsageError(io, `"${id}" is not a key. Give one that \`record start\` named.`);
  return runWithStage(options, io, async (store) => {
    const isGone = await forgetRecordingKey(store, id);
    if (!isGone)
      return reportProblem(io, { code: "recording-key-missing", token: id }, { code: 1, about: store.label });
    if (options.json) io.out(JSON.stringify({ key: id, forgotten: true }));
    else io.out(`The recordings of ${id} can no longer be opened.`);
    return 0;
  });
}
