import { setTimeout as sleep } from "node:timers/promises";
import { type AwsAnswer, type AwsCredentials, createAwsClient, measureLongestPause } from "../aws/client.ts";
import { formatRegionalEndpoint } from "../aws/endpoint.ts";

export type ObjectStoreOptions = {
  readonly bucket: string;
  readonly region: string;
  /** Instead of the bucket's own; the bucket is then a folder of it. */
  readonly endpoint: string | undefined;
  readonly credentials: () => AwsCredentials;
  /** 0 to 1, for the pauses between attempts. */
  readonly random: () => number;
  readonly now: () => number;
  /** Bytes read at a time. Default: 8 MiB. */
  readonly rangeBytes?: number;
};

/** `size` in bytes, as it is stored. */
export type StoredObject = { readonly key: string; readonly size: number };

/** `code`: the system's, or `http-<status>`; `too-large` above the bound, `changed` for an object that was replaced. */
export type ObjectFailure = { readonly kind: "failed"; readonly code: string };

/** One bucket of S3. */
export type ObjectStore = {
  /** In pieces of some MB, so that memory does not grow with the object. The iteration throws an error with `code`. */
  readonly read: (key: string, maxBytes: number) => AsyncIterable<Buffer>;
  readonly get: (
    key: string,
    maxBytes: number,
  ) => Promise<{ readonly kind: "got"; readonly body: Buffer } | ObjectFailure>;
  readonly put: (key: string, body: Buffer, contentType: string) => Promise<ObjectFailure | undefined>;
  /** All objects under a prefix, in the order of their keys. The iteration throws an error with `code`. */
  readonly listPages: (prefix: string) => AsyncIterable<readonly StoredObject[]>;
  /** The same at once; at most `MAX_LISTED`. */
  readonly list: (
    prefix: string,
  ) => Promise<{ readonly kind: "listed"; readonly objects: readonly StoredObject[] } | ObjectFailure>;
};

const RANGE_BYTES = 8 * 2 ** 20;
const EXCHANGE_MS = 30_000;
const ATTEMPTS = 4;
const MAX_LISTED = 100_000;

export function openObjectStore(options: ObjectStoreOptions): ObjectStore {
  const { bucket, region, credentials, random, now, rangeBytes = RANGE_BYTES } = options;
  const base = options.endpoint?.replace(/\/$/, "");
  const { request } = createAwsClient({
    ...{ service: "s3", region, credentials, now },
    endpoint: new URL(
      base === undefined ? formatRegionalEndpoint(`${bucket}.s3`, region) : `${base}/${bucket}`,
    ),
  });

  async function exchange(
    method: string,
    path: string,
    { headers = {}, body = "", maxBytes }: ExchangeOptions,
  ): Promise<AwsAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const deadline = now() + EXCHANGE_MS;
      const answer = await request({ method, path, headers, body, deadline, maxBytes });
      if (attempt >= ATTEMPTS || !mayPass(answer)) return answer;
      await sleep(random() * measureLongestPause(attempt));
    }
  }

  /** The bytes from `start`, and how long the whole is. */
  async function readRange(key: string, start: number, tag: string | undefined): Promise<Range> {
    const end = start + rangeBytes - 1;
    const headers = { Range: `bytes=${start}-${end}`, ...(tag !== undefined && { "If-Match": tag }) };
    const answer = await exchange("GET", formatPath(key), { headers });
    if (answer.kind === "unreachable") throw createFailure(answer.code);
    const { status, body, headers: told } = answer;
    const total = Number(/\/(\d+)$/.exec(String(told["content-range"]))?.[1]);
    if (status === 206 && Number.isInteger(total)) return { body, total, tag: told.etag };
    if (status === 200 && start === 0) return { body, total: body.length, tag: told.etag };
    // Of an empty object there is no range.
    if (status === 416 && start === 0) return { body: Buffer.alloc(0), total: 0, tag: undefined };
    throw createFailure(status === 412 ? "changed" : `http-${status}`);
  }

  async function* read(key: string, maxBytes: number): AsyncIterable<Buffer> {
    let range = await readRange(key, 0, undefined);
    let at = range.body.length;
    const { total, tag } = range;
    if (total > maxBytes) throw createFailure("too-large");
    for (;;) {
      // The next range is requested while this one is processed.
      const next = at < total ? readRange(key, at, tag) : undefined;
      next?.catch(() => {}); // awaited below, unless the reader stops here
      if (range.body.length > 0) yield range.body;
      if (next === undefined) return;
      range = await next;
      if (range.body.length === 0) throw createFailure("changed");
      at += range.body.length;
    }
  }

  async function* listPages(prefix: string): AsyncIterable<readonly StoredObject[]> {
    let token: string | undefined;
    do {
      // Keys come percent-encoded, which needs no XML parser.
      const query = new URLSearchParams({ "encoding-type": "url", "list-type": "2", prefix });
      if (token !== undefined) query.set("continuation-token", token);
      query.sort(); // the signature requires sorted parameters
      const page = await exchange("GET", `/?${query}`, {});
      if (page.kind === "unreachable") throw createFailure(page.code);
      if (page.status !== 200) throw createFailure(`http-${page.status}`);
      const xml = page.body.toString("utf8");
      yield readListing(xml);
      const next = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1]?.replaceAll("&amp;", "&");
      if (next !== undefined && next === token) throw createFailure("the same page twice");
      token = next;
    } while (token !== undefined);
  }

  return {
    read,
    get: async (key, maxBytes) => {
      const answer = await exchange("GET", formatPath(key), { maxBytes });
      if (answer.kind === "unreachable") return fail(answer.code === "EMSGSIZE" ? "too-large" : answer.code);
      return answer.status === 200 ? { kind: "got", body: answer.body } : fail(`http-${answer.status}`);
    },
    put: async (key, body, contentType) => {
      const answer = await exchange("PUT", formatPath(key), {
        headers: { "Content-Type": contentType },
        body,
      });
      if (answer.kind === "unreachable") return fail(answer.code);
      return answer.status === 200 ? undefined : fail(`http-${answer.status}`);
    },
    listPages,
    list: async (prefix) => {
      const objects: StoredObject[] = [];
      try {
        for await (const page of listPages(prefix)) {
          objects.push(...page);
          if (objects.length > MAX_LISTED) return fail("too-many-objects");
        }
        return { kind: "listed", objects };
      } catch (error) {
        return fail((error as { readonly code: string }).code); // what listPages throws
      }
    },
  };
}

type ExchangeOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly maxBytes?: number | undefined;
};
type Range = { readonly body: Buffer; readonly total: number; readonly tag: string | undefined };

const fail = (code: string): ObjectFailure => ({ kind: "failed", code });
const createFailure = (code: string) => Object.assign(new Error(code), { code });

const mayPass = (answer: AwsAnswer) =>
  answer.kind === "unreachable"
    ? /^(?:ECONNRESET|EPIPE|ETIMEDOUT|ECONNREFUSED)$/.test(answer.code)
    : answer.status >= 500 || answer.status === 429;

/** The key encoded as Signature Version 4 requires: all but A–Z a–z 0–9 - . _ ~ and the slashes. */
const formatPath = (key: string) =>
  `/${encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)}`;

function readListing(xml: string): readonly StoredObject[] {
  return [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, contents = ""]) => ({
    key: decodeURIComponent((/<Key>([^<]*)</.exec(contents)?.[1] ?? "").replaceAll("+", "%20")),
    size: Number(/<Size>(\d+)</.exec(contents)?.[1] ?? 0),
  }));
}
