import { randomBytes, timingSafeEqual } from "node:crypto";
import { once, setMaxListeners } from "node:events";
import { watch } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the page is served with: the built page, and the files to put in afresh each time. */
export type PlaygroundSource = {
  readonly page: string;
  /** As people typed it. */
  readonly folder: string;
  readonly directory: string;
  readonly readFiles: () => Promise<Readonly<Record<string, string>>>;
};

export type PlaygroundServer = { readonly url: string; readonly closed: Promise<void> };

const SECRET_BYTES = 16;
/** Editors write a file in several steps: they count as one change. */
const SETTLED_MS = 100;
const MAX_LISTENING_PAGES = 8;

/**
 * Serves the page on loopback, read-only, until `stop`. Another website cannot read it: it does not know the path, and
 * a name of its own that leads here is not the Host that is asked for.
 */
export async function servePlayground(
  source: PlaygroundSource,
  port: number,
  stop: AbortSignal,
): Promise<PlaygroundServer> {
  const secret = `/${randomBytes(SECRET_BYTES).toString("base64url")}/`;
  const listening = new Set<ServerResponse>();
  let hosts: readonly string[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => refuse(response, 500, error.message));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host = "", origin } = request.headers;
    if (!hosts.includes(host)) return refuse(response, 403, "This server answers on this machine only.");
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(response, 403, "Not for other sites.");
    if (request.method !== "GET") return refuse(response, 405, "The playground only reads.");
    const path = request.url ?? "";
    if (!isSame(path.slice(0, secret.length), secret))
      return refuse(response, 404, "Use the address that was printed.");
    switch (path.slice(secret.length)) {
      case "":
        return sendPage(response);
      case "changes":
        return sendChanges(response);
      default:
        return refuse(response, 404, "There is nothing here.");
    }
  }

  async function sendPage(response: ServerResponse): Promise<void> {
    const served = { folder: source.folder, files: await source.readFiles() };
    // In a data block only a `<` could end it. A function, since `$&` in a file is no pattern.
    const block = JSON.stringify(served).replaceAll("<", "\\u003c");
    const page = source.page
      .replace(/(<script type="application\/json" id="served">)/, (start) => `${start}${block}`)
      .replace("connect-src 'none'", "connect-src 'self'");
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    response.writeHead(200, {
      ...headers,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `${policy}; frame-ancestors 'none'`,
    });
    response.end(page);
  }

  async function sendChanges(response: ServerResponse): Promise<void> {
    if (listening.size >= MAX_LISTENING_PAGES) return refuse(response, 503, "Too many pages are open.");
    response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
    response.write(": listening\n\n");
    listening.add(response);
    response.on("close", () => listening.delete(response));
  }

  async function tellChanges(): Promise<void> {
    for await (const _ of changesIn(source.directory, stop)) {
      const data = JSON.stringify(await source.readFiles());
      for (const response of listening) response.write(`data: ${data}\n\n`);
    }
  }

  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: actual } = server.address() as AddressInfo; // listens on TCP
  hosts = [`127.0.0.1:${actual}`, `localhost:${actual}`];
  setMaxListeners(0, stop);
  tellChanges().catch(() => undefined); // a folder that is removed changes no more; the page stays
  const closed = once(server, "close").then(() => undefined);
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  if (stop.aborted) close();
  else stop.addEventListener("abort", close, { once: true });
  return { url: `http://127.0.0.1:${actual}${secret}`, closed };
}

const headers = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function refuse(response: ServerResponse, status: number, why: string): void {
  if (!response.headersSent)
    response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8" });
  response.end(`${why}\n`);
}

const isSame = (a: string, b: string) =>
  Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b));

async function* changesIn(directory: string, stop: AbortSignal): AsyncGenerator<void> {
  if (stop.aborted) return;
  let last = 0;
  for await (const _ of watch(directory, { recursive: true, signal: stop })) {
    if (performance.now() - last < SETTLED_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    last = performance.now();
    yield;
  }
}
