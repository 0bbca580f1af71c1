import { createOpener } from "../../cli/open-undelivered.ts";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import { readFacets } from "../../lib/callback/read-facets.ts";
import type { EventRule } from "../../lib/policy-set/event-settings.ts";
import { readLogLine } from "../../lib/records/read-lines.ts";
import {
  type Delivery,
  type Destination,
  refuseDelivery,
  TAKEN,
} from "../../lib/sinks/destinations/destination.ts";
import { deliverEvents, type EventRequest, type EventRoute } from "../../lib/sinks/events.ts";
import { createTokenSealer } from "../../lib/sinks/sealing.ts";
import { happening, hashSha256 } from "../support/event.ts";
import { fixtures } from "../support/fixtures.ts";
import { testRows } from "../support/table.ts";

const TOKEN = "a-token-of-this-test";
/** The clock stands still. */
const NOW = 1_670_574_000_000;
const tools = { sha256: hashSha256, now: () => NOW, random: () => 0 };
const createRequest = (changes: Partial<EventRequest> = {}): EventRequest => ({
  ...{ happening, requestId: "r-1", phase: "after", deadline: NOW + 1_500 },
  ...{ sealer: createTokenSealer(TOKEN), ...changes },
});

function routeTo(name: string, rule: Partial<EventRule> = {}, delivery: Delivery = TAKEN) {
  const sent: { readonly text: string; readonly ms: number }[] = [];
  const destination: Destination = {
    name,
    send: async (_, text, deadline) => {
      sent.push({ text, ms: deadline - NOW });
      return delivery;
    },
  };
  const route: EventRoute = {
    rule: { on: "*", to: name, with: "payload", ...rule },
    destination,
    covers: (command) => rule.on === undefined || rule.on === command,
  };
  return { route, sent };
}

const decided = (verdict: "allow" | "mask" | "deny" | "partial" | "drop") => ({
  ...happening,
  command: "Group.CallbackBeforeCreateGroup",
  decision: { verdict, code: 0, effects: [] },
});

testRows(
  [
    { name: "an after-command", rule: {}, request: {}, sent: 1 },
    { name: "an unknown command", rule: {}, request: { phase: "unknown" }, sent: 1 },
    {
      name: "a command that `on` does not cover",
      rule: { on: "C2C.CallbackAfterSendMsg" },
      request: {},
      sent: 0,
    },
    {
      name: "a decision, not asked for",
      rule: {},
      request: { phase: "before", happening: decided("deny") },
      sent: 0,
    },
    {
      name: "a decision, all asked for",
      rule: { decisions: "all" },
      request: { phase: "before", happening: decided("allow") },
      sent: 1,
    },
    {
      name: "a refusal, asked for",
      rule: { decisions: "refused" },
      request: { phase: "before", happening: decided("deny") },
      sent: 1,
    },
    {
      name: "a partial refusal, asked for",
      rule: { decisions: "refused" },
      request: { phase: "before", happening: decided("partial") },
      sent: 1,
    },
    {
      name: "a dropped message, refusals asked for",
      rule: { decisions: "refused" },
      request: { phase: "before", happening: decided("drop") },
      sent: 1,
    },
    {
      name: "a masked message, refusals asked for",
      rule: { decisions: "refused" },
      request: { phase: "before", happening: decided("mask") },
      sent: 0,
    },
    {
      name: "an after-command, decisions asked for as well",
      rule: { decisions: "refused" },
      request: {},
      sent: 1,
    },
  ],
  "$name: $sent",
  async ({ rule, request, sent }) => {
    const queue = routeTo("queue", rule);
    const report = await deliverEvents(createRequest(request), [queue.route], tools);
    expect([queue.sent.length, report]).toEqual([sent, { sent, lines: [], lost: 0 }]);
  },
);

