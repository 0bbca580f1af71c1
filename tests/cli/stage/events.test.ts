import { writeEvent } from "../../../lib/records/event.ts";
import { writeUndelivered } from "../../../lib/records/undelivered.ts";
import { createTokenSealer } from "../../../lib/sinks/sealing.ts";
import { chatEvent } from "../../support/event.ts";
import { startLoopback } from "../../support/loopback.ts";
import { type StageWorld, startStageWorld } from "./stage-world.ts";

const QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/chatgate-dev-events";

type Input = Readonly<Record<string, unknown>>;
/** By the action's name; a text is the error's type. */
type Services = Readonly<Record<string, (input: Input) => object | string>>;

let world: StageWorld;
let aws: Awaited<ReturnType<typeof startLoopback>>;
let services: Services;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate-secrets/dev/tokens", "the old token", { type: "SecureString" });
  world.store.put("/chatgate-secrets/dev/tokens", "the new token", { type: "SecureString" });
  aws = await startLoopback(({ headers, body }, response) => {
    const action = String(headers["x-amz-target"]).split(".").at(-1) ?? "";
    const answer = services[action]?.(JSON.parse(body)) ?? "UnknownOperationException";
    const isError = typeof answer === "string";
    response
      .writeHead(isError ? 400 : 200)
      .end(JSON.stringify(isError ? { __type: `com.amazonaws#${answer}` } : answer));
  });
  env = { AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_SSM: world.store.url };
});
afterEach(async () => {
  await Promise.all([world.close(), aws.close()]);
});

async function pushEvents(...events: readonly object[]) {
  world.write({ "policies/stages/dev.yaml": JSON.stringify({ sdkAppIds: [1400000000], events }) });
  return world.push("Events");
}

const queue = { GetQueueUrl: () => ({ QueueUrl: QUEUE }), SendMessage: () => ({ MessageId: "1" }) };

test("events test sends one event to each destination, and says which did not take it", async () => {
  await pushEvents({ on: "*", to: "queue" }, { on: "*", to: "eventbridge:chat" }, { on: "*", to: "log" });
  services = { ...queue, PutEvents: () => "AccessDeniedException" };
  const { code, out } = await world.chatgate("events test --stage dev", { env });
  expect([code, out.replace(/[0-9a-f]{32}/, "ID").split("\n")]).toEqual([
    1,
    [
      "ok: queue took the event, id ID.",
      expect.stringMatching(
        /^error: "eventbridge:chat".*\(AccessDeniedException\).* \[destination-refused\]$/,
      ),
      expect.stringMatching(/^note: "log".* \[destination-not-tried\]$/),
    ],
  ]);
  const json = await world.chatgate("events test --stage dev --json", { env });
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, notTried: ["log"] });
  const sent = aws.received.filter(({ body }) => body.includes("MessageBody")).slice(0, 1);
  expect(sent.map(({ body }) => JSON.parse(JSON.parse(body).MessageBody))).toMatchObject([
    { source: "/chatgate/dev/0", type: "chatgate.test" },
  ]);
});

test("the doctor looks at each destination, a bus that does not exist included", async () => {
  await pushEvents(
    { on: "*", to: "queue" },
    { on: "*", to: "eventbridge:chat" },
    { on: "*", to: "kinesis:chat" },
    { on: "*", to: "https://hooks.example.com/secret" },
  );
  services = {
    ...queue,
    DescribeEventBus: () => "ResourceNotFoundException",
    DescribeStreamSummary: () => "AccessDeniedException",
  };
  const { code, out } = await world.chatgate("doctor --stage dev", { env });
  expect(code).toBe(1);
  expect(out.split("\n").filter((line) => line.includes("  events: "))).toEqual([
    "ok    events: queue exists",
    expect.stringMatching(/^fail {2}events: "eventbridge:chat" .* \[destination-missing\]$/),
    expect.stringMatching(/^warn {2}events: "kinesis:chat" .*AccessDenied.* \[destination-unreadable\]$/),
    expect.stringMatching(
      /^fail {2}events: \/chatgate-secrets\/dev\/webhook-secrets .* \[webhook-secret-missing\]$/,
    ),
  ]);
});

