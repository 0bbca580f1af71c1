import { computeSignature } from "../../lib/callback/authenticate.ts";
import { type Call, createCallbackEvent, createTestGate, NOW, SDK_APP_ID, TOKEN } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import {
  about,
  asMethod,
  base64,
  decided,
  GROUP,
  group,
  padded,
  type Row,
  set,
  signedAt,
  testEndings,
  turnedAway,
  withQuery,
} from "./test-endings.ts";

const MEBIBYTE = 1024 * 1024;

/** A parameter once more, at the end. */
const again = (more: string): Call => {
  const { rawQueryString } = createCallbackEvent(group);
  return { ...group, event: { rawQueryString: `${rawQueryString}&${more}` } };
};

const rejections: readonly Row[] = [
  ...["GET", "PUT", "OPTIONS", "post"].map(
    (method): Row => ({
      name: method,
      call: asMethod(method),
      expected: turnedAway(405, "method-not-allowed"),
    }),
  ),

  { name: "1 MiB", call: { body: padded(MEBIBYTE) }, expected: decided("allow") },
  { name: "over 1 MiB", call: { body: padded(MEBIBYTE + 1) }, expected: turnedAway(413, "body-too-large") },
  {
    name: "1 MiB in base64",
    call: { event: base64(Buffer.from(padded(MEBIBYTE))) },
    expected: decided("allow"),
  },
  {
    name: "over 1 MiB in base64",
    call: { event: base64(Buffer.from(padded(MEBIBYTE + 1))) },
    expected: turnedAway(413, "body-too-large"),
  },
  {
    name: "over 1 MiB in bytes, not in characters",
    call: { body: JSON.stringify("界".repeat(MEBIBYTE / 3)) },
    expected: turnedAway(413, "body-too-large"),
  },

  {
    name: "no SdkAppid",
    call: withQuery({ SdkAppid: undefined }),
    expected: turnedAway(400, "parameter-missing"),
  },
  {
    name: "no command",
    call: withQuery({ CallbackCommand: undefined }),
    expected: turnedAway(400, "parameter-missing"),
  },
  {
    name: "no parameter at all",
    call: { ...group, event: { rawQueryString: "" } },
    expected: turnedAway(400, "parameter-missing"),
  },
  ...[
    "SdkAppid=1400000000",
    "CallbackCommand=x",
    "Sign=0",
    "RequestTime=1",
    "sdkappid=1",
    "SIGN",
    "SDKAppID",
  ].map(
    (more): Row => ({
      name: `${more} once more`,
      call: again(more),
      expected: turnedAway(400, "parameter-repeated"),
    }),
  ),
  { name: "another parameter once more", call: again("ClientIP=1&x=1&x=2"), expected: decided("allow") },
  ...["sdkappid", "SDKAppID"].map(
    (name): Row => ({
      name,
      call: withQuery({ SdkAppid: undefined, [name]: String(SDK_APP_ID) }),
      expected: decided("allow"),
    }),
  ),
  { name: "a key without =", call: again("contenttype&trace"), expected: decided("allow") },

  { name: "not JSON", call: { body: "name=x" }, expected: turnedAway(400, "body-not-json-object") },
  { name: "a JSON array", call: { body: "[{}]" }, expected: turnedAway(400, "body-not-json-object") },
  { name: "null", call: { body: "null" }, expected: turnedAway(400, "body-not-json-object") },
  { name: "a JSON string", call: { body: '"{}"' }, expected: turnedAway(400, "body-not-json-object") },
  { name: "JSON cut off", call: { body: '{"Name":' }, expected: turnedAway(400, "body-not-json-object") },
  {
    name: "another command in the body",
    call: about(GROUP, { CallbackCommand: "Group.CallbackBeforeSendMsg" }),
    expected: turnedAway(400, "command-mismatch"),
  },
  {
    name: "no command in the body",
    call: about(GROUP, { CallbackCommand: undefined }),
    expected: decided("allow"),
  },

  ...["1400000001", "", "0", " 1400000000", "1.4e9", "1400000000.0", "-1400000000"].map(
    (SdkAppid): Row => ({
      name: `app ${JSON.stringify(SdkAppid)}`,
      call: withQuery({ SdkAppid }),
      expected: turnedAway(403, "sdkappid-unknown"),
    }),
  ),

  { name: "no Sign", call: withQuery({ Sign: undefined }), expected: turnedAway(401, "sign-missing") },
  { name: "an empty Sign", call: withQuery({ Sign: "" }), expected: turnedAway(401, "sign-missing") },
  {
    name: "no RequestTime",
    call: withQuery({ RequestTime: undefined }),
    expected: turnedAway(401, "sign-missing"),
  },
  {
    name: "another Sign",
    call: withQuery({ Sign: computeSignature("other", "1669872112") }),
    expected: turnedAway(401, "sign-mismatch"),
  },
  {
    name: "the Sign in upper case",
    call: withQuery({ Sign: computeSignature(TOKEN, "1669872112").toUpperCase() }),
    expected: turnedAway(401, "sign-mismatch"),
  },
  {
    name: "the Sign of another time",
    call: withQuery({ RequestTime: "1669872113" }),
    expected: turnedAway(401, "sign-mismatch"),
  },
  { name: "exactly 60 s old", call: signedAt(NOW / 1000 - 60), expected: decided("allow") },
  { name: "61 s old", call: signedAt(NOW / 1000 - 61), expected: turnedAway(401, "request-time-stale") },
  { name: "exactly 60 s ahead", call: signedAt(NOW / 1000 + 60), expected: decided("allow") },
  { name: "61 s ahead", call: signedAt(NOW / 1000 + 61), expected: turnedAway(401, "request-time-stale") },
  {
    name: "within a wider tolerance",
    call: signedAt(NOW / 1000 - 299),
    expected: decided("allow"),
    world: set({ toleranceSeconds: 300 }),
  },
  {
    name: "a time that is none",
    call: signedAt(Number.NaN),
    expected: turnedAway(401, "request-time-stale"),
  },
  {
    name: "no token anywhere",
    call: group,
    expected: turnedAway(401, "no-token-configured"),
    world: { tokens: "" },
  },
  {
    name: "no token, authentication off",
    call: group,
    expected: decided("allow"),
    world: { tokens: "", settings: { authentication: "off" } },
  },
  {
    name: "unsigned, authentication off",
    call: withQuery({ Sign: undefined, RequestTime: undefined }),
    expected: decided("allow"),
    world: set({ authentication: "off" }),
  },
  {
    name: "of another app, authentication off",
    call: withQuery({ SdkAppid: "1" }),
    expected: turnedAway(403, "sdkappid-unknown"),
    world: set({ authentication: "off" }),
  },
];

describe("rejected, or just not", () => testEndings(rejections));

testRows<{ readonly name: string; readonly event: unknown }>(
  [
    { name: "nothing", event: undefined },
    { name: "null", event: null },
    { name: "a text", event: "POST" },
    { name: "an event of another service", event: { Records: [] } },
  ],
  "$name is no event of API Gateway",
  async ({ event }) => {
    const { gate } = createTestGate();
    expect(await gate(event, "r")).toMatchObject({ status: 400, envelope: { ErrorInfo: "event-unknown" } });
  },
);
