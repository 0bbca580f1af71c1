import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples, parseSetNumber } from "../options.ts";
import { createStyle } from "../render/style.ts";
import { formatTable } from "../render/table.ts";
import { completeDiagnostic, formatNote, recordProblem, reportProblem } from "../report.ts";
import { countChange, formatChanges, listChangesBetween } from "../stage/changes.ts";
import { readEarlierSet } from "../stage/earlier-set.ts";
import { readHistory, type SetRecord } from "../stage/history.ts";
import type { StageStore } from "../stage/stage-store.ts";
import {
  createRegionOption,
  createStageOption,
  runWithStage,
  type StageOptions,
} from "../stage/with-stage.ts";

export function registerPolicyHistory(policy: Program, io: Io): void {
  policy
    .command("history")
    .description("List the sets of a stage, the newest first: when, by whom, why, how much changed.")
    .addOption(createStageOption())
    .option("--show <set>", "one set, and what it changed", parseSetNumber)
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples("policy history --stage dev", "policy history --stage dev --show 3"))
    .action(async (options: HistoryOptions) => io.exit(await showHistory(options, io)));
}

type HistoryOptions = StageOptions & { readonly show?: number };

async function showHistory(options: HistoryOptions, io: Io): Promise<number> {
  return runWithStage(options, io, async (store) => {
    const sets = await readHistory(store);
    if (options.show !== undefined) return showSet(store, options.show, sets, options, io);
    if (options.json) io.out(JSON.stringify({ stage: options.stage, sets }, undefined, 2));
    else if (sets.length === 0) io.out(`${store.label} was never pushed to, so it has no history.`);
    else io.out(formatHistory(sets, sets[0]?.set, io));
    return 0;
  });
}

async function showSet(
  store: StageStore,
  set: number,
  sets: readonly SetRecord[],
  { json, stage }: HistoryOptions,
  io: Io,
): Promise<number> {
  const after = await readEarlierSet(store, set);
  if (after.kind === "missing") return reportProblem(io, after.found, { code: 1, about: store.label });
  const before = set === 1 ? undefined : await readEarlierSet(store, set - 1);
  const changes = listChangesBetween(before?.kind === "had" ? before.documents : [], after.documents);
  const record = sets.filter((record) => record.set === set);
  const notes =
    before?.kind === "missing"
      ? [completeDiagnostic({ code: "base-set-missing", details: { set: set - 1 } }, "note")]
      : [];
  if (json) {
    const shown = { stage, ...record[0], changes: changes.map(countChange), notes: notes.map(recordProblem) };
    io.out(JSON.stringify(shown, undefined, 2));
    return 0;
  }
  io.out(formatHistory(record, sets[0]?.set, io));
  for (const note of notes) io.out(formatNote(note));
  io.out(changes.length > 0 ? formatChanges(changes, createStyle(io)) : "It changed no document.");
  return 0;
}

function formatHistory(sets: readonly SetRecord[], current: number | undefined, io: Io): string {
  const style = createStyle(io);
  const rows = sets.map(({ set, time, who, reason, changed }) => [
    `${set}${set === current ? " *" : ""}`,
    `${time.slice(0, 16).replace("T", " ")}Z`,
    String(changed),
    who,
    reason,
  ]);
  const lines = formatTable([["set", "time", "changed", "who", "why"], ...rows]);
  const legend = sets.some(({ set }) => set === current) ? [style.dim("* in force")] : [];
  return [style.bold(lines[0] ?? ""), ...lines.slice(1), ...legend].join("\n");
}
