import { hash } from "node:crypto";
import type { Sink } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";
import { matchesGlob } from "../policy/functions/glob.ts";
import type { Settings } from "../policy-set/settings-schema.ts";
import { writeRecording, writeRecordingLines } from "../records/recording.ts";
import { createRecordingSealer } from "./sealing.ts";

type RecordingSettings = NonNullable<Settings["recording"]>;
type Recorder = {
  readonly settings: RecordingSettings;
  readonly record: (outcome: Outcome, body: string) => string;
};

/** A recording with a later end does not begin. */
const MAX_AHEAD_MS = 30 * 86_400_000;

/** Writes chosen requests to the log, sealed to a key whose private half this function cannot read. */
export function createRecordingSink(now: () => number, write: (line: string) => void): Sink {
  let recorder: Recorder | undefined;
  return (outcome, { settings, readBodyText }) => {
    const recording = settings?.recording;
    if (recording === undefined || !isRecorded(outcome, recording)) return;
    const body = readBodyText();
    if (body === undefined) return;
    if (recorder?.settings !== recording) recorder = createRecorder(recording, now);
    const lines = recorder.record(outcome, body);
    if (lines !== "") write(lines);
  };
}

function isRecorded(outcome: Outcome, { until, on, sample, by, key }: RecordingSettings): boolean {
  const { time, command, facets } = outcome;
  const left = Date.parse(until) - time;
  if (!(left > 0 && left <= MAX_AHEAD_MS) || command === undefined || !matchesGlob(command, on)) return false;
  if (sample >= 100) return true;
  const values: Readonly<Record<string, unknown>> = facets?.values ?? {};
  // By account, as for rollouts, so that all requests of an account are recorded or none.
  const [first = 0, second = 0, third = 0, fourth = 0] = hash(
    "sha256",
    `${key.id}\0${String(values[by] || values.sender || "")}`,
    "buffer",
  );
  return (first * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + fourth) / 2 ** 32 < sample / 100;
}

/** One agreement on a key serves many requests, so it is made once for these settings. */
function createRecorder(settings: RecordingSettings, now: () => number): Recorder {
  const { id, publicKey } = settings.key;
  const sealer = createRecordingSealer(publicKey, now);
  const record = (outcome: Outcome, body: string): string => {
    const text = sealer.kind === "refused" ? undefined : writeRecording(outcome, body);
    if (text === undefined || sealer.kind === "refused") return "";
    const lines = writeRecordingLines(sealer.seal(text), outcome, id);
    return lines.map((line) => JSON.stringify(line)).join("\n");
  };
  return { settings, record };
}
