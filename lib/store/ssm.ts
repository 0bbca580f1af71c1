import { type AwsCredentials, type AwsFailure, type AwsResult, createAwsClient } from "../aws/client.ts";
import { formatRegionalEndpoint } from "../aws/endpoint.ts";
import { explainAwsFailure } from "../aws/explain-failure.ts";
import { gzipCodec } from "./gzip.ts";
import { createListReader } from "./list-reader.ts";
import { sha256 } from "./sha256.ts";
import type { Source } from "./source.ts";
import {
  createStageReader,
  type Fetched,
  formatSecretsPath,
  type StagePorts,
  type StoredParameter,
} from "./stage-reader.ts";

export type SsmOptions = {
  /** The stage's parameters, e.g. `/chatgate/dev`; its tokens are under `formatSecretsPath`. */
  readonly path: string;
  readonly region: string;
  /** Default: the region's own. */
  readonly endpoint?: string;
  readonly credentials: () => AwsCredentials;
  /** For large lists. Default: the bucket's own. */
  readonly s3Endpoint?: string;
  /** One exchange. Default 800. */
  readonly timeoutMs?: number;
  /** The whole read, all calls and attempts. Default 1200: inside the gate's own deadline of 1500. */
  readonly budgetMs?: number;
  /** 0 to 1, for the pauses between attempts. Default: `Math.random`. */
  readonly random?: () => number;
};

/**
 * SSM Parameter Store, both paths of a stage. With a manifest, the parameters that it names are read, at the versions
 * that it names: never a half-written set, even by an instance's first read. Without one, all parameters are read.
 */
export function createSsmSource(options: SsmOptions): Source {
  const path = options.path.replace(/\/+$/, "");
  const name = `ssm:${path}`;
  const { region, credentials, budgetMs = 1200 } = options;
  const endpoint = options.endpoint ?? formatRegionalEndpoint("ssm", region);
  if (!URL.canParse(endpoint)) {
    const reason = `${name}: the endpoint "${endpoint}" is not a URL: correct AWS_ENDPOINT_URL_SSM`;
    return { name, read: async () => ({ kind: "failed", reason }) };
  }
  const reader = createStageReader(path, createSsmPorts(path, endpoint, options));
  return {
    name,
    read: async () => {
      const { accessKeyId, secretAccessKey } = credentials();
      if (!accessKeyId || !secretAccessKey) {
        return { kind: "failed", reason: "no AWS credentials: give the process a role or a profile" };
      }
      return reader.read(Date.now() + budgetMs);
    },
  };
}

/** SSM and the bucket as a reader of the stage at `path` asks them; `endpoint` is a URL. */
export function createSsmPorts(
  path: string,
  endpoint: string,
  {
    region,
    credentials,
    s3Endpoint,
    timeoutMs = 800,
    random = Math.random,
  }: Omit<SsmOptions, "path" | "endpoint">,
): StagePorts {
  const client = createAwsClient({
    service: "ssm",
    region,
    endpoint: new URL(endpoint),
    credentials,
    timeoutMs,
    random,
  });

  async function call(
    action: Action,
    input: object,
    under: string,
    deadline: number,
  ): Promise<Page | Failed> {
    const page = readPage(await client.call(`AmazonSSM.${action}`, input, { deadline }));
    if (page.kind === "page") return page;
    const decrypt = under.includes("-secrets/") ? ", and kms:Decrypt on the tokens' key" : "";
    const permission = `ssm:${action} on ${under}${decrypt}`;
    const explained = explainAwsFailure(page, { service: "SSM", endpoint, permission });
    return { kind: "failed", reason: `${action} ${path}: ${explained}` };
  }

  async function getParameters(
    names: readonly string[],
    decrypt: boolean,
    deadline: number,
  ): Promise<Fetched> {
    const folders = [path, formatSecretsPath(path)].filter((folder) =>
      names.some((parameter) => parameter.startsWith(`${folder}/`)),
    );
    const under = folders.map((folder) => `parameter${folder}/*`).join(" and ");
    const page = await call("GetParameters", { Names: names, WithDecryption: decrypt }, under, deadline);
    return page.kind === "failed" ? page : { kind: "fetched", parameters: page.parameters };
  }

  async function listPath(folder: string, deadline: number): Promise<Fetched> {
    const query = { Path: folder, Recursive: true, WithDecryption: false, MaxResults: 10 };
    const under = `parameter${folder} and parameter${folder}/*`;
    const parameters: StoredParameter[] = [];
    let next: string | undefined;
    do {
      const page = await call("GetParametersByPath", { ...query, NextToken: next }, under, deadline);
      if (page.kind === "failed") return page;
      parameters.push(...page.parameters);
      next = page.next;
    } while (next !== undefined);
    return { kind: "fetched", parameters };
  }

  const getList = createListReader({ region, endpoint: s3Endpoint, credentials, timeoutMs, random });
  return { getParameters, listPath, getList, codec: gzipCodec, sha256 };
}

type Action = "GetParametersByPath" | "GetParameters";
type Failed = { readonly kind: "failed"; readonly reason: string };
type Page = {
  readonly kind: "page";
  readonly parameters: readonly StoredParameter[];
  readonly next: string | undefined;
};

function readPage(result: AwsResult): Page | AwsFailure {
  if (result.kind !== "ok") return result;
  const { Parameters: rows, NextToken: next } = result.body;
  const parameters = Array.isArray(rows) ? rows.map(readParameter) : [undefined];
  if (!parameters.every((parameter) => parameter !== undefined)) return { kind: "garbled" };
  return { kind: "page", parameters, next: typeof next === "string" && next !== "" ? next : undefined };
}

/** The time besides the version: versions restart when a parameter is deleted. */
function readParameter(row: unknown): StoredParameter | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const { Name, Value, Version, Type, LastModifiedDate } = row as Readonly<Record<string, unknown>>; // an object
  if (typeof Name !== "string" || typeof Value !== "string" || typeof Version !== "number") return undefined;
  const stamp = `${Version}@${LastModifiedDate}`;
  return { name: Name, value: Value, version: String(Version), type: String(Type), stamp };
}
