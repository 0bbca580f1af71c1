import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type AwsResult, createAwsClient, measureLongestPause } from "../../lib/aws/client.ts";
import { readRequest } from "../../tools/read-request.ts";
import { testRows } from "../support/table.ts";

type Reply = (response: ServerResponse) => void;

type Seen = {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  readonly port: number | undefined;
};

/** A service on loopback that gives its replies in order, the last one again and again. */
let server: Server;

let replies: Reply[];

let seen: Seen[];

beforeEach(async () => {
  seen = [];
  server = createServer(async (request, response) => {
    const body = await readRequest(request);
    if (body === undefined) return;
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body, port: request.socket.remotePort });
    (replies.length > 1 ? replies.shift() : replies[0])?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const answer =
  (status: number, text: string, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, headers).end(text);

const refuse = (status: number, type: string) => answer(status, JSON.stringify({ __type: type }));
const reset: Reply = (response) => response.socket?.resetAndDestroy();
const hang: Reply = () => {};
const ok = answer(200, '{"done":true}');

/** A client whose pauses take no time but move its clock; `random` 1 makes them as long as they may be. */
function clientAt(random = 1, timeoutMs?: number) {
  const pauses: number[] = [];
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const { port } = server.address() as AddressInfo; // listening on TCP, so an address and no pipe's name
  const client = createAwsClient({
    service: "s3",
    region: "eu-west-1",
    endpoint: new URL(`http://127.0.0.1:${port}/base/`),
    credentials: () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" }),
    random: () => random,
    now,
    sleep: async (ms) => {
      pauses.push(ms);
      skipped += ms;
    },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return { ...client, pauses, deadline: (ms: number) => now() + ms };
}

describe("request", () => {
  const get = { method: "GET", path: "/lists/a%20b.gz", headers: {}, body: "" } as const;

  test("bytes go and come as they are, signed, below the endpoint's path", async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    replies = [(response) => response.writeHead(201, { "x-mark": "yes" }).end(bytes)];
    const { request, deadline } = clientAt();
    const put = { ...get, method: "PUT", headers: { "X-Own": "1" }, body: bytes, deadline: deadline(1000) };
    expect(await request(put)).toMatchObject({
      kind: "answered",
      status: 201,
      headers: { "x-mark": "yes" },
      body: bytes,
    });
    expect(seen).toMatchObject([
      {
        method: "PUT",
        url: "/base/lists/a%20b.gz",
        body: bytes,
        headers: {
          "x-own": "1",
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/s3\//,
          ),
        },
      },
    ]);
  });

  test("an answer longer than it may be is not taken", async () => {
    replies = [answer(200, "x".repeat(100))];
    const { request, deadline } = clientAt();
    const limited = { ...get, deadline: deadline(1000), maxBytes: 99 };
    expect(await request(limited)).toEqual({ kind: "unreachable", code: "EMSGSIZE" });
    expect(await request({ ...limited, maxBytes: 100 })).toMatchObject({ kind: "answered" });
  });

  test("nothing is sent after the deadline, and nothing is waited for beyond it", async () => {
    replies = [hang];
    const { request, deadline } = clientAt();
    const late = { kind: "unreachable", code: "ETIMEDOUT" };
    expect(await request({ ...get, deadline: deadline(0) })).toEqual(late);
    expect(seen).toHaveLength(0);
    expect(await request({ ...get, deadline: deadline(50) })).toEqual(late);
    const impatient = clientAt(1, 50);
    expect(await impatient.request({ ...get, deadline: impatient.deadline(60_000) })).toEqual(late);
  });
});

describe("call", () => {
  test("is a JSON POST to a target, over one connection", async () => {
    replies = [ok];
    const { call, deadline } = clientAt();
    await call("AmazonSSM.GetParameters", { Names: ["/a"] }, { deadline: deadline(1000) });
    await call("AmazonSQS.SendMessage", {}, { deadline: deadline(1000), jsonVersion: "1.0" });
    expect(seen).toMatchObject([
      {
        method: "POST",
        url: "/base/",
        body: Buffer.from('{"Names":["/a"]}'),
        headers: { "x-amz-target": "AmazonSSM.GetParameters", "content-type": "application/x-amz-json-1.1" },
      },
      { headers: { "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" } },
    ]);
    expect(new Set(seen.map(({ port }) => port)).size).toBe(1);
  });

  const throttled = refuse(400, "ThrottlingException");
  testRows<{
    readonly name: string;
    readonly replies: readonly Reply[];
    readonly attempts?: number;
    readonly budgetMs?: number;
    readonly expected: AwsResult;
    readonly pauses: readonly number[];
  }>(
    [
      {
        name: "success at once",
        replies: [ok],
        expected: { kind: "ok", body: { done: true } },
        pauses: [],
      },
      {
        name: "a reset, a 503 and throttling pass",
        replies: [reset, answer(503, "busy"), throttled, ok],
        expected: { kind: "ok", body: { done: true } },
        pauses: [50, 100, 200],
      },
      {
        name: "pauses double up to 400 ms, as long as the deadline allows",
        replies: [throttled],
        budgetMs: 2000,
        expected: {
          kind: "refused",
          status: 400,
          type: "ThrottlingException",
          body: { __type: "ThrottlingException" },
        },
        pauses: [50, 100, 200, 400, 400, 400, 400],
      },
      {
        name: "as many attempts as asked for",
        replies: [reset],
        attempts: 2,
        expected: { kind: "unreachable", code: "ECONNRESET" },
        pauses: [50],
      },
      {
        name: "a refusal that is final",
        replies: [refuse(400, "com.amazonaws.ssm#AccessDeniedException"), ok],
        expected: {
          kind: "refused",
          status: 400,
          type: "AccessDeniedException",
          body: { __type: "com.amazonaws.ssm#AccessDeniedException" },
        },
        pauses: [],
      },
      {
        name: "an error type that is in a header",
        replies: [answer(403, "", { "x-amzn-errortype": "AccessDeniedException:http://amazon.com" })],
        expected: { kind: "refused", status: 403, type: "AccessDeniedException", body: {} },
        pauses: [],
      },
      {
        name: "an error type that is no word is not repeated",
        replies: [refuse(400, "what people write")],
        expected: {
          kind: "refused",
          status: 400,
          type: "no error type",
          body: { __type: "what people write" },
        },
        pauses: [],
      },
      {
        name: "something else than JSON",
        replies: [answer(200, "<html>")],
        expected: { kind: "garbled" },
        pauses: [],
      },
      {
        name: "throttling, then a hang: what was told before it",
        replies: [throttled, hang],
        budgetMs: 150,
        expected: {
          kind: "refused",
          status: 400,
          type: "ThrottlingException",
          body: { __type: "ThrottlingException" },
        },
        pauses: [50],
      },
      {
        name: "a hang",
        replies: [hang],
        budgetMs: 50,
        expected: { kind: "unreachable", code: "ETIMEDOUT" },
        pauses: [],
      },
    ],
    async ({ replies: given, attempts, budgetMs = 1000, expected, pauses }) => {
      replies = [...given];
      const client = clientAt();
      const limit = attempts === undefined ? {} : { attempts };
      const result = await client.call("T.A", {}, { deadline: client.deadline(budgetMs), ...limit });
      expect(result).toEqual(expected);
      expect(client.pauses).toEqual(pauses);
    },
  );

  test("the pause is chosen between 0 and its limit", async () => {
    replies = [throttled, throttled, ok];
    const client = clientAt(0.5);
    await client.call("T.A", {}, { deadline: client.deadline(1000) });
    expect(client.pauses).toEqual([25, 50]);
    expect([1, 2, 3, 4, 5, 9].map(measureLongestPause)).toEqual([50, 100, 200, 400, 400, 400]);
  });
});
