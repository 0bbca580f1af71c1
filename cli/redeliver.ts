import { parseObject } from "../lib/json.ts";
import { isEvent, readLogLine } from "../lib/records/read-lines.ts";
import { createPartJoiner, type RedeliveredLine, type UndeliveredLine } from "../lib/records/undelivered.ts";
import { deliverEvent } from "../lib/sinks/deliver.ts";
import type { Destination } from "../lib/sinks/destinations/destination.ts";
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
  readonly dryRun: boolean;
  readonly now: () => number;
  readonly random: () => number;
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
  /** Why reading the log failed. */
  readonly failed: string | undefined;
};

/** Events per run; a run that finds more sends the oldest. */
const MAX_HELD = 50_000;
const EVENT_MS = 10_000;

const joinDeliveryKey = ({ to, id }: { readonly to: string; readonly id: string }) => `${to}\0${id}`;

/** Sends the events that a log lists as undelivered, oldest first, once to each destination. */
export async function redeliver(redelivery: Redelivery): Promise<RedeliveryReport> {
  const { dryRun, now, random, note, destinations } = redelivery;
  const { held, done, ...found } = await collectLines(redelivery);
  const open = createOpener(redelivery.tokens);
  const outcomes: Record<RedeliveryOutcome, number> = {
    ...{ sent: 0, "sent-before": 0, "sent-not-noted": 0, refused: 0 },
    ...{ "destination-unknown": 0, "no-token": 0, altered: 0 },
  };
  const oldestFirst = [...held.values()].sort((a, b) => a.time.localeCompare(b.time));
  for (const line of oldestFirst)
    outcomes[done.has(joinDeliveryKey(line)) ? "sent-before" : await sendLine(line)]++;
  return { outcomes, ...found };

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

async function collectLines({ lines, to }: Redelivery) {
  const joiner = createPartJoiner((line: UndeliveredLine) => `${line.requestId}\0${joinDeliveryKey(line)}`);
  const held = new Map<string, UndeliveredLine>();
  const done = new Set<string>();
  let [unreadable, more] = [0, false];
  let failed: string | undefined;
  for await (const item of lines) {
    if (item.kind === "failed") {
      failed = item.reason;
      break;
    }
    for (const record of readLogLine(item.text)) {
      if (record.kind === "redelivered") done.add(joinDeliveryKey(record.line));
      else if (record.kind === "unreadable") unreadable++;
      else if (record.kind === "undelivered" && (to === undefined || record.line.to === to)) {
        const whole = joiner.add(record.line);
        if (whole === undefined || held.has(joinDeliveryKey(whole))) continue;
        if (held.size < MAX_HELD) held.set(joinDeliveryKey(whole), whole);
        else more = true;
      }
    }
  }
  return { held, done, unreadable, more, failed, incomplete: joiner.countIncomplete() };
}
