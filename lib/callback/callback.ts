/** The URL's parameters as Chat names them; absent ones are `undefined`, a key without `=` is empty. */
export type Query = {
  readonly sdkAppId: string | undefined;
  readonly command: string | undefined;
  readonly sign: string | undefined;
  readonly requestTime: string | undefined;
  readonly clientIp: string;
  readonly platform: string;
  /** All of it as it came, the signature included. */
  readonly raw: string;
};

/** A callback whose sender is not known yet. */
export type Received = {
  readonly kind: "received";
  readonly query: Query;
  readonly body: SealedBody;
  /** The console's verify request: the body is empty or `{}`. */
  readonly isVerificationPing: boolean;
};

declare const proven: unique symbol;

/** A callback that Chat made, as far as its token proves; only `authenticate` makes one. */
export type Authentic = {
  readonly [proven]: true;
  readonly kind: "authentic";
  readonly query: Query;
  readonly body: SealedBody;
  readonly isVerificationPing: boolean;
  readonly sdkAppId: number;
  /** Which configured token matched, by position from 0; `undefined` with authentication off. */
  readonly token: number | undefined;
  /** Our clock less the request's, in seconds. */
  readonly skewSeconds: number | undefined;
};

/** Why a request was rejected; the words are part of the answer and of the audit record. */
export type RejectionReason =
  | "method-not-allowed"
  | "event-unknown"
  | "body-too-large"
  | "body-not-utf8"
  | "body-not-json-object"
  | "parameter-missing"
  | "parameter-repeated"
  | "command-mismatch"
  | "sdkappid-unknown"
  | "no-token-configured"
  | "sign-missing"
  | "sign-mismatch"
  | "request-time-stale";

export type Rejection = {
  readonly kind: "rejected";
  readonly status: 400 | 401 | 403 | 405 | 413;
  readonly reason: RejectionReason;
};

export function reject(status: Rejection["status"], reason: RejectionReason): Rejection {
  return { kind: "rejected", status, reason };
}

/** The body as API Gateway passes it: text, or bytes in base64. */
type Content = { readonly body: string; readonly isBase64: boolean };

const content: unique symbol = Symbol("content");
/** A body that cannot be read before authentication: only `unseal`, which takes an authenticated request, returns it. */
export type SealedBody = { readonly [content]: Content };

export function seal(body: string, isBase64: boolean): SealedBody {
  return { [content]: { body, isBase64 } };
}

// Stryker disable next-line StringLiteral: Node takes an empty name for UTF-8
const nameEncoding = (isBase64: boolean) => (isBase64 ? "base64" : "utf8");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The body's text, without a byte order mark; undefined: it is not UTF-8. */
export function unseal(request: Authentic): string | undefined {
  const { body, isBase64 } = request.body[content];
  if (!isBase64) return body.startsWith("\uFEFF") ? body.slice(1) : body;
  try {
    return utf8.decode(Buffer.from(body, "base64"));
  } catch {
    return undefined; // a fatal TextDecoder reports errors only by throwing
  }
}

/** The body as it came, byte for byte. */
export function unsealBytes(request: Authentic): Uint8Array {
  const { body, isBase64 } = request.body[content];
  return Buffer.from(body, nameEncoding(isBase64));
}

/** Bytes, without decoding more than a count. */
export function measureBody(sealed: SealedBody): number {
  const { body, isBase64 } = sealed[content];
  return Buffer.byteLength(body, nameEncoding(isBase64));
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
