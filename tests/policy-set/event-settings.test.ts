import fc from "fast-check";
import { findUrlFault, parseDestination } from "../../lib/policy-set/destination-address.ts";
import { checkEventRules, type EventRule, eventsSchema } from "../../lib/policy-set/event-settings.ts";
import { testRows } from "../support/table.ts";

const invalid = (code: string) => ({ kind: "invalid", code });

testRows(
  [
    { to: "queue", address: { kind: "queue" } },
    { to: "log", address: { kind: "log" } },
    {
      to: "sqs:https://sqs.ap-southeast-1.amazonaws.com/123456789012/events.fifo",
      address: {
        kind: "sqs",
        url: "https://sqs.ap-southeast-1.amazonaws.com/123456789012/events.fifo",
        region: "ap-southeast-1",
      },
    },
    { to: "sqs:events", address: invalid("queue-url-invalid") },
    { to: "sqs:https://sqs.ap-southeast-1.amazonaws.com/events", address: invalid("queue-url-invalid") },
    { to: "eventbridge:default", address: { kind: "eventbridge", name: "default" } },
    {
      to: "eventbridge:arn:aws-cn:events:cn-north-1:123456789012:event-bus/chat",
      address: {
        kind: "eventbridge",
        name: "arn:aws-cn:events:cn-north-1:123456789012:event-bus/chat",
        region: "cn-north-1",
      },
    },
    { to: "eventbridge:", address: invalid("bus-invalid") },
    { to: "eventbridge:a bus", address: invalid("bus-invalid") },
    { to: "kinesis:chat", address: { kind: "kinesis", name: "chat" } },
    { to: "kinesis:chat/1", address: invalid("stream-invalid") },
    { to: "firehose:chat", address: { kind: "firehose", name: "chat" } },
    {
      to: "firehose:arn:aws:firehose:eu-west-1:123456789012:deliverystream/chat",
      address: { kind: "firehose", name: "chat", region: "eu-west-1" },
    },
    { to: "https://Example.com/hook?a=b", address: { kind: "https", url: "https://example.com/hook?a=b" } },
    { to: "http://example.com/hook", address: invalid("destination-unknown") },
    { to: "https:example.com/hook", address: invalid("url-invalid") },
    { to: "https://", address: invalid("url-invalid") },
    { to: "https://example.com/#part", address: invalid("url-invalid") },
    { to: "https://user:pass@example.com/", address: invalid("url-with-credentials") },
    { to: "https://127.0.0.1/", address: invalid("url-host-private") },
    { to: "https://2130706433/", address: invalid("url-host-private") },
    { to: "https://0x7f.1/", address: invalid("url-host-private") },
    { to: "https://169.254.169.254/latest", address: invalid("url-host-private") },
    { to: "https://[::1]/", address: invalid("url-host-private") },
    { to: "https://[::ffff:10.0.0.1]/", address: invalid("url-host-private") },
    { to: "https://localhost/", address: invalid("url-host-private") },
    { to: "https://LOCALHOST./", address: invalid("url-host-private") },
    { to: "https://db.internal/", address: invalid("url-host-private") },
    { to: "https://printer/", address: invalid("url-host-private") },
    { to: "file:events.jsonl", address: { kind: "file", path: "events.jsonl" } },
    { to: "file:", address: invalid("path-missing") },
    { to: "queue:", address: invalid("destination-unknown") },
    { to: "sqs", address: invalid("destination-unknown") },
    { to: "carrier-pigeon:home", address: invalid("destination-unknown") },
  ],
  "$to",
  ({ to, address }) => {
    expect(parseDestination(to)).toEqual(address);
  },
);

test("law: no text throws", () => {
  const schemes = fc.constantFrom(
    "",
    "sqs:",
    "eventbridge:",
    "kinesis:",
    "firehose:",
    "https://",
    "file:",
    "queue",
  );
  fc.assert(
    fc.property(schemes, fc.string(), (scheme, rest) =>
      expect(parseDestination(scheme + rest)).toHaveProperty("kind"),
    ),
  );
});

testRows(
  [
    { name: "the shortest", events: [{ on: "*", to: "queue" }], taken: true },
    {
      name: "all members",
      events: [{ on: ["Group.*", "C2C.*"], to: "log", decisions: "refused", with: "facets" }],
      taken: true,
    },
    { name: "none", events: [], taken: true },
    { name: "absent", events: undefined, taken: true },
    { name: "ten", events: Array(10).fill({ on: "*", to: "queue" }), taken: true },
    { name: "eleven", events: Array(11).fill({ on: "*", to: "queue" }), taken: false },
    { name: "an unknown member", events: [{ on: "*", to: "queue", batch: 10 }], taken: false },
    {
      name: "decisions of another word",
      events: [{ on: "*", to: "queue", decisions: "allowed" }],
      taken: false,
    },
    { name: "no destination", events: [{ on: "*" }], taken: false },
    { name: "an empty glob", events: [{ on: "", to: "queue" }], taken: false },
  ],
  "the schema takes $name: $taken",
  ({ events, taken }) => {
    expect(eventsSchema().safeParse(events).success).toBe(taken);
  },
);

test("the payload is delivered unless settings say otherwise", () => {
  expect(eventsSchema().parse([{ on: "*", to: "queue" }])).toEqual([
    { on: "*", to: "queue", with: "payload" },
  ]);
});

const rule = (to: string): EventRule => ({ on: "*", to, with: "payload" });

testRows<{
  name: string;
  rules: readonly EventRule[];
  authentication?: "off";
  faults: readonly object[];
}>(
  [
    { name: "all in order", rules: [rule("queue"), rule("log"), rule("file:a")], faults: [] },
    {
      name: "authentication off: a file only",
      rules: [rule("file:a"), rule("queue"), rule("https://example.com/")],
      authentication: "off",
      faults: [
        { index: 1, code: "authentication-off" },
        { index: 2, code: "authentication-off" },
      ],
    },
    {
      name: "the same twice",
      rules: [rule("queue"), rule("log"), rule("queue")],
      faults: [{ index: 2, code: "repeated" }],
    },
    {
      name: "an unknown destination",
      rules: [rule("x")],
      faults: [{ index: 0, code: "destination-unknown" }],
    },
  ],
  ({ rules, authentication, faults }) => {
    expect(checkEventRules(rules, authentication ?? "required")).toEqual(faults);
  },
);

testRows(
  [
    { url: "https://backend.example.com/chat?a=b", fault: undefined, privately: undefined },
    { url: "http://backend.example.com/chat", fault: "url-invalid", privately: undefined },
    { url: "http://10.0.0.1:8080/chat", fault: "url-invalid", privately: undefined },
    { url: "https://10.0.0.1/chat", fault: "url-host-private", privately: undefined },
    { url: "https://u:p@example.com/", fault: "url-with-credentials", privately: "url-with-credentials" },
    { url: "ftp://example.com/", fault: "url-invalid", privately: "url-invalid" },
  ],
  "the upstream $url",
  ({ url, fault, privately }) => {
    expect([findUrlFault(url, false), findUrlFault(url, true)]).toEqual([fault, privately]);
  },
);
