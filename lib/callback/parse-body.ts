import type { Payload } from "../commands/payload.ts";
import { parseJson } from "../json.ts";
import { type Authentic, type Rejection, reject, unseal } from "./callback.ts";

export type Body = { readonly kind: "body"; readonly payload: Payload };

/** The body as JSON. Takes nothing but an authenticated request. */
export function parseBody(request: Authentic): Body | Rejection {
  const text = unseal(request);
  if (text === undefined) return reject(400, "body-not-utf8");
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return reject(400, "body-not-json-object");
  return { kind: "body", payload: value as Payload }; // the check of `typeof value` above leaves only objects
}
