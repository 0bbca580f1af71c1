import { type AwsCredentials, type AwsFailure, type AwsResult, createAwsClient } from "../aws/client.ts";
import { explainAwsFailure } from "../aws/explain-failure.ts";
import { isOfTheSet, parseManifest, pinnedSet } from "../policy-set/manifest.ts";
import { byName, type Parameter } from "../policy-set/parameter.ts";
import { sha256 } from "./sha256.ts";
import type { ReadResult, Source } from "./source.ts";

export type SsmOptions = {
  /** The stage's parameters, e.g. `/chatgate/dev`; its tokens are under `secretsPath`. */
  readonly path: string;
  readonly region: string;
  /** Default: the region's own. */
  readonly endpoint?: string;
  readonly credentials: () => AwsCredentials;
  /** One exchange. Default 800. */
  readonly timeoutMs?: number;
  /** The whole read, all pages and attempts. Default 1200: inside the gate's own deadline of 1500. */
  readonly budgetMs?: number;
  /** 0 to 1, for the pauses between attempts. Default: `Math.random`. */
  readonly random?: () => number;
};

/** `/chatgate/dev` → `/chatgate-secrets/dev`: apart, so that the right to read policy is not the right to read tokens. */
export function secretsPath(path: string): string {
  return path.replace(/^(\/[^/]+)/, "$1-secrets");
}

/**
 * SSM Parameter Store, both paths of a stage. Where there is a manifest, what it names is read, at the versions that it
 * names: never a half-written set, not even by the first read of an instance. Without one, whatever is there.
 */
export function ssmSource(options: SsmOptions): Source {
  const path = options.path.replace(/\/+$/, "");
  const name = `ssm:${path}`;
  const { region, timeoutMs = 800, budgetMs = 1200 } = options;
  const endpoint =
    options.endpoint ?? `https://ssm.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  if (!URL.canParse(endpoint)) {
    const reason = `${name}: the endpoint "${endpoint}" is not a URL: correct AWS_ENDPOINT_URL_SSM`;
    return { name, read: async () => ({ kind: "failed", reason }) };
  }
  const { credentials, random = Math.random } = options;
  const client = createAwsClient({
    service: "ssm",
    region,
    endpoint: new URL(endpoint),
    credentials,
    timeoutMs,
    random,
  });

  const call = async (action: Action, input: object, deadline: number) =>
    readPage(await client.call(`AmazonSSM.${action}`, input, { deadline }));

  async function readPath(under: string, decrypt: boolean, deadline: number): Promise<ReadResult> {
    const parameters: Parameter[] = [];
    let token: string | undefined;
    do {
      const query = {
        Path: under,
        Recursive: true,
        WithDecryption: decrypt,
        MaxResults: 10,
        NextToken: token,
      };
      const answer = await call("GetParametersByPath", query, deadline);
      if (answer.kind !== "page") return refused("GetParametersByPath", under, answer);
      const secret = decrypt ? undefined : answer.parameters.find(({ Type }) => Type === "SecureString");
      if (secret !== undefined) {
        return failed(
          `${secret.Name} is a SecureString, which is read only under ${secretsPath(path)}: store it as String`,
        );
      }
      parameters.push(...answer.parameters.map((stored) => parameterFrom(stored, under)));
      token = answer.next;
    } while (token !== undefined);
    return { kind: "read", parameters };
  }

  /** Versions that are not the newest: in force while a push is under way, or after a change by hand. */
  async function readVersions(names: readonly string[], deadline: number): Promise<ReadResult> {
    const tens = Array.from({ length: Math.ceil(names.length / 10) }, (_, at) =>
      names.slice(at * 10, at * 10 + 10).map((one) => `${path}/${one}`),
    );
    const pages = await Promise.all(tens.map((Names) => call("GetParameters", { Names }, deadline)));
    const parameters: Parameter[] = [];
    for (const page of pages) {
      if (page.kind !== "page") return refused("GetParameters", path, page);
      parameters.push(...page.parameters.map((stored) => parameterFrom(stored, path)));
    }
    return { kind: "read", parameters };
  }

  /** What is in force, of what is there. */
  async function readSet(listed: readonly Parameter[], deadline: number): Promise<ReadResult> {
    const pointer = listed.find((parameter) => parameter.name === "manifest");
    if (pointer === undefined) return { kind: "read", parameters: listed };
    const manifest = parseManifest(pointer.value);
    if (manifest === undefined)
      return failed("manifest is not one: push the set again, or delete that parameter");

    let set = pinnedSet(manifest, listed, sha256);
    if (set.kind === "lacking") {
      const older = await readVersions(set.names, deadline);
      if (older.kind === "failed") return older;
      set = pinnedSet(manifest, [...listed, ...older.parameters], sha256);
    }
    if (set.kind !== "whole") {
      return failed(`set ${pointer.version} cannot be had: ${set.names[0]} is ${set.kind}: push it again`);
    }
    return {
      kind: "read",
      parameters: [...listed.filter((one) => !isOfTheSet(one)), ...set.parameters],
    };
  }

  async function read(): Promise<ReadResult> {
    const { accessKeyId, secretAccessKey } = credentials();
    if (!accessKeyId || !secretAccessKey)
      return failed("no AWS credentials: give the process a role or a profile");
    const deadline = Date.now() + budgetMs;
    const [open, secret] = await Promise.all([
      readPath(path, false, deadline),
      readPath(secretsPath(path), true, deadline),
    ]);
    if (open.kind === "failed") return open;
    if (secret.kind === "failed") return secret;

    // Each path gives only what belongs there: whoever may write policy cannot bring a token in, nor the other way.
    const set = await readSet(
      open.parameters.filter((parameter) => parameter.name !== "tokens"),
      deadline,
    );
    if (set.kind === "failed") return set;
    const parameters = [
      ...set.parameters,
      ...secret.parameters.filter((parameter) => parameter.name === "tokens"),
    ];
    return { kind: "read", parameters: parameters.sort(byName) };
  }

  const failed = (reason: string) => ({ kind: "failed", reason }) as const;
  function refused(action: Action, under: string, failure: AwsFailure) {
    const decrypt = under.split("/")[1]?.endsWith("-secrets") ? ", and kms:Decrypt on the tokens' key" : "";
    const permission = `ssm:${action} on parameter${under} and parameter${under}/*${decrypt}`;
    return failed(
      `${action} ${under}: ${explainAwsFailure(failure, { service: "SSM", endpoint, permission })}`,
    );
  }
  return { name, read };
}

type Action = "GetParametersByPath" | "GetParameters";

type StoredParameter = {
  readonly Name: string;
  readonly Value: string;
  readonly Version: number;
  readonly Type: string;
};

type Page = {
  readonly kind: "page";
  readonly parameters: readonly StoredParameter[];
  readonly next: string | undefined;
};

function readPage(result: AwsResult): Page | AwsFailure {
  if (result.kind !== "ok") return result;
  const { Parameters: parameters, NextToken: next } = result.body;
  if (!Array.isArray(parameters) || !parameters.every(isStoredParameter)) return { kind: "garbled" };
  return { kind: "page", parameters, next: typeof next === "string" && next !== "" ? next : undefined };
}

const parameterFrom = ({ Name, Value, Version }: StoredParameter, under: string): Parameter => ({
  name: Name.slice(under.length + 1),
  value: Value,
  version: String(Version),
});

function isStoredParameter(value: unknown): value is StoredParameter {
  if (typeof value !== "object" || value === null) return false;
  const { Name, Value, Version } = value as Partial<StoredParameter>; // any object may be asked for these
  return typeof Name === "string" && typeof Value === "string" && typeof Version === "number";
}
