import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import aws4 from "aws4";
import { parseObject } from "../json.ts";

export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

export type AwsClientOptions = {
  /** As in the signature's scope, e.g. `ssm`. */
  readonly service: string;
  readonly region: string;
  /** Where to connect; `http:` is for stores on loopback. */
  readonly endpoint: URL;
  /** Called for each request, since Lambda replaces its credentials while it runs. */
  readonly credentials: () => AwsCredentials;
  /** Milliseconds for one exchange at most. Default: until the deadline. */
  readonly timeoutMs?: number;
  /** The clock of `deadline`, in milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
  /** 0 to 1, for the pauses between attempts. Default: `Math.random`. */
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
};

export type AwsRequest = {
  readonly method: string;
  /** Below the endpoint, query included, e.g. `/lists/<sha256>.gz`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** A moment on the client's clock; the exchange ends by then, connecting included. */
  readonly deadline: number;
  /** A longer answer is not taken. Default: 32 MiB. */
  readonly maxBytes?: number | undefined;
};

/** `code` is the system's (`ECONNREFUSED`, …); `ETIMEDOUT` also at the deadline, `EMSGSIZE` for an answer over `maxBytes`. */
export type AwsUnreachable = { readonly kind: "unreachable"; readonly code: string };

export type AwsAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly headers: Headers; readonly body: Buffer }
  | AwsUnreachable;
type Headers = IncomingMessage["headers"];

export type JsonObject = Readonly<Record<string, unknown>>;

/** `type` is AWS's word for the error, without its namespace; it holds no value of the request. */
export type AwsRefusal = {
  readonly kind: "refused";
  readonly status: number;
  readonly type: string;
  readonly body: JsonObject;
};
/** `garbled`: HTTP 200 with something else than a JSON object. */
export type AwsFailure = AwsRefusal | { readonly kind: "garbled" } | AwsUnreachable;
export type AwsResult = { readonly kind: "ok"; readonly body: JsonObject } | AwsFailure;

export type CallOptions = {
  /** A moment on the client's clock; all attempts and the pauses between them end by then. */
  readonly deadline: number;
  /** Attempts at most, the first included. Default: 10. */
  readonly attempts?: number;
  /** Default: `1.1`. */
  readonly jsonVersion?: "1.0" | "1.1";
};

export type AwsClient = {
  /** One signed exchange. */
  readonly request: (request: AwsRequest) => Promise<AwsAnswer>;
  /** `target` as in `X-Amz-Target`, e.g. `AmazonSSM.GetParameters`. Resets, 5xx and throttling are tried again. */
  readonly call: (target: string, input: object, options: CallOptions) => Promise<AwsResult>;
};

const MAX_ANSWER_BYTES = 32 * 2 ** 20;
const MAX_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 400;

