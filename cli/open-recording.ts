import { compactDecrypt, importJWK, type JWK } from "jose";

/** Opens recordings with their private key; `undefined` for one that is not what was written, or of another key. */
export async function createRecordingOpener(
  privateKey: JWK,
): Promise<(sealed: string) => Promise<string | undefined>> {
  const key = await importJWK(privateKey, "ECDH-ES");
  const options = { keyManagementAlgorithms: ["ECDH-ES"], contentEncryptionAlgorithms: ["A256GCM"] };
  return async (sealed) => {
    try {
      const { plaintext } = await compactDecrypt(sealed, key, options);
      return new TextDecoder().decode(plaintext);
    } catch {
      return undefined; // jose tells only by throwing
    }
  };
}
