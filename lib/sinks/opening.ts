import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { parseObject } from "../json.ts";
import { deriveContentKey } from "./sealing.ts";

/** Undefined for a text that is not what was sealed, or was sealed to another key. */
export type RecordingOpener = (sealed: string) => string | undefined;

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** An instance seals an hour with one ephemeral key, and to agree on a key is the slow part. */
const MAX_AGREED = 1_000;

/** Opens what `createRecordingSealer` sealed, with the private half (a JWK). Undefined: it is no X25519 key. */
export function createRecordingOpener(jwk: JsonWebKey): RecordingOpener | undefined {
  const privateKey = importPrivateKey(jwk);
  if (privateKey === undefined) return undefined;
  const agreed = new Map<string, Uint8Array>();

  function findKey(header: string): Uint8Array | undefined {
    const known = agreed.get(header);
    if (known !== undefined) return known;
    const key = agreeOnKey(privateKey as KeyObject, header); // the key is checked above
    if (key === undefined) return undefined;
    if (agreed.size >= MAX_AGREED) agreed.clear();
    agreed.set(header, key);
    return key;
  }

  return (sealed) => {
    const parts = sealed.split(".");
    const [header = "", encryptedKey, iv = "", ciphertext = "", tag = ""] = parts;
    if (parts.length !== 5 || encryptedKey !== "") return undefined;
    const key = findKey(header);
    return (
      key && decrypt(key, header, decodeBase64Url(iv), decodeBase64Url(ciphertext), decodeBase64Url(tag))
    );
  };
}

const decodeBase64Url = (text: string) => Buffer.from(text, "base64url");

function importPrivateKey(jwk: JsonWebKey): KeyObject | undefined {
  if (jwk.kty !== "OKP" || jwk.crv !== "X25519") return undefined;
  try {
    return createPrivateKey({ format: "jwk", key: jwk });
  } catch {
    return undefined; // node:crypto reports errors only by throwing
  }
}

/** Undefined for another algorithm, and for a key of small order. */
function agreeOnKey(privateKey: KeyObject, header: string): Uint8Array | undefined {
  const fields = parseObject(decodeBase64Url(header).toString("utf8"));
  const { kty, crv, x } = Object(fields?.epk) as Readonly<Record<string, unknown>>; // an empty object at least
  if (fields?.alg !== "ECDH-ES" || fields.enc !== "A256GCM" || kty !== "OKP" || crv !== "X25519") return;
  if (typeof x !== "string" || !/^[\w-]{43}$/.test(x)) return undefined;
  // chatgate seals nothing with these header members.
  if ("apu" in fields || "apv" in fields || "zip" in fields || "crit" in fields) return undefined;
  try {
    const publicKey = createPublicKey({ format: "jwk", key: { kty, crv, x } });
    return deriveContentKey(diffieHellman({ privateKey, publicKey }));
  } catch {
    return undefined; // OpenSSL reports an all-zero secret only by throwing
  }
}

function decrypt(
  key: Uint8Array,
  header: string,
  iv: Buffer,
  ciphertext: Buffer,
  tag: Buffer,
): string | undefined {
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(header)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
  } catch {
    return undefined; // altered, or of another key
  }
}
