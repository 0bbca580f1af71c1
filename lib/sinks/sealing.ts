import {
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type { Sealer } from "../policy-set/active-config.ts";

/** A text that only holders of the token can read; the kid identifies the token without revealing it. */
export type TokenKey = { readonly kid: string; readonly key: Uint8Array };

const KEY_BYTES = 32;
const IV_BYTES = 12;

export function deriveTokenKey(token: string): TokenKey {
  const key = new Uint8Array(hkdfSync("sha256", token, "", "chatgate undelivered", KEY_BYTES));
  return { kid: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
}

/** Seals with a key that the token gives: JWE compact, `dir`, A256GCM. Derives it once, so make one per token. */
export function createTokenSealer(token: string): Sealer {
  const { kid, key } = deriveTokenKey(token);
  const header = encodeHeader({ alg: "dir", enc: "A256GCM", kid });
  return { kid, seal: (text) => encryptCompact(header, key, text) };
}

export type RecordingSealer =
  | { readonly kind: "sealer"; readonly seal: (text: string) => string }
  | { readonly kind: "refused"; readonly code: "public-key-invalid" };

/** Maximum age of an ephemeral key; each text has its own IV. */
const EPHEMERAL_MS = 3_600_000;

/**
 * Seals to an X25519 public key (base64url of its 32 bytes): JWE compact, ECDH-ES, A256GCM. One agreement serves an
 * instance for an hour: it is the slow part.
 */
export function createRecordingSealer(publicKey: string, now: () => number): RecordingSealer {
  const recipient = importPublicKey(publicKey);
  let current = recipient && agreeOnKey(recipient);
  if (recipient === undefined || current === undefined)
    return { kind: "refused", code: "public-key-invalid" };
  let agreed = { ...current, at: now() };
  const seal = (text: string) => {
    if (now() - agreed.at >= EPHEMERAL_MS) {
      current = agreeOnKey(recipient) ?? agreed;
      agreed = { ...current, at: now() };
    }
    return encryptCompact(agreed.header, agreed.key, text);
  };
  return { kind: "sealer", seal };
}

function importPublicKey(x: string): KeyObject | undefined {
  if (!/^[\w-]{43}$/.test(x)) return undefined;
  return createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "X25519", x } });
}

/** Undefined for a key of small order, with which every agreement is the same. */
function agreeOnKey(recipient: KeyObject): { readonly header: string; readonly key: Uint8Array } | undefined {
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  const header = encodeHeader({ alg: "ECDH-ES", enc: "A256GCM", epk: { kty: "OKP", crv: "X25519", x } });
  try {
    return { header, key: deriveContentKey(diffieHellman({ privateKey, publicKey: recipient })) };
  } catch {
    return undefined; // OpenSSL reports an all-zero secret only by throwing
  }
}

/** RFC 7518, 4.6.2: one round of SHA-256 makes 256 bits; no PartyInfo. */
export function deriveContentKey(secret: Buffer): Uint8Array {
  const algorithm = Buffer.from("A256GCM");
  const parts = [
    encodeBigEndian(1),
    secret,
    encodeBigEndian(algorithm.length),
    algorithm,
    encodeBigEndian(0),
    encodeBigEndian(0),
  ];
  return createHash("sha256")
    .update(Buffer.concat([...parts, encodeBigEndian(KEY_BYTES * 8)]))
    .digest();
}

function encodeBigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function encodeHeader(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString("base64url");
}

/** RFC 7516, 7.1, with an empty encrypted key: both algorithms use the content key as it is. */
function encryptCompact(header: string, key: Uint8Array, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(header));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [header, "", iv, ciphertext, cipher.getAuthTag()]
    .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
    .join(".");
}
