import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { styleOf } from "../render/style.ts";
import { readHistory, type SetRecord } from "../stage/history.ts";
import { regionOption, type StageOptions, stageOption, withStage } from "../stage/with-stage.ts";

export function register(policy: Program, io: Io): void {
  policy
    .command("history")
    .description("List the sets of a stage, the newest first: when, by whom, why, how much changed.")
    .addOption(stageOption())
    .addOption(regionOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("policy history --stage dev"))
    .action(async (options: StageOptions) => io.exit(await history(options, io)));
}

export async function history(options: StageOptions, io: Io): Promise<number> {
  return withStage(options, io, async (store) => {
    const sets = await readHistory(store);
    if (options.json) io.out(JSON.stringify({ stage: options.stage, sets }, undefined, 2));
    else if (sets.length === 0) io.out(`${store.label} was never pushed to, so it has no history.`);
    else io.out(tableOf(sets, io));
    return 0;
  });
}

function tableOf(sets: readonly SetRecord[], io: Io): string {
  const style = styleOf(io);
  const rows = sets.map(({ set, time, who, reason, changed }, at) => [
    `${set}${at === 0 ? " *" : ""}`,
    `${time.slice(0, 16).replace("T", " ")}Z`,
    String(changed),
    who,
    reason,
  ]);
  const table = [["set", "time", "changed", "who", "why"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [style.bold(lines[0] ?? ""), ...lines.slice(1), style.dim("* in force")].join("\n");
}
