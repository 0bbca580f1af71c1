import type { Diagnostic } from "../lib/policy/diagnostic.ts";
import type { Tally } from "../lib/replay/tally.ts";
import { holdStop, type Io } from "./io.ts";
import type { InputPart } from "./replay-input.ts";
import { planReplayOnNode, type ReplayPlan, replayFiles, replayLines } from "./replay-run.ts";
import type { ReplaySource } from "./replay-source.ts";
import { completeDiagnostic } from "./report.ts";

export type RanReplay =
  | {
      readonly kind: "replayed";
      readonly tally: Tally;
      readonly seconds: number;
      /** Stopped by Ctrl-C: the tally covers part of the input. */
      readonly isStopped: boolean;
      readonly notes: readonly Diagnostic[];
    }
  /** A policy set is not valid. */
  | { readonly kind: "rejected"; readonly diagnostics: readonly Diagnostic[] }
  /** Reading the input failed. */
  | { readonly kind: "failed"; readonly reason: string };

/** Replays a source to its end or to Ctrl-C, with progress if there is a terminal. */
export async function runReplay(
  plan: ReplayPlan,
  source: Exclude<ReplaySource, { readonly kind: "missing" }>,
  workers: number,
  io: Io,
): Promise<RanReplay> {
  const planned = planReplayOnNode(plan);
  if (planned.kind === "rejected") return planned;
  const startedAt = io.now();
  const release = holdStop(io);
  const watch = {
    onBytes: createProgress(source.kind === "files" ? source.parts : [], startedAt, io),
    isStopped: () => io.stop.aborted,
  };
  const { tally, failed, isStopped } =
    source.kind === "files"
      ? await replayFiles(plan, planned, source.parts, workers, watch)
      : await replayLines(planned.start(), source.sources, watch);
  release();
  io.progress?.("");
  if (failed !== undefined) return { kind: "failed", reason: failed };
  const seconds = (io.now() - startedAt) / 1000;
  return { kind: "replayed", tally, seconds, isStopped, notes: listNotes(source) };
}

function listNotes(source: ReplaySource): readonly Diagnostic[] {
  if (source.kind !== "lines") return [];
  return source.opened.flatMap(({ from, countUnopened }) => {
    const details = countUnopened();
    return details.unopened + details.incomplete === 0
      ? []
      : [completeDiagnostic({ code: "recordings-unopened", details }, "warning", from)];
  });
}

/** Rate and time left. */
function createProgress(files: readonly InputPart[], startedAt: number, io: Io): (bytes: number) => void {
  const total = files.reduce((sum, { start, end }) => sum + end - start, 0);
  // The unpacked size of gzipped files and network input is unknown.
  const isOpen = files.length === 0 || files.some(({ path }) => path.endsWith(".gz"));
  let [done, last] = [0, startedAt];
  return (bytes) => {
    done += bytes;
    const now = io.now();
    if (io.progress === undefined || now - last < PROGRESS_MS) return;
    const rate = done / (now - startedAt);
    const left = Math.max(0, Math.round((total - done) / rate / 1000));
    const megabytes = `${(done / 1e6).toFixed(0)} MB, ${(rate / 1000).toFixed(1)} MB/s`;
    const share = isOpen ? "" : `${Math.min(100, Math.round((100 * done) / total))} % · `;
    io.progress(`${share}${megabytes}${isOpen ? "" : `, ${left} s left`}`);
    last = now;
  };
}
const PROGRESS_MS = 1_000;
