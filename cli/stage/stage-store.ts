import { compareByName, type Parameter } from "../../lib/policy-set/parameter.ts";
import { formatSecretsPath } from "../../lib/store/stage-reader.ts";
import { type AwsAccess, type AwsPlace, openAws } from "./aws-access.ts";
import { type ListBucket, openListBucket } from "./list-bucket.ts";
import { readPages } from "./read-pages.ts";

/** Names are relative to the stage, as the gate's sources give them; no method reads or writes a token's text. */
export type StageStore = AwsAccess & {
  readonly stage: string;
  /** For messages: `stage dev (/chatgate/dev in eu-west-1)`. */
  readonly label: string;
  readonly path: string;
  /** The newest version of all that is there. */
  readonly list: () => Promise<readonly StoredParameter[]>;
  /** Each `name` or `name:version`; what is not there is left out. */
  readonly get: (names: readonly string[]) => Promise<readonly StoredParameter[]>;
  /** Up to 100, the oldest first. */
  readonly versions: (name: string) => Promise<readonly StoredVersion[]>;
  /** Writes a new version; uses the advanced tier, which is billed, only if required or already used. */
  readonly put: (
    name: string,
    value: string,
    description?: string,
  ) => Promise<{ readonly version: string; readonly advanced: boolean }>;
  readonly remove: (names: readonly string[]) => Promise<void>;
  /** Whether the stage has tokens; undefined if this person may not know. */
  readonly hasTokens: () => Promise<boolean | undefined>;
  /** Whether the account pays for SSM's higher throughput; undefined if that cannot be read. */
  readonly isThroughputRaised: () => Promise<boolean | undefined>;
  /** For lists that are too large for SSM. */
  readonly openBucket: (bucket: string) => Promise<ListBucket>;
};

export type StoredParameter = Parameter & {
  readonly secure: boolean;
  /** Milliseconds, by SSM's clock; 0 if it does not say. */
  readonly writtenAt: number;
};
/** `user` as SSM saw it: an ARN. `at` in milliseconds. */
export type StoredVersion = Parameter & { readonly user: string | undefined; readonly at: number };

export type StageAddress = AwsPlace & { readonly stage: string };

/** SSM by the AWS SDK and its usual credentials. Its methods throw errors that `explainAwsError` explains. */
export async function openStage({ stage, region, env }: StageAddress): Promise<StageStore> {
  const access = await openAws({ region, env });
  const aws = await import("@aws-sdk/client-ssm"); // openAws has loaded it
  const { client } = access;
  const path = `/chatgate/${stage}`;
  const absolute = (name: string) => `${path}/${name}`;

  async function list(): Promise<readonly StoredParameter[]> {
    const pages = await readPages((NextToken) =>
      client.send(
        new aws.GetParametersByPathCommand({ Path: path, Recursive: true, MaxResults: 10, NextToken }),
      ),
    );
    return pages.flatMap(({ Parameters = [] }) => Parameters.map(stored)).sort(compareByName);
  }

  async function get(names: readonly string[]): Promise<readonly StoredParameter[]> {
    const found: StoredParameter[] = [];
    for (const ten of chunkNames(names)) {
      const { Parameters } = await client.send(new aws.GetParametersCommand({ Names: ten.map(absolute) }));
      found.push(...(Parameters ?? []).map(stored));
    }
    return found;
  }

  async function versions(name: string): Promise<readonly StoredVersion[]> {
    const pages = await readPages((NextToken) =>
      client.send(new aws.GetParameterHistoryCommand({ Name: absolute(name), MaxResults: 50, NextToken })),
    );
    const found = pages.flatMap(({ Parameters = [] }) => Parameters);
    return found.map((version) => ({
      ...stored(version),
      user: version.LastModifiedUser,
      at: version.LastModifiedDate?.getTime() ?? 0,
    }));
  }

  const stored = (parameter: {
    readonly Name?: string | undefined;
    readonly Value?: string | undefined;
    readonly Version?: number | undefined;
    readonly Type?: string | undefined;
    readonly LastModifiedDate?: Date | undefined;
  }): StoredParameter => ({
    name: (parameter.Name ?? "").slice(path.length + 1),
    value: parameter.Value ?? "",
    version: String(parameter.Version ?? 0),
    secure: parameter.Type === "SecureString",
    writtenAt: parameter.LastModifiedDate?.getTime() ?? 0,
  });

  async function put(name: string, value: string, description?: string) {
    const { Version, Tier } = await client.send(
      new aws.PutParameterCommand({
        Name: absolute(name),
        Value: value,
        Type: "String",
        Overwrite: true,
        Tier: "Intelligent-Tiering", // standard up to 4 KB, and an advanced parameter stays one, as it must
        ...(description === undefined ? {} : { Description: description }),
      }),
    );
    return { version: String(Version ?? 0), advanced: Tier === "Advanced" };
  }

  async function remove(names: readonly string[]): Promise<void> {
    for (const ten of chunkNames(names)) {
      await client.send(new aws.DeleteParametersCommand({ Names: ten.map(absolute) }));
    }
  }

  async function hasTokens(): Promise<boolean | undefined> {
    try {
      const names = [`${formatSecretsPath(path)}/tokens`];
      const { Parameters } = await client.send(new aws.GetParametersCommand({ Names: names }));
      return (Parameters ?? []).length > 0;
    } catch (error) {
      if (error instanceof Error && /^AccessDenied/.test(error.name)) return undefined;
      throw error;
    }
  }

  async function isThroughputRaised(): Promise<boolean | undefined> {
    try {
      const SettingId = "/ssm/parameter-store/high-throughput-enabled";
      const { ServiceSetting } = await client.send(new aws.GetServiceSettingCommand({ SettingId }));
      return ServiceSetting?.SettingValue === "true";
    } catch {
      return undefined; // no permission, or an emulator: the default is assumed and reported
    }
  }

  const openBucket = async (bucket: string) =>
    openListBucket({
      bucket,
      region: access.region,
      endpoint: access.bucketEndpoint,
      credentials: await client.config.credentials(),
    });
  return {
    ...access,
    stage,
    label: `stage ${stage} (${path} in ${access.region})`,
    path,
    list,
    get,
    versions,
    put,
    remove,
    hasTokens,
    isThroughputRaised,
    openBucket,
  };
}

const chunkNames = (names: readonly string[]) =>
  Array.from({ length: Math.ceil(names.length / 10) }, (_, at) => names.slice(at * 10, at * 10 + 10));
