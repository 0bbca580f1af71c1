import { parseJson } from "../../lib/json.ts";
import { readEnvelope } from "../../lib/replies/envelope.ts";
import type { ReceivedCallback } from "../../playground/library.ts";

const MAX_CALLBACKS = 20;
/** Longer ones are answered, and not kept. */
const MAX_KEPT_BYTES = 64_000;
const MAX_NAME_LENGTH = 200;

/** A request and its answer, as they went over HTTP. */
export type Exchange = {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: Buffer;
  readonly status: number;
  readonly answer: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
};

export type ReceivedCallbacks = {
  /** The newest first. */
  readonly list: () => readonly ReceivedCallback[];
  /** Undefined: it was no callback, or too long to keep. */
  readonly add: (exchange: Exchange) => ReceivedCallback | undefined;
};

/** The last callbacks, for the page alone: they are in no log and in no file, and end with the process. */
export function createReceivedCallbacks(): ReceivedCallbacks {
  let callbacks: readonly ReceivedCallback[] = [];
  let count = 0;
  return {
    list: () => callbacks,
    add: ({ method, url, body, status, answer, time }) => {
      const { searchParams } = new URL(url, "http://localhost");
      const [command, platform, clientIp] = ["CallbackCommand", "OptPlatform", "ClientIP"].map((name) =>
        (searchParams.get(name) ?? "").slice(0, MAX_NAME_LENGTH),
      ) as [string, string, string]; // as many as names
      if (method !== "POST" || command === "" || body.length > MAX_KEPT_BYTES) return undefined;
      const code = readEnvelope(parseJson(answer))?.ErrorCode ?? status;
      count += 1;
      const callback = { id: count, time, command, platform, clientIp, body: body.toString("utf8"), code };
      callbacks = [callback, ...callbacks].slice(0, MAX_CALLBACKS);
      return callback;
    },
  };
}
