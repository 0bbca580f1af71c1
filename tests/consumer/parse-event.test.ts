import { readFileSync } from "node:fs";
import fc from "fast-check";
import * as z from "zod";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { parseEvent } from "../../lib/consumer/parse-event.ts";
import { createEvent, writeEvent } from "../../lib/records/event.ts";
import { happening, hashSha256 } from "../support/event.ts";
import { fixtures } from "../support/fixtures.ts";
import { testRows } from "../support/table.ts";

const text = writeEvent(createEvent(happening, hashSha256));
const event = JSON.parse(text);
const base64 = Buffer.from(`${text}\n`).toString("base64");

testRows(
  [
    { name: "a line", input: `${text}\n` },
    { name: "an object", input: event },
    {
      name: "a line of the function's log",
      input: JSON.stringify({ type: "event", time: event.time, event }),
    },
    { name: "an SQS record", input: { messageId: "1", body: text, attributes: {}, eventSource: "aws:sqs" } },
    {
      name: "an EventBridge event",
      input: { id: "1", "detail-type": event.type, source: "chatgate", detail: event },
    },
    {
      name: "an EventBridge event in an SQS record",
      input: { messageId: "1", body: JSON.stringify({ "detail-type": event.type, detail: event }) },
    },
    {
      name: "a Kinesis record",
      input: { eventSource: "aws:kinesis", kinesis: { data: base64, partitionKey: "p" } },
    },
    { name: "a Firehose record", input: { recordId: "1", data: base64 } },
    { name: "an API Gateway event of a webhook", input: { version: "2.0", body: text, headers: {} } },
  ],
  "reads $name",
  ({ input }) => {
    expect(parseEvent(input)).toEqual({ kind: "known", event });
  },
);

test("a command that came after this version is an event, too", () => {
  const later = { ...event, type: "Group.CallbackOfTomorrow" };
  expect(parseEvent(later)).toEqual({ kind: "other", event: later });
});

testRows(
  [
    { name: "no JSON", input: "x", reason: "not-json" },
    { name: "a record whose body is no JSON", input: { body: "x" }, reason: "not-json" },
    { name: "nothing", input: undefined, reason: "not-json" },
    { name: "a number", input: 1, reason: "not-an-event" },
    { name: "another CloudEvent", input: { ...event, data: {} }, reason: "not-an-event" },
    { name: "an SNS notification", input: { Type: "Notification", Message: "x" }, reason: "not-an-event" },
  ],
  "$name is invalid",
  ({ input, reason }) => {
    expect(parseEvent(input)).toEqual({ kind: "invalid", reason });
  },
);

test("law: it never throws", () => {
  const keys = fc.constantFrom("body", "detail", "kinesis", "data", "event", "specversion");
  const records = fc.oneof(
    fc.anything(),
    fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.json(), fc.base64String())),
  );
  fc.assert(fc.property(records, (input) => expect(parseEvent(input)).toHaveProperty("kind")));
});

testRows(
  fixtures.map(({ command, sample }) => ({ name: command.name, command, sample })),
  "$name: the event of its sample fits schemas/events, and one without a body's required key does not",
  ({ command, sample }) => {
    const schema = JSON.parse(readFileSync(`schemas/events/${command.name}.json`, "utf8"));
    const validator = z.fromJSONSchema(schema);
    const circumstances = {
      platform: "iOS",
      clientIp: "203.0.113.9",
      sdkAppId: 1400000000,
      now: happening.time,
    };
    const facets = readFacets(command, sample, circumstances).values;
    const made = createEvent({ ...happening, command: command.name, payload: sample, facets }, hashSha256);
    const written = JSON.parse(writeEvent(made));
    expect(validator.safeParse(written).error?.issues).toBeUndefined();
    const [required] = schema.properties.data.properties.payload.required ?? [];
    if (required === undefined) return;
    const { [required]: _, ...payload } = written.data.payload;
    expect(validator.safeParse({ ...written, data: { ...written.data, payload } }).success).toBe(false);
  },
);
