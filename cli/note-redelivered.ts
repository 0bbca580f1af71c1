import type { RedeliveredLine } from "../lib/records/undelivered.ts";
import type { Call } from "../lib/sinks/destinations/destination.ts";

const NOTE_MS = 10_000;

/** Notes go into a stream of the same log group, where the next run finds them. `call` is of service `logs`. */
export function createNote(
  group: string,
  stream: string,
  call: Call,
  now: () => number,
): (line: RedeliveredLine) => Promise<boolean> {
  let made = false;
  const callLogs = (action: string, input: object) => {
    const options = { deadline: now() + NOTE_MS, attempts: 3, jsonVersion: "1.1" } as const;
    return call(`Logs_20140328.${action}`, { logGroupName: group, logStreamName: stream, ...input }, options);
  };
  return async (line) => {
    if (!made) {
      const result = await callLogs("CreateLogStream", {});
      made =
        result.kind === "ok" ||
        (result.kind === "refused" && result.type === "ResourceAlreadyExistsException") ||
        result.kind === "garbled"; // CreateLogStream answers without a body
      if (!made) return false;
    }
    const logEvents = [{ timestamp: Date.parse(line.time), message: JSON.stringify(line) }];
    const result = await callLogs("PutLogEvents", { logEvents });
    return result.kind === "ok" && result.body.rejectedLogEventsInfo === undefined;
  };
}
