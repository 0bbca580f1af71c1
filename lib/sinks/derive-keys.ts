import { createHmac, createSecretKey } from "node:crypto";
import { parseTokenLine } from "../callback/token-line.ts";
import type { DerivedKeys, Sealer } from "../policy-set/active-config.ts";
import { createTokenSealer } from "./sealing.ts";

/** 64 bits of the keyed hash: enough to follow an account through the log, useless without the token. */
const HASH_LENGTH = 16;

/** Cache: accounts repeat, and a keyed hash takes longer than a look-up. */
const MAX_REMEMBERED = 1000;

/**
 * From the stage's audit key, which survives a rotation; without one from the first token, so that an account has the
 * same hash whichever token signed.
 */
export function deriveKeys(tokens: readonly string[], auditKey?: string): DerivedKeys {
  const secret = auditKey ?? tokens[0];
  const findSealer = rememberSealers(tokens);
  if (secret === undefined) return { hashAccount: undefined, findSealer };
  // Derived, so that nobody who holds the key can sign callbacks. As a key object, which createHmac would create each time.
  const key = createSecretKey(createHmac("sha256", secret).update("chatgate audit").digest());
  const hashes = new Map<string, string>();
  const hashAccount = (account: string): string => {
    const known = hashes.get(account);
    if (known !== undefined) return known;
    const hashed = createHmac("sha256", key).update(account).digest("hex").slice(0, HASH_LENGTH);
    if (hashes.size >= MAX_REMEMBERED) hashes.clear();
    hashes.set(account, hashed);
    return hashed;
  };
  return { hashAccount, findSealer };
}

/** Each created on first use: only undelivered events need one. */
function rememberSealers(tokens: readonly string[]): NonNullable<DerivedKeys["findSealer"]> {
  const sealers = new Map<number, Sealer>();
  return (index) => {
    const line = index === undefined ? undefined : tokens[index];
    if (index === undefined || line === undefined) return undefined;
    const sealer = sealers.get(index) ?? createTokenSealer(parseTokenLine(line).token);
    sealers.set(index, sealer);
    return sealer;
  };
}
