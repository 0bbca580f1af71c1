import fc from "fast-check";
import { MAX_LINE_LENGTH, readLogLine } from "../../lib/records/read-lines.ts";
import { testRows } from "../support/table.ts";

const audit = {
  ...{ type: "audit", v: 1, time: "2026-01-05T10:00:00.000Z", requestId: "r-1" },
  ...{ command: "Group.CallbackAfterCreateGroup", outcome: "decided", code: 0, ms: 1 },
};
const event = {
  specversion: "1.0",
  id: "a",
  source: "/chatgate/prod/1400000000",
  type: "Group.CallbackAfterCreateGroup",
  time: "2026-01-05T10:00:00.000Z",
  datacontenttype: "application/json",
  data: { facets: { group: "g" } },
};
const undelivered = {
  ...{ type: "undelivered", v: 1, time: "2026-01-05T10:00:00.000Z", requestId: "r-1", to: "queue", id: "a" },
  ...{ command: "Group.CallbackAfterCreateGroup", reason: "http-500", kid: "0123abcd", sealed: "x" },
};
const redelivered = { type: "redelivered", v: 1, time: "2026-01-05T10:00:00.000Z", to: "queue", id: "a" };
const recording = {
  type: "recording",
  key: "rec-1",
  v: 1,
  time: "2026-01-05T10:00:00.000Z",
  requestId: "r-1",
  sealed: "x",
};

const auditRecord = { kind: "audit", record: audit };

testRows(
  [
    { name: "an audit line", line: JSON.stringify(audit), records: [auditRecord] },
    {
      name: "an event, as files have them",
      line: JSON.stringify(event),
      records: [{ kind: "event", event }],
    },
    {
      name: "an event line, as the log has them",
      line: JSON.stringify({ type: "event", event }),
      records: [{ kind: "event", event }],
    },
    {
      name: "an undelivered line",
      line: JSON.stringify(undelivered),
      records: [{ kind: "undelivered", line: undelivered }],
    },
    {
      name: "a redelivered line",
      line: JSON.stringify(redelivered),
      records: [{ kind: "redelivered", line: redelivered }],
    },
    {
      name: "a recording",
      line: JSON.stringify(recording),
      records: [{ kind: "recording", line: recording }],
    },
    {
      name: "after a time, as in an export",
      line: `2026-01-05T10:00:00.000Z ${JSON.stringify(audit)}`,
      records: [auditRecord],
    },
    {
      name: "in Lambda's JSON record",
      line: JSON.stringify({ timestamp: "t", level: "INFO", message: audit }),
      records: [auditRecord],
    },
    {
      name: "in FilterLogEvents' answer",
      line: JSON.stringify({ eventId: "1", message: JSON.stringify(audit) }),
      records: [auditRecord],
    },
    {
      name: "in a subscription's message",
      line: JSON.stringify({
        messageType: "DATA_MESSAGE",
        logEvents: [{ message: JSON.stringify(audit) }, { message: "START" }],
      }),
      records: [auditRecord, { kind: "other" }],
    },
    { name: "Lambda's own line", line: "START RequestId: 1 Version: $LATEST", records: [{ kind: "other" }] },
    { name: "another type", line: '{"type":"policy"}', records: [{ kind: "other" }] },
    { name: "nothing", line: "", records: [{ kind: "other" }] },
    { name: "JSON cut off", line: JSON.stringify(audit).slice(0, -1), records: [{ kind: "other" }] },
    { name: "wrapped more often than anything does", line: wrap(audit, 4), records: [{ kind: "other" }] },
    {
      name: "of a version to come",
      line: JSON.stringify({ ...undelivered, v: 2 }),
      records: [{ kind: "unreadable", reason: "fields" }],
    },
    {
      name: "an event whose facets are a list",
      line: JSON.stringify({ type: "event", event: { ...event, data: { facets: [] } } }),
      records: [{ kind: "unreadable", reason: "fields" }],
    },
    {
      name: "too long",
      line: "x".repeat(MAX_LINE_LENGTH + 1),
      records: [{ kind: "unreadable", reason: "too-long" }],
    },
  ],
  "reads $name",
  ({ line, records }) => {
    expect(readLogLine(line)).toEqual(records);
  },
);

function wrap(value: object, times: number): string {
  return times === 0 ? JSON.stringify(value) : JSON.stringify({ message: wrap(value, times - 1) });
}

test("law: no line throws", () => {
  const types = fc.constantFrom("audit", "event", "undelivered", "redelivered", "recording", "x");
  const lines = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        type: types,
        v: fc.constant(1),
        event: fc.jsonValue(),
        data: fc.jsonValue(),
        message: fc.jsonValue(),
        logEvents: fc.jsonValue(),
      })
      .map((line) => JSON.stringify(line)),
  );
  fc.assert(fc.property(lines, (line) => expect(readLogLine(line)).toBeInstanceOf(Array)));
});
