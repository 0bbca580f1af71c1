import { readFileSync } from "node:fs";
import fc from "fast-check";
import * as z from "zod";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { parseEvent } from "../../lib/consumer/parse-event.ts";
import { createEvent, writeEvent } from "../../lib/records/event.ts";
import { happening, sha256 } from "../support/event.ts";
import { fixtures } from "../support/fixtures.ts";

const text = writeEvent(createEvent(happening, sha256));
const event = JSON.parse(text);
const base64 = Buffer.from(`${text}\n`).toString("base64");

test.each([
  { title: "a line", input: `${text}\n` },
  { title: "an object", input: event },
  {
    title: "a line of the function's log",
    input: JSON.stringify({ type: "event", time: event.time, event }),
  },
  { title: "an SQS record", input: { messageId: "1", body: text, attributes: {}, eventSource: "aws:sqs" } },
  {
    title: "an EventBridge event",
    input: { id: "1", "detail-type": event.type, source: "chatgate", detail: event },
  },
  {
    title: "an EventBridge event in an SQS record",
    input: { messageId: "1", body: JSON.stringify({ "detail-type": event.type, detail: event }) },
  },
  {
    title: "a Kinesis record",
    input: { eventSource: "aws:kinesis", kinesis: { data: base64, partitionKey: "p" } },
  },
  { title: "a Firehose record", input: { recordId: "1", data: base64 } },
  { title: "an API Gateway event of a webhook", input: { version: "2.0", body: text, headers: {} } },
])("reads $title", ({ input }) => {
  expect(parseEvent(input)).toEqual({ kind: "known", event });
});

test("a command that came after this version is an event, too", () => {
  const later = { ...event, type: "Group.CallbackOfTomorrow" };
  expect(parseEvent(later)).toEqual({ kind: "other", event: later });
});

test.each([
  { title: "no JSON", input: "x", reason: "not-json" },
  { title: "a record whose body is no JSON", input: { body: "x" }, reason: "not-json" },
  { title: "nothing", input: undefined, reason: "not-json" },
  { title: "a number", input: 1, reason: "not-an-event" },
  { title: "another CloudEvent", input: { ...event, data: {} }, reason: "not-an-event" },
  { title: "an SNS notification", input: { Type: "Notification", Message: "x" }, reason: "not-an-event" },
])("$title is invalid", ({ input, reason }) => {
  expect(parseEvent(input)).toEqual({ kind: "invalid", reason });
});

test("law: it never throws", () => {
  const keys = fc.constantFrom("body", "detail", "kinesis", "data", "event", "specversion");
  const records = fc.oneof(
    fc.anything(),
    fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.json(), fc.base64String())),
  );
  fc.assert(fc.property(records, (input) => expect(parseEvent(input)).toHaveProperty("kind")));
});

test.each(fixtures.map(({ command, sample }) => ({ title: command.name, command, sample })))(
  "$title: the event of its sample fits schemas/events, and one without a body's required key does not",
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
    const made = createEvent({ ...happening, command: command.name, payload: sample, facets }, sha256);
    const written = JSON.parse(writeEvent(made));
    expect(validator.safeParse(written).error?.issues).toBeUndefined();
    const [required] = schema.properties.data.properties.payload.required ?? [];
    if (required === undefined) return;
    const { [required]: _, ...payload } = written.data.payload;
    expect(validator.safeParse({ ...written, data: { ...written.data, payload } }).success).toBe(false);
  },
);
