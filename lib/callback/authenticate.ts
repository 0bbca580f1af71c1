import { hash, timingSafeEqual } from "node:crypto";
import { type Authentic, type Query, type Received, type Rejection, reject } from "./callback.ts";
import { isTokenFor, parseTokenLine, type TokenLine } from "./token-line.ts";

export type Credentials = {
  readonly sdkAppIds: readonly number[];
  readonly authentication: "required" | "off";
  readonly toleranceSeconds: number;
  /** Old and new side by side while a token is rotated; `SDKAppID: token` signs for that app only. */
  readonly tokens: readonly string[];
};

/** `Sign` = lower-case hex SHA-256 of token and RequestTime, run together (1047/34354). */
export function computeSignature(token: string, requestTime: string): string {
  return digestSignature(token, requestTime).toString("hex");
}

const digestSignature = (token: string, requestTime: string) => hash("sha256", token + requestTime, "buffer");

/** `now` in milliseconds. */
export function authenticate(
  received: Received,
  credentials: Credentials,
  now: number,
): Authentic | Rejection {
  const { query, body, isVerificationPing } = received;
  // As digits, and no other way to write the same number.
  const sdkAppId = credentials.sdkAppIds.find((ours) => String(ours) === query.sdkAppId);
  // Only the console's verify request may come without one: receive has rejected the others.
  if (query.sdkAppId !== undefined && sdkAppId === undefined) return reject(403, "sdkappid-unknown");
  const proof = verifySignature(query, credentials, sdkAppId, now);
  if ("reason" in proof) return proof;
  return {
    kind: "authentic",
    query,
    body,
    isVerificationPing,
    sdkAppId: sdkAppId ?? 0,
    ...proof,
  } as Authentic; // the brand exists in types only
}

type Proof = Pick<Authentic, "token" | "skewSeconds">;

function verifySignature(
  { sign, requestTime }: Query,
  credentials: Credentials,
  sdkAppId: number | undefined,
  now: number,
): Proof | Rejection {
  if (credentials.authentication === "off") return { token: undefined, skewSeconds: undefined };
  const lines = credentials.tokens.map(parseTokenLine);
  if (!lines.some((line) => isTokenFor(line, sdkAppId))) return reject(401, "no-token-configured");
  if (!sign || !requestTime) return reject(401, "sign-missing");
  const token = findMatchingToken(sign, requestTime, lines, sdkAppId);
  if (token === undefined) return reject(401, "sign-mismatch");
  const skewSeconds = now / 1000 - Number(requestTime);
  const fresh = /^[1-9]\d{0,11}$/.test(requestTime) && Math.abs(skewSeconds) <= credentials.toleranceSeconds;
  return fresh ? { token, skewSeconds } : reject(401, "request-time-stale");
}

/** Tries every token of the app, in constant time each, so that timing reveals neither the token nor its position. */
function findMatchingToken(
  sign: string,
  requestTime: string,
  lines: readonly TokenLine[],
  sdkAppId: number | undefined,
): number | undefined {
  if (!/^[0-9a-f]{64}$/.test(sign)) return undefined;
  const given = Buffer.from(sign, "hex");
  let found: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (!isTokenFor(line, sdkAppId)) continue;
    if (timingSafeEqual(given, digestSignature(line.token, requestTime))) found ??= index;
  }
  return found;
}
