import { createOpener } from "../../cli/open-undelivered.ts";
import { createEvent, writeEvent } from "../../lib/records/event.ts";
import { type UndeliveredLine, writeUndelivered } from "../../lib/records/undelivered.ts";
import { deliverEvent } from "../../lib/sinks/deliver.ts";
import { createEventBridgeDestination } from "../../lib/sinks/destinations/eventbridge.ts";
import { createTokenSealer } from "../../lib/sinks/sealing.ts";
import { createCall } from "../support/aws-call.ts";
import { chatEvent, happening, hashSha256 } from "../support/event.ts";
import { startLoopback } from "../support/loopback.ts";
import { scaleRuns } from "../support/runs.ts";
import { startTimer } from "../support/wait-for.ts";

const EVENTS = scaleRuns(4_000);
const AT_ONCE = 20;
/** Milliseconds for an event; more on a machine where an exchange takes more than a sixth of it. */
const BUDGET_MS = 150;
/** One event in three waits for all of it, so more would take minutes. */
const MAX_BUDGET_MS = 600;
const FAULTS = [
  ...(["ok", "ok", "500", "throttled", "failed entry", "reset"] as const),
  ...(["hang", "reset after taking", "hang after taking", "html"] as const),
];

/** Numbers from 0 to 1 that are the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const random = createRandom(13);
const taken = new Map<string, number>();
const OK = '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}';

/** An EventBridge that is broken eight times in ten. */
const startBroken = () =>
  startLoopback(({ body }, response) => {
    const fault = FAULTS[Math.floor(random() * FAULTS.length)] ?? "ok";
    const { id } = JSON.parse(JSON.parse(body).Entries[0].Detail);
    if (fault === "ok" || fault.endsWith("after taking")) taken.set(id, (taken.get(id) ?? 0) + 1);
    if (fault === "ok") response.end(OK);
    else if (fault === "500") response.writeHead(500).end('{"__type":"InternalFailure"}');
    else if (fault === "throttled") response.writeHead(400).end('{"__type":"ThrottlingException"}');
    else if (fault === "failed entry")
      response.end('{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure"}]}');
    else if (fault === "html") response.end("<html>welcome</html>");
    else if (fault.startsWith("reset")) response.destroy();
  });

/** Milliseconds of the slowest of some exchanges that succeed, as many at once as there will be. */
async function measureExchange(): Promise<number> {
  const loopback = await startLoopback((_, response) => response.end(OK));
  const destination = createEventBridgeDestination("bus", "chat", createCall("events", loopback.url));
  const times: number[] = [];
  const send = async () => {
    for (let count = 0; count < 10; count++) {
      const started = performance.now();
      await destination.send(chatEvent, writeEvent(chatEvent), Date.now() + 60_000);
      if (count > 1) times.push(performance.now() - started); // the first ones compile
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  await loopback.close();
  return Math.max(...times);
}

test(`${EVENTS} events through a destination that is broken eight times in ten: taken plus sealed is all of them`, async () => {
  const budget = Math.min(MAX_BUDGET_MS, Math.max(BUDGET_MS, 6 * (await measureExchange())));
  const loopback = await startBroken();
  const destination = createEventBridgeDestination("bus", "chat", createCall("events", loopback.url));
  const sealer = createTokenSealer("a-token");

  const sent = new Map<string, string>();
  const lines: UndeliveredLine[] = [];
  let late = 0;
  let next = 0;
  const worker = async () => {
    while (next < EVENTS) {
      const payload = { GroupId: "@TGS#1", Name: "Trail runners", EventTime: 1_670_574_000_000 + next++ };
      const event = createEvent({ ...happening, payload }, hashSha256);
      const text = writeEvent(event);
      sent.set(event.id, text);
      const isLate = startTimer(20 * budget);
      const deadline = Date.now() + budget;
      const undelivered = await deliverEvent(event, text, [destination], {
        deadline,
        now: Date.now,
        random,
        attempts: 2,
      });
      if (isLate()) late++;
      const at = { time: Date.now(), requestId: event.id };
      for (const lost of undelivered) lines.push(...writeUndelivered(lost, sealer, at));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await loopback.close();

  const open = createOpener(["newer", "a-token"]);
  const sealed = new Set<string>();
  for (const { id, sealed: text } of lines) {
    expect(await open(text)).toEqual({ kind: "opened", text: sent.get(id) });
    sealed.add(id);
  }
  const lost = [...sent.keys()].filter((id) => !taken.has(id) && !sealed.has(id));
  expect([sent.size, lost]).toEqual([EVENTS, []]);
  // Each of them happened, or the run shows nothing.
  const both = [...sealed].filter((id) => taken.has(id)).length;
  const twice = [...taken.values()].filter((times) => times > 1).length;
  expect(taken.size).toBeGreaterThan(EVENTS / 3);
  expect(sealed.size).toBeGreaterThan(EVENTS / 3);
  expect(both).toBeGreaterThan(EVENTS / 30);
  expect(twice).toBeGreaterThan(EVENTS / 300);
  // What hangs never ends by itself. deliver.test.ts has the deadline to the millisecond.
  expect(late).toBe(0);
});
