import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { findStranger, type PlaygroundRoutes, readBody, refuse, refuseFault } from "../playground-routes.ts";
import type { Exchange } from "./received-callbacks.ts";

export type ProxyOptions = {
  /** Of `serverless offline`, on loopback. */
  readonly target: { readonly port: number; readonly ready: Promise<void> };
  /** As `Host` may name this server. */
  readonly hosts: readonly string[];
  /** Undefined: the page is not built. */
  readonly routes: PlaygroundRoutes | undefined;
  readonly onExchange: (exchange: Exchange) => void;
};

export const PLAYGROUND_PATH = "/_playground";
/** As API Gateway takes at most. */
const MAX_BODY_BYTES = 10_000_000;

/** Serves the playground at its path; passes all other requests on to `serverless offline`, unchanged. */
export function createDevProxy({ target, hosts, routes, onExchange }: ProxyOptions): Server {
  async function answerPage(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const stranger = findStranger(asked, hosts);
    if (stranger !== undefined) return refuse(response, 403, stranger);
    if (routes === undefined) return refuse(response, 404, { code: "page-missing" });
    const path = asked.url ?? "";
    if (path === PLAYGROUND_PATH) {
      response.writeHead(302, { location: `${PLAYGROUND_PATH}/` });
      response.end();
      return;
    }
    return routes.answer(asked, response, path.slice(PLAYGROUND_PATH.length + 1));
  }

  async function forwardRequest(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(asked, MAX_BODY_BYTES);
    if (body === undefined)
      return refuse(response, 413, { code: "body-unreadable", details: { limit: MAX_BODY_BYTES } });
    await target.ready;
    const time = Date.now();
    const { method = "GET", url = "/" } = asked;
    const { "transfer-encoding": _, connection: __, ...headers } = asked.headers;
    const { status, headers: answered, answer } = await sendToTarget(body, { method, url, headers });
    const { "transfer-encoding": ___, connection: ____, ...kept } = answered;
    response.writeHead(status, kept);
    response.end(answer);
    onExchange({ method, url, body, status, answer: answer.toString("utf8"), time });
  }

  function sendToTarget(
    body: Buffer,
    { method, url, headers }: { method: string; url: string; headers: IncomingMessage["headers"] },
  ) {
    type Answer = { status: number; headers: IncomingMessage["headers"]; answer: Buffer };
    return new Promise<Answer>((resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port: target.port,
          method,
          path: url,
          headers: { ...headers, "content-length": body.length },
        },
        async (response) => {
          const answer = await readBody(response, MAX_BODY_BYTES);
          if (answer === undefined) reject(new Error("The answer broke off."));
          else resolve({ status: response.statusCode ?? 502, headers: response.headers, answer });
        },
      );
      sent.on("error", reject).end(body);
    });
  }

  return createServer((asked, response) => {
    const isPage = /^\/_playground(?:$|[/?])/.test(asked.url ?? "");
    const answer = isPage ? answerPage : forwardRequest;
    answer(asked, response).catch((error) => refuseFault(response, 502, error));
  });
}
