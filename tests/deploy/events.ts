/**
 * Events on an AWS on loopback: every destination, a rule on the event's type, a FIFO queue that drops a repeated id,
 * a consumer whose key is the id, and what is sent again after the token was replaced. Alone:
 * `node tests/deploy/events.ts`; needs MiniStack, no AWS account.
 */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type LogItem, readBucket, readLogGroup } from "../../cli/log-source.ts";
import { createNote } from "../../cli/note-redelivered.ts";
import { redeliver } from "../../cli/redeliver.ts";
import { createConsumer } from "../../examples/consumer/store-events.ts";
import { parseEvent } from "../../lib/consumer/parse-event.ts";
import { createEvent, writeEvent } from "../../lib/records/event.ts";
import { writeUndelivered } from "../../lib/records/undelivered.ts";
import { deliverEvent } from "../../lib/sinks/deliver.ts";
import { createDestination, type DestinationTools } from "../../lib/sinks/destinations/create-destination.ts";
import type { Destination } from "../../lib/sinks/destinations/destination.ts";
import { createHttpsDestination } from "../../lib/sinks/destinations/https.ts";
import { createPostWebhook } from "../../lib/sinks/destinations/post-webhook.ts";
import { createTokenSealer } from "../../lib/sinks/sealing.ts";
import { openObjectStore } from "../../lib/store/object-store.ts";
import { createCall, createLoopbackClient } from "../support/aws-call.ts";
import { happening, hashSha256 } from "../support/event.ts";
import { startMinistack } from "./ministack.ts";
import { type Json, openAws, waitForItems } from "./open-aws.ts";

type Step = (title: string, work: () => Promise<unknown>) => Promise<void>;

const GROUP = "/aws/lambda/chatgate-events";

