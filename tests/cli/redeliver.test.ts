import type { LogItem } from "../../cli/log-source.ts";
import { redeliver } from "../../cli/redeliver.ts";
import { createEvent, writeEvent } from "../../lib/records/event.ts";
import { type RedeliveredLine, writeUndelivered } from "../../lib/records/undelivered.ts";
import {
  type Delivery,
  type Destination,
  refuseDelivery,
  TAKEN,
} from "../../lib/sinks/destinations/destination.ts";
import { createTokenSealer } from "../../lib/sinks/sealing.ts";
import { happening, hashSha256 } from "../support/event.ts";
import { testRows } from "../support/table.ts";

const START = Date.parse("2026-01-05T10:00:00Z");

/** The lines of event number so and so, sealed under a token. */
function createLines(
  index: number,
  { token = "new", to = "queue", name = "Trail runners" } = {},
): readonly object[] {
  const payload = { GroupId: "@TGS#1", Name: name, EventTime: 1_670_574_000_000 + index };
  const event = createEvent({ ...happening, payload }, hashSha256);
  const undelivered = { to, id: event.id, command: event.type, reason: "http-500", text: writeEvent(event) };
  return writeUndelivered(undelivered, createTokenSealer(token), {
    time: START + index,
    requestId: `r-${index}`,
  });
}

async function redeliverLines(
  lines: readonly object[],
  changes: Partial<Parameters<typeof redeliver>[0]> = {},
  delivery: Delivery = TAKEN,
) {
  const sent: number[] = [];
  const notes: RedeliveredLine[] = [];
  const queue: Destination = {
    name: "queue",
    send: async (_, text) => {
      sent.push(JSON.parse(text).data.payload.EventTime - 1_670_574_000_000);
      return delivery;
    },
  };
  const items = (async function* (): AsyncIterable<LogItem> {
    for (const line of lines) yield { kind: "line", text: JSON.stringify(line) };
  })();
  const report = await redeliver({
    ...{
      lines: items,
      tokens: ["new", "old"],
      destinations: new Map([["queue", queue]]),
      dryRun: false,
      from: 0,
    },
    ...{ now: Date.now, random: () => 0, stop: new AbortController().signal },
    note: async (line) => notes.push(line) > 0,
    ...changes,
  });
  const counted = Object.entries(report.outcomes).filter(([, count]) => count > 0);
  return { sent, notes, outcomes: Object.fromEntries(counted), report };
}

test("oldest first, under the tokens of now and of the past; a second run sends nothing", async () => {
  const lines = [
    ...createLines(2),
    ...createLines(0, { token: "old" }),
    ...createLines(1),
    ...createLines(1),
  ];
  const first = await redeliverLines(lines);
  expect([first.sent, first.outcomes]).toEqual([[0, 1, 2], { sent: 3 }]);
  const second = await redeliverLines([...lines, ...first.notes]);
  expect([second.sent, second.outcomes]).toEqual([[], { "sent-before": 3 }]);
});

test("Ctrl-C while an event is sent: it is noted, and the next run sends the rest", async () => {
  const stopping = new AbortController();
  const lines = [...createLines(0), ...createLines(1), ...createLines(2)];
  const [noted] = (await redeliverLines(createLines(0))).notes;
  const sending: Destination = {
    name: "queue",
    send: async () => {
      stopping.abort();
      return TAKEN;
    },
  };
  const first = await redeliverLines([...lines, noted ?? {}], {
    ...{ stop: stopping.signal, destinations: new Map([["queue", sending]]) },
  });
  expect([first.outcomes, first.report.left]).toEqual([{ sent: 1, "sent-before": 1 }, 1]);
  const second = await redeliverLines([...lines, noted ?? {}, ...first.notes]);
  expect([second.sent, second.report.left]).toEqual([[2], 0]);
});

const long = "x".repeat(400_000);

testRows<{
  name: string;
  lines: readonly object[];
  changes?: object;
  delivery?: Delivery;
  sent: number[];
  outcomes: object;
}>(
  [
    {
      name: "a dry run sends nothing and counts",
      lines: createLines(0),
      changes: { dryRun: true },
      sent: [],
      outcomes: { sent: 1 },
    },
    {
      name: "a long event in parts",
      lines: createLines(0, { name: long }),
      sent: [0],
      outcomes: { sent: 1 },
    },
    {
      name: "one destination of two",
      lines: [...createLines(0, { to: "log" }), ...createLines(1)],
      changes: { to: "queue" },
      sent: [1],
      outcomes: { sent: 1 },
    },
    {
      name: "a destination that settings no longer have",
      lines: createLines(0, { to: "sqs:old" }),
      sent: [],
      outcomes: { "destination-unknown": 1 },
    },
    {
      name: "a token that nobody has",
      lines: createLines(0, { token: "lost" }),
      sent: [],
      outcomes: { "no-token": 1 },
    },
    {
      name: "a line that was altered",
      lines: [{ ...createLines(0)[0], sealed: `${Reflect.get(createLines(0)[0] ?? {}, "sealed")}x` }],
      sent: [],
      outcomes: { altered: 1 },
    },
    {
      name: "still not taken",
      lines: createLines(0),
      delivery: refuseDelivery("AccessDenied", false),
      sent: [0],
      outcomes: { refused: 1 },
    },
    {
      name: "sent, and the note not written",
      lines: createLines(0),
      changes: { note: async () => false },
      sent: [0],
      outcomes: { "sent-not-noted": 1 },
    },
  ],
  async ({ lines, changes, delivery, sent, outcomes }) => {
    const result = await redeliverLines(lines, changes, delivery);
    expect([result.sent, result.outcomes]).toEqual([sent, outcomes]);
  },
);

test("of long events, 64 Mi characters are held, and the time of the first one that was left is told", async () => {
  const [line] = createLines(0);
  const sealed = "x".repeat(1_900_000);
  const lines = Array.from({ length: 40 }, (_, index) => ({
    ...{ ...line, id: `${index}`, time: new Date(START + index).toISOString(), sealed },
  }));
  const first = await redeliverLines(lines);
  expect(first.report).toMatchObject({
    outcomes: { altered: 35 },
    more: true,
    moreSince: "2026-01-05T10:00:00.035Z",
  });
  const rest = await redeliverLines(lines, { from: START + 35 });
  expect(rest.report).toMatchObject({ outcomes: { altered: 5 }, more: false, moreSince: undefined });
});

test("a missing part, a line of a version to come and a source that breaks off are told", async () => {
  const lines = (async function* (): AsyncIterable<LogItem> {
    const [part] = createLines(0, { name: long });
    for (const line of [part, { ...createLines(1)[0], v: 2 }])
      yield { kind: "line", text: JSON.stringify(line) };
    yield { kind: "failed", reason: "ThrottlingException" };
  })();
  const { report } = await redeliverLines([], { lines });
  expect(report).toMatchObject({ incomplete: 1, unreadable: 1, failed: "ThrottlingException", more: false });
});
