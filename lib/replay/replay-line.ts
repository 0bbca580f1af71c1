import type { Command } from "../commands/define-command.ts";
import type { Callback } from "../gate/decide-callback.ts";
import { parseObject } from "../json.ts";
import type { ChatEvent } from "../records/event.ts";
import { type LogRecord, type RecordingLine, readLogLine } from "../records/read-lines.ts";
import { type Recording, readRecording } from "../records/recording.ts";
import { type AuditView, viewAuditLine } from "./audit-view.ts";

/** A complete request, which can be decided exactly. */
export type ExactRequest = {
  readonly kind: "exact";
  readonly grade: "recording" | "event";
  readonly requestId: string;
  readonly callback: Callback;
  /** What Chat was answered; `undefined` if the input does not say. */
  readonly recorded: { readonly verdict: string; readonly code: number } | undefined;
};

/** `audit`: its line in the log, which holds part of it. */
export type ReplayRequest =
  | ExactRequest
  | { readonly kind: "audit"; readonly command: Command; readonly line: AuditView };

/** Why a line is not replayed. */
export type SkipReason = "other" | "unreadable" | "unknown-command" | "no-payload" | "not-decided";
export type ReplayLine =
  | ReplayRequest
  | { readonly kind: "skipped"; readonly why: SkipReason }
  /** A recording that needs a key to open. */
  | { readonly kind: "sealed"; readonly line: RecordingLine };

const createSkipped = (why: SkipReason): ReplayLine => ({ kind: "skipped", why });

/** A line of a recording, of delivered events or of the function's log. */
export function readReplayLine(text: string, commands: ReadonlyMap<string, Command>): readonly ReplayLine[] {
  if (text.startsWith('{"type":"request"')) {
    const recording = readRecording(parseObject(text) ?? {});
    return [recording === undefined ? createSkipped("unreadable") : replayRecording(recording, commands)];
  }
  return readLogLine(text).map((record) => replayRecord(record, commands));
}

function replayRecord(record: LogRecord, commands: ReadonlyMap<string, Command>): ReplayLine {
  switch (record.kind) {
    case "audit": {
      const line = viewAuditLine(record.record);
      if (line === undefined || line.outcome !== "decided") return createSkipped("not-decided");
      const command = commands.get(line.command);
      return command === undefined ? createSkipped("unknown-command") : { kind: "audit", command, line };
    }
    case "event":
      return replayEvent(record.event, commands);
    case "recording":
      return { kind: "sealed", line: record.line };
    case "unreadable":
      return createSkipped("unreadable");
    default:
      return createSkipped("other");
  }
}

function replayRecording(recording: Recording, commands: ReadonlyMap<string, Command>): ReplayLine {
  const { requestId, platform, clientIp, sdkAppId, decision } = recording;
  const command = commands.get(recording.command);
  if (command === undefined) return createSkipped("unknown-command");
  const callback = { command, payload: recording.body, platform, clientIp, sdkAppId };
  return {
    ...{ kind: "exact", grade: "recording", requestId, recorded: decision },
    callback: { ...callback, now: Date.parse(recording.time) },
  };
}

/** Uses the event's time as the gate's: Chat's clock if the body has it. */
function replayEvent(event: ChatEvent, commands: ReadonlyMap<string, Command>): ReplayLine {
  const { payload, facets, decision } = event.data;
  const command = commands.get(event.type);
  if (command === undefined) return createSkipped("unknown-command");
  if (typeof payload !== "object" || payload === null) return createSkipped("no-payload");
  return {
    ...{ kind: "exact", grade: "event", requestId: event.id, recorded: decision },
    callback: {
      command,
      payload: { ...payload },
      platform: String(facets.platform ?? ""),
      clientIp: String(facets.clientIp ?? ""),
      sdkAppId: Number(event.source.slice(event.source.lastIndexOf("/") + 1)),
      now: Date.parse(event.time),
    },
  };
}
