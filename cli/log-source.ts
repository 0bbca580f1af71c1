import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import type { AwsClient, AwsFailure } from "../lib/aws/client.ts";
import { MAX_LINE_LENGTH } from "../lib/records/read-lines.ts";
import type { Call } from "../lib/sinks/destinations/destination.ts";

/** Lines in their order; after `failed` none follow. */
export type LogItem =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "failed"; readonly reason: string };

export type LogSource = AsyncIterable<LogItem>;

/** Two bytes that begin every gzip file. */
const GZIP = [0x1f, 0x8b] as const;
/** For one page of an answer. */
const PAGE_MS = 20_000;

/** A file, gzipped or not. */
export function readLogFile(path: string): LogSource {
  return readLogStream(createReadStream(path));
}

/** Standard input, or any other stream of bytes, gzipped or not. */
export async function* readLogStream(stream: Readable): LogSource {
  try {
    yield* splitLines(unzipIfZipped(stream));
  } catch (error) {
    yield { kind: "failed", reason: readErrorName(error) }; // streams tell only by throwing
  }
}

async function* unzipIfZipped(stream: Readable): AsyncIterable<Buffer> {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator](); // a stream of bytes: nobody set an encoding
  const first = await chunks.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  })();
  const zipped = first.value[0] === GZIP[0] && first.value[1] === GZIP[1];
  if (!zipped) return yield* all;
  const source = Readable.from(all);
  const unzipped = createGunzip();
  source.on("error", (error) => unzipped.destroy(error));
  yield* source.pipe(unzipped);
}

/** Of a line above the bound only so much is kept as tells the reader that it is one. */
async function* splitLines(chunks: AsyncIterable<Buffer>): LogSource {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks) {
    const [last = "", ...complete] = `${rest}${decoder.write(chunk)}`.split("\n").reverse();
    for (const text of complete.reverse()) if (text !== "") yield { kind: "line", text };
    rest = last.slice(0, MAX_LINE_LENGTH + 1);
  }
  rest += decoder.end();
  if (rest !== "") yield { kind: "line", text: rest };
}

function readErrorName(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unreadable";
}

export type LogGroupQuery = {
  readonly group: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** CloudWatch's filter pattern; what comes is looked at again, as emulators ignore it. */
  readonly pattern?: string;
};

/** CloudWatch Logs, oldest first. `call` is of service `logs`. */
export async function* readLogGroup(query: LogGroupQuery, call: Call, now: () => number): LogSource {
  const { group, from, to, pattern } = query;
  let nextToken: unknown;
  do {
    const result = await call(
      "Logs_20140328.FilterLogEvents",
      {
        ...{ logGroupName: group, startTime: from, endTime: to },
        ...(pattern !== undefined && { filterPattern: pattern }),
        ...(nextToken !== undefined && { nextToken }),
      },
      { deadline: now() + PAGE_MS, attempts: 5, jsonVersion: "1.1" },
    );
    if (result.kind !== "ok") return yield { kind: "failed", reason: nameFailure(result) };
    const { events } = result.body;
    for (const { message } of Array.isArray(events) ? (events as readonly { message?: unknown }[]) : [])
      if (typeof message === "string") yield { kind: "line", text: message.trimEnd() };
    if (nextToken !== undefined && result.body.nextToken === nextToken)
      return yield { kind: "failed", reason: "the same page twice" };
    nextToken = result.body.nextToken;
  } while (nextToken !== undefined && nextToken !== null);
}

function nameFailure(result: AwsFailure): string {
  switch (result.kind) {
    case "refused":
      return /^\w+$/.test(result.type) ? result.type : `http-${result.status}`;
    case "unreachable":
      return result.code;
    case "garbled":
      return "garbled";
  }
}

/** Every object under a prefix, in the order of their keys. `request` is to the bucket's own endpoint. */
export async function* readBucket(
  prefix: string,
  request: AwsClient["request"],
  now: () => number,
): LogSource {
  const get = (path: string) =>
    request({ method: "GET", path, headers: {}, body: "", deadline: now() + PAGE_MS });
  let token: string | undefined;
  do {
    // Keys come percent-encoded, which needs no XML parser.
    const query = new URLSearchParams({ "encoding-type": "url", "list-type": "2", prefix });
    if (token !== undefined) query.set("continuation-token", token);
    query.sort(); // as the signature wants it
    const page = await get(`/?${query}`);
    if (page.kind !== "answered") return yield { kind: "failed", reason: page.code };
    if (page.status !== 200) return yield { kind: "failed", reason: `http-${page.status}` };
    const xml = page.body.toString("utf8");
    for (const [, key = ""] of xml.matchAll(/<Key>([^<]*)<\/Key>/g)) {
      const object = await get(`/${key.replaceAll("+", "%20").replaceAll("%2F", "/")}`);
      if (object.kind !== "answered") return yield { kind: "failed", reason: object.code };
      if (object.status !== 200) return yield { kind: "failed", reason: `http-${object.status}` };
      for await (const item of readLogStream(Readable.from([object.body]))) {
        yield item;
        if (item.kind === "failed") return;
      }
    }
    const next = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/
      .exec(xml)?.[1]
      ?.replaceAll("&amp;", "&");
    if (next !== undefined && next === token) return yield { kind: "failed", reason: "the same page twice" };
    token = next;
  } while (token !== undefined);
}
