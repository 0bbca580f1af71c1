import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { type Diagnosis, formatDiagnosis, recordDiagnosis } from "../stage/diagnosis.ts";
import { examineEvents } from "../stage/examine-events.ts";
import { examineFunction } from "../stage/examine-function.ts";
import { examineStore } from "../stage/examine-store.ts";
import { examineClock, examineUrl } from "../stage/examine-url.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerDoctor(program: Program, io: Io): void {
  program
    .command("doctor")
    .description("Check a deployed stage: its policies, token and response. Exit 1 on a failed check.")
    .addOption(createStageOption())
    .option("--url <url>", "also call the webhook, as Chat's console does to verify it")
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "doctor --stage dev",
        "doctor --stage dev --url https://a1b2c3d4e5.execute-api.ap-southeast-1.amazonaws.com/",
      ),
    )
    .action(async (options: DoctorOptions) => io.exit(await runDoctor(options, io)));
}

type DoctorOptions = StageOptions & { readonly url?: string };

async function runDoctor(options: DoctorOptions, io: Io): Promise<number> {
  return runWithStage(options, io, async (store) => {
    const clock = await readStoreClock(store.endpoint, io);
    const { findings, settings, tokens } = await examineStore(store, io.now);
    const { url } = options;
    const onUrl = url === undefined ? [] : await examineUrl({ url, settings, tokens, now: io.now });
    const all = [
      ...findings,
      ...(await examineFunction(store, io)),
      ...(await examineEvents(store, io)),
      ...clock,
      ...onUrl,
    ];
    const ok = all.every(({ level }) => level !== "fail");
    if (options.json)
      io.out(JSON.stringify({ ok, stage: options.stage, findings: all.map(recordDiagnosis) }, undefined, 2));
    else io.out(all.map((finding) => formatDiagnosis(finding, io)).join("\n"));
    return ok ? 0 : 1;
  });
}

/** Every answer has a Date header, even that to an unsigned request. */
async function readStoreClock(endpoint: string, io: Io): Promise<readonly Diagnosis[]> {
  try {
    const response = await fetch(endpoint, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    return examineClock("store", response.headers.get("date"), io.now());
  } catch {
    return []; // the reads report that it cannot be reached
  }
}
