import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { type Diagnosis, formatDiagnosis, recordDiagnosis } from "../stage/diagnosis.ts";
import { examineEvents } from "../stage/examine-events.ts";
import { examineFunction } from "../stage/examine-function.ts";
import { examineStore } from "../stage/examine-store.ts";
import { examineClock, examineUrl } from "../stage/examine-url.ts";
import { regionOption, type StageOptions, stageOption, withStage } from "../stage/with-stage.ts";

export function register(program: Program, io: Io): void {
  program
    .command("doctor")
    .description("Check a deployed stage: its policies, token and response. Exit 1 on a failed check.")
    .addOption(stageOption())
    .option("--url <url>", "also call the webhook, as Chat's console does to verify it")
    .addOption(regionOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "doctor --stage dev",
        "doctor --stage dev --url https://a1b2c3d4e5.execute-api.ap-southeast-1.amazonaws.com/",
      ),
    )
    .action(async (options: DoctorOptions) => io.exit(await doctor(options, io)));
}

type DoctorOptions = StageOptions & { readonly url?: string };

export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  return withStage(options, io, async (store) => {
    const clock = await storeClock(store.endpoint, io);
    const { findings, settings, tokens } = await examineStore(store);
    const { url } = options;
    const onUrl = url === undefined ? [] : await examineUrl({ url, settings, tokens, now: io.now });
    const all = [
      ...findings,
      ...(await examineFunction(store, io)),
      ...(await examineEvents(store, io)),
      ...clock,
      ...onUrl,
    ];
    if (options.json)
      io.out(JSON.stringify({ stage: options.stage, findings: all.map(recordDiagnosis) }, undefined, 2));
    else io.out(all.map((finding) => formatDiagnosis(finding, io)).join("\n"));
    return all.some(({ level }) => level === "fail") ? 1 : 0;
  });
}

/** Whatever it answers to an unsigned request, it dates it. */
async function storeClock(endpoint: string, io: Io): Promise<readonly Diagnosis[]> {
  try {
    const response = await fetch(endpoint, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    return examineClock("store", response.headers.get("date"), io.now());
  } catch {
    return []; // the reads report that it cannot be reached
  }
}
