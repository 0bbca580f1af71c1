/** This code is not executed: it must not compile where it says so, and must elsewhere. */

import { authenticate, type Credentials } from "../../lib/callback/authenticate.ts";
import { type Authentic, type Received, type SealedBody, unseal } from "../../lib/callback/callback.ts";
import { readBody } from "../../lib/callback/parse-body.ts";
import { receive } from "../../lib/callback/receive.ts";

declare const received: Received;
declare const authentic: Authentic;
declare const body: SealedBody;
declare const credentials: Credentials;

// The body of a request is read once it is authentic, and not before.
readBody(authentic);
// @ts-expect-error: nobody knows yet who sent it
readBody(received);
// @ts-expect-error: it may have been turned away
readBody(authenticate(received, credentials, 0));
// @ts-expect-error: it may not be a request at all
readBody(receive({}));
unseal(authentic);
// @ts-expect-error: nor is its text given to anybody before
unseal(received);
// @ts-expect-error: nor is a sealed body alone opened
unseal(received.body);
const result = authenticate(received, credentials, 0);
if (result.kind === "authentic") readBody(result);

// What is sealed is no text.
// @ts-expect-error: JSON.parse takes a string
JSON.parse(received.body);
// @ts-expect-error: nor has it one inside
JSON.parse(received.body.body);
// @ts-expect-error: nor does an authentic request hold it open
JSON.parse(authentic.body);

// Only authenticate makes an Authentic.
const { query, blank } = received;
const parts = { query, body, blank, sdkAppId: 1, token: 0, skewSeconds: 0, kind: "authentic" } as const;
// @ts-expect-error: all of its parts are not enough
readBody(parts);
// @ts-expect-error: nor is a declaration
export const made: Authentic = parts;
// @ts-expect-error: nor can a body be sealed by hand
export const sealed: SealedBody = {};
