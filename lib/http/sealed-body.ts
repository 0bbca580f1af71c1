/** As API Gateway hands it over: text, or bytes in base64. */
type Content = { readonly body: string; readonly isBase64: boolean };

declare const sealed: unique symbol;
/** A body that nobody may look into: only `openBody`, which takes an authenticated request, gives the text. */
export type SealedBody = { readonly [sealed]: true };

export type OpenedBody = { readonly kind: "text"; readonly text: string } | { readonly kind: "not-utf8" };

const contents = new WeakMap<SealedBody, Content>();

export function seal(body: string, isBase64: boolean): SealedBody {
  const key = {} as SealedBody; // opaque: the symbol exists in types only
  contents.set(key, { body, isBase64 });
  return key;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The body's text, without a byte order mark. `Authentic` is what `authenticate` made of the request. */
export function unseal(body: SealedBody): OpenedBody {
  const content = contents.get(body);
  if (content === undefined) return { kind: "not-utf8" };
  if (!content.isBase64) return { kind: "text", text: content.body.replace(/^\uFEFF/, "") };
  try {
    return { kind: "text", text: utf8.decode(Buffer.from(content.body, "base64")) };
  } catch {
    return { kind: "not-utf8" }; // a fatal TextDecoder tells only by throwing
  }
}

/** Bytes, without decoding more than a count. */
export function sizeOf(body: SealedBody): number {
  const content = contents.get(body);
  if (content === undefined) return 0;
  return Buffer.byteLength(content.body, content.isBase64 ? "base64" : "utf8");
}

const BLANK = /^\uFEFF?\s*(\{\s*\})?\s*$/;
/** Room for `{}` and white space, in either encoding. */
const BLANK_LENGTH = 64;

/** Whether it is empty or `{}`, as in the console's verify request. Looks at a short body only, and parses none. */
export function isBlank(body: SealedBody): boolean {
  const content = contents.get(body);
  if (content === undefined || content.body.length > BLANK_LENGTH) return false;
  const text = content.isBase64 ? Buffer.from(content.body, "base64").toString() : content.body;
  return BLANK.test(text);
}
