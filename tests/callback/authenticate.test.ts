import { authenticate, computeSignature } from "../../lib/callback/authenticate.ts";
import { receive } from "../../lib/callback/receive.ts";
import { createCallbackEvent, SDK_APP_ID } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

/** The documentation's own example (1047/34354). */
const [token, time, sign] = [
  "xxxxyyyy",
  "1669872112",
  "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061",
];

const credentials = {
  sdkAppIds: [SDK_APP_ID, 1400000001],
  authentication: "required" as const,
  toleranceSeconds: 60,
  tokens: [token],
};

function authenticateWith(
  query: Readonly<Record<string, string>>,
  change: object = {},
  now = Number(time) * 1000,
) {
  const received = receive(createCallbackEvent({ body: "x", query }));
  if (received.kind === "rejected") return received.reason;
  const result = authenticate(received, { ...credentials, ...change }, now);
  if (result.kind === "rejected") return result.reason;
  const { sdkAppId, token: position, skewSeconds } = result;
  return { sdkAppId, position, skewSeconds };
}

test("the documentation's example", () => {
  expect(computeSignature(token, time)).toBe(sign);
  expect(authenticateWith({ Sign: sign, RequestTime: time })).toEqual({
    sdkAppId: SDK_APP_ID,
    position: 0,
    skewSeconds: 0,
  });
});

testRows(
  [
    { seconds: 60, expected: { position: 0, skewSeconds: 60 } },
    { seconds: -60, expected: { position: 0, skewSeconds: -60 } },
    { seconds: 60.001, expected: "request-time-stale" },
    { seconds: -60.001, expected: "request-time-stale" },
  ],
  "a clock that is $seconds s ahead of the request",
  ({ seconds, expected }) => {
    const outcome = authenticateWith({ Sign: sign, RequestTime: time }, {}, (Number(time) + seconds) * 1000);
    if (typeof expected === "string") expect(outcome).toBe(expected);
    else expect(outcome).toMatchObject(expected);
  },
);

testRows(
  [
    { RequestTime: " 1669872112" },
    { RequestTime: "1669872112.0" },
    { RequestTime: "0x6388" },
    { RequestTime: "-1" },
    { RequestTime: "1e9" },
    { RequestTime: "９" },
    { RequestTime: "1669872112 " },
    { RequestTime: "1".repeat(13) },
  ],
  'a RequestTime of "$RequestTime" is none, however well it is signed',
  ({ RequestTime }) => {
    expect(authenticateWith({ RequestTime, Sign: computeSignature(token, RequestTime) })).toBe(
      "request-time-stale",
    );
  },
);

testRows(
  [
    { name: "the first", tokens: [token, "other"], position: 0 },
    { name: "the last", tokens: ["other", "another", token], position: 2 },
    { name: "the first of two alike", tokens: [token, token], position: 0 },
  ],
  "the token that matched, by position: $name",
  ({ tokens, position }) => {
    expect(authenticateWith({ Sign: sign, RequestTime: time }, { tokens })).toMatchObject({ position });
  },
);

testRows(
  [
    { Sign: "" },
    { Sign: "0" },
    { Sign: sign.slice(0, -1) },
    { Sign: `${sign}0` },
    { Sign: sign.replace("1", "2") },
    { Sign: sign.toUpperCase() },
    { Sign: "é".repeat(32) },
  ],
  'a Sign of "$Sign" is not the token\'s',
  ({ Sign }) => {
    expect(authenticateWith({ Sign, RequestTime: time })).toBe(
      Sign === "" ? "sign-missing" : "sign-mismatch",
    );
  },
);

testRows(
  [
    { name: "its own app's", tokens: [`${SDK_APP_ID}: ${token}`], outcome: { position: 0 } },
    { name: "another app's", tokens: ["other", `1400000001: ${token}`], outcome: "sign-mismatch" },
    { name: "another app's, and no other", tokens: [`1400000001: ${token}`], outcome: "no-token-configured" },
    {
      name: "its own app's, by its line",
      tokens: ["1400000001: x", `${SDK_APP_ID}:${token}`],
      outcome: { position: 1 },
    },
    { name: "any app's", tokens: ["1400000001: x", token], outcome: { position: 1 } },
    {
      name: "one that only begins like an app's",
      tokens: [`0${SDK_APP_ID}: ${token}`],
      outcome: "sign-mismatch",
    },
  ],
  "a token that is bound to an app: $name",
  ({ tokens, outcome }) => {
    const came = authenticateWith({ Sign: sign, RequestTime: time }, { tokens });
    if (typeof outcome === "string") expect(came).toBe(outcome);
    else expect(came).toMatchObject(outcome);
  },
);

test("with authentication off nothing is looked at, so nothing is claimed", () => {
  const off = { authentication: "off", tokens: [] };
  expect(authenticateWith({ Sign: "0", RequestTime: "x" }, off)).toEqual({
    sdkAppId: SDK_APP_ID,
    position: undefined,
    skewSeconds: undefined,
  });
});

test("each of the apps may call", () => {
  expect(authenticateWith({ SdkAppid: "1400000001" })).toMatchObject({ sdkAppId: 1400000001 });
});

testRows(
  [
    { SdkAppid: "1400000002" },
    { SdkAppid: "01400000001" },
    { SdkAppid: "1400000001.0" },
    { SdkAppid: " 1400000001" },
    { SdkAppid: "1400000001 " },
    { SdkAppid: "14e8" },
    { SdkAppid: "" },
  ],
  'an SdkAppid of "$SdkAppid" is not ours',
  ({ SdkAppid }) => {
    expect(authenticateWith({ SdkAppid })).toBe("sdkappid-unknown");
  },
);

/** As the console's verify request may come: without an app. */
const receiveVerify = () => {
  const received = receive(createCallbackEvent({ body: "{}", query: { SdkAppid: undefined } }));
  if (received.kind === "rejected") throw new Error(received.reason);
  return received;
};
const now = Number(time) * 1000;

test("a verify request that names no app is authentic by any app's token", () => {
  const received = receiveVerify();
  const tokens = [`1400000001: ${token}`];
  expect(authenticate(received, { ...credentials, tokens }, now)).toStrictEqual({
    kind: "authentic",
    query: received.query,
    body: received.body,
    isVerificationPing: true,
    sdkAppId: 0,
    token: 0,
    skewSeconds: 0,
  });
});

test("with authentication off it has no token and no skew", () => {
  const received = receiveVerify();
  expect(authenticate(received, { ...credentials, authentication: "off" }, now)).toStrictEqual({
    kind: "authentic",
    query: received.query,
    body: received.body,
    isVerificationPing: true,
    sdkAppId: 0,
    token: undefined,
    skewSeconds: undefined,
  });
});

test("a rejection carries nothing of the request", () => {
  const rejected = authenticate(receiveVerify(), { ...credentials, tokens: ["another"] }, now);
  expect(rejected).toStrictEqual({ kind: "rejected", status: 401, reason: "sign-mismatch" });
});
