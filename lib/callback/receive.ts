import { isObject } from "../json.ts";
import { isBlank, measureBody, type Query, type Received, type Rejection, reject, seal } from "./callback.ts";

const MAX_BYTES = 1024 * 1024;

type Transport = {
  readonly method: string;
  readonly parameters: Iterable<readonly [string, string]>;
  readonly rawQuery: string;
  readonly body: string;
  readonly isBase64: boolean;
};

/** HTTP API (payload 2.0), REST API (1.0) or Function URL event → callback, or why it is not one. */
export function receive(event: unknown): Received | Rejection {
  const transport = readTransport(event);
  if (transport === undefined) return reject(400, "event-unknown");
  if (transport.method !== "POST") return reject(405, "method-not-allowed");
  const body = seal(transport.body, transport.isBase64);
  if (measureBody(body) > MAX_BYTES) return reject(413, "body-too-large");
  const query = readQuery(transport);
  if (query === undefined) return reject(400, "parameter-repeated");
  const isVerificationPing = isBlank(body);
  // The verify request may name neither the app nor a command.
  if (!isVerificationPing && (query.sdkAppId === undefined || query.command === undefined))
    return reject(400, "parameter-missing");
  return { kind: "received", query, body, isVerificationPing };
}

type Bag = Readonly<Record<string, unknown>>;
const readObject = (value: unknown): Bag => (isObject(value) ? value : {});
const readString = (value: unknown): string => (typeof value === "string" ? value : "");

function readTransport(event: unknown): Transport | undefined {
  const fields = readObject(event);
  const { body, isBase64Encoded, rawQueryString, httpMethod, requestContext } = fields;
  const common = { body: readString(body), isBase64: isBase64Encoded === true };
  const { method } = readObject(readObject(requestContext).http);
  if (typeof method === "string")
    // Raw, because API Gateway joins the values of a repeated key with commas.
    return {
      ...common,
      method,
      parameters: new URLSearchParams(readString(rawQueryString)),
      rawQuery: readString(rawQueryString),
    };
  if (typeof httpMethod !== "string") return undefined;
  const multiple = Object.entries(readObject(fields.multiValueQueryStringParameters));
  const single = multiple.length > 0 ? multiple : Object.entries(readObject(fields.queryStringParameters));
  const parameters = single.flatMap(([key, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => [key, readString(value)] as const),
  );
  const rawQuery = new URLSearchParams(
    parameters.map(([key, value]): [string, string] => [key, value]),
  ).toString();
  return { ...common, method: httpMethod, parameters, rawQuery };
}

const ASCII = /^[ -~]*$/;
const SINGLE_PARAMETERS = ["sdkappid", "callbackcommand", "sign", "requesttime"];

/** Names match without regard to case: the pages spell `SdkAppid` in three ways. */
function readQuery({ parameters, rawQuery }: Transport): Query | undefined {
  const values = new Map<string, string>();
  for (const [key, value] of parameters) {
    const name = ASCII.test(key) ? key.toLowerCase() : key; // U+212A would become the k of sdkappid
    if (!values.has(name)) values.set(name, value);
    else if (SINGLE_PARAMETERS.includes(name)) return undefined;
  }
  return {
    sdkAppId: values.get("sdkappid"),
    command: values.get("callbackcommand"),
    sign: values.get("sign"),
    requestTime: values.get("requesttime"),
    clientIp: values.get("clientip") ?? "",
    platform: values.get("optplatform") ?? "",
    raw: rawQuery,
  };
}
