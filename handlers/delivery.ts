import { appendFile } from "node:fs/promises";
import type { Sink } from "../lib/gate/deliver.ts";
import type { Upstream } from "../lib/gate/upstream.ts";
import { parseKnownJson } from "../lib/json.ts";
import { createUpstream } from "../lib/sinks/call-upstream.ts";
import type { Call } from "../lib/sinks/destinations/destination.ts";
import { createPostWebhook } from "../lib/sinks/destinations/post-webhook.ts";
import { createEventSink, type EventSinkOptions } from "../lib/sinks/event-sink.ts";
import { createSecretReader } from "../lib/sinks/webhook-secrets.ts";

export type Delivery = { readonly sendEvents: Sink; readonly upstream: Upstream };

type Given = "stage" | "sha256" | "showFacets" | "queueUrl" | "covers" | "count";

export type DeliveryOptions = Pick<EventSinkOptions, Given> & {
  readonly openCall: (service: string, region?: string) => Call;
  readonly isLocal: boolean;
  readonly write: (...lines: readonly object[]) => void;
  /** Undefined: there is no store that could have one. */
  readonly secretsParameter: string | undefined;
};

/** Of an upstream's answer; the longest that Chat documents is far shorter. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** What only stages with events or an upstream need. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { write, openCall, secretsParameter, isLocal } = options;
  const now = Date.now;
  const appendLine = async (path: string, text: string) => {
    await appendFile(path, text);
    const { type, id } = parseKnownJson(text) as { readonly type: string; readonly id: string }; // chatgate wrote this event
    write({ type: "delivered", command: type, to: `file:${path}`, id });
  };
  const kept = { now, keepAlive: true, maxBytes: MAX_ANSWER_BYTES };
  const postPublic = createPostWebhook(kept);
  const postAnywhere = createPostWebhook({ ...kept, isAllowed: () => true });
  return {
    sendEvents: createEventSink({
      ...options,
      ...{ now, random: Math.random, post: createPostWebhook({ now }) },
      readSecrets:
        secretsParameter === undefined
          ? async () => []
          : createSecretReader(secretsParameter, openCall("ssm"), now),
      append: isLocal ? appendLine : undefined,
    }),
    upstream: createUpstream((allowPrivateAddress) => (allowPrivateAddress ? postAnywhere : postPublic)),
  };
}
