import { writeEvent } from "../../../lib/records/event.ts";
import {
  createDestination,
  type DestinationTools,
  nameWebhook,
} from "../../../lib/sinks/destinations/create-destination.ts";
import { createCall } from "../../support/aws-call.ts";
import { chatEvent, hashSha256 } from "../../support/event.ts";
import { startLoopback } from "../../support/loopback.ts";
import { testRows } from "../../support/table.ts";

const text = writeEvent(chatEvent);
const line = Buffer.from(`${text}\n`).toString("base64");
const fifo = "https://sqs.ap-southeast-1.amazonaws.com/123456789012/events.fifo";
const queue = "https://sqs.ap-southeast-1.amazonaws.com/123456789012/events";

let answer = { status: 200, body: "{}" };
let loopback: Awaited<ReturnType<typeof startLoopback>>;
beforeAll(async () => {
  loopback = await startLoopback((_, response) => response.writeHead(answer.status).end(answer.body));
});
afterAll(() => loopback.close());

const tools = (): DestinationTools => ({
  openCall: (service) => createCall(service, loopback.url),
  post: async () => ({ kind: "answered", status: 204 }),
  append: async () => {},
  write: () => {},
  showFacets: () => ({}),
  sha256: hashSha256,
  now: () => 0,
  queueUrl: queue,
  readSecrets: async () => ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
});

const connect = (to: string, changes: Partial<DestinationTools> = {}) =>
  createDestination(to, { ...tools(), ...changes });

async function sendTo(to: string, given: typeof answer, event = chatEvent) {
  answer = given;
  const delivery = await connect(to).send(event, text, Date.now() + 5_000);
  return { delivery, request: loopback.received.at(-1) };
}

testRows(
  [
    {
      to: "queue",
      target: "AmazonSQS.SendMessage",
      version: "1.0",
      receipt: { MessageId: "1" },
      input: { QueueUrl: queue, MessageBody: text },
    },
    {
      to: `sqs:${fifo}`,
      target: "AmazonSQS.SendMessage",
      version: "1.0",
      receipt: { MessageId: "1" },
      input: {
        QueueUrl: fifo,
        MessageBody: text,
        MessageGroupId: "@TGS#1",
        MessageDeduplicationId: chatEvent.id,
      },
    },
    {
      to: "eventbridge:chat",
      target: "AWSEvents.PutEvents",
      version: "1.1",
      receipt: { FailedEntryCount: 0, Entries: [{ EventId: "1" }] },
      input: {
        Entries: [
          {
            Source: "chatgate",
            DetailType: chatEvent.type,
            Detail: text,
            EventBusName: "chat",
            Time: 1670574414.123,
          },
        ],
      },
    },
    {
      to: "kinesis:chat",
      target: "Kinesis_20131202.PutRecord",
      version: "1.1",
      receipt: { SequenceNumber: "1", ShardId: "s" },
      input: { StreamName: "chat", Data: line, PartitionKey: "@TGS#1" },
    },
    {
      to: "kinesis:arn:aws:kinesis:eu-west-1:123456789012:stream/chat",
      target: "Kinesis_20131202.PutRecord",
      version: "1.1",
      receipt: { SequenceNumber: "1", ShardId: "s" },
      input: {
        StreamARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/chat",
        Data: line,
        PartitionKey: "@TGS#1",
      },
    },
    {
      to: "firehose:chat",
      target: "Firehose_20150804.PutRecord",
      version: "1.1",
      receipt: { RecordId: "1" },
      input: { DeliveryStreamName: "chat", Record: { Data: line } },
    },
  ],
  "$to: the call, and only its receipt is taken",
  async ({ to, target, version, receipt, input }) => {
    const { delivery, request } = await sendTo(to, { status: 200, body: JSON.stringify(receipt) });
    expect(delivery).toEqual({ kind: "taken" });
    expect(request?.headers["x-amz-target"]).toBe(target);
    expect(request?.headers["content-type"]).toBe(`application/x-amz-json-${version}`);
    expect(JSON.parse(request?.body ?? "")).toEqual(input);

    const refused = (reason: string, again: boolean) => ({ kind: "refused", reason, again });
    const answers = [
      { given: { status: 200, body: "{}" }, delivery: refused("no-receipt", true) },
      { given: { status: 200, body: "<html>" }, delivery: refused("garbled", true) },
      {
        given: { status: 500, body: '{"__type":"InternalFailure"}' },
        delivery: refused("InternalFailure", true),
      },
      { given: { status: 503, body: "<html>" }, delivery: refused("http-503", true) },
      { given: { status: 429, body: "" }, delivery: refused("http-429", true) },
      {
        given: { status: 400, body: '{"__type":"com.amazonaws.sqs#RequestThrottled"}' },
        delivery: refused("RequestThrottled", true),
      },
      {
        given: { status: 400, body: '{"__type":"ProvisionedThroughputExceededException"}' },
        delivery: refused("ProvisionedThroughputExceededException", true),
      },
      {
        given: { status: 400, body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}' },
        delivery: refused("QueueDoesNotExist", false),
      },
      {
        given: { status: 400, body: '{"__type":"a text with Trail runners in it"}' },
        delivery: refused("http-400", false),
      },
      {
        given: { status: 403, body: '{"__type":"AccessDeniedException"}' },
        delivery: refused("AccessDeniedException", false),
      },
    ];
    for (const { given, delivery } of answers) expect((await sendTo(to, given)).delivery).toEqual(delivery);
  },
);

