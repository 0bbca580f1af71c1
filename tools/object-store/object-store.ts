import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { readRequest } from "../read-request.ts";

export type ObjectStore = {
  readonly url: string;
  /** By path, e.g. `/bucket/lists/<sha256>.gz`. */
  readonly objects: Map<string, Buffer>;
  /** Every answer's status instead of the right one; undefined: the right one. */
  readonly fail: (status: number | undefined) => void;
  /** Milliseconds added to each request. */
  readonly delay: (ms: number) => void;
  /** Paths in order of arrival. */
  readonly requests: string[];
  /** The modification time of objects written from now on, in milliseconds. Default: the clock's time. */
  readonly setClock: (now: () => number) => void;
  /** Keys in a page of a listing. Default: 1,000. */
  readonly setPageSize: (keys: number) => void;
  readonly close: () => Promise<void>;
};

/** S3's GET, of ranges too, HEAD, PUT, DELETE and ListObjectsV2 as their callers see them, on loopback. */
export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const writtenAt = new Map<string, number>();
  let clock: () => number = Date.now;
  let failing: number | undefined;
  let delayMs = 0;
  let pageSize = 1_000;
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
    const isSigned = /^AWS4-HMAC-SHA256 .*\/s3\/aws4_request/.test(request.headers.authorization ?? "");
    const { method = "GET" } = request;
    const sent = await readRequest(request);
    if (sent === undefined) return;
    const status = failing ?? (isSigned ? apply(method, path, sent) : 403);
    const object = objects.get(path);
    if (method === "GET" && status === 200 && object !== undefined && !path.includes("?")) {
      const part = selectRange(object, request.headers);
      response.writeHead(part.status, part.headers).end(part.body);
      return;
    }
    const answer = path.includes("?") ? listing(path) : (object ?? "");
    const error = `<Error><Code>${status}</Code></Error>`;
    response.writeHead(status).end(status === 200 ? (method === "HEAD" ? "" : answer) : error);
  });

  function apply(method: string, path: string, sent: Buffer): number {
    if (method === "PUT") {
      objects.set(path, sent);
      writtenAt.set(path, clock());
    }
    if (method === "DELETE") return objects.delete(path) ? 204 : 404;
    return objects.has(path) || path.includes("?") ? 200 : 404;
  }

  /** `/<bucket>/?list-type=2&prefix=…`; keys as they stand in paths, which is how `encoding-type=url` has them. */
  function listing(path: string): string {
    const { pathname, searchParams } = new URL(path, "http://s3");
    const keys = [...objects.keys()].sort().filter((key) => key.startsWith(pathname));
    const after = searchParams.get("continuation-token") ?? "";
    const found = keys
      .map((key) => ({ key, name: key.slice(pathname.length) }))
      .filter(
        ({ name }) => decodeURIComponent(name).startsWith(searchParams.get("prefix") ?? "") && name > after,
      );
    const page = found.slice(0, pageSize);
    const rows = page.map(({ key, name }) => {
      const time = new Date(writtenAt.get(key) ?? 0).toISOString();
      const size = objects.get(key)?.length;
      return `<Contents><Key>${name}</Key><LastModified>${time}</LastModified><Size>${size}</Size></Contents>`;
    });
    const next =
      found.length > page.length ? `<NextContinuationToken>${page.at(-1)?.name}</NextContinuationToken>` : "";
    return `<ListBucketResult>${rows.join("")}${next}</ListBucketResult>`;
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listen() above uses TCP
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    fail: (status) => {
      failing = status;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    requests,
    setClock: (now) => {
      clock = now;
    },
    setPageSize: (keys) => {
      pageSize = keys;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function selectRange(object: Buffer, { range, "if-match": tag }: IncomingHttpHeaders) {
  const etag = `"${createHash("md5").update(object).digest("hex")}"`;
  if (tag !== undefined && tag !== etag) return { status: 412, headers: {}, body: "" };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  if (first === undefined || last === undefined) return { status: 200, headers: { etag }, body: object };
  if (Number(first) >= object.length) return { status: 416, headers: {}, body: "" };
  const body = object.subarray(Number(first), Number(last) + 1);
  const end = Number(first) + body.length - 1;
  const headers = { etag, "Content-Range": `bytes ${first}-${end}/${object.length}` };
  return { status: 206, headers, body };
}
