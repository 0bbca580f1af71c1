import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Action, createParameters, type Parameters } from "./parameters.ts";
import { type Body, StoreError } from "./ssm-input.ts";
import { createTokenBucket, type Rate } from "./token-bucket.ts";

/** An injected failure, for every request until it is removed or has happened `times` times. */
export type Fault =
  | "throttle"
  | "status500"
  | "hang"
  | "truncated"
  | "notJson"
  | "reset"
  | { readonly slow: number }
  | { readonly accessDenied: string };

export type Service = {
  /** Requests a second, as SSM limits an account; what is over it is throttled. */
  readonly rate?: Rate;
  /** Milliseconds added to each request. */
  readonly delayMs?: number;
};

export type StoreRequest = {
  readonly action: string;
  readonly body: Body;
  readonly headers: IncomingHttpHeaders;
  /** The caller's port: equal for requests over one kept-alive connection. */
  readonly port: number | undefined;
};

export type ParameterStore = {
  readonly url: string;
  /** Writes directly, without the API's limits and counters; returns the new version. */
  readonly put: (
    name: string,
    value: string,
    options?: { readonly type?: "String" | "SecureString" },
  ) => number;
  readonly remove: (name: string) => void;
  /** The account's setting; the default is SSM's. */
  readonly raiseThroughput: () => void;
  readonly fault: (kind: Fault | undefined, times?: number) => void;
  /** How the service behaves when nothing is wrong; no limit and no delay by default. */
  readonly setService: (service: Service) => void;
  /** In order of arrival; empty it with `requests.length = 0`. */
  readonly requests: StoreRequest[];
  readonly count: (action: string) => number;
  readonly close: () => Promise<void>;
};

/** SSM Parameter Store as its callers see it: JSON 1.1 over HTTP on loopback, held in memory. On any free port. */
export async function startParameterStore(port = 0): Promise<ParameterStore> {
  const parameters = createParameters();
  const requests: StoreRequest[] = [];
  let service: Service = {};
  let isThrottled = () => false;
  let current: { readonly kind: Fault; left: number } | undefined;

  function takeFault(): Fault | undefined {
    if (current === undefined || current.left <= 0) return undefined;
    current.left -= 1;
    return current.kind;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const action = String(request.headers["x-amz-target"] ?? "").replace(/^AmazonSSM\./, "");
    const body = parseBody(text);
    requests.push({ action, body, headers: request.headers, port: request.socket.remotePort });
    const fault = isThrottled() ? "throttle" : takeFault();
    if (service.delayMs !== undefined) await sleep(service.delayMs);
    if (fault === "hang") return;
    if (fault === "reset") return void request.socket.resetAndDestroy();
    if (fault === "notJson") return send(response, 200, "<html>It works!</html>");
    if (typeof fault === "object" && "slow" in fault) {
      await sleep(fault.slow);
    }
    const [status, answer] = answerTo(parameters, action, body, request.headers, fault);
    const json = JSON.stringify(answer);
    if (fault === "truncated") {
      response.writeHead(status, createHeaders(json));
      return void response.write(json.slice(0, json.length / 2), () => request.socket.destroy());
    }
    send(response, status, json);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      send(response, 500, JSON.stringify({ __type: "InternalServerError", message: String(error) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo; // listen() above uses TCP

  return {
    url: `http://127.0.0.1:${address.port}`,
    put: (name, value, { type = "String" } = {}) => parameters.put(name, value, type),
    remove: parameters.remove,
    raiseThroughput: parameters.raiseThroughput,
    fault: (kind, times = Number.POSITIVE_INFINITY) => {
      current = kind === undefined ? undefined : { kind, left: times };
    },
    setService: (given) => {
      service = given;
      isThrottled =
        given.rate === undefined ? () => false : createTokenBucket(given.rate, () => performance.now());
    },
    requests,
    count: (action) => requests.filter((request) => request.action === action).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // hanging ones too
      }),
  };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Answer = readonly [status: number, body: unknown];

function answerTo(
  parameters: Parameters,
  action: string,
  body: Body,
  headers: IncomingHttpHeaders,
  fault: Fault | undefined,
): Answer {
  if (fault === "throttle") return createRefusal("ThrottlingException", "Rate exceeded");
  if (fault === "status500")
    return [500, { __type: "InternalServerError", message: "An internal error occurred." }];
  if (!isSigned(headers.authorization)) {
    return createRefusal(
      "IncompleteSignatureException",
      "Authorization header of an AWS4-HMAC-SHA256 request is required.",
    );
  }
  if (typeof fault === "object" && "accessDenied" in fault && isAbout(body, fault.accessDenied)) {
    return createRefusal("AccessDeniedException", `User is not authorized to perform: ssm:${action}`);
  }
  if (!(action in parameters.actions)) return createRefusal("UnknownOperationException", action);
  try {
    return [200, parameters.actions[action as Action](body)]; // the condition above checks that it is an action
  } catch (error) {
    if (error instanceof StoreError) return createRefusal(error.type, error.message);
    throw error;
  }
}

const createRefusal = (type: string, message: string): Answer => [400, { __type: type, message }];

// The signature is not verified: callers use made-up keys.
const isSigned = (authorization: string | undefined) =>
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[\w-]+\/ssm\/aws4_request, SignedHeaders=[\w;-]*host[\w;-]*, Signature=[0-9a-f]{64}$/.test(
    authorization ?? "",
  );

const isAbout = (body: Body, path: string) =>
  [body.Path, body.Name, body.ResourceId, ...(Array.isArray(body.Names) ? body.Names : [])].some(
    (name) => typeof name === "string" && (name === path || name.startsWith(`${path}/`)),
  );

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function parseBody(text: string): Body {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return {};
  }
}

const createHeaders = (json: string) => ({
  "Content-Type": "application/x-amz-json-1.1",
  "Content-Length": Buffer.byteLength(json),
});

function send(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, createHeaders(json)).end(json);
}
