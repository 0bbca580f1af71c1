import { authenticate } from "../../lib/callback/authenticate.ts";
import { parseBody } from "../../lib/callback/parse-body.ts";
import { receive } from "../../lib/callback/receive.ts";
import { createCallbackEvent, NOW, SDK_APP_ID, TOKEN } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const credentials = {
  sdkAppIds: [SDK_APP_ID],
  authentication: "required",
  toleranceSeconds: 60,
  tokens: [TOKEN],
} as const;

function readPayloadFrom(event: Readonly<Record<string, unknown>>): unknown {
  const received = receive({ ...createCallbackEvent({}), ...event });
  if (received.kind === "rejected") return received.reason;
  const authentic = authenticate(received, credentials, NOW);
  if (authentic.kind === "rejected") return authentic.reason;
  const body = parseBody(authentic);
  if (body.kind === "rejected") return body.reason;
  expect(body.kind).toBe("body");
  return body.payload;
}

testRows(
  [
    { name: "its digits, as text", body: '{"id":9007199254740993}', payload: { id: "9007199254740993" } },
    {
      name: "in a list, after white space",
      body: '{"ids":[ 1234567890123456789 ,\n-1234567890123456789]}',
      payload: {
        ids: ["1234567890123456789", "-1234567890123456789"],
      },
    },
    {
      name: "a number that is exact stays one",
      body: '{"id":9007199254740991}',
      payload: { id: 9007199254740991 },
    },
    {
      name: "a fraction stays one",
      body: '{"id":0.1234567890123456789}',
      payload: { id: 0.12345678901234568 },
    },
    {
      name: "a quoted one was text before",
      body: '{"id":"1234567890123456789"}',
      payload: { id: "1234567890123456789" },
    },
  ],
  "a whole number above 2^53: $name",
  ({ body, payload }) => {
    expect(readPayloadFrom({ body })).toEqual(payload);
  },
);

testRows(
  [{ body: "[]" }, { body: "null" }, { body: '"x"' }, { body: "7" }, { body: "{" }, { body: "{}x" }],
  "$body is no JSON object",
  ({ body }) => expect(readPayloadFrom({ body })).toBe("body-not-json-object"),
);

const invalid: readonly { readonly name: string; readonly bytes: readonly number[] }[] = [
  { name: "a byte that is none", bytes: [0xff] },
  { name: "a sequence cut off", bytes: [0xe4, 0xb8] },
  { name: "a surrogate", bytes: [0xed, 0xa0, 0x80] },
  { name: "an overlong slash", bytes: [0xc0, 0xaf] },
  { name: "GBK", bytes: [0xd6, 0xd0] },
];
testRows(invalid, "not UTF-8: $name", ({ bytes }) => {
  const body = Buffer.concat([Buffer.from('{"Name":"'), Buffer.from(bytes), Buffer.from('"}')]);
  expect(readPayloadFrom({ body: body.toString("base64"), isBase64Encoded: true })).toBe("body-not-utf8");
});
