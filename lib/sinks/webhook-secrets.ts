import type { Call } from "./destinations/destination.ts";
import type { ReadSecrets } from "./destinations/https.ts";

/** Between reads: how long a new secret may take to sign. */
const KEPT_MS = 300_000;

/**
 * Reads the secrets when a webhook is first sent, and again after a while; what was read before outlives a read that
 * fails. `call` is of service `ssm`.
 */
export function createSecretReader(parameter: string, call: Call, now: () => number): ReadSecrets {
  let kept: readonly string[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return async (deadline) => {
    if (now() - readAt < KEPT_MS) return kept;
    const input = { Names: [parameter], WithDecryption: true };
    const result = await call("AmazonSSM.GetParameters", input, { deadline, attempts: 2 });
    const rows = result.kind === "ok" ? result.body.Parameters : undefined;
    if (!Array.isArray(rows)) return kept;
    const [{ Value: text = "" } = {}] = rows as readonly { readonly Value?: string }[]; // SSM's answer
    kept = text.split(/\s+/).filter((secret) => secret !== "");
    if (kept.length > 0) readAt = now();
    return kept;
  };
}
