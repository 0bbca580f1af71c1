import type { AwsResult } from "../../lib/aws/client.ts";
import { parseDestination } from "../../lib/policy-set/destination-address.ts";
import { nameReason } from "../../lib/sinks/destinations/destination.ts";
import { createSecretReader } from "../../lib/sinks/webhook-secrets.ts";
import type { Io } from "../io.ts";
import { type Diagnosis, reportFail, reportOk, reportWarn } from "./diagnosis.ts";
import { formatWebhookSecretsPath, openStageEvents, type StageEvents } from "./stage-events.ts";
import type { StageStore } from "./stage-store.ts";

const CALL_MS = 10_000;

/** Checks that each destination of events exists: EventBridge reports success even for a bus that does not. */
export async function examineEvents(store: StageStore, io: Io): Promise<readonly Diagnosis[]> {
  const events = await openStageEvents(store, io);
  const named = [...new Set(events.settings?.events.map(({ to }) => to))];
  const found: Diagnosis[] = [];
  for (const to of named) found.push(await examineDestination(to, events, store, io));
  return found;
}

async function examineDestination(
  to: string,
  events: StageEvents,
  store: StageStore,
  { now }: Io,
): Promise<Diagnosis> {
  const { openCall, queueUrl } = events;
  const examineTarget = async (service: string, target: string, input: object, region?: string) => {
    const jsonVersion = service === "sqs" ? "1.0" : "1.1";
    const options = { deadline: now() + CALL_MS, attempts: 3, jsonVersion } as const;
    return judgeExistence(to, await openCall(service, region)(target, input, options));
  };
  const address = parseDestination(to);
  switch (address.kind) {
    case "queue":
      return queueUrl === undefined
        ? reportFail("events", { code: "destination-missing", token: to })
        : reportOk("events", `${to} exists`);
    case "sqs":
      return examineTarget("sqs", "AmazonSQS.GetQueueAttributes", { QueueUrl: address.url }, address.region);
    case "eventbridge":
      return examineTarget("events", "AWSEvents.DescribeEventBus", { Name: address.name }, address.region);
    case "kinesis": {
      const { name } = address;
      const stream = name.startsWith("arn:") ? { StreamARN: name } : { StreamName: name };
      return examineTarget("kinesis", "Kinesis_20131202.DescribeStreamSummary", stream, address.region);
    }
    case "firehose": {
      const stream = { DeliveryStreamName: address.name };
      return examineTarget("firehose", "Firehose_20150804.DescribeDeliveryStream", stream, address.region);
    }
    case "https": {
      const parameter = formatWebhookSecretsPath(store);
      const secrets = await createSecretReader(parameter, openCall("ssm"), now)(now() + CALL_MS);
      return secrets.length === 0
        ? reportFail("events", { code: "webhook-secret-missing", details: { parameter } })
        : reportOk("events", `webhooks are signed by ${secrets.length === 1 ? "a secret" : "secrets"}`);
    }
    case "file":
      return reportFail("events", { code: "destination-local", token: to });
    case "log":
      return reportOk("events", "the function's own log");
    case "invalid":
      return reportFail("events", {
        code: "destination-invalid",
        token: to,
        details: { fault: address.code },
      });
  }
}

function judgeExistence(to: string, result: AwsResult): Diagnosis {
  if (result.kind === "ok") return reportOk("events", `${to} exists`);
  const word = result.kind === "refused" ? result.type : "";
  if (/NotFound|NonExistent|DoesNotExist/.test(word))
    return reportFail("events", { code: "destination-missing", token: to });
  const cause = result.kind === "unreachable" ? result.code : nameReason(word, result.kind);
  return reportWarn("events", { code: "destination-unreadable", token: to, details: { cause } });
}
