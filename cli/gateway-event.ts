import { receive } from "../lib/callback/receive.ts";
import type { Command } from "../lib/commands/define-command.ts";
import { parseObject } from "../lib/json.ts";
import type { ExactRequest } from "../lib/replay/replay-line.ts";
import { openCallback } from "./open-callback.ts";

/** A key of every event of API Gateway and function URLs, and of no log line of chatgate. */
const CONTEXT = '"requestContext"';
/** Only lines that begin this way are events: a record's body may contain any text. */
const OURS = /^\s*\{"(?:type|specversion)"/;

/** Parses a line with an event of API Gateway; `undefined`: another kind of line, or not a callback. */
export function readGatewayEvent(
  text: string,
  commands: ReadonlyMap<string, Command>,
): ExactRequest | undefined {
  if (!text.includes(CONTEXT) || OURS.test(text)) return undefined;
  const event = parseObject(text);
  const received = receive(event);
  if (event === undefined || received.kind === "rejected" || received.isVerificationPing) return undefined;
  const { command: name = "", platform, clientIp, requestTime } = received.query;
  const command = commands.get(name);
  const opened = openCallback(received);
  if (command === undefined || opened.kind !== "opened") return undefined;
  const context = Object(event.requestContext) as Readonly<Record<string, unknown>>; // Object() returns an object
  // Payload 2.0, payload 1.0, or what Chat put into the URL.
  const now = [context.timeEpoch, context.requestTimeEpoch, Number(requestTime) * 1000].find(
    (time): time is number => typeof time === "number" && time > 0,
  );
  return {
    ...{ kind: "exact", grade: "event", requestId: String(context.requestId ?? ""), recorded: undefined },
    callback: {
      command,
      payload: opened.payload,
      platform,
      clientIp,
      sdkAppId: opened.sdkAppId,
      now: now ?? 0,
    },
  };
}
