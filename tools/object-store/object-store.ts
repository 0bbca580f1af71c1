import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type ObjectStore = {
  readonly url: string;
  /** By path, e.g. `/bucket/lists/<sha256>.gz`. */
  readonly objects: Map<string, Buffer>;
  /** Every answer's status instead of the right one; undefined: the right one. */
  readonly fail: (status: number | undefined) => void;
  /** What each request takes besides. */
  readonly delay: (ms: number) => void;
  /** Paths in order of arrival. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
};

/** S3's GET as its callers see it, on loopback. */
export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  let failing: number | undefined;
  let delayMs = 0;
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
    const isSigned = /^AWS4-HMAC-SHA256 .*\/s3\/aws4_request/.test(request.headers.authorization ?? "");
    const body = objects.get(path);
    const status = failing ?? (isSigned ? (body === undefined ? 404 : 200) : 403);
    response.writeHead(status).end(status === 200 ? body : `<Error><Code>${status}</Code></Error>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so an address and no pipe's name
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
