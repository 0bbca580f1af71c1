/** This code is not executed: it must not compile where it says so, and must elsewhere. */

import { authenticate, type Credentials } from "../../lib/callback/authenticate.ts";
import { type Authentic, type Received, type SealedBody, unseal } from "../../lib/callback/callback.ts";
import { parseBody } from "../../lib/callback/parse-body.ts";
import { receive } from "../../lib/callback/receive.ts";

declare const received: Received;
declare const authentic: Authentic;
declare const body: SealedBody;
declare const credentials: Credentials;

// The body of a request is read once it is authentic, and not before.
parseBody(authentic);
// @ts-expect-error: its sender is not known yet
parseBody(received);
// @ts-expect-error: it may have been rejected
parseBody(authenticate(received, credentials, 0));
// @ts-expect-error: it may not be a request at all
parseBody(receive({}));
unseal(authentic);
// @ts-expect-error: nor is its text given to anybody before
unseal(received);
// @ts-expect-error: nor is a sealed body alone opened
unseal(received.body);
const result = authenticate(received, credentials, 0);
if (result.kind === "authentic") parseBody(result);

// What is sealed is no text.
// @ts-expect-error: JSON.parse takes a string
JSON.parse(received.body);
// @ts-expect-error: nor has it one inside
JSON.parse(received.body.body);
// @ts-expect-error: nor does an authentic request hold it open
JSON.parse(authentic.body);

// Only authenticate makes an Authentic.
const { query, isVerificationPing } = received;
const parts = {
  query,
  body,
  isVerificationPing,
  sdkAppId: 1,
  token: 0,
  skewSeconds: 0,
  kind: "authentic",
} as const;
// @ts-expect-error: all of its parts are not enough
parseBody(parts);
// @ts-expect-error: nor is a declaration
export const made: Authentic = parts;
// @ts-expect-error: nor can a body be sealed by hand
export const sealed: SealedBody = {};
