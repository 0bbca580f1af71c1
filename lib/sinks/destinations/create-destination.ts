import { parseDestination } from "../../policy-set/destination-address.ts";
import type { ChatEvent, Sha256 } from "../../records/event.ts";
import { type Call, type Destination, refuseDelivery } from "./destination.ts";
import { createEventBridgeDestination } from "./eventbridge.ts";
import { createFileDestination } from "./file.ts";
import { createFirehoseDestination } from "./firehose.ts";
import { createHttpsDestination, type PostWebhook, type ReadSecrets } from "./https.ts";
import { createKinesisDestination } from "./kinesis.ts";
import { createLogDestination } from "./log.ts";
import { createSqsDestination } from "./sqs.ts";

export type AwsService = "sqs" | "events" | "kinesis" | "firehose";

/** The I/O of destinations. */
export type DestinationTools = {
  /** A client of the service; `region` if it is not the function's own. */
  readonly openCall: (service: AwsService, region: string | undefined) => Call;
  readonly post: PostWebhook;
  /** Undefined in a stage, which has no files. */
  readonly append: ((path: string, text: string) => Promise<void>) | undefined;
  readonly write: (line: object) => void;
  readonly showFacets: (facets: ChatEvent["data"]["facets"]) => Readonly<Record<string, unknown>>;
  readonly sha256: Sha256;
  readonly now: () => number;
  /** Of the stack's own queue. */
  readonly queueUrl: string | undefined;
  /** The ones that sign webhooks. */
  readonly readSecrets: ReadSecrets;
};

/** `to` comes from checked settings; what the stage lacks is reported when an event is sent. */
export function createDestination(to: string, tools: DestinationTools): Destination {
  const { openCall, sha256 } = tools;
  const address = parseDestination(to);
  switch (address.kind) {
    case "invalid":
      return createMissingDestination(to, address.code);
    case "queue":
      return tools.queueUrl
        ? createSqsDestination(to, tools.queueUrl, openCall("sqs", undefined), sha256)
        : createMissingDestination(to, "queue-missing");
    case "sqs":
      return createSqsDestination(to, address.url, openCall("sqs", address.region), sha256);
    case "eventbridge":
      return createEventBridgeDestination(to, address.name, openCall("events", address.region));
    case "kinesis":
      return createKinesisDestination(to, address.name, openCall("kinesis", address.region));
    case "firehose":
      return createFirehoseDestination(to, address.name, openCall("firehose", address.region));
    case "https":
      return createHttpsDestination(nameWebhook(address.url, sha256), address.url, tools.readSecrets, tools);
    case "log":
      return createLogDestination(tools.write, tools.showFacets);
    case "file":
      return tools.append === undefined
        ? createMissingDestination(to, "file-deployed")
        : createFileDestination(address.path, tools.append);
  }
}

/** Refuses every event, so that each is sealed. */
function createMissingDestination(name: string, reason: string): Destination {
  return { name, send: async () => refuseDelivery(reason, false) };
}

/** A webhook's path is often a secret, so names in logs have a hash of it. */
export function nameWebhook(url: string, sha256: Sha256): string {
  return `https://${new URL(url).host}/#${Buffer.from(sha256(url)).toString("hex").slice(0, 8)}`;
}
