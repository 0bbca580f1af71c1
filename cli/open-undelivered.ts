import { compactDecrypt, decodeProtectedHeader } from "jose";
import { deriveTokenKey, type TokenKey } from "../lib/sinks/sealing.ts";

export type Opened =
  | { readonly kind: "opened"; readonly text: string }
  /** `no-token`: sealed under a token that is not among those given; `altered`: the line is not what was written. */
  | { readonly kind: "unopened"; readonly reason: "no-token" | "altered" };

/** `tokens`: the ones in force and those of the past, from the parameter's history; a key is derived from each once. */
export function createOpener(tokens: readonly string[]): (sealed: string) => Promise<Opened> {
  const keys = new Map<string, TokenKey>();
  for (const key of tokens.map(deriveTokenKey)) keys.set(key.kid, key);
  return async (sealed) => {
    try {
      const key = keys.get(decodeProtectedHeader(sealed).kid ?? "");
      if (key === undefined) return { kind: "unopened", reason: "no-token" };
      const options = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };
      const { plaintext } = await compactDecrypt(sealed, key.key, options);
      return { kind: "opened", text: new TextDecoder().decode(plaintext) };
    } catch {
      return { kind: "unopened", reason: "altered" }; // jose reports failure only by throwing
    }
  };
}
