import type { SSMClient } from "@aws-sdk/client-ssm";
import { formatRegionalEndpoint } from "../../lib/aws/endpoint.ts";
import type { BareDiagnostic } from "../report.ts";
import { explainAwsError } from "./explain-aws-error.ts";

/** AWS as the environment names it: a region, and the AWS SDK's usual credentials. */
export type AwsAccess = {
  readonly region: string;
  /** SSM's. */
  readonly endpoint: string;
  /** Instead of S3's own. */
  readonly bucketEndpoint: string | undefined;
  /** The SDK's own: its configuration finds the credentials. */
  readonly client: SSMClient;
};

export type AwsPlace = {
  /** Instead of the environment's. */
  readonly region?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** `explainAwsError` explains the errors of its client; `client.destroy()` ends its connections. */
export async function openAws({ region, env }: AwsPlace): Promise<AwsAccess> {
  // Loaded here: the SDK takes longer to load than the rest of the command line.
  const aws = await import("@aws-sdk/client-ssm");
  const givenRegion = region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const endpoint = env.AWS_ENDPOINT_URL_SSM || env.AWS_ENDPOINT_URL;
  const client = new aws.SSMClient({
    ...(givenRegion ? { region: givenRegion } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...chooseCredentials(env),
    maxAttempts: Number(env.AWS_MAX_ATTEMPTS || 8), // SSM takes about three writes a second
  });
  const knownRegion = await client.config.region();
  return {
    region: knownRegion,
    endpoint: endpoint || formatRegionalEndpoint("ssm", knownRegion),
    bucketEndpoint: env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined,
    client,
  };
}

/** Opens AWS, works with it and closes it. What AWS or the network throws, missing settings too, is given to `fail`. */
export async function useAccess<Access extends AwsAccess, Result>(
  open: () => Promise<Access>,
  work: (access: Access) => Promise<Result>,
  fail: (found: BareDiagnostic, access: Access | undefined) => Result,
): Promise<Result> {
  let access: Access | undefined;
  try {
    access = await open();
    return await work(access);
  } catch (error) {
    const found = explainAwsError(error);
    if (found === undefined) throw error;
    return fail(found, access);
  } finally {
    access?.client.destroy();
  }
}

/** Credentials of the environment; with a profile, or without these, the SDK's default chain. */
function chooseCredentials(env: AwsPlace["env"]) {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = env;
  if (AWS_PROFILE || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return {};
  const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return { credentials: AWS_SESSION_TOKEN ? { ...keys, sessionToken: AWS_SESSION_TOKEN } : keys };
}
