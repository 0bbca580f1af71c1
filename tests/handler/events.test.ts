import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOpener } from "../../cli/open-undelivered.ts";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { type Bundle, buildBundle, type Run } from "../support/bundle.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, SDK_APP_ID, TOKEN } from "../support/gate.ts";
import { startLoopback } from "../support/loopback.ts";
import { testRows } from "../support/table.ts";

const AFTER = "Group.CallbackAfterCreateGroup";
const BEFORE = "Group.CallbackBeforeCreateGroup";
const OK = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };

let bundle: Bundle;
let store: ParameterStore;
beforeAll(async () => {
  bundle = await buildBundle();
  store = await startParameterStore();
  store.put("/chatgate-secrets/test/tokens", `another-token\n${TOKEN}`, { type: "SecureString" });
});
afterAll(async () => {
  bundle.remove();
  await store.close();
});

/** Signed now: the bundle has the machine's clock. */
const event = (command: string, body: unknown = readSample(command)) => {
  const time = String(Math.floor(Date.now() / 1000));
  return createCallbackEvent({
    command,
    body,
    query: { RequestTime: time, Sign: computeSignature(TOKEN, time) },
  });
};

type Answer = Parameters<typeof startLoopback>[0];
const receipt: Answer = (_, response) => response.end('{"MessageId":"1"}');
const refuse: Answer = (_, response) => response.writeHead(500).end("{}");

/** The bundle over a stage with `to: queue`, and an SQS that answers so. */
async function runWith(
  events: readonly unknown[],
  answer: Answer,
  settings: Readonly<Record<string, unknown>> = { events: [{ on: "*", to: "queue" }] },
) {
  const sqs = await startLoopback(answer);
  store.put("/chatgate/test/settings", JSON.stringify({ sdkAppIds: [SDK_APP_ID], ...settings }));
  const run = await bundle.run(events, {
    CHATGATE_STAGE: "test",
    CHATGATE_SOURCE: "ssm:/chatgate/test",
    CHATGATE_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/chatgate-test-events",
    AWS_ENDPOINT_URL: sqs.url,
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "not-a-secret",
  });
  await sqs.close();
  const bodies = sqs.received.map(({ body }) => JSON.parse(JSON.parse(body).MessageBody));
  return { run, bodies, lines: readLines(run) };
}

const readLines = ({ stdout }: Run) => stdout.map((line): Record<string, unknown> => JSON.parse(line));
const readAnswers = ({ answers }: Run) => answers.map(({ body }) => JSON.parse(body));

test("what happened reaches the queue before Chat is answered: known, unknown and unreadable", async () => {
  const events = [
    event(AFTER),
    event("Group.CallbackNew", { News: 1 }),
    event(AFTER, { Type: 5 }),
    event(BEFORE),
    event(AFTER, "x"),
  ];
  const { run, bodies, lines } = await runWith(events, receipt);
  expect(bodies).toMatchObject([
    {
      source: `/chatgate/test/${SDK_APP_ID}`,
      type: AFTER,
      data: { payload: readSample(AFTER), facets: { groupType: "Public" } },
    },
    { type: "Group.CallbackNew", data: { payload: { News: 1 }, facets: {} } },
    { type: AFTER, data: { payload: { Type: 5 }, facets: {} } },
  ]);
  expect(readAnswers(run).slice(0, 4)).toEqual([OK, OK, OK, OK]);
  expect(lines.flatMap(({ Undelivered, EventsLost }) => Undelivered ?? EventsLost ?? [])).toEqual([1]);
});

test("decisions are delivered if settings ask for them, with the rules that made them", async () => {
  const rules = [{ id: "all", on: BEFORE, deny: { code: 10101, message: "Not now." } }];
  store.put("/chatgate/test/policies/p", JSON.stringify({ rules }));
  const settings = { events: [{ on: BEFORE, to: "queue", decisions: "refused", with: "facets" }] };
  const { bodies } = await runWith([event(BEFORE)], receipt, settings);
  store.put("/chatgate/test/policies/p", JSON.stringify({ mode: "off", rules }));
  expect(bodies.map(({ data }) => [data.decision, "payload" in data])).toEqual([
    [{ verdict: "deny", code: 10101, rules: [{ rule: "p/all", effect: "deny" }] }, false],
  ]);
});

testRows(
  [
    { name: "that refuses", answer: refuse, requests: 2, reason: "http-500" },
    { name: "that hangs", answer: (() => {}) as Answer, requests: 2, reason: "ETIMEDOUT" },
  ],
  "a queue $name: the event is sealed under the token that matched",
  async ({ answer, requests, reason }) => {
    // What a start takes on a busy machine is the first request's, which delivers nothing.
    const { run, bodies, lines } = await runWith([event(BEFORE), event(AFTER)], answer);
    expect(readAnswers(run)).toEqual([OK, OK]);
    expect(bodies).toHaveLength(requests);
    const [line = {}] = lines.filter(({ type }) => type === "undelivered");
    expect(line).toMatchObject({ to: "queue", id: bodies[0].id, command: AFTER, reason, requestId: "r-2" });
    const opened = await createOpener([TOKEN])(String(line.sealed));
    expect(opened.kind === "opened" && JSON.parse(opened.text)).toEqual(bodies[0]);
    expect(run.stdout.join()).not.toContain(String(readSample(AFTER).Name));
    expect(lines.flatMap(({ Undelivered }) => Undelivered ?? [])).toEqual([1]);
  },
);

test("without events nothing is sent, and a cold start loads none of it", async () => {
  const { run, bodies, lines } = await runWith([event(AFTER)], receipt, {});
  expect([readAnswers(run), bodies]).toEqual([[OK], []]);
  expect(lines.flatMap(({ type }) => type ?? [])).toEqual(["policy", "audit"]);
});

test("an after-command that comes before settings are known is counted as lost", async () => {
  const run = await bundle.run([event(AFTER), event(BEFORE)], { CHATGATE_SOURCE: "dir:nowhere" });
  expect(readLines(run).flatMap(({ EventsLost }) => EventsLost ?? [])).toEqual([1]);
});

test("from a directory: a line an event in a file, and one that says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chatgate-events-"));
  const file = join(folder, "events.jsonl");
  try {
    const settings = { sdkAppIds: [SDK_APP_ID], events: [{ on: "*", to: `file:${file}` }] };
    writeFileSync(join(folder, "settings.yaml"), JSON.stringify(settings)); // YAML takes JSON
    writeFileSync(join(folder, "tokens.txt"), `${TOKEN}\n`);
    const run = await bundle.run([event(AFTER), event(AFTER)], { CHATGATE_SOURCE: `dir:${folder}` });
    const written = readFileSync(file, "utf8").trimEnd().split("\n");
    const ids = written.map((line) => JSON.parse(line).id);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(readLines(run).filter(({ type }) => type === "delivered")).toMatchObject(
      ids.map((id) => ({ command: AFTER, to: `file:${file}`, id })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
