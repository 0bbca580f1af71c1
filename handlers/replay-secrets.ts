import type { JsonWebKey } from "node:crypto";
import { parseObject } from "../lib/json.ts";
import { createRecordingOpener, type RecordingOpener } from "../lib/sinks/opening.ts";
import { formatRecordingKeyPath } from "../lib/store/recording-keys.ts";
import { formatSecretsPath, type StagePorts } from "../lib/store/stage-reader.ts";

/** Each read once for an instance: the webhook's reads share the account's rate. What cannot be read rejects. */
export type ReplaySecrets = {
  /** `undefined`: the stage has none. The tokens, with which callbacks are signed, are not replay's to read. */
  readonly readAuditKey: () => Promise<string | undefined>;
  /** By the key's id, as a line names it. `undefined`: the key was forgotten, or never existed. */
  readonly findOpener: (id: string) => Promise<RecordingOpener | undefined>;
};

/** Ids come from lines, which anybody with write access to the bucket may have written. */
const MAX_KEYS = 100;
/** For one read with the attempts that throttling takes. */
const READ_MS = 60_000;

export function createReplaySecrets(
  stage: string,
  path: string,
  { getParameters }: Pick<StagePorts, "getParameters">,
  now: () => number,
): ReplaySecrets {
  const kept = new Map<string, Promise<string | undefined>>();
  const readSecret = (name: string): Promise<string | undefined> => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const value = getParameters([name], true, now() + READ_MS).then((got) => {
      if (got.kind === "failed") throw new Error(`${name} cannot be read: ${got.reason}`);
      return got.parameters[0]?.value;
    });
    kept.set(name, value);
    value.catch(() => kept.delete(name)); // the next invocation asks again
    return value;
  };

  const openers = new Map<string, RecordingOpener | undefined>();
  return {
    readAuditKey: async () => (await readSecret(`${formatSecretsPath(path)}/audit-key`))?.trim() || undefined,
    findOpener: async (id) => {
      if (openers.has(id)) return openers.get(id);
      if (!/^[\w-]{1,60}$/.test(id) || openers.size >= MAX_KEYS) return undefined;
      const jwk = parseObject((await readSecret(formatRecordingKeyPath(stage, id))) ?? "");
      const opener = jwk === undefined ? undefined : createRecordingOpener(jwk as JsonWebKey); // createRecordingOpener() checks its argument
      openers.set(id, opener);
      return opener;
    },
  };
}
