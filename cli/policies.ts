import { resolve } from "node:path";
import { refineDiagnostics } from "../lib/authoring/diagnose-yaml.ts";
import { placeInFiles } from "../lib/authoring/findings.ts";
import type { Parameter } from "../lib/policy-set/parameter.ts";
import { type DirectoryResult, readDirectory } from "../lib/store/directory.ts";
import { ssmSource } from "../lib/store/ssm.ts";
import type { Io } from "./io.ts";
import { formatFinding } from "./render/finding.ts";
import { styleOf } from "./render/style.ts";

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
  const { files, diagnostics } = await readFolder(folder, io);
  if (diagnostics.length === 0) return { kind: "read", from: folder, parameters: files };
  const findings = placeInFiles(diagnostics, files, folder);
  return { kind: "failed", faults: findings.map((finding) => formatFinding(finding, styleOf(io))) };
}

/** Files under paths as a person at `io.cwd` would write them. */
export async function readFolder(folder: string, io: Io): Promise<DirectoryResult> {
  const { files, diagnostics } = await readDirectory(resolve(io.cwd, folder), folder);
  return { files, diagnostics: refineDiagnostics(diagnostics, files) };
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
    const { explainAwsError } = await import("./stage/explain-aws-error.ts");
    const reason = explainAwsError(error);
    if (reason === undefined) throw error;
    return { kind: "failed", faults: [`${from}: ${reason}`] };
  }
}
