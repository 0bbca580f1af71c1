import { Worker } from "node:worker_threads";
import { commands } from "../lib/commands/generated/index.ts";
import { matchCommands } from "../lib/policy/coverage.ts";
import type { Parameter } from "../lib/policy-set/parameter.ts";
import { createReplay, type Replay } from "../lib/replay/replay.ts";
import { createReplaySet } from "../lib/replay/replay-set.ts";
import { finishTally, mergeTallies, type Tally } from "../lib/replay/tally.ts";
import { deriveKeys } from "../lib/sinks/derive-keys.ts";
import { sha256 } from "../lib/store/sha256.ts";
import type { LogSource } from "./log-source.ts";
import { type InputPart, readInputPart, shareInput } from "./replay-input.ts";

/** All that a replay is made of, as a value that a thread can be given. */
export type ReplayPlan = {
  readonly before: readonly Parameter[] | "recorded";
  readonly after: readonly Parameter[];
  /** Of the stage, as its log hashes accounts; `undefined`: hashes there cannot be compared. */
  readonly secrets: { readonly tokens: readonly string[]; readonly auditKey: string | undefined } | undefined;
  /** Names accounts where there are no secrets. */
  readonly reportKey: string;
  readonly showText: boolean;
  /** A command or a pattern of commands. */
  readonly on: string | undefined;
  readonly from: number;
  readonly to: number;
};

export type PlannedReplay =
  | { readonly kind: "replay"; readonly replay: Replay }
  | { readonly kind: "rejected"; readonly faults: readonly string[] };

export function startReplay(plan: ReplayPlan): PlannedReplay {
  const { before, after, secrets, reportKey, on, ...rest } = plan;
  const hashAccount = secrets && deriveKeys(secrets.tokens, secrets.auditKey).hashAccount;
  const nameAccount = hashAccount ?? deriveKeys([reportKey]).hashAccount;
  const sets = [after, ...(before === "recorded" ? [] : [before])].map((parameters) => [
    createReplaySet(parameters, sha256),
    createReplaySet(parameters, sha256, hashAccount),
  ]);
  const created = sets.flat().map((result) => (result.kind === "set" ? result.set : undefined));
  const [plainAfter, hashedAfter, plainBefore, hashedBefore] = created;
  if (plainAfter === undefined || hashedAfter === undefined || created.includes(undefined)) {
    const faults = sets.flatMap(([result]) => (result?.kind === "rejected" ? result.faults : []));
    return { kind: "rejected", faults };
  }
  const covered = on === undefined ? undefined : new Set(matchCommands(on, commands).map(({ name }) => name));
  const replay = createReplay({
    ...{ commands, before: plainBefore ?? "recorded", after: plainAfter },
    hashed: { before: hashedBefore, after: hashedAfter },
    hashAccount: nameAccount ?? ((account) => account),
    covers: (command) => covered?.has(command) ?? true,
    ...rest,
  });
  return { kind: "replay", replay };
}

export type ReplayedInput = { readonly tally: Tally; readonly failed: string | undefined };

/** `onBytes`: told now and then how many characters of lines were replayed since the last time. */
export async function replayLines(
  { addLine, tally }: Replay,
  sources: readonly LogSource[],
  onBytes: (bytes: number) => void,
): Promise<ReplayedInput> {
  let bytes = 0;
  for (const source of sources)
    for await (const item of source) {
      if (item.kind === "failed") return { tally: finishTally(tally), failed: item.reason };
      addLine(item.text);
      bytes += item.text.length + 1;
      if (bytes < PROGRESS_BYTES) continue;
      onBytes(bytes);
      bytes = 0;
    }
  return { tally: finishTally(tally), failed: undefined };
}
const PROGRESS_BYTES = 2 ** 20;

/** What a thread is given, and what it says. */
export type WorkerTask = { readonly plan: ReplayPlan; readonly parts: readonly InputPart[] };
export type WorkerMessage =
  | { readonly kind: "bytes"; readonly bytes: number }
  | { readonly kind: "done"; readonly result: ReplayedInput };

/** Files, by one thread or several; by one where limits count, which need all requests in their order. */
export async function replayFiles(
  plan: ReplayPlan,
  replay: Replay,
  parts: readonly InputPart[],
  workers: number,
  onBytes: (bytes: number) => void,
): Promise<ReplayedInput> {
  if (workers === 1 || replay.isOrdered) return replayLines(replay, parts.map(readInputPart), onBytes);
  const shares = await shareInput(parts, workers);
  const results = await Promise.all(shares.map((share) => runWorker({ plan, parts: share }, onBytes)));
  return {
    tally: mergeTallies(results.map(({ tally }) => tally)),
    failed: results.find(({ failed }) => failed !== undefined)?.failed,
  };
}

/** Of this program's files: compiled in the package. */
const EXTENSION = import.meta.url.endsWith(".mjs") ? "mjs" : "ts";

function runWorker(task: WorkerTask, onBytes: (bytes: number) => void): Promise<ReplayedInput> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./replay-worker.${EXTENSION}`, import.meta.url), {
      ...{ workerData: task, execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] },
    });
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "bytes") onBytes(message.bytes);
      else resolve(message.result);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a worker ended with code ${code}`)));
  });
}
