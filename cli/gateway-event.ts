import { authenticate } from "../lib/callback/authenticate.ts";
import { parseBody } from "../lib/callback/parse-body.ts";
import { receive } from "../lib/callback/receive.ts";
import type { Command } from "../lib/commands/define-command.ts";
import { parseObject } from "../lib/json.ts";
import type { ExactRequest } from "../lib/replay/replay-line.ts";

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
  const { sdkAppId, command: name = "", platform, clientIp, requestTime } = received.query;
  const command = commands.get(name);
  // Signature and age are not checked: the operator provides the input.
  const trusting = {
    sdkAppIds: [Number(sdkAppId)],
    authentication: "off",
    toleranceSeconds: 0,
    tokens: [],
  } as const;
  const opened = authenticate(received, trusting, 0);
  const body = opened.kind === "rejected" ? opened : parseBody(opened);
  if (command === undefined || opened.kind === "rejected" || body.kind === "rejected") return undefined;
  const context = Object(event.requestContext) as Readonly<Record<string, unknown>>; // Object() returns an object
  // Payload 2.0, payload 1.0, or what Chat put into the URL.
  const now = [context.timeEpoch, context.requestTimeEpoch, Number(requestTime) * 1000].find(
    (time): time is number => typeof time === "number" && time > 0,
  );
  return {
    ...{ kind: "exact", grade: "event", requestId: String(context.requestId ?? ""), recorded: undefined },
    callback: {
      command,
      payload: body.payload,
      platform,
      clientIp,
      sdkAppId: opened.sdkAppId,
      now: now ?? 0,
    },
  };
}
