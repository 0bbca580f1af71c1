import type { Authentic } from "./callback.ts";
import { type Rejection, reject, unseal } from "./callback.ts";

export type Body = { readonly kind: "body"; readonly payload: Readonly<Record<string, unknown>> };

/** The body as JSON. Takes nothing but an authenticated request. */
export function readBody(request: Authentic): Body | Rejection {
  const opened = unseal(request);
  if (opened.kind === "not-utf8") return reject(400, "body-not-utf8");
  const value = parseJson(opened.text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return reject(400, "body-not-json-object");
  return { kind: "body", payload: value as Body["payload"] }; // an object, of whatever
}

function parseJson(text: string): unknown {
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits as Reviver) : JSON.parse(text); // the third argument is newer than the library's types
  } catch {
    return undefined; // JSON.parse tells only by throwing
  }
}

type Reviver = (key: string, value: unknown) => unknown;
/**
 * Account ids come as bare numbers above 2^53 in some products' callbacks: their digits are kept, as text. Message ids
 * are as long, but quoted: bodies that have only those are spared the reviver.
 */
const LONG_NUMBER = /[[:,]\s*-?\d{16}/;
function keepDigits(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  const unsafe = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return unsafe ? (context.source ?? value) : value;
}
