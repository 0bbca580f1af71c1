import type { EventOf } from "../../types/events.d.ts";
import { commandNames } from "../commands/generated/names.ts";
import { isObject, parseJson } from "../json.ts";
import type { ChatEvent } from "../records/event.ts";
import { isEvent } from "../records/read-lines.ts";

/**
 * `known`: its `type` determines its payload, as documented by Tencent; a body that drifts is delivered unchanged. `other`:
 * a command that came after this version.
 */
export type ParsedEvent =
  | { readonly kind: "known"; readonly event: EventOf }
  | { readonly kind: "other"; readonly event: ChatEvent<unknown> }
  | { readonly kind: "invalid"; readonly reason: "not-json" | "not-an-event" };

/**
 * Reads one event: an SQS record, an EventBridge event, a Kinesis or Firehose record, the body of a webhook, or a line
 * of a file or log. Never throws.
 */
export function parseEvent(input: unknown): ParsedEvent {
  const value = unwrapEvent(input, MAX_WRAPPINGS);
  if (value === undefined) return { kind: "invalid", reason: "not-json" };
  if (!isEvent(value)) return { kind: "invalid", reason: "not-an-event" };
  return commandNames.has(value.type)
    ? { kind: "known", event: value as EventOf } // its payload is what the command's schema says, or drifts
    : { kind: "other", event: value };
}

/** An EventBridge event in an SQS record is three deep. */
const MAX_WRAPPINGS = 5;

/** Undefined if a text is not JSON. */
function unwrapEvent(input: unknown, wrappings: number): unknown {
  if (typeof input === "string")
    return wrappings === 0 ? undefined : unwrapEvent(parseJson(input), wrappings - 1);
  if (!isObject(input) || wrappings === 0) return input;
  const { body, detail, kinesis, data, event } = input;
  if (isEvent(input)) return input;
  const inner = [body, detail, event].find((value) => value !== undefined);
  if (inner !== undefined) return unwrapEvent(inner, wrappings - 1);
  if (isObject(kinesis)) return unwrapEvent(kinesis, wrappings - 1);
  return typeof data === "string" ? unwrapEvent(decodeBase64(data), wrappings - 1) : input;
}

function decodeBase64(data: string): string {
  return Buffer.from(data, "base64").toString("utf8");
}
