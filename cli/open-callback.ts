import { authenticate } from "../lib/callback/authenticate.ts";
import type { Received, Rejection } from "../lib/callback/callback.ts";
import { parseBody } from "../lib/callback/parse-body.ts";
import type { Payload } from "../lib/commands/payload.ts";

type Refused<Kind> = { readonly kind: Kind; readonly reason: Rejection["reason"] };
/** `sdkAppId`: 0 without one. `unauthentic`: nothing that Chat sends. */
export type OpenedCallback =
  | { readonly kind: "opened"; readonly sdkAppId: number; readonly payload: Payload }
  | Refused<"unauthentic">
  | Refused<"no-body">;

/** Opens a callback that the operator provides: neither its signature nor its age is checked. */
export function openCallback(received: Received): OpenedCallback {
  const { sdkAppId } = received.query;
  const trusting = {
    sdkAppIds: [Number(sdkAppId ?? 0)],
    authentication: "off",
    toleranceSeconds: 0,
    tokens: [],
  } as const;
  const opened = authenticate(received, trusting, 0);
  if (opened.kind === "rejected") return { kind: "unauthentic", reason: opened.reason };
  const body = parseBody(opened);
  return body.kind === "rejected"
    ? { kind: "no-body", reason: body.reason }
    : { kind: "opened", sdkAppId: opened.sdkAppId, payload: body.payload };
}
