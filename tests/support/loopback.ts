import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { readRequest } from "../../tools/read-request.ts";

export type Received = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
type Response = Parameters<RequestListener>[1];

/** A server on loopback that keeps what it received. `close` also ends what hangs. */
export async function startLoopback(answer: (received: Received, response: Response) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = (await readRequest(request))?.toString("utf8");
    if (body === undefined) return;
    const { method = "", url = "", headers } = request;
    received.push({ method, url, headers, body });
    answer({ method, url, headers, body }, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // listens on TCP
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, port, received, close };
}
