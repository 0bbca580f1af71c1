import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type LogSource, readBucket, readLogGroup, readLogStream } from "../../cli/log-source.ts";
import { readLogLine } from "../../lib/records/read-lines.ts";
import { openObjectStore } from "../../lib/store/object-store.ts";
import { createCall } from "../support/aws-call.ts";
import { type Received, startLoopback } from "../support/loopback.ts";
import { testRows } from "../support/table.ts";

async function collect(source: LogSource): Promise<string[]> {
  const items: string[] = [];
  for await (const item of source) items.push(item.kind === "line" ? item.text : `failed: ${item.reason}`);
  return items;
}

const folder = mkdtempSync(join(tmpdir(), "log-source-"));
afterAll(() => rmSync(folder, { recursive: true }));

testRows(
  [
    {
      name: "plain",
      file: "a.jsonl",
      bytes: Buffer.from("one\ntwo\n\nthree"),
      lines: ["one", "two", "three"],
    },
    { name: "gzipped", file: "b.gz", bytes: gzipSync("one\ntwo\n"), lines: ["one", "two"] },
    { name: "gzipped under another name", file: "c", bytes: gzipSync("one"), lines: ["one"] },
    { name: "empty", file: "d", bytes: Buffer.alloc(0), lines: [] },
    {
      name: "gzipped and cut off",
      file: "e.gz",
      bytes: gzipSync("one\ntwo").subarray(0, 20),
      lines: ["one", "failed: Z_BUF_ERROR"],
    },
  ],
  "a file: $name",
  async ({ file, bytes, lines }) => {
    writeFileSync(join(folder, file), bytes);
    expect(await collect(readLogStream(createReadStream(join(folder, file))))).toEqual(lines);
  },
);

test("a file that is not there", async () => {
  expect(await collect(readLogStream(createReadStream(join(folder, "none"))))).toEqual(["failed: ENOENT"]);
});

test("law: lines do not depend on where a stream's chunks end", async () => {
  const lines = fc.array(
    fc.string({ unit: "grapheme", minLength: 1 }).filter((line) => !line.includes("\n")),
  );
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 7 }), async (written, size) => {
      const bytes = Buffer.from(written.map((line) => `${line}\n`).join(""));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await collect(readLogStream(Readable.from(chunks)))).toEqual(written);
    }),
  );
});

test("of a line without an end no more is held than its bound", async () => {
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      for (; sent < 200; sent++) yield Buffer.alloc(100_000, "x");
      yield Buffer.from("\nnext\n");
    })(),
  );
  const [long = "", next] = await collect(readLogStream(endless));
  expect(long.length).toBeLessThan(2_200_000);
  expect(readLogLine(long)).toEqual([{ kind: "unreadable", reason: "too-long" }]);
  expect(next).toBe("next");
});

/** Answers each request with the next of these. */
async function withAnswers<T>(
  answers: readonly { readonly status?: number; readonly body: string | Buffer }[],
  use: (url: string) => Promise<T>,
): Promise<{ readonly result: T; readonly received: readonly Received[] }> {
  let next = 0;
  const loopback = await startLoopback((_, response) => {
    const { status = 200, body } = answers[next++] ?? { status: 500, body: "" };
    response.writeHead(status).end(body);
  });
  const result = await use(loopback.url);
  await loopback.close();
  return { result, received: loopback.received };
}

const query = { group: "/aws/lambda/webhook", from: 1, to: 2, pattern: '{ $.type = "undelivered" }' };
const page = (messages: readonly string[], nextToken?: string) => ({
  body: JSON.stringify({ events: messages.map((message) => ({ message, timestamp: 1 })), nextToken }),
});

testRows(
  [
    {
      name: "pages follow each other",
      answers: [page(["one\n"], "t"), page([], "u"), page(["two"])],
      lines: ["one", "two"],
    },
    {
      name: "a page that comes again",
      answers: [page(["one"], "t"), page(["two"], "t")],
      lines: ["one", "two", "failed: the same page twice"],
    },
    {
      name: "a group that is not there",
      answers: [{ status: 400, body: '{"__type":"ResourceNotFoundException"}' }],
      lines: ["failed: ResourceNotFoundException"],
    },
    { name: "a page that is none", answers: [{ body: "<html>" }], lines: ["failed: garbled"] },
  ],
  "CloudWatch Logs: $name",
  async ({ answers, lines }) => {
    const { result, received } = await withAnswers(answers, (url) =>
      collect(readLogGroup(query, createCall("logs", url), Date.now)),
    );
    expect(result).toEqual(lines);
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({
      ...{ logGroupName: "/aws/lambda/webhook", startTime: 1, endTime: 2 },
      filterPattern: '{ $.type = "undelivered" }',
    });
  },
);

test("CloudWatch Logs: nobody there", async () => {
  const source = readLogGroup(query, createCall("logs", "http://127.0.0.1:1"), Date.now);
  expect(await collect(source)).toEqual(["failed: ECONNREFUSED"]);
});

/** The bucket is a folder of the loopback server. */
const openLogs = (endpoint: string) =>
  openObjectStore({
    ...{ bucket: "logs", region: "ap-southeast-1", endpoint },
    ...{ random: () => 0, now: Date.now, credentials: () => ({ accessKeyId: "a", secretAccessKey: "b" }) },
  });

const listing = (keys: readonly string[], next?: string) => ({
  body: `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}${next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`,
});

test("S3: objects of every page, gzipped or not, keys decoded", async () => {
  const answers = [
    listing(["logs%2Fa+b.gz", "logs%2Fc"], "t&amp;1"),
    { body: gzipSync("one\ntwo\n") },
    { body: "three" },
    listing(["logs%2Fd"]),
    { body: "four\n" },
  ];
  const { result, received } = await withAnswers(answers, (url) =>
    collect(readBucket("logs/", openLogs(url))),
  );
  expect(result).toEqual(["one", "two", "three", "four"]);
  expect(received.map(({ url }) => url)).toEqual([
    "/logs/?encoding-type=url&list-type=2&prefix=logs%2F",
    ...[
      "/logs/logs/a%20b.gz",
      "/logs/logs/c",
      "/logs/?continuation-token=t%261&encoding-type=url&list-type=2&prefix=logs%2F",
      "/logs/logs/d",
    ],
  ]);
});

testRows(
  [
    { name: "no right to list", answers: [{ status: 403, body: "" }], lines: ["failed: http-403"] },
    {
      name: "an object gone",
      answers: [listing(["a"]), { status: 404, body: "" }],
      lines: ["failed: http-404"],
    },
    {
      name: "an object that is damaged",
      answers: [listing(["a", "b"]), { body: gzipSync("one").subarray(0, 12) }],
      lines: ["failed: Z_BUF_ERROR"],
    },
  ],
  "S3: $name",
  async ({ answers, lines }) => {
    const { result } = await withAnswers(answers, (url) => collect(readBucket("", openLogs(url))));
    expect(result).toEqual(lines);
  },
);
