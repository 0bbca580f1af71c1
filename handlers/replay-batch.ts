import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { RecordingLine } from "../lib/records/read-lines.ts";
import { createRecordingJoiner } from "../lib/records/recording.ts";
import { type BatchTally, nameBatchTally, type UnreadObject } from "../lib/replay/distributed.ts";
import type { Replay } from "../lib/replay/replay.ts";
import { addSkipped, finishTally } from "../lib/replay/tally.ts";
import type { RecordingOpener } from "../lib/sinks/opening.ts";
import { readLogStream } from "../lib/store/log-stream.ts";
import type { ObjectStore } from "../lib/store/object-store.ts";
import { sha256 } from "../lib/store/sha256.ts";
import type { BatchInput } from "./replay-input.ts";

export type BatchOptions = {
  readonly store: ObjectStore;
  readonly replay: Replay;
  /** By the key's id. `undefined`: it was forgotten. */
  readonly findOpener: (id: string) => Promise<RecordingOpener | undefined>;
  /** Whether the time to read more is over. */
  readonly isLate: () => boolean;
};

/** The result for the state machine; a tally may exceed the size of a state. */
export type BatchResult = {
  readonly tally: string;
  readonly requests: number;
  readonly objects: number;
  readonly unread: number;
};

/** Of an object as it is stored. */
const MAX_OBJECT_BYTES = 2 * 2 ** 30;
/** Lines between two looks at the clock, each of which takes longer than replaying a line. */
const CLOCK_EVERY = 256;

/** Replays a batch's objects and writes its tally, under a name that a second attempt writes again. */
export async function replayBatch(input: BatchInput, options: BatchOptions): Promise<BatchResult> {
  const { objects, results } = input;
  const { replay, store, isLate } = options;
  const unread: UnreadObject[] = [];
  for (const { key, size } of objects) {
    const stopped =
      size > MAX_OBJECT_BYTES
        ? { reason: "too-large", lines: 0 }
        : isLate()
          ? { reason: "no-time", lines: 0 }
          : await replayObject(key, options);
    if (stopped !== undefined) unread.push({ key, ...stopped });
  }
  const tally: BatchTally = { ...finishTally(replay.tally), objects: objects.length, unread };
  const file = nameBatchTally(
    objects.map(({ key }) => key),
    sha256,
  );
  const name = `${results}/tallies/${file}`;
  const failure = await store.put(name, gzipSync(JSON.stringify(tally)), "application/gzip");
  if (failure !== undefined) throw new Error(`${name} cannot be written: ${failure.code}`);
  return { tally: name, requests: tally.requests, objects: objects.length, unread: unread.length };
}

/** `undefined`: to its end. */
async function replayObject(
  key: string,
  { store, replay, findOpener, isLate }: BatchOptions,
): Promise<Omit<UnreadObject, "key"> | undefined> {
  // All parts of a recording are in one object, so batches may split objects in any way.
  const joiner = createRecordingJoiner();
  const sealed: RecordingLine[] = [];
  let lines = 0;
  const stopObject = (reason: string) => ({ reason, lines });
  const stream = Readable.from(store.read(key, MAX_OBJECT_BYTES), { highWaterMark: 1 });
  for await (const item of readLogStream(stream)) {
    if (item.kind === "failed") return stopObject(item.reason);
    if (lines % CLOCK_EVERY === 0 && isLate()) return stopObject("no-time");
    replay.addLine(item.text, (line) => sealed.push(line));
    lines++;
    for (const line of sealed.splice(0)) await addSealed(line);
  }
  for (let left = joiner.countIncomplete(); left > 0; left--) addSkipped(replay.tally, "part-missing");
  return undefined;

  async function addSealed(line: RecordingLine): Promise<void> {
    const whole = joiner.add(line);
    if (whole === undefined) return;
    const open = await findOpener(whole.key);
    const text = open?.(whole.sealed);
    if (text !== undefined) replay.addLine(text);
    else addSkipped(replay.tally, open === undefined ? "key-missing" : "not-opened");
  }
}