/** One client for every service, over one keep-alive agent whose idle sockets do not keep the process alive. */
export function createAwsClient(options: AwsClientOptions): AwsClient {
  const { endpoint, now = Date.now, random = Math.random, sleep = pause } = options;
  const plain = endpoint.protocol === "http:";
  const agent = plain ? new PlainAgent({ keepAlive: true }) : new TlsAgent({ keepAlive: true });
  const send = plain ? plainRequest : tlsRequest;

  function request({ method, path, headers, body, deadline, maxBytes = MAX_ANSWER_BYTES }: AwsRequest) {
    const left = Math.ceil(deadline - now());
    if (left <= 0) return Promise.resolve(LATE);
    const timeoutMs = Math.min(options.timeoutMs ?? left, left);
    const fullPath = endpoint.pathname.replace(/\/$/, "") + path;
    return new Promise<AwsAnswer>((resolve) => {
      const signed = aws4.sign(
        {
          service: options.service,
          region: options.region,
          method,
          path: fullPath,
          headers: { ...headers, Host: endpoint.host },
          body,
        },
        readSigningCredentials(options.credentials()),
      );
      const exchange = send({
        agent,
        hostname: endpoint.hostname.replace(/^\[|\]$/g, ""), // a URL keeps an IPv6 address in brackets
        port: endpoint.port,
        method,
        path: fullPath,
        headers: signed.headers ?? {},
      });

      let aborted: string | undefined;
      const abort = (code: string) => {
        aborted ??= code;
        exchange.destroy();
      };
      // The socket's own timeout starts again with every byte, so it does not bound a slow answer.
      const timer = setTimeout(() => abort("ETIMEDOUT"), timeoutMs);
      const settle = (answer: AwsAnswer) => {
        clearTimeout(timer);
        resolve(aborted === undefined ? answer : { kind: "unreachable", code: aborted });
      };
      const fail = (error: NodeJS.ErrnoException) =>
        settle({ kind: "unreachable", code: error.code ?? "ECONNRESET" });

      exchange.on("error", fail);
      exchange.on("response", (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > maxBytes) abort("EMSGSIZE");
          else chunks.push(chunk);
        });
        response.on("error", fail);
        response.on("end", () => {
          const { statusCode: status = 0, headers } = response;
          settle({ kind: "answered", status, headers, body: Buffer.concat(chunks) });
        });
      });
      exchange.end(body);
    });
  }

  async function call(target: string, input: object, { deadline, attempts, jsonVersion }: CallOptions) {
    const headers = {
      "Content-Type": `application/x-amz-json-${jsonVersion ?? "1.1"}`,
      "X-Amz-Target": target,
    };
    const body = JSON.stringify(input);
    let failure: AwsResult | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const result = readResult(await request({ method: "POST", path: "/", headers, body, deadline }));
      // The last failure says more than a timeout.
      if (failure !== undefined && result.kind === "unreachable" && result.code === "ETIMEDOUT")
        return failure;
      if (!isTransient(result) || attempt >= (attempts ?? MAX_ATTEMPTS)) return result;
      const pauseMs = random() * measureLongestPause(attempt);
      if (now() + pauseMs >= deadline) return result;
      failure = result;
      await sleep(pauseMs);
    }
  }

  return { request, call };
}

const LATE: AwsUnreachable = { kind: "unreachable", code: "ETIMEDOUT" };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Full jitter: the pause is between 0 and this, so that clients which failed together do not retry together. */
export const measureLongestPause = (attempt: number) =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));

/** Whether the same request may succeed in a moment. */
function isTransient(result: AwsResult): boolean {
  switch (result.kind) {
    case "ok":
    case "garbled":
      return false;
    case "unreachable":
      // The server closes idle sockets while a Lambda is frozen.
      return result.code === "ECONNRESET" || result.code === "EPIPE";
    case "refused":
      return result.status >= 500 || isThrottling(result.type);
  }
}

/** The words of SSM, DynamoDB, SQS, EventBridge, Kinesis and KMS. */
export const isThrottling = (type: string) =>
  /throttl|^(TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded)/i.test(type);

function readResult(answer: AwsAnswer): AwsResult {
  if (answer.kind === "unreachable") return answer;
  const body = parseObject(answer.body.toString("utf8"));
  if (answer.status === 200) return body === undefined ? { kind: "garbled" } : { kind: "ok", body };
  return { kind: "refused", status: answer.status, type: readErrorType(answer, body), body: body ?? {} };
}

/** `com.amazonaws.ssm#ThrottlingException` and the bare word are both in use; anything else is not repeated in logs. */
function readErrorType({ headers }: { readonly headers: Headers }, body: JsonObject | undefined): string {
  const type = body?.__type ?? headers["x-amzn-errortype"];
  const word = typeof type === "string" ? /^(?:[\w.]+#)?([A-Za-z]{1,60})(?::|$)/.exec(type)?.[1] : undefined;
  return word ?? "no error type";
}

// aws4 is typed for a key that is absent, not for one that is undefined.
function readSigningCredentials({ sessionToken, ...keys }: AwsCredentials) {
  return sessionToken ? { ...keys, sessionToken } : keys;
}
