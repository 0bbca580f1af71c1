import { isObject, parseObject } from "../json.ts";
import { type AuditRecord, readAuditRecord } from "./audit.ts";
import type { ChatEvent } from "./event.ts";
import {
  isPart,
  type RedeliveredLine,
  readRedelivered,
  readUndelivered,
  type SealedPart,
  type UndeliveredLine,
} from "./undelivered.ts";

/** A whole request, sealed. */
export type RecordingLine = SealedPart & {
  readonly type: "recording";
  readonly v: 1;
  readonly time: string;
  /** Names the key that opens it. */
  readonly key: string;
};

/** One line of a log. `other`: not written by chatgate; `unreadable`: written by chatgate and not valid. */
export type LogRecord =
  | { readonly kind: "audit"; readonly record: AuditRecord }
  | { readonly kind: "event"; readonly event: ChatEvent }
  | { readonly kind: "undelivered"; readonly line: UndeliveredLine }
  | { readonly kind: "redelivered"; readonly line: RedeliveredLine }
  | { readonly kind: "recording"; readonly line: RecordingLine }
  | { readonly kind: "other" }
  | { readonly kind: "unreadable"; readonly reason: "too-long" | "fields" };

/** In characters; the longest request's sealed recording is shorter. */
export const MAX_LINE_LENGTH = 2_000_000;

type Fields = Readonly<Record<string, unknown>>;
const OTHER: readonly LogRecord[] = [{ kind: "other" }];

/**
 * Reads a line as our function writes it, or as CloudWatch Logs wraps it: after a time (exports), as the `message` of
 * a JSON record (Lambda's log format, FilterLogEvents), or among the `logEvents` of a subscription.
 */
export function readLogLine(text: string): readonly LogRecord[] {
  if (text.length > MAX_LINE_LENGTH) return [{ kind: "unreadable", reason: "too-long" }];
  return readObject(readObjectIn(text), MAX_WRAPPINGS);
}

/** A subscription's record around Lambda's record around our line. */
const MAX_WRAPPINGS = 3;

function readObject(fields: Fields | undefined, wrappings: number): readonly LogRecord[] {
  if (fields === undefined) return OTHER;
  const record = readRecord(fields);
  if (record !== undefined) return [record];
  if (wrappings === 0) return OTHER;
  const { message, logEvents } = fields;
  if (typeof message === "string") return readObject(readObjectIn(message), wrappings - 1);
  if (isObject(message)) return readObject(message, wrappings - 1);
  if (Array.isArray(logEvents))
    return logEvents.flatMap((event) => readObject(isObject(event) ? event : undefined, wrappings - 1));
  return OTHER;
}

/** From the first brace; only a time may come before it. */
function readObjectIn(text: string): Fields | undefined {
  const start = text.indexOf("{");
  return start < 0 || start > 100 ? undefined : parseObject(text.slice(start));
}

function readRecord(fields: Fields): LogRecord | undefined {
  if (isEvent(fields)) return { kind: "event", event: fields };
  switch (fields.type) {
    case "audit": {
      const record = readAuditRecord(fields);
      return record === undefined ? UNREADABLE : { kind: "audit", record };
    }
    case "event":
      return isEvent(fields.event) ? { kind: "event", event: fields.event } : UNREADABLE;
    case "undelivered": {
      const line = readUndelivered(fields);
      return line === undefined ? UNREADABLE : { kind: "undelivered", line };
    }
    case "redelivered": {
      const line = readRedelivered(fields);
      return line === undefined ? UNREADABLE : { kind: "redelivered", line };
    }
    case "recording":
      return isRecording(fields) ? { kind: "recording", line: fields } : UNREADABLE;
    default:
      return undefined;
  }
}

const UNREADABLE: LogRecord = { kind: "unreadable", reason: "fields" };

/** Whether it has the members of every CloudEvent that chatgate writes. */
export function isEvent(value: unknown): value is ChatEvent {
  return (
    isObject(value) &&
    value.specversion === "1.0" &&
    ["id", "source", "type", "time"].every((name) => typeof value[name] === "string") &&
    isObject(value.data) &&
    isObject(value.data.facets)
  );
}

function isRecording(fields: Fields): fields is RecordingLine {
  const texts = ["time", "requestId", "key", "sealed"].every((name) => typeof fields[name] === "string");
  const whole = fields.part === undefined && fields.parts === undefined;
  return fields.v === 1 && texts && (whole || isPart(fields.part, fields.parts));
}