test("what was sealed under a token of the past is sent again, once", async () => {
  await pushEvents({ on: "*", to: "queue" });
  const text = writeEvent(chatEvent);
  const undelivered = { to: "queue", id: chatEvent.id, command: chatEvent.type, reason: "http-500", text };
  const at = { time: Date.now() - 1_000, requestId: "r" };
  const log: string[] = ["the old token", "the new token", "a lost token"].flatMap((token, index) =>
    writeUndelivered({ ...undelivered, id: `${index}` }, createTokenSealer(token), at).map((line) =>
      JSON.stringify(line),
    ),
  );
  services = {
    ...queue,
    FilterLogEvents: () => ({ events: log.map((message) => ({ message })) }),
    CreateLogStream: () => ({}),
    PutLogEvents: ({ logEvents }) => {
      log.push(...(logEvents as readonly { message: string }[]).map(({ message }) => message)); // as it is called
      return {};
    },
  };
  const run = async (more = "") =>
    (await world.chatgate(`events redeliver --stage dev --since 2h ${more}`, { env })).out.split("\n");
  const lost = expect.stringMatching(/^warning: 1 event .* \[redelivery-token-missing\]$/);
  expect(await run("--dry-run")).toEqual(["2 to send", lost]);
  expect(await run("--to eventbridge:chat")).toEqual(["0 sent"]);
  expect(await run(`--since ${new Date().toISOString()} --dry-run`)).toEqual(["2 to send", lost]);
  expect(aws.received.map(({ body }) => JSON.parse(body).startTime ?? 0).at(-1)).toBeGreaterThan(at.time);
  expect(await run()).toEqual(["2 sent", lost]);
  expect(await run()).toEqual(["0 sent", "2 sent by an earlier run", lost]);
  const sent = aws.received.filter(({ body }) => body.includes("MessageBody"));
  expect(sent.map(({ body }) => JSON.parse(body).MessageBody)).toEqual([text, text]);
});

test("what is not sent again is told, each with its code", async () => {
  await pushEvents({ on: "*", to: "queue" });
  const text = writeEvent(chatEvent);
  const at = { time: Date.now() - 1_000, requestId: "r" };
  const seal = (id: string, { to = "queue", text: sealed = text } = {}) =>
    writeUndelivered(
      { to, id, command: chatEvent.type, reason: "http-500", text: sealed },
      createTokenSealer("the new token"),
      at,
    );
  const [altered] = seal("altered");
  const [ofNewVersion] = seal("new version");
  const [firstPart] = seal("in parts", { text: "x".repeat(400_000) });
  const lines: readonly object[] = [
    ...seal("taken"),
    ...seal("refused"),
    ...seal("gone", { to: "eventbridge:gone" }),
    { ...altered, sealed: `${altered?.sealed}x` },
    { ...ofNewVersion, v: 2 },
    firstPart ?? {},
  ];
  let sent = 0;
  services = {
    ...queue,
    SendMessage: () => (++sent === 1 ? { MessageId: "1" } : "AccessDenied"),
    FilterLogEvents: () => ({ events: lines.map((line) => ({ message: JSON.stringify(line) })) }),
    CreateLogStream: () => ({}),
    PutLogEvents: () => "AccessDeniedException",
  };
  const { code, out } = await world.chatgate("events redeliver --stage dev --since 2h", { env });
  expect([code, out.match(/(?<=\[)redelivery-[a-z-]+(?=\]$)/gm)]).toEqual([
    1,
    [
      "redelivery-not-noted",
      "redelivery-refused",
      "redelivery-destination-unknown",
      "redelivery-altered",
      "redelivery-incomplete",
      "redelivery-unreadable",
    ],
  ]);
  const json = await world.chatgate("events redeliver --stage dev --since 2h --json", { env });
  expect([json.code, JSON.parse(json.out)]).toEqual([
    1,
    expect.objectContaining({ ok: false, dryRun: false }),
  ]);
});

test("a log file is read whole, or from a time on, from the folder of the command", async () => {
  await pushEvents({ on: "*", to: "queue" });
  const text = writeEvent(chatEvent);
  const seal = (id: string, time: string) =>
    writeUndelivered(
      { to: "queue", id, command: chatEvent.type, reason: "http-500", text },
      createTokenSealer("the new token"),
      { time: Date.parse(time), requestId: id },
    );
  const lines = [...seal("a", "2020-01-05T10:00:00Z"), ...seal("b", "2020-01-05T11:00:00Z")];
  world.write({ "copy.log": lines.map((line) => JSON.stringify(line)).join("\n") });
  const run = async (more: string) =>
    (await world.chatgate(`events redeliver --stage dev --log copy.log --dry-run ${more}`, { env })).out;
  expect(await run("")).toBe("2 to send");
  expect(await run("--since 2020-01-05T11:00:00Z")).toBe("1 to send");
  expect(JSON.parse(await run("--json"))).toMatchObject({ ok: true, outcomes: { sent: 2 } });
});

test("what is no duration and no time is a usage error", async () => {
  const { code, err } = await world.chatgate("events redeliver --stage dev --since yesterday", { env });
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/^chatgate: --since takes a duration .* or a time .*\[usage\]$/),
  ]);
});

test("a stage's events cannot go into a file", async () => {
  const { code, err } = await pushEvents({ on: "*", to: "file:events.jsonl" });
  expect([code, err]).toEqual([1, expect.stringContaining("[destination-local]")]);
});