testRows(
  [
    {
      name: "throttled",
      entry: { ErrorCode: "ThrottlingException" },
      reason: "ThrottlingException",
      again: true,
    },
    {
      name: "broken inside",
      entry: { ErrorCode: "InternalFailure" },
      reason: "InternalFailure",
      again: true,
    },
    { name: "too large", entry: { ErrorCode: "InvalidArgument" }, reason: "InvalidArgument", again: false },
    { name: "of no reason", entry: undefined, reason: "failed-entry", again: true },
  ],
  "EventBridge: 200 with a failed entry, $name",
  async ({ entry, reason, again }) => {
    const body = JSON.stringify({ FailedEntryCount: 1, Entries: entry && [entry] });
    const { delivery } = await sendTo("eventbridge:chat", { status: 200, body });
    expect(delivery).toEqual({ kind: "refused", reason, again });
  },
);

testRows(
  [
    { name: "of another alphabet", subject: "跑步" },
    { name: "too long", subject: "x".repeat(129) },
  ],
  "a FIFO queue's group for a subject that is $name is its hash",
  async ({ subject }) => {
    const given = { status: 200, body: '{"MessageId":"1"}' };
    const { request } = await sendTo(`sqs:${fifo}`, given, { ...chatEvent, subject });
    expect(JSON.parse(request?.body ?? "").MessageGroupId).toBe(hashSha256(subject).toString("hex"));
  },
);

test("without a subject the command groups and partitions", async () => {
  const { subject: _, ...event } = chatEvent;
  const given = { status: 200, body: '{"MessageId":"1","SequenceNumber":"1"}' };
  expect(JSON.parse((await sendTo(`sqs:${fifo}`, given, event)).request?.body ?? "").MessageGroupId).toBe(
    event.type,
  );
  expect(JSON.parse((await sendTo("kinesis:chat", given, event)).request?.body ?? "").PartitionKey).toBe(
    event.type,
  );
});

test("nobody there is worth a second attempt", async () => {
  const call = createCall("sqs", "http://127.0.0.1:1");
  const delivery = await connect("queue", { openCall: () => call }).send(chatEvent, text, Date.now() + 5_000);
  expect(delivery).toEqual({ kind: "refused", reason: "ECONNREFUSED", again: true });
});

test("a region of its own is asked for", () => {
  const asked: unknown[] = [];
  const openCall: DestinationTools["openCall"] = (...place) => {
    asked.push(place);
    return createCall("x", loopback.url);
  };
  for (const to of [
    "queue",
    `sqs:${fifo}`,
    "firehose:arn:aws:firehose:eu-west-1:123456789012:deliverystream/chat",
  ])
    connect(to, { openCall });
  expect(asked).toEqual([
    ["sqs", undefined],
    ["sqs", "ap-southeast-1"],
    ["firehose", "eu-west-1"],
  ]);
});

test("the log gets the facets that audit records may hold: no body, no subject, no account", async () => {
  const lines: object[] = [];
  const showFacets = () => ({ groupType: "Public" });
  const decision = {
    verdict: "partial",
    code: 0,
    rules: [{ rule: "a/b", effect: "deny", target: "u_mira" }],
  } as const;
  const event = { ...chatEvent, data: { ...chatEvent.data, decision } };
  await connect("log", { write: (line) => lines.push(line), showFacets }).send(event, text, 0);
  expect(lines).toEqual([
    {
      type: "event",
      time: chatEvent.time,
      event: {
        ...{ specversion: "1.0", id: chatEvent.id, source: chatEvent.source, type: chatEvent.type },
        ...{ time: chatEvent.time, datacontenttype: "application/json" },
        data: {
          facets: { groupType: "Public" },
          decision: { verdict: "partial", code: 0, rules: [{ rule: "a/b", effect: "deny" }] },
        },
      },
    },
  ]);
});

test("a file gets a line an event", async () => {
  const written: string[][] = [];
  const append = async (...words: string[]) => void written.push(words);
  expect(await connect("file:events.jsonl", { append }).send(chatEvent, text, 0)).toEqual({ kind: "taken" });
  expect(written).toEqual([["events.jsonl", `${text}\n`]]);
  const full = async () => Promise.reject(new Error("ENOSPC"));
  expect(await connect("file:events.jsonl", { append: full }).send(chatEvent, text, 0)).toMatchObject({
    reason: "not-written",
  });
});

testRows(
  [
    {
      name: "no queue",
      to: "queue",
      changes: { queueUrl: undefined },
      reason: "queue-missing",
      again: false,
    },
    {
      name: "no secret to sign with",
      to: "https://example.com/",
      changes: { readSecrets: async () => [] },
      reason: "secret-missing",
      again: true,
    },
    { name: "no files", to: "file:a", changes: { append: undefined }, reason: "file-deployed", again: false },
    { name: "nothing known", to: "x", changes: {}, reason: "destination-unknown", again: false },
  ],
  "a stage with $name takes nothing",
  async ({ to, changes, reason, again }) => {
    expect(await connect(to, changes).send(chatEvent, text, 0)).toEqual({ kind: "refused", reason, again });
  },
);

test("a webhook's name holds nothing of its path", () => {
  expect(nameWebhook("https://hooks.example.com/services/T1/secret", hashSha256)).toMatch(
    /^https:\/\/hooks\.example\.com\/#[0-9a-f]{8}$/,
  );
});