testRows(
  [
    { name: "an after-command has half of what is left, twice", phase: "after", first: 750, attempts: 2 },
    { name: "a decision has 300 ms, once", phase: "before", first: 300, attempts: 1 },
    { name: "an unknown command has what a decision has", phase: "unknown", first: 300, attempts: 1 },
  ],
  async ({ phase, first, attempts }) => {
    const queue = routeTo("queue", { decisions: "all" }, refuseDelivery("http-500", true));
    await deliverEvents(createRequest({ phase }), [queue.route], tools);
    expect(queue.sent).toHaveLength(attempts);
    expect(queue.sent[0]?.ms).toBe(first);
  },
);

test("the same bytes go everywhere, and facets alone if settings say so", async () => {
  const routes = [routeTo("queue"), routeTo("bus"), routeTo("log", { with: "facets" })];
  await deliverEvents(
    createRequest(),
    routes.map(({ route }) => route),
    tools,
  );
  const [queue, bus, log] = routes.map(({ sent }) => sent[0]?.text ?? "");
  expect(bus).toBe(queue);
  expect(JSON.parse(queue ?? "").data.payload).toEqual(happening.payload);
  expect(JSON.parse(log ?? "").data).toEqual({ facets: JSON.parse(queue ?? "").data.facets });
});

test("two entries for one destination make one event, with the payload if one asks for it", async () => {
  const [facets, payload] = [routeTo("queue", { with: "facets" }), routeTo("queue")];
  for (const routes of [
    [facets, payload],
    [payload, facets],
  ]) {
    const before = [facets.sent.length, payload.sent.length];
    await deliverEvents(
      createRequest(),
      routes.map(({ route }) => route),
      tools,
    );
    expect([facets.sent.length, payload.sent.length]).toEqual([before[0], (before[1] ?? 0) + 1]);
  }
});

test("what could not be sealed is counted as lost", async () => {
  const file = routeTo("file:events.jsonl", {}, refuseDelivery("not-written", false));
  const report = await deliverEvents(createRequest({ sealer: undefined }), [file.route], tools);
  expect(report).toEqual({ sent: 1, lines: [], lost: 1 });
});

/** Every string of a payload becomes one that no log may hold. */
const MARK = "QzMarkQz";
function mark(value: unknown): unknown {
  if (typeof value === "string") return `${MARK} ${value}`;
  if (Array.isArray(value)) return value.map(mark);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mark(inner)]));
}

testRows(
  fixtures.map(({ command, sample }) => ({ name: command.name, command, sample })),
  "$name: an undelivered line holds nothing of the body in the clear, and all of it for who has the token",
  async ({ command, sample }) => {
    const payload = mark(sample) as Readonly<Record<string, unknown>>; // an object stays one
    const circumstances = { platform: MARK, clientIp: MARK, sdkAppId: 1400000000, now: happening.time };
    const facets = readFacets(command, payload, circumstances).values;
    const effects = [{ rule: "a/b", effect: "deny", target: MARK }] as const;
    const request = createRequest({
      happening: {
        ...happening,
        command: command.name,
        payload,
        facets,
        decision: { verdict: "deny", code: 1, effects },
      },
    });
    const queue = routeTo("queue", {}, refuseDelivery("AccessDenied", false));
    const { lines } = await deliverEvents(request, [queue.route], tools);
    expect(lines).toHaveLength(1);
    for (const line of lines) {
      const written = JSON.stringify(line);
      for (const secret of [MARK, TOKEN, computeSignature(TOKEN, happening.requestTime)]) {
        expect(written).not.toContain(secret);
        expect(Buffer.from(line.sealed, "base64url").toString("latin1")).not.toContain(secret);
      }
      expect(readLogLine(written)).toEqual([{ kind: "undelivered", line }]);
      const opened = await createOpener([TOKEN])(line.sealed);
      expect(opened).toEqual({ kind: "opened", text: queue.sent[0]?.text });
      expect(JSON.parse(opened.kind === "opened" ? opened.text : "").data.payload).toEqual(payload);
    }
  },
);
