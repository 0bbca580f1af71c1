import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { AwsClient, AwsFailure } from "../lib/aws/client.ts";
import type { Call } from "../lib/sinks/destinations/destination.ts";
import { type LogSource, readLogStream } from "../lib/store/log-stream.ts";

export { type LogItem, type LogSource, readLogStream } from "../lib/store/log-stream.ts";

/** Timeout of one page, in milliseconds. */
const PAGE_MS = 20_000;
/** Firehose writes 128 MB at most. */
const MAX_OBJECT_BYTES = 256 * 2 ** 20;

/** A file, gzipped or not. */
export function readLogFile(path: string): LogSource {
  return readLogStream(createReadStream(path));
}

export type LogGroupQuery = {
  readonly group: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** CloudWatch's filter pattern; lines are filtered again, because emulators ignore it. */
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
    request({
      ...{ method: "GET", path, headers: {}, body: "" },
      ...{ deadline: now() + PAGE_MS, maxBytes: MAX_OBJECT_BYTES },
    });
  let token: string | undefined;
  do {
    // Keys come percent-encoded, which needs no XML parser.
    const query = new URLSearchParams({ "encoding-type": "url", "list-type": "2", prefix });
    if (token !== undefined) query.set("continuation-token", token);
    query.sort(); // the signature requires sorted parameters
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
