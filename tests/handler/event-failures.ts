import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import { createUpstream } from "../../lib/sinks/call-upstream.ts";
import { createPostWebhook } from "../../lib/sinks/destinations/post-webhook.ts";
import { createEventSink } from "../../lib/sinks/event-sink.ts";
import { isLostUnsettled } from "../../lib/sinks/lost-events.ts";
import { createCall } from "../support/aws-call.ts";
import { hashSha256 } from "../support/event.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW, type World } from "../support/gate.ts";
import { startLoopback } from "../support/loopback.ts";
import { startTimer } from "../support/wait-for.ts";

const AFTER = "Group.CallbackAfterCreateGroup";
const BEFORE = "Group.CallbackBeforeCreateGroup";
const OK = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };

type Answer = Parameters<typeof startLoopback>[0];
const hang: Answer = () => {};
type Told = { readonly lines: readonly object[]; readonly counts: Readonly<Record<string, number>> };

/** An after-command through a gate with one destination on loopback. */
async function sendEvent(to: string, answer: Answer, body: unknown = readSample(AFTER)): Promise<Told> {
  // For an answer, the longest that settings take and a clock that stands still, as the machine may be busy.
  const [deadlineMs, now] = answer === hang ? [400, Date.now] : [1_900, () => NOW];
  const server = await startLoopback(answer);
  const lines: object[] = [];
  const counts: Record<string, number> = {};
  const sink = createEventSink({
    ...{ stage: "test", sha256: hashSha256, now, random: () => 0, append: undefined },
    queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/chatgate-test-events",
    openCall: (service) => createCall(service, server.url, now),
    post: createPostWebhook({ now }),
    readSecrets: async () => [],
    write: (line) => lines.push(line),
    showFacets: () => ({}),
    covers: (pattern, command) => matchesGlob(command, pattern),
    count: (name, value) => {
      counts[name] = value;
    },
  });
  const settings = { toleranceSeconds: 1e9, deadlineMs, events: [{ on: "*", to }] };
  const { gate } = createTestGate({ settings, sinks: [sink], now });
  const isLate = startTimer(deadlineMs + 100);
  const { envelope, status } = await gate(createCallbackEvent({ command: AFTER, body }), "r");
  expect(isLate()).toBe(false);
  expect(status === 200 ? envelope : OK).toEqual(OK);
  await server.close();
  return { lines, counts };
}

const refuse =
  (status: number, type: string): Answer =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify({ __type: `com.amazonaws.sqs#${type}` }));

const sealed = (to: string, reason: string, answer: Answer) => async () => {
  const { lines, counts } = await sendEvent(to, answer);
  expect(lines).toMatchObject([{ type: "undelivered", to, reason, sealed: expect.any(String) }]);
  expect(counts).toEqual({ Undelivered: 1 });
};

/** A before-command that is allowed, and a backend that answers so. */
const passedOn = (answer: Answer | undefined) => async () => {
  const server = await startLoopback(answer ?? hang);
  if (answer === undefined) await server.close();
  const post = createPostWebhook({ now: () => NOW, isAllowed: () => true });
  for (const onFailure of ["allow", "deny"]) {
    const upstream = { url: server.url, on: "*", allowPrivateAddress: true, timeoutMs: 100, onFailure };
    const world: World = { settings: { upstream } };
    const { gate } = createTestGate({ ...world, upstream: createUpstream(() => post) });
    const { envelope } = await gate(createCallbackEvent({ command: BEFORE, body: readSample(BEFORE) }), "r");
    expect(envelope).toEqual(
      onFailure === "allow" ? OK : { ...OK, ErrorCode: 1, ErrorInfo: "upstream-failed" },
    );
  }
  if (answer !== undefined) await server.close();
};

/** Named as in docs/failures.md. */
export const eventRows: Readonly<Record<string, () => Promise<void>>> = {
  "A destination refuses an event twice": sealed("queue", "InternalError", refuse(500, "InternalError")),
  "A destination hangs": sealed("queue", "ETIMEDOUT", hang),
  "A destination is missing": sealed("queue", "QueueDoesNotExist", refuse(400, "QueueDoesNotExist")),
  "EventBridge has no such bus": async () => {
    const receipt = JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] });
    const told = await sendEvent("eventbridge:gone", (_, response) => response.end(receipt));
    expect(told).toEqual({ lines: [], counts: {} });
  },
  "The body of an after-command is not a JSON object": async () => {
    const told = await sendEvent("queue", refuse(500, "InternalError"), "x");
    expect(told).toEqual({ lines: [], counts: { EventsLost: 1 } });
  },
  "An after-command arrives before settings are known": async () => {
    const { gate, outcomes, contexts } = createTestGate({
      read: async () => ({ kind: "failed", reason: "gone" }),
    });
    for (const command of [AFTER, BEFORE])
      await gate(createCallbackEvent({ command, body: readSample(command) }), "r");
    const lost = outcomes.map((outcome, index) => isLostUnsettled(outcome, contexts[index] ?? failWith()));
    expect(lost).toEqual([true, false]);
  },
  "The upstream is down": passedOn(undefined),
  "The upstream is slow": passedOn(hang),
  "The upstream's answer is not a documented one": passedOn((_, response) => response.end("<html>")),
};

function failWith(): never {
  throw new Error("no context");
}
