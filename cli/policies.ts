import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { refineDiagnostics } from "../lib/authoring/diagnose-yaml.ts";
import { createEngine, type Engine } from "../lib/authoring/engine.ts";
import { placeInFiles } from "../lib/authoring/findings.ts";
import { expireEntries } from "../lib/policy-set/expire-entries.ts";
import { compareByName, type Parameter } from "../lib/policy-set/parameter.ts";
import { type DirectoryResult, readDirectory, readParameterFile } from "../lib/store/directory.ts";
import { sha256 } from "../lib/store/sha256.ts";
import { createSsmSource } from "../lib/store/ssm.ts";
import type { Io } from "./io.ts";
import { type BareDiagnostic, completeDiagnostic, describeUsage, type Problem } from "./report.ts";
import { openAws, useAccess } from "./stage/aws-access.ts";

/** Where policies come from: a folder, with the settings that it has for a stage; or what the stage has in SSM. */
export type Place = {
  readonly policies?: string | undefined;
  readonly stage?: string | undefined;
  readonly deployed?: boolean | undefined;
};

export type ReadPolicies =
  | { readonly kind: "read"; readonly from: string; readonly parameters: readonly Parameter[] }
  | { readonly kind: "failed"; readonly diagnostics: readonly Problem[] };

export const DEFAULT_FOLDER = "policies";

/** Where a stage's settings are kept, as a person would type it. */
export const locateStageSettings = (directory: string, stage: string) =>
  join(directory, "stages", `${stage}.yaml`);

/** Everything that the gate would read there: settings, policies, lists, tokens. */
export async function readPolicies(place: Place, io: Io): Promise<ReadPolicies> {
  const read = await readWithExpired(place, io);
  const mayEnd = read.kind === "read" && read.parameters.some(({ value }) => value.includes("until="));
  return mayEnd ? { ...read, parameters: expireEntries(read.parameters, io.now()) } : read;
}

/** The engine of the policies at a place, and the parameters it was created from. */
export type ReadEngine =
  | { readonly kind: "engine"; readonly engine: Engine; readonly parameters: readonly Parameter[] }
  | { readonly kind: "failed"; readonly diagnostics: readonly Problem[] };

export async function readEngine(place: Place, io: Io): Promise<ReadEngine> {
  const policies = await readPolicies(place, io);
  if (policies.kind === "failed") return policies;
  const { parameters } = policies;
  const created = createEngine(parameters, sha256);
  return created.kind === "failed" ? created : { ...created, parameters };
}

async function readWithExpired({ policies, stage, deployed }: Place, io: Io): Promise<ReadPolicies> {
  if (deployed && stage === undefined)
    return {
      kind: "failed",
      diagnostics: [describeUsage("--deployed needs --stage. Name the stage to read.")],
    };
  if (deployed && stage !== undefined) return readDeployed(stage, io);
  const folder = policies ?? DEFAULT_FOLDER;
  const { files, diagnostics } = await readFolder(folder, io, stage);
  if (diagnostics.length === 0) return { kind: "read", from: folder, parameters: files };
  return { kind: "failed", diagnostics: placeInFiles(diagnostics, files, folder) };
}

/**
 * Files under paths as a person at `io.cwd` would write them. With a stage its own settings and no others; without one
 * `settings.yaml`, or, as in a folder that was pulled, the only stage's.
 */
export async function readFolder(
  folder: string,
  { cwd }: Pick<Io, "cwd">,
  stage?: string,
): Promise<DirectoryResult> {
  const shown = folder.replace(/(?<=.)\/+$/, "");
  const absolute = resolve(cwd, folder);
  const common = await readDirectory(absolute, shown);
  const file = await findSettings(absolute, stage, common);
  const shared = common.files.filter(({ name }) => name !== "settings" || (!file && stage === undefined));
  const own =
    file === undefined
      ? { files: [], diagnostics: [] }
      : await readParameterFile(absolute, file, "settings", shown);
  const files = [...shared, ...own.files].sort(compareByName);
  const onCommon = common.diagnostics.filter(
    ({ document }) => document !== "settings" || shared.some(({ name }) => name === "settings"),
  );
  return { files, diagnostics: refineDiagnostics([...onCommon, ...own.diagnostics], files) };
}

/** Below the folder; undefined: what `settings.yaml` says, or nothing. */
async function findSettings(
  folder: string,
  stage: string | undefined,
  { files }: DirectoryResult,
): Promise<string | undefined> {
  if (stage === undefined && files.some(({ name }) => name === "settings")) return undefined;
  const names = await readdir(join(folder, "stages")).catch((): string[] => []);
  const found = names.filter((name) =>
    stage === undefined ? /^[^.].*\.yaml$/.test(name) : name === `${stage}.yaml`,
  );
  return found.length === 1 ? join("stages", found[0] ?? "") : undefined;
}

async function readDeployed(stage: string, io: Io): Promise<ReadPolicies> {
  const from = `ssm:/chatgate/${stage}`;
  const failWith = (found: BareDiagnostic): ReadPolicies => ({
    ...{ kind: "failed", diagnostics: [completeDiagnostic(found, "error", from)] },
  });
  return useAccess(
    () => openAws({ env: io.env }),
    async ({ client, region, endpoint, bucketEndpoint }) => {
      const credentials = await client.config.credentials();
      const source = createSsmSource({
        path: `/chatgate/${stage}`,
        ...{ region, endpoint, credentials: () => credentials },
        ...(bucketEndpoint !== undefined && { s3Endpoint: bucketEndpoint }),
        timeoutMs: 5_000,
        budgetMs: 10_000, // no request waits for this read
      });
      const result = await source.read();
      return result.kind === "failed"
        ? failWith({ code: "stage-unreadable", details: { reason: result.reason } })
        : { kind: "read", from, parameters: result.parameters };
    },
    failWith,
  );
}
