import { type AwsClient, createAwsClient } from "../../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../../lib/aws/endpoint.ts";
import { parseTokenLine } from "../../lib/callback/token-line.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import { createDestination } from "../../lib/sinks/destinations/create-destination.ts";
import type { Call, Destination } from "../../lib/sinks/destinations/destination.ts";
import { createPostWebhook } from "../../lib/sinks/destinations/post-webhook.ts";
import { createSecretReader } from "../../lib/sinks/webhook-secrets.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { formatSecretsPath } from "../../lib/store/stage-reader.ts";
import type { Io } from "../io.ts";
import { readPages } from "./read-pages.ts";
import { nameLogGroup } from "./stage-logs.ts";
import { readStage } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";

/** What a stage's `events` name, with this person's rights. */
export type StageEvents = {
  readonly settings: Settings | undefined;
  /** By `to`, without those that only the function itself can reach. */
  readonly destinations: readonly { readonly to: string; readonly destination: Destination }[];
  /** `log` and `file:`. */
  readonly unreachable: readonly string[];
  readonly queueUrl: string | undefined;
  readonly openCall: (service: string, region?: string) => Call;
  /** Of the function's log. */
  readonly logGroup: string;
};

const CALL_MS = 10_000;

export async function openStageEvents(store: StageStore, io: Io): Promise<StageEvents> {
  const { settings } = checkSet((await readStage(store)).inForce, commands, sha256);
  const openCall = await createOpenCall(store, io);
  const named = [...new Set(settings?.events.map(({ to }) => to))];
  const queueUrl = named.includes("queue") ? await findQueue(store, openCall, io.now) : undefined;
  const isOutside = (to: string) => to !== "log" && !to.startsWith("file:");
  const tools = {
    ...{ openCall, sha256, queueUrl, now: io.now, append: undefined },
    post: createPostWebhook({ now: io.now }),
    readSecrets: createSecretReader(formatWebhookSecretsPath(store), openCall("ssm"), io.now),
    write: () => {},
    showFacets: () => ({}),
  };
  return {
    settings,
    destinations: named.filter(isOutside).map((to) => ({ to, destination: createDestination(to, tools) })),
    unreachable: named.filter((to) => !isOutside(to)),
    queueUrl,
    openCall,
    logGroup: nameLogGroup(store.stage),
  };
}

export const formatWebhookSecretsPath = ({ path }: StageStore) =>
  `${formatSecretsPath(path)}/webhook-secrets`;

async function createOpenCall(store: StageStore, { env }: Io): Promise<StageEvents["openCall"]> {
  const credentials = await store.client.config.credentials();
  const clients = new Map<string, AwsClient>();
  return (service, region = store.region) => {
    const own = service === "ssm" ? store.endpoint : env.AWS_ENDPOINT_URL;
    const endpoint = new URL(own || formatRegionalEndpoint(service, region));
    const key = `${service} ${region}`;
    const client =
      clients.get(key) ?? createAwsClient({ service, region, endpoint, credentials: () => credentials });
    clients.set(key, client);
    return client.call;
  };
}

async function findQueue(
  { stage }: StageStore,
  openCall: StageEvents["openCall"],
  now: () => number,
): Promise<string | undefined> {
  const input = { QueueName: `chatgate-${stage}-events` };
  const options = { deadline: now() + CALL_MS, attempts: 3, jsonVersion: "1.0" } as const;
  const result = await openCall("sqs")("AmazonSQS.GetQueueUrl", input, options);
  const url = result.kind === "ok" ? result.body.QueueUrl : undefined;
  return typeof url === "string" ? url : undefined;
}

/** The tokens in force and those of the past: what was sealed under one of them can be opened. */
export async function readTokenHistory(store: StageStore): Promise<readonly string[]> {
  const { GetParameterHistoryCommand } = await import("@aws-sdk/client-ssm");
  const Name = `${formatSecretsPath(store.path)}/tokens`;
  const pages = await readPages((NextToken) =>
    store.client.send(
      new GetParameterHistoryCommand({ Name, WithDecryption: true, MaxResults: 50, NextToken }),
    ),
  );
  const values = pages.flatMap(({ Parameters = [] }) => Parameters.map(({ Value = "" }) => Value));
  const parameters = (value: string) => [{ name: "tokens", value, version: "" }];
  const lines = values.flatMap((value) => checkSet(parameters(value), commands, sha256).tokens);
  return [...new Set(lines.map((line) => parseTokenLine(line).token))];
}
