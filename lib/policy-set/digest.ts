import type { Sha256 } from "../policy/compile.ts";

/** 64 lower-case hex digits. */
export function digestHex(text: string, sha256: Sha256): string {
  return Array.from(sha256(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
