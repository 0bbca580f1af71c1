import { randomBytes, timingSafeEqual } from "node:crypto";
import { once, setMaxListeners } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createPlaygroundRoutes,
  findStranger,
  type PlaygroundSource,
  refuse,
  refuseFault,
} from "./playground-routes.ts";
import { watchFiles } from "./watch-files.ts";

export type PlaygroundServer = { readonly url: string; readonly closed: Promise<void> };

const SECRET_BYTES = 16;

/**
 * Serves the page on loopback until `stop`. Other websites cannot read it: the path is secret, and a host name that
 * resolves to loopback fails the check of the Host header.
 */
export async function servePlayground(
  source: PlaygroundSource & { readonly directory: string },
  port: number,
  stop: AbortSignal,
  routes = createPlaygroundRoutes(source),
): Promise<PlaygroundServer> {
  const secret = `/${randomBytes(SECRET_BYTES).toString("base64url")}/`;
  let hosts: readonly string[] = [];
  const server = createServer((request, response) => {
    const stranger = findStranger(request, hosts);
    if (stranger !== undefined) return refuse(response, 403, stranger);
    const path = request.url ?? "";
    if (!isSame(path.slice(0, secret.length), secret))
      return refuse(response, 404, { code: "page-address-unknown" });
    routes
      .answer(request, response, path.slice(secret.length))
      .catch((error) => refuseFault(response, 500, error));
  });

  async function tellChanges(): Promise<void> {
    for await (const _ of watchFiles(source.directory, stop)) await routes.tellFiles();
  }

  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: actual } = server.address() as AddressInfo; // listens on TCP
  hosts = [`127.0.0.1:${actual}`, `localhost:${actual}`];
  setMaxListeners(0, stop);
  tellChanges().catch(() => undefined); // the folder was removed: the page stays, without updates
  const closed = once(server, "close").then(() => undefined);
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  if (stop.aborted) close();
  else stop.addEventListener("abort", close, { once: true });
  return { url: `http://127.0.0.1:${actual}${secret}`, closed };
}

const isSame = (a: string, b: string) =>
  Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b));
