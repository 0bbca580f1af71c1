import type { JsonWebKey } from "node:crypto";
import { readLogLine } from "../../lib/records/read-lines.ts";
import { createRecordingJoiner } from "../../lib/records/recording.ts";
import { createRecordingOpener } from "../../lib/sinks/opening.ts";
import type { LogSource } from "../log-source.ts";

export type OpenedRecordings = {
  readonly lines: LogSource;
  /** So far: recordings whose key was forgotten or that were altered, and such as lack a part. */
  readonly countUnopened: () => { readonly unopened: number; readonly incomplete: number };
};

/** Recordings among the lines of a log, opened; `others`: also the lines of other kinds, as they are. */
export function openRecordings(
  source: LogSource,
  keys: ReadonlyMap<string, JsonWebKey>,
  others: "with-others" | "alone",
): OpenedRecordings {
  const openers = new Map([...keys].map(([id, key]) => [id, createRecordingOpener(key)] as const));
  const joiner = createRecordingJoiner();
  let unopened = 0;

  async function* read(): LogSource {
    for await (const item of source) {
      if (item.kind === "failed") return yield item;
      const records = item.text.includes("recording") ? readLogLine(item.text) : [];
      const sealed = records.flatMap((record) => (record.kind === "recording" ? [record.line] : []));
      if (sealed.length === 0 && others === "with-others") yield item;
      for (const line of sealed) {
        const whole = joiner.add(line);
        if (whole === undefined) continue;
        const text = openers.get(whole.key)?.(whole.sealed);
        if (text === undefined) unopened++;
        else yield { kind: "line", text };
      }
    }
  }
  return { lines: read(), countUnopened: () => ({ unopened, incomplete: joiner.countIncomplete() }) };
}
