import { join, relative, resolve } from "node:path";
import type { Parameter } from "../lib/policy-set/parameter.ts";
import { type ParameterFile, readDirectory } from "../lib/store/directory.ts";
import { ssmSource } from "../lib/store/ssm.ts";
import type { Io } from "./io.ts";

/** Where policies come from; a folder unless a stage is named. */
export type Place = { readonly policies?: string | undefined; readonly stage?: string | undefined };

export type ReadPolicies =
  | { readonly kind: "read"; readonly from: string; readonly parameters: readonly Parameter[] }
  | { readonly kind: "failed"; readonly faults: readonly string[] };

export const DEFAULT_FOLDER = "policies";

/** All that the gate would read there: settings, policies, lists, tokens. */
export async function readPolicies({ policies, stage }: Place, io: Io): Promise<ReadPolicies> {
  if (stage !== undefined) return readStage(stage, io);
  const folder = policies ?? DEFAULT_FOLDER;
  const result = await readFolder(folder, io);
  if (result.faults.length > 0) return { kind: "failed", faults: result.faults };
  return { kind: "read", from: folder, parameters: result.files };
}

/** Faults and files under paths as a person at `io.cwd` would write them. */
export async function readFolder(
  folder: string,
  io: Io,
): Promise<{ readonly files: readonly ParameterFile[]; readonly faults: readonly string[] }> {
  const absolute = resolve(io.cwd, folder);
  const result = await readDirectory(absolute);
  const faults = result.kind === "failed" ? result.faults : [];
  return {
    files: result.files.map((file) => ({ ...file, file: join(folder, relative(absolute, file.file)) })),
    faults: faults.map((fault) => fault.replace(absolute, folder.replace(/\/+$/, ""))),
  };
}

async function readStage(stage: string, io: Io): Promise<ReadPolicies> {
  const from = `ssm:/chatgate/${stage}`;
  try {
    const { openStage } = await import("./stage/stage-store.ts");
    const { client, region, path } = await openStage({ stage, env: io.env });
    const credentials = await client.config.credentials();
    const endpoint = io.env.AWS_ENDPOINT_URL_SSM || io.env.AWS_ENDPOINT_URL;
    const source = ssmSource({
      path,
      region,
      credentials: () => credentials,
      ...(endpoint ? { endpoint } : {}),
      timeoutMs: 5_000,
      budgetMs: 10_000, // nobody waits behind this one
    });
    const result = await source.read();
    if (result.kind === "failed") return { kind: "failed", faults: [`${from}: ${result.reason}`] };
    return { kind: "read", from, parameters: result.parameters };
  } catch (error) {
    // The SDK finds credentials or throws, in its own words
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "failed", faults: [`${from}: ${reason}`] };
  }
}
