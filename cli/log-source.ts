import { Readable } from "node:stream";
import type { AwsFailure } from "../lib/aws/client.ts";
import type { Call } from "../lib/sinks/destinations/destination.ts";
import { type LogSource, readLogStream } from "../lib/store/log-stream.ts";
import type { ObjectStore } from "../lib/store/object-store.ts";

export { type LogItem, type LogSource, readLogStream } from "../lib/store/log-stream.ts";

/** Timeout of one page, in milliseconds. */
const PAGE_MS = 20_000;
/** Firehose writes 128 MB at most. */
const MAX_OBJECT_BYTES = 256 * 2 ** 20;

export type LogGroupQuery = {
  readonly group: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** CloudWatch's filter pattern; lines are filtered again, because emulators ignore it. */
  readonly pattern?: string;
};

/** CloudWatch Logs, oldest first. `call` is of service `logs`. */
export async function* readLogGroup(query: LogGroupQuery, call: Call, now: () => number): LogSource {
  const { group, from, to, pattern } = query;
  let nextToken: unknown;
  do {
    const result = await call(
      "Logs_20140328.FilterLogEvents",
      {
        ...{ logGroupName: group, startTime: from, endTime: to },
        ...(pattern !== undefined && { filterPattern: pattern }),
        ...(nextToken !== undefined && { nextToken }),
      },
      { deadline: now() + PAGE_MS, attempts: 5, jsonVersion: "1.1" },
    );
    if (result.kind !== "ok") return yield { kind: "failed", reason: nameFailure(result) };
    const { events } = result.body;
    for (const { message } of Array.isArray(events) ? (events as readonly { message?: unknown }[]) : [])
      if (typeof message === "string") yield { kind: "line", text: message.trimEnd() };
    if (nextToken !== undefined && result.body.nextToken === nextToken)
      return yield { kind: "failed", reason: "the same page twice" };
    nextToken = result.body.nextToken;
  } while (nextToken !== undefined && nextToken !== null);
}

function nameFailure(result: AwsFailure): string {
  switch (result.kind) {
    case "refused":
      return /^\w+$/.test(result.type) ? result.type : `http-${result.status}`;
    case "unreachable":
      return result.code;
    case "garbled":
      return "garbled";
  }
}

/** Every object under a prefix, in the order of their keys. */
export async function* readBucket(prefix: string, store: ObjectStore): LogSource {
  try {
    for await (const page of store.listPages(prefix))
      for (const { key } of page)
        for await (const item of readLogStream(Readable.from(store.read(key, MAX_OBJECT_BYTES)))) {
          yield item;
          if (item.kind === "failed") return;
        }
  } catch (error) {
    yield { kind: "failed", reason: (error as { readonly code: string }).code }; // what listPages throws
  }
}

/** Ends when the signal aborts, even while the source waits. */
export async function* endAtStop(source: LogSource, stop: AbortSignal): LogSource {
  // A promise for each item: one for all would keep a reaction for each, in a tail that runs for days.
  let end = () => {};
  const endWaiting = () => end();
  stop.addEventListener("abort", endWaiting);
  const items = source[Symbol.asyncIterator]();
  try {
    while (!stop.aborted) {
      const stopped = new Promise<undefined>((resolve) => {
        end = () => resolve(undefined);
      });
      const next = await Promise.race([items.next(), stopped]);
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } finally {
    stop.removeEventListener("abort", endWaiting); // one that stays would keep Ctrl-C from ending the process
  }
}
