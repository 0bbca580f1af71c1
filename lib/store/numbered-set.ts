import type { ReadResult } from "./source.ts";
import { createStageReader, formatSecretsPath, type StagePorts } from "./stage-reader.ts";

/** `unknown`: not in the history. */
export type NumberedSet = ReadResult | { readonly kind: "unknown" };

/**
 * An earlier set of a stage, by its number: what the manifest of that version names, at the versions that it names. No
 * secrets. SSM keeps 100 versions.
 */
export async function readNumberedSet(
  path: string,
  set: number,
  ports: StagePorts,
  deadline: number,
): Promise<NumberedSet> {
  const secrets = `${formatSecretsPath(path)}/`;
  const manifest = `${path}/manifest`;
  let isUnknown = false;
  const { read } = createStageReader(path, {
    ...ports,
    getParameters: (names, _, until) => {
      const open = names.filter((name) => !name.startsWith(secrets));
      if (open.length === 0) return Promise.resolve({ kind: "fetched", parameters: [] });
      return ports.getParameters(
        open.map((name) => (name === manifest ? `${name}:${set}` : name)),
        false,
        until,
      );
    },
    // The reader treats a missing manifest as a stage without one; here it means that the version does not exist.
    listPath: async () => {
      isUnknown = true;
      return { kind: "failed", reason: "no manifest" };
    },
  });
  const result = await read(deadline);
  return isUnknown ? { kind: "unknown" } : result;
}
