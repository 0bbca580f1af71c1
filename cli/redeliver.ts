import { parseObject } from "../lib/json.ts";
import { isEvent, readLogLine } from "../lib/records/read-lines.ts";
import { createPartJoiner, type RedeliveredLine, type UndeliveredLine } from "../lib/records/undelivered.ts";
import { deliverEvent } from "../lib/sinks/deliver.ts";
import type { Destination } from "../lib/sinks/destinations/destination.ts";
import { holdStop } from "./io.ts";
import type { LogSource } from "./log-source.ts";
import { createOpener } from "./open-undelivered.ts";

export type Redelivery = {
  readonly lines: LogSource;
  /** Current and earlier tokens. */
  readonly tokens: readonly string[];
  /** By name. */
  readonly destinations: ReadonlyMap<string, Destination>;
  /** One destination's only. */
  readonly to?: string;
  /** Leaves out events of requests before this time, in milliseconds since the epoch. */
  readonly from: number;
  readonly dryRun: boolean;
  readonly now: () => number;
  readonly random: () => number;
  /** Aborts on Ctrl-C: the event that is being sent is noted, and none is sent after it. */
  readonly stop: AbortSignal;
  /** Notes the sent events for the next run; false if that failed. */
  readonly note: (line: RedeliveredLine) => Promise<boolean>;
};

export type RedeliveryOutcome =
  /** In a dry run, `sent` counts what would be sent. */
  "sent" | "sent-before" | "sent-not-noted" | "refused" | "destination-unknown" | "no-token" | "altered";

export type RedeliveryReport = {
  readonly outcomes: Readonly<Record<RedeliveryOutcome, number>>;
  /** Texts with a missing part. */
  readonly incomplete: number;
  /** Lines of type `undelivered` that could not be read. */
  readonly unreadable: number;
  /** Whether the log has more events than one run can hold. */
  readonly more: boolean;
  /** The time of the first event that was not held, from which a further run finds the rest. */
  readonly moreSince: string | undefined;
  /** Events that Ctrl-C left unsent. */
  readonly left: number;
  /** Why reading the log failed. */
  readonly failed: string | undefined;
};

/** Events per run, and their characters; a run that finds more sends the first. */
const MAX_HELD = 50_000;
const MAX_HELD_LENGTH = 64 * 2 ** 20;
const EVENT_MS = 10_000;

const joinDeliveryKey = ({ to, id }: { readonly to: string; readonly id: string }) => `${to}\0${id}`;

/** Sends the events that a log lists as undelivered, oldest first, once to each destination. */
export async function redeliver(redelivery: Redelivery): Promise<RedeliveryReport> {
  const { dryRun, now, random, note, destinations, stop } = redelivery;
  const { held, done, ...found } = await collectLines(redelivery);
  const open = createOpener(redelivery.tokens);
  const outcomes: Record<RedeliveryOutcome, number> = {
    ...{ sent: 0, "sent-before": 0, "sent-not-noted": 0, refused: 0 },
    ...{ "destination-unknown": 0, "no-token": 0, altered: 0 },
  };
  const oldestFirst = [...held.values()].sort((a, b) => a.time.localeCompare(b.time));
  let left = 0;
  // An event that was sent but not noted would be sent again by the next run.
  const release = holdStop({ stop });
  for (const line of oldestFirst) {
    if (done.has(joinDeliveryKey(line))) outcomes["sent-before"]++;
    else if (stop.aborted) left++;
    else outcomes[await sendLine(line)]++;
  }
  release();
  return { outcomes, left, ...found };

  async function sendLine(line: UndeliveredLine): Promise<RedeliveryOutcome> {
    const destination = destinations.get(line.to);
    if (destination === undefined) return "destination-unknown";
    const opened = await open(line.sealed);
    if (opened.kind === "unopened") return opened.reason;
    const event = parseObject(opened.text);
    if (!isEvent(event)) return "altered";
    if (dryRun) return "sent";
    const times = { deadline: now() + EVENT_MS, now, random, attempts: 2 } as const;
    const undelivered = await deliverEvent(event, opened.text, [destination], times);
    if (undelivered.length > 0) return "refused";
    const noted = await note({
      ...{ type: "redelivered", v: 1, time: new Date(now()).toISOString() },
      ...{ to: line.to, id: line.id },
    });
    return noted ? "sent" : "sent-not-noted";
  }
}

async function collectLines({ lines, to, from }: Redelivery) {
  const joiner = createPartJoiner((line: UndeliveredLine) => `${line.requestId}\0${joinDeliveryKey(line)}`);
  const held = new Map<string, UndeliveredLine>();
  const done = new Set<string>();
  let [unreadable, length] = [0, 0];
  let moreSince: string | undefined;
  let failed: string | undefined;

  const isAsked = (line: UndeliveredLine) =>
    (to === undefined || line.to === to) && !(Date.parse(line.time) < from);

  function hold(line: UndeliveredLine): void {
    const key = joinDeliveryKey(line);
    if (held.has(key)) return;
    if (held.size < MAX_HELD && length + line.sealed.length <= MAX_HELD_LENGTH) {
      held.set(key, line);
      length += line.sealed.length;
    } else if (moreSince === undefined || line.time < moreSince) moreSince = line.time;
  }

  for await (const item of lines) {
    if (item.kind === "failed") {
      failed = item.reason;
      break;
    }
    for (const record of readLogLine(item.text)) {
      if (record.kind === "redelivered") done.add(joinDeliveryKey(record.line));
      else if (record.kind === "unreadable") unreadable++;
      else if (record.kind === "undelivered" && isAsked(record.line)) {
        const whole = joiner.add(record.line);
        if (whole !== undefined) hold(whole);
      }
    }
  }
  const incomplete = joiner.countIncomplete();
  return { held, done, unreadable, more: moreSince !== undefined, moreSince, failed, incomplete };
}
