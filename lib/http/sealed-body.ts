import type { Authentic } from "../protocol/authenticate.ts";

/** As API Gateway hands it over: text, or bytes in base64. */
type Content = { readonly body: string; readonly isBase64: boolean };

const content: unique symbol = Symbol("content");
/** A body that nobody may look into: only `unseal`, which takes an authenticated request, gives the text. */
export type SealedBody = { readonly [content]: Content };

export type OpenedBody = { readonly kind: "text"; readonly text: string } | { readonly kind: "not-utf8" };

export function seal(body: string, isBase64: boolean): SealedBody {
  return { [content]: { body, isBase64 } };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The body's text, without a byte order mark. */
export function unseal(request: Authentic): OpenedBody {
  const { body, isBase64 } = request.body[content];
  if (!isBase64) return { kind: "text", text: body.startsWith("\uFEFF") ? body.slice(1) : body };
  try {
    return { kind: "text", text: utf8.decode(Buffer.from(body, "base64")) };
  } catch {
    return { kind: "not-utf8" }; // a fatal TextDecoder tells only by throwing
  }
}

/** Bytes, without decoding more than a count. */
export function sizeOf(sealed: SealedBody): number {
  const { body, isBase64 } = sealed[content];
  return Buffer.byteLength(body, isBase64 ? "base64" : "utf8");
}

const BLANK = /^\uFEFF?\s*(\{\s*\})?\s*$/;
/** Room for `{}` and white space, in either encoding. */
const BLANK_LENGTH = 64;

/** Whether it is empty or `{}`, as in the console's verify request. Looks at a short body only, and parses none. */
export function isBlank(sealed: SealedBody): boolean {
  const { body, isBase64 } = sealed[content];
  if (body.length > BLANK_LENGTH) return false;
  return BLANK.test(isBase64 ? Buffer.from(body, "base64").toString() : body);
}
