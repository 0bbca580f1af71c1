import { formatManifest, type ListObject } from "../../lib/policy-set/manifest.ts";
import { formatPack, packNames } from "../../lib/policy-set/pack.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { FetchedList, StagePorts, StoredParameter } from "../../lib/store/stage-reader.ts";
import { createParameters } from "../../tools/parameter-store/parameters.ts";

export const PATH = "/chatgate/dev";

/** What a set holds: values by the names of parameters. */
export type Documents = Readonly<Record<string, string>>;

/** A stage in memory, as SSM keeps it; `step` is awaited before each thing that reads or writes. */
export function createMemoryStage(step: () => Promise<void> = async () => {}) {
  const parameters = createParameters();
  const objects = new Map<string, string>();
  const calls: { readonly names: readonly string[]; readonly decrypt: boolean }[] = [];
  const listings: string[] = [];

  const putParameter = (name: string, value: string) => parameters.put(`${PATH}/${name}`, value, "String");

  function getParameter(name: string, decrypt: boolean): readonly StoredParameter[] {
    const { Parameters } = parameters.actions.GetParameters({ Names: [name], WithDecryption: decrypt });
    return Parameters.map(({ Name, Value, Version, Type, LastModifiedDate }) => ({
      name: Name,
      value: Value,
      version: String(Version),
      type: Type,
      stamp: `${Version}@${LastModifiedDate}`,
    }));
  }

  const ports: StagePorts = {
    codec: gzipCodec,
    sha256,
    // Name by name: SSM does not guarantee that a call with ten names reads all of them at one moment.
    getParameters: async (names, decrypt) => {
      calls.push({ names, decrypt });
      const found: StoredParameter[] = [];
      for (const name of names) {
        await step();
        found.push(...getParameter(name, decrypt));
      }
      return { kind: "fetched", parameters: found };
    },
    listPath: async (path) => {
      listings.push(path);
      await step();
      const { Parameters } = parameters.actions.GetParametersByPath({
        Path: path,
        Recursive: true,
        MaxResults: 10,
      });
      return { kind: "fetched", parameters: Parameters.flatMap(({ Name }) => getParameter(Name, false)) };
    },
    getList: async ({ sha256 }): Promise<FetchedList> => {
      await step();
      const text = objects.get(sha256);
      return text === undefined ? { kind: "unavailable", reason: "HTTP 404" } : { kind: "fetched", text };
    },
  };

  /** As `policy push` writes a set: documents, then the pack, then the manifest. */
  async function push(
    documents: Documents,
    {
      withPack = true,
      lists = [],
    }: { readonly withPack?: boolean; readonly lists?: readonly ListObject[] } = {},
  ): Promise<readonly Parameter[]> {
    const written: Parameter[] = [];
    for (const [name, value] of Object.entries(documents)) {
      await step();
      const [newest] = getParameter(`${PATH}/${name}`, false);
      const version = newest?.value === value ? newest.version : String(putParameter(name, value));
      written.push({ name, value, version });
    }
    const parts = withPack ? (formatPack(written, gzipCodec) ?? []) : [];
    for (const [index, part] of parts.entries()) {
      await step();
      putParameter(packNames[index] ?? "", part);
    }
    await step();
    putParameter("manifest", formatManifest("mira", "why", written, sha256, lists));
    return written;
  }

  return {
    ports,
    push,
    put: putParameter,
    remove: (name: string) => parameters.remove(`${PATH}/${name}`),
    putSecret: (name: string, value: string) =>
      parameters.put(`/chatgate-secrets/dev/${name}`, value, "SecureString"),
    objects,
    /** In order; empty it with `calls.length = 0`. */
    calls,
    listings,
  };
}
