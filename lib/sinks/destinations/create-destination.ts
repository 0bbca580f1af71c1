import type { ChatEvent, Sha256 } from "../../records/event.ts";
import {
  type DestinationAddress,
  type DestinationFault,
  parseDestination,
} from "../../records/event-settings.ts";
import type { Call, Destination } from "./destination.ts";
import { createEventBridgeDestination } from "./eventbridge.ts";
import { createFileDestination } from "./file.ts";
import { createFirehoseDestination } from "./firehose.ts";
import { createHttpsDestination, type PostWebhook } from "./https.ts";
import { createKinesisDestination } from "./kinesis.ts";
import { createLogDestination } from "./log.ts";
import { createSqsDestination } from "./sqs.ts";

export type AwsService = "sqs" | "events" | "kinesis" | "firehose";

/** What destinations reach the world with. */
export type DestinationTools = {
  /** A client of the service; `region` where it is not the function's own. */
  readonly callOf: (service: AwsService, region: string | undefined) => Call;
  readonly post: PostWebhook;
  readonly append: (path: string, text: string) => Promise<void>;
  readonly write: (line: object) => void;
  readonly showFacets: (facets: ChatEvent["data"]["facets"]) => Readonly<Record<string, unknown>>;
  readonly sha256: Sha256;
  readonly now: () => number;
  /** Of the stack's own queue. */
  readonly queueUrl: string | undefined;
  /** The ones that sign webhooks. */
  readonly webhookSecrets: readonly string[];
};

export type NoDestination =
  | DestinationFault
  | { readonly kind: "invalid"; readonly code: "queue-missing" | "secret-missing" };

export function createDestination(to: string, tools: DestinationTools): Destination | NoDestination {
  const address = parseDestination(to);
  return address.kind === "invalid" ? address : connectTo(to, address, tools);
}

function connectTo(
  to: string,
  address: DestinationAddress,
  tools: DestinationTools,
): Destination | NoDestination {
  const { callOf, sha256 } = tools;
  switch (address.kind) {
    case "queue":
      if (!tools.queueUrl) return { kind: "invalid", code: "queue-missing" };
      return createSqsDestination(to, tools.queueUrl, callOf("sqs", undefined), sha256);
    case "sqs":
      return createSqsDestination(to, address.url, callOf("sqs", address.region), sha256);
    case "eventbridge":
      return createEventBridgeDestination(to, address.bus, callOf("events", address.region));
    case "kinesis":
      return createKinesisDestination(to, address.stream, callOf("kinesis", address.region));
    case "firehose":
      return createFirehoseDestination(to, address.stream, callOf("firehose", address.region));
    case "https":
      if (tools.webhookSecrets.length === 0) return { kind: "invalid", code: "secret-missing" };
      return createHttpsDestination(
        nameWebhook(address.url, sha256),
        address.url,
        tools.webhookSecrets,
        tools,
      );
    case "log":
      return createLogDestination(tools.write, tools.showFacets);
    case "file":
      return createFileDestination(address.path, tools.append);
  }
}

/** Paths of webhooks are often their password, so names in logs have a hash of it. */
export function nameWebhook(url: string, sha256: Sha256): string {
  return `https://${new URL(url).host}/#${Buffer.from(sha256(url)).toString("hex").slice(0, 8)}`;
}
