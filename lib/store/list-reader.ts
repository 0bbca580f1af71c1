import { createHash } from "node:crypto";
import {
  type AwsAnswer,
  type AwsClient,
  type AwsCredentials,
  createAwsClient,
  measureLongestPause,
} from "../aws/client.ts";
import { formatRegionalEndpoint } from "../aws/endpoint.ts";
import type { ListObject } from "../policy-set/manifest.ts";
import { gunzipText } from "./gzip.ts";
import type { FetchedList } from "./stage-reader.ts";

export type ListReaderOptions = {
  readonly region: string;
  /** Instead of the bucket's own; buckets are then folders of it. */
  readonly endpoint: string | undefined;
  readonly credentials: () => AwsCredentials;
  readonly timeoutMs: number;
  readonly random: () => number;
};

/** The bytes that gzip may add to an incompressible text. */
const GZIP_OVERHEAD_BYTES = 1024;
const ATTEMPTS = 3;

/** Reads lists of the stack's bucket, which are named by their content; a gzip bomb or another content is not taken. */
export function createListReader({ region, endpoint, credentials, timeoutMs, random }: ListReaderOptions) {
  const base = endpoint?.replace(/\/$/, "");
  // Made when first needed: most stages have no list in a bucket.
  let latest: { readonly bucket: string; readonly client: AwsClient } | undefined;

  function openBucket(bucket: string): AwsClient {
    if (latest?.bucket !== bucket) {
      const url = base === undefined ? formatRegionalEndpoint(`${bucket}.s3`, region) : `${base}/${bucket}`;
      const client = createAwsClient({
        service: "s3",
        region,
        endpoint: new URL(url),
        credentials,
        timeoutMs,
      });
      latest = { bucket, client };
    }
    return latest.client;
  }

  return async ({ bucket, sha256, bytes }: ListObject, deadline: number): Promise<FetchedList> => {
    const { request } = openBucket(bucket);
    const maxBytes = bytes + GZIP_OVERHEAD_BYTES;
    const get = { method: "GET", path: `/lists/${sha256}.gz`, headers: {}, body: "", deadline, maxBytes };
    let answer = await request(get);
    for (let attempt = 1; attempt < ATTEMPTS && mayPass(answer); attempt += 1) {
      const pauseMs = random() * measureLongestPause(attempt);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      answer = await request(get);
    }
    if (answer.kind === "unreachable") return createUnavailable(`${bucket} does not answer (${answer.code})`);
    if (answer.status !== 200) return createUnavailable(explainStatus(answer.status, bucket));
    const text = gunzipText(answer.body, bytes);
    if (text === undefined || createHash("sha256").update(text).digest("hex") !== sha256) {
      return createUnavailable(`its content in ${bucket} is not what the manifest names: push it again`);
    }
    return { kind: "fetched", text };
  };
}

const createUnavailable = (reason: string): FetchedList => ({ kind: "unavailable", reason });

const mayPass = (answer: AwsAnswer) =>
  answer.kind === "unreachable"
    ? answer.code === "ECONNRESET" || answer.code === "EPIPE"
    : answer.status >= 500 || answer.status === 429;

function explainStatus(status: number, bucket: string): string {
  // Without s3:ListBucket, S3 answers 403 for a missing object.
  if (status === 403) return `HTTP 403: push it again, and allow the role s3:GetObject on ${bucket}/lists/*`;
  if (status === 404) return `HTTP 404: it is not in ${bucket}: push it again`;
  return `HTTP ${status} from ${bucket}`;
}
