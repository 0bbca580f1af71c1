import { gunzipSync, gzipSync } from "node:zlib";
import type { PackCodec } from "../policy-set/pack.ts";

export const gzipCodec: PackCodec = {
  compress: (text) => gzipSync(text, { level: 9 }).toString("base64"),
  expand: (base64, maxBytes) => gunzipText(Buffer.from(base64, "base64"), maxBytes),
};

/** Undefined if it is not gzip, or longer than `maxBytes`. */
export function gunzipText(bytes: Buffer, maxBytes: number): string | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes }).toString("utf8");
  } catch {
    return undefined; // zlib reports errors only by throwing
  }
}
