import { measureBody } from "../../lib/callback/callback.ts";
import { receive } from "../../lib/callback/receive.ts";
import { testRows } from "../support/table.ts";

const query = "SdkAppid=1400000000&CallbackCommand=C&Sign=s&RequestTime=1&ClientIP=192.0.2.1&OptPlatform=iOS";
const http = (change: object = {}) => ({
  requestContext: { http: { method: "POST" } },
  rawQueryString: query,
  body: "{ }x",
  isBase64Encoded: false,
  ...change,
});
const rest = (change: object = {}) => ({
  httpMethod: "POST",
  multiValueQueryStringParameters: { SdkAppid: ["1400000000"], CallbackCommand: ["C"] },
  body: "x",
  ...change,
});

const names = {
  sdkAppId: "1400000000",
  command: "C",
  sign: undefined,
  requestTime: undefined,
  clientIp: "",
  platform: "",
};

test("all of an HTTP API's event", () => {
  expect(receive(http())).toEqual({
    kind: "received",
    query: {
      sdkAppId: "1400000000",
      command: "C",
      sign: "s",
      requestTime: "1",
      clientIp: "192.0.2.1",
      platform: "iOS",
      raw: query,
    },
    body: expect.anything(),
    isVerificationPing: false,
  });
});

testRows(
  [
    { name: "null", event: null, status: 400, reason: "event-unknown" },
    { name: "a text", event: "x", status: 400, reason: "event-unknown" },
    { name: "nothing in it", event: {}, status: 400, reason: "event-unknown" },
    { name: "no request context", event: { requestContext: null }, status: 400, reason: "event-unknown" },
    { name: "a method that is no text", event: { httpMethod: 7 }, status: 400, reason: "event-unknown" },
    {
      name: "GET of an HTTP API",
      event: http({ requestContext: { http: { method: "GET" } } }),
      status: 405,
      reason: "method-not-allowed",
    },
    {
      name: "GET of a REST API",
      event: rest({ httpMethod: "GET" }),
      status: 405,
      reason: "method-not-allowed",
    },
    {
      name: "a byte over 1 MiB",
      event: http({ body: "x".repeat(1024 * 1024 + 1) }),
      status: 413,
      reason: "body-too-large",
    },
    {
      name: "a character over 1 MiB in bytes",
      event: http({ body: "é".repeat(512 * 1024 + 1) }),
      status: 413,
      reason: "body-too-large",
    },
    {
      name: "SdkAppid twice",
      event: http({ rawQueryString: `${query}&SDKAppID=1` }),
      status: 400,
      reason: "parameter-repeated",
    },
    {
      name: "CallbackCommand twice",
      event: http({ rawQueryString: `${query}&callbackcommand=C` }),
      status: 400,
      reason: "parameter-repeated",
    },
    {
      name: "Sign twice",
      event: http({ rawQueryString: `${query}&Sign=` }),
      status: 400,
      reason: "parameter-repeated",
    },
    {
      name: "RequestTime twice",
      event: http({ rawQueryString: `${query}&requestTime=1` }),
      status: 400,
      reason: "parameter-repeated",
    },
    {
      name: "a REST API's parameter twice",
      event: rest({ multiValueQueryStringParameters: { SdkAppid: ["1", "2"], CallbackCommand: ["C"] } }),
      status: 400,
      reason: "parameter-repeated",
    },
    {
      name: "no app, with a body",
      event: http({ rawQueryString: "CallbackCommand=C" }),
      status: 400,
      reason: "parameter-missing",
    },
    {
      name: "no command, with a body",
      event: http({ rawQueryString: "SdkAppid=1" }),
      status: 400,
      reason: "parameter-missing",
    },
    {
      name: "no query",
      event: http({ rawQueryString: undefined }),
      status: 400,
      reason: "parameter-missing",
    },
    {
      name: "a name that becomes SdkAppid in lower case only by Unicode's rules",
      event: http({ rawQueryString: "Sd\u212aAppid=1&CallbackCommand=C" }),
      status: 400,
      reason: "parameter-missing",
    },
  ],
  "rejected: $name",
  ({ event, status, reason }) => {
    expect(receive(event)).toEqual({ kind: "rejected", status, reason });
  },
);

testRows(
  [
    { name: "just 1 MiB", event: http({ body: "x".repeat(1024 * 1024) }), read: {} },
    {
      name: "another parameter twice: the first counts",
      event: http({ rawQueryString: `${query}&ClientIP=x` }),
      read: {},
    },
    {
      name: "a key without =",
      event: http({ rawQueryString: "SdkAppid&CallbackCommand" }),
      read: { ...names, sdkAppId: "", command: "", raw: "SdkAppid&CallbackCommand" },
    },
    {
      name: "a REST API's event",
      event: rest(),
      read: { ...names, raw: "SdkAppid=1400000000&CallbackCommand=C" },
    },
    {
      name: "one that has only the last value of each key",
      event: rest({
        multiValueQueryStringParameters: null,
        queryStringParameters: { SdkAppid: "1400000000", CallbackCommand: "C", OptPlatform: "a&b" },
      }),
      read: { ...names, platform: "a&b", raw: "SdkAppid=1400000000&CallbackCommand=C&OptPlatform=a%26b" },
    },
    {
      name: "one that has both",
      event: rest({ queryStringParameters: { SdkAppid: "1", CallbackCommand: "D" } }),
      read: { ...names, raw: "SdkAppid=1400000000&CallbackCommand=C" },
    },
    {
      name: "a value that is no text",
      event: rest({ multiValueQueryStringParameters: { SdkAppid: [7], CallbackCommand: "C" } }),
      read: { ...names, sdkAppId: "", raw: "SdkAppid=&CallbackCommand=C" },
    },
  ],
  "taken: $name",
  ({ event, read }) => {
    const received = receive(event);
    const all = receive(http());
    if (received.kind === "rejected" || all.kind === "rejected") throw new Error("it is not rejected");
    expect({ ...received.query, raw: "" }).toEqual({ ...all.query, ...read, raw: "" });
    if ("raw" in read) expect(received.query.raw).toBe(read.raw);
  },
);

testRows(
  [
    { name: "nothing", body: null, isPing: true },
    { name: "an empty object", body: " {\n} ", isPing: true },
    { name: "the same in base64", body: "e30=", isBase64Encoded: true, isPing: true },
    { name: "that text if it is no base64", body: "e30=", isPing: false },
    { name: "anything else", body: "[]", isPing: false },
    { name: "64 characters of white space", body: " ".repeat(64), isPing: true },
    { name: "65 characters, which are not looked at", body: " ".repeat(65), isPing: false },
  ],
  "the verify request: $name",
  ({ body, isBase64Encoded = false, isPing }) => {
    const received = receive(http({ body, isBase64Encoded }));
    expect(received).toMatchObject({ isVerificationPing: isPing });
    const withoutApp = receive(http({ body, isBase64Encoded, rawQueryString: "CallbackCommand=C" }));
    expect(withoutApp.kind).toBe(isPing ? "received" : "rejected");
    const withoutCommand = receive(http({ body, isBase64Encoded, rawQueryString: "SdkAppid=1" }));
    expect(withoutCommand.kind).toBe(isPing ? "received" : "rejected");
  },
);

test("a body in base64 is measured as the bytes that it stands for", () => {
  const body = Buffer.alloc(1024 * 1024).toString("base64");
  const received = receive(http({ body, isBase64Encoded: true }));
  expect(received.kind === "received" && measureBody(received.body)).toBe(1024 * 1024);
  expect(receive(http({ body, isBase64Encoded: "yes" }))).toMatchObject({ reason: "body-too-large" });
});
