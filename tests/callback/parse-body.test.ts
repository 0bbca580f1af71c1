import { authenticate } from "../../lib/callback/authenticate.ts";
import { parseBody } from "../../lib/callback/parse-body.ts";
import { receive } from "../../lib/callback/receive.ts";
import { createCallbackEvent, NOW, SDK_APP_ID, TOKEN } from "../support/gate.ts";

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
  return body.kind === "rejected" ? body.reason : body.payload;
}

test.each([
  ["its digits, as text", '{"id":9007199254740993}', { id: "9007199254740993" }],
  [
    "in a list, after white space",
    '{"ids":[ 1234567890123456789 ,\n-1234567890123456789]}',
    {
      ids: ["1234567890123456789", "-1234567890123456789"],
    },
  ],
  ["a number that is exact stays one", '{"id":9007199254740991}', { id: 9007199254740991 }],
  ["a fraction stays one", '{"id":0.1234567890123456789}', { id: 0.12345678901234568 }],
  ["a quoted one was text before", '{"id":"1234567890123456789"}', { id: "1234567890123456789" }],
])("a whole number above 2^53: %s", (_, body, payload) => {
  expect(readPayloadFrom({ body })).toEqual(payload);
});

const invalid: readonly (readonly [string, readonly number[]])[] = [
  ["a byte that is none", [0xff]],
  ["a sequence cut off", [0xe4, 0xb8]],
  ["a surrogate", [0xed, 0xa0, 0x80]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["GBK", [0xd6, 0xd0]],
];
test.each(invalid)("not UTF-8: %s", (_, bytes) => {
  const body = Buffer.concat([Buffer.from('{"Name":"'), Buffer.from(bytes), Buffer.from('"}')]);
  expect(readPayloadFrom({ body: body.toString("base64"), isBase64Encoded: true })).toBe("body-not-utf8");
});
