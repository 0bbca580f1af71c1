import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import aws4 from "aws4";

export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

export type AwsClientOptions = {
  /** As it stands in the signature's scope, e.g. `ssm`. */
  readonly service: string;
  readonly region: string;
  /** Where to connect; `http:` is for stores on loopback. */
  readonly endpoint: URL;
  /** Asked for each request, since Lambda's are replaced while it runs. */
  readonly credentials: () => AwsCredentials;
};

/** `code` is the system's (`ECONNREFUSED`, …); `ETIMEDOUT` also when `timeoutMs` was over. */
export type AwsAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  | { readonly kind: "unreachable"; readonly code: string };

export type AwsRequest = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the whole exchange, connecting included. */
  readonly timeoutMs: number;
};

/** Signed POSTs over one keep-alive agent, whose idle sockets do not keep the process alive. */
export function awsClient(options: AwsClientOptions): (request: AwsRequest) => Promise<AwsAnswer> {
  const { endpoint } = options;
  const plain = endpoint.protocol === "http:";
  const agent = plain ? new PlainAgent({ keepAlive: true }) : new TlsAgent({ keepAlive: true });
  const send = plain ? plainRequest : tlsRequest;

  return ({ headers, body, timeoutMs }) =>
    new Promise((resolve) => {
      const signed = aws4.sign(
        {
          service: options.service,
          region: options.region,
          method: "POST",
          path: endpoint.pathname,
          headers: { ...headers, Host: endpoint.host },
          body,
        },
        credentialsForSigning(options.credentials()),
      );
      const request = send({
        agent,
        hostname: endpoint.hostname.replace(/^\[|\]$/g, ""), // a URL keeps an IPv6 address in brackets
        port: endpoint.port,
        method: "POST",
        path: endpoint.pathname,
        headers: signed.headers ?? {},
      });

      let late = false;
      // Not the socket's own timeout: that is renewed by every byte of an answer that drips.
      const timer = setTimeout(() => {
        late = true;
        request.destroy();
      }, timeoutMs);
      const settle = (answer: AwsAnswer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      const broken = (error: NodeJS.ErrnoException) =>
        settle({ kind: "unreachable", code: late ? "ETIMEDOUT" : (error.code ?? "ECONNRESET") });

      request.on("error", broken);
      request.on("response", (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", broken);
        response.on("end", () =>
          settle({
            kind: "answered",
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      });
      request.end(body);
    });
}

// aws4 is typed for a key that is absent, not for one that is undefined.
function credentialsForSigning({ sessionToken, ...keys }: AwsCredentials) {
  return sessionToken ? { ...keys, sessionToken } : keys;
}