/** Runs every step against an endpoint that answers for all services. */
export async function checkEvents(endpoint: string, step: Step): Promise<void> {
  const { ask, createQueue, readArn, drain } = openAws(endpoint);
  const queueUrl = await createQueue("chatgate-check-events");
  const files: string[] = [];
  const lines: object[] = [];
  const tools: DestinationTools = {
    openCall: (service) => createCall(service, endpoint),
    post: createPostWebhook({ now: Date.now, isAllowed: () => true }),
    append: async (_, text) => void files.push(text),
    write: (line) => void lines.push(line),
    showFacets: ({ groupType }) => ({ groupType }),
    sha256: hashSha256,
    now: Date.now,
    queueUrl,
    readSecrets: async () => ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  };
  const hook = await startHook();
  const connect = (to: string): Destination => createDestination(to, tools);
  const createQueueEvent = (index: number, command = happening.command) => {
    const payload = { GroupId: "@TGS#1", Name: "Trail runners 跑步", EventTime: 1_670_574_000_000 + index };
    return createEvent({ ...happening, command, payload }, hashSha256);
  };
  const times = () =>
    ({ deadline: Date.now() + 10_000, now: Date.now, random: Math.random, attempts: 2 }) as const;
  async function send(
    event: ReturnType<typeof createQueueEvent>,
    ...destinations: readonly Destination[]
  ): Promise<void> {
    assert.deepEqual(await deliverEvent(event, writeEvent(event), destinations, times()), []);
  }

  await step(
    "events: the queue, Kinesis, Firehose, a webhook, a file get the same bytes, and the log its facets",
    async () => {
      await ask("kinesis", "Kinesis_20131202.CreateStream", { StreamName: "chat", ShardCount: 1 });
      const body =
        "<CreateBucketConfiguration><LocationConstraint>ap-southeast-1</LocationConstraint></CreateBucketConfiguration>";
      const bucket = await createLoopbackClient("s3", endpoint).request({
        method: "PUT",
        path: "/chatgate-firehose",
        headers: {},
        body,
        deadline: Date.now() + 10_000,
      });
      assert.equal(bucket.kind === "answered" && bucket.status, 200);
      await ask("firehose", "Firehose_20150804.CreateDeliveryStream", {
        DeliveryStreamName: "chat",
        ExtendedS3DestinationConfiguration: {
          RoleARN: "arn:aws:iam::123456789012:role/firehose",
          BucketARN: "arn:aws:s3:::chatgate-firehose",
          Prefix: "events/",
        },
      });
      await waitForItems("an active stream", async () => {
        const answer = await ask("kinesis", "Kinesis_20131202.DescribeStream", { StreamName: "chat" });
        return JSON.stringify(answer).match(/"ACTIVE"/g) ?? [];
      });
      const event = createQueueEvent(0);
      await send(
        event,
        (await hook).destination,
        ...["queue", "kinesis:chat", "firehose:chat", "file:events.jsonl", "log"].map(connect),
      );

      const text = writeEvent(event);
      assert.deepEqual(
        (await drain(queueUrl)).map(({ Body }) => Body),
        [text],
      );
      assert.deepEqual(await readStream(), [`${text}\n`]);
      assert.deepEqual(await readFirehose(), [text]);
      assert.deepEqual([hook.received, files], [[text], [`${text}\n`]]);
      assert.deepEqual(
        lines.map((line) => JSON.stringify(line).includes("Trail runners")),
        [false],
      );
      for (const input of [
        { body: text },
        { kinesis: { data: Buffer.from(text).toString("base64") } },
        lines[0],
      ])
        assert.equal(parseEvent(input).kind, "known");
    },
  );

  await step(
    "events: a rule of EventBridge on detail.type leads to a queue, other types do not",
    async () => {
      await ask("events", "AWSEvents.CreateEventBus", { Name: "chat" });
      const groups = await createQueue("chatgate-test-groups");
      const EventPattern = JSON.stringify({ source: ["chatgate"], detail: { type: [happening.command] } });
      await ask("events", "AWSEvents.PutRule", { Name: "groups", EventBusName: "chat", EventPattern });
      const Targets = [{ Id: "1", Arn: await readArn(groups) }];
      await ask("events", "AWSEvents.PutTargets", { Rule: "groups", EventBusName: "chat", Targets });
      const event = createQueueEvent(1);
      await send(event, connect("eventbridge:chat"));
      await send(createQueueEvent(2, "Group.CallbackAfterGroupFull"), connect("eventbridge:chat"));
      const [message, ...more] = await waitForItems("a message that a rule leads here", () => drain(groups));
      const parsed = parseEvent({ body: message?.Body });
      assert.deepEqual([parsed, more], [{ kind: "known", event: JSON.parse(writeEvent(event)) }, []]);
    },
  );

  await step("events: a FIFO queue drops a repeated id", async () => {
    const url = await createQueue("chatgate-test.fifo", { FifoQueue: "true" });
    for (const index of [0, 1, 1, 0, 2]) await send(createQueueEvent(index), connect(`sqs:${url}`));
    const times = (await drain(url)).map(
      ({ Body }) => JSON.parse(Body).data.payload.EventTime - 1_670_574_000_000,
    );
    assert.deepEqual(times, [0, 1, 2]);
  });

  await step("events: a queue that does not exist is refused at once, without a second attempt", async () => {
    const event = createQueueEvent(0);
    const gone = connect(`sqs:${queueUrl}-gone`);
    const undelivered = await deliverEvent(event, writeEvent(event), [gone], times());
    assert.match(undelivered[0]?.reason ?? "", /NonExistentQueue|QueueDoesNotExist/);
  });

  await step("events: the sample consumer stores an event that comes twice once", async () => {
    await ask(
      "dynamodb",
      "DynamoDB_20120810.CreateTable",
      {
        TableName: "events",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      },
      "1.0",
    );
    const stored: string[] = [];
    const consume = createConsumer(async ({ id, event }) => {
      const input = {
        TableName: "events",
        Item: { id: { S: id }, event: { S: JSON.stringify(event) } },
        ConditionExpression: "attribute_not_exists(id)",
      };
      const options = { deadline: Date.now() + 10_000, attempts: 1, jsonVersion: "1.0" } as const;
      const result = await createCall("dynamodb", endpoint)("DynamoDB_20120810.PutItem", input, options);
      const exists = result.kind === "refused" && result.type === "ConditionalCheckFailedException";
      assert.ok(exists || result.kind === "ok", JSON.stringify(result));
      stored.push(exists ? "exists" : "stored");
      return exists ? "exists" : "stored";
    });
    for (const index of [7, 7]) await send(createQueueEvent(index), connect("queue"));
    const Records = (await drain(queueUrl)).map(({ MessageId, Body }) => ({
      messageId: MessageId,
      body: Body,
    }));
    assert.deepEqual(await consume({ Records }), { batchItemFailures: [] });
    assert.deepEqual(stored.sort(), ["exists", "stored"]);
  });

  await step(
    "events: lines sealed under two tokens, one replaced since, are sent again; the second run sends nothing",
    async () => {
      await ask("logs", "Logs_20140328.CreateLogGroup", { logGroupName: GROUP });
      await ask("logs", "Logs_20140328.CreateLogStream", { logGroupName: GROUP, logStreamName: "webhook" });
      const sealers = [createTokenSealer("the-old-token"), createTokenSealer("the-new-token")];
      const written = Array.from({ length: 30 }, (_, index) => {
        const event = createQueueEvent(100 + index);
        const name = index === 0 ? "x".repeat(300_000) : "";
        const text = writeEvent({
          ...event,
          data: { ...event.data, payload: { ...(event.data.payload as Json), name } },
        }); // an object: createQueueEvent
        const undelivered = { to: "queue", id: event.id, command: event.type, reason: "http-500", text };
        const sealer = sealers[index % 2 === 0 ? 0 : 1];
        assert.ok(sealer);
        return writeUndelivered(undelivered, sealer, {
          time: Date.now() - 60_000 + index,
          requestId: `r-${index}`,
        });
      }).flat();
      const logEvents = written.map((line, index) => ({
        timestamp: Date.now() - 60_000 + index,
        message: JSON.stringify(line),
      }));
      await ask("logs", "Logs_20140328.PutLogEvents", {
        logGroupName: GROUP,
        logStreamName: "webhook",
        logEvents,
      });

      const call = createCall("logs", endpoint);
      const run = (dryRun: boolean) => {
        const query = { group: GROUP, from: Date.now() - 3_600_000, to: Date.now() + 60_000 };
        return redeliver({
          ...{
            lines: readLogGroup(query, call, Date.now),
            tokens: ["the-new-token", "the-old-token"],
            ...{ dryRun, from: 0, stop: new AbortController().signal },
          },
          ...{ destinations: new Map([["queue", connect("queue")]]), now: Date.now, random: Math.random },
          note: createNote(GROUP, "redelivered", call, Date.now),
        });
      };
      assert.equal((await run(true)).outcomes.sent, 30);
      assert.deepEqual(await drain(queueUrl), []);
      const first = await run(false);
      assert.deepEqual([first.outcomes.sent, first.incomplete, first.failed], [30, 0, undefined]);
      assert.equal((await drain(queueUrl)).length, 30);
      const second = await run(false);
      assert.deepEqual([second.outcomes.sent, second.outcomes["sent-before"]], [0, 30]);
      assert.deepEqual(await drain(queueUrl), []);
    },
  );

  await hook.close();

  async function readStream(): Promise<readonly string[]> {
    const { Shards } = (await ask("kinesis", "Kinesis_20131202.ListShards", { StreamName: "chat" })) as {
      readonly Shards: readonly { readonly ShardId: string }[]; // Kinesis's answer
    };
    const place = { StreamName: "chat", ShardId: Shards[0]?.ShardId, ShardIteratorType: "TRIM_HORIZON" };
    const { ShardIterator } = await ask("kinesis", "Kinesis_20131202.GetShardIterator", place);
    const { Records } = (await ask("kinesis", "Kinesis_20131202.GetRecords", { ShardIterator })) as {
      readonly Records: readonly { readonly Data: string }[]; // the same
    };
    return Records.map(({ Data }) => Buffer.from(Data, "base64").toString("utf8"));
  }

  async function readFirehose(): Promise<readonly string[]> {
    const firehose = openObjectStore({
      ...{ bucket: "chatgate-firehose", region: "ap-southeast-1", endpoint },
      ...{ random: Math.random, now: Date.now },
      credentials: () => ({ accessKeyId: "test", secretAccessKey: "test" }),
    });
    const items = await waitForItems("an object of Firehose", async () => {
      const found: LogItem[] = [];
      for await (const item of readBucket("events/", firehose)) found.push(item);
      return found;
    });
    return items.map((item) => (item.kind === "line" ? item.text : item.reason));
  }

  /** A receiver of webhooks on this machine; settings would refuse its address. */
  async function startHook() {
    const received: string[] = [];
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      received.push(body);
      response.writeHead(204).end();
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo; // listens on TCP
    const url = `http://127.0.0.1:${port}/`;
    const destination = createHttpsDestination("hook", url, tools.readSecrets, tools);
    return { received, destination, close: async () => server.close() };
  }
}

if (path.resolve(process.argv[1] ?? "") === import.meta.filename) {
  const ministack = await startMinistack();
  let failed = 0;
  await checkEvents(ministack.endpoint, async (title, work) => {
    const fault = await work().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (fault !== undefined) failed++;
    console.log(fault === undefined ? `ok      ${title}` : `failed  ${title}\n${fault}`);
  });
  process.exit(failed === 0 ? 0 : 1);
}
