import { gzipSync } from "node:zlib";
import { type AwsAnswer, type AwsCredentials, createAwsClient } from "../../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../../lib/aws/endpoint.ts";
import type { StageChangeDetails } from "../../lib/policy/stage-details.ts";
import type { ListObject } from "../../lib/policy-set/manifest.ts";
import { createListReader } from "../../lib/store/list-reader.ts";
import type { FetchedList } from "../../lib/store/stage-reader.ts";

export type BucketObject = { readonly sha256: string; readonly writtenAt: number };

/** The stack's bucket for large lists: `lists/<sha256>.gz`. `explainAwsError` explains the errors that it throws. */
export type ListBucket = {
  /** False also without permission to read. */
  readonly has: (sha256: string) => Promise<boolean>;
  readonly put: (sha256: string, text: string) => Promise<void>;
  readonly get: (list: ListObject) => Promise<FetchedList>;
  /** All lists, in the order of their digests; `writtenAt` by the bucket's clock, in milliseconds. */
  readonly list: () => Promise<readonly BucketObject[]>;
  readonly remove: (sha256: string) => Promise<void>;
};

export type BucketAddress = {
  readonly bucket: string;
  readonly region: string;
  /** Instead of the bucket's own; the bucket is then a folder of it. */
  readonly endpoint: string | undefined;
  readonly credentials: AwsCredentials;
};

const EXCHANGE_MS = 30_000;
/** A thousand objects a page: more lists than any stage has. */
const MAX_PAGES = 100;
const BUCKET_ERROR = "BucketError";
type BucketError = Error & { readonly details: StageChangeDetails["bucket-unusable"] };

/** Whether the bucket threw the error. */
export const isBucketError = (error: unknown): error is BucketError =>
  error instanceof Error && error.name === BUCKET_ERROR && "details" in error;

export function openListBucket({ bucket, region, endpoint, credentials }: BucketAddress): ListBucket {
  const base = endpoint?.replace(/\/$/, "");
  const { request } = createAwsClient({
    service: "s3",
    region,
    endpoint: new URL(
      base === undefined ? formatRegionalEndpoint(`${bucket}.s3`, region) : `${base}/${bucket}`,
    ),
    credentials: () => credentials,
    timeoutMs: EXCHANGE_MS,
  });
  const read = createListReader({
    ...{ region, endpoint, timeoutMs: EXCHANGE_MS, random: Math.random },
    credentials: () => credentials,
  });
  const ask = (method: string, path: string, body: Buffer | string = "") => {
    const headers = method === "PUT" ? { "Content-Type": "application/gzip" } : {};
    return request({ method, path, headers, body, deadline: Date.now() + EXCHANGE_MS });
  };
  const formatObjectPath = (sha256: string) => `/lists/${sha256}.gz`;

  function expectSuccess(answer: AwsAnswer, action: string): Buffer {
    if (answer.kind === "answered" && answer.status < 300) return answer.body;
    const problem = answer.kind === "unreachable" ? answer.code : `HTTP ${answer.status}`;
    const details = { bucket, cause: problem, action };
    throw Object.assign(new Error(`${problem} from bucket ${bucket}`), { name: BUCKET_ERROR, details });
  }

  async function list(): Promise<readonly BucketObject[]> {
    const found: BucketObject[] = [];
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = new URLSearchParams({ "list-type": "2", prefix: "lists/" });
      if (token !== undefined) query.set("continuation-token", token);
      query.sort(); // the signature requires sorted parameters
      const xml = expectSuccess(await ask("GET", `/?${query}`), "s3:ListBucket").toString("utf8");
      for (const [, contents = ""] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const sha256 = /<Key>lists\/([0-9a-f]{64})\.gz<\/Key>/.exec(contents)?.[1];
        const writtenAt = Date.parse(/<LastModified>([^<]*)</.exec(contents)?.[1] ?? "");
        if (sha256 !== undefined) found.push({ sha256, writtenAt });
      }
      token = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1]?.replaceAll("&amp;", "&");
      if (token === undefined) break;
    }
    return found;
  }

  return {
    has: async (sha256) => {
      const answer = await ask("HEAD", formatObjectPath(sha256));
      return answer.kind === "answered" && answer.status === 200;
    },
    put: async (sha256, text) => {
      const body = gzipSync(text, { level: 9 });
      expectSuccess(await ask("PUT", formatObjectPath(sha256), body), "s3:PutObject");
    },
    get: (object) => read(object, Date.now() + EXCHANGE_MS),
    list,
    remove: async (sha256) => {
      expectSuccess(await ask("DELETE", formatObjectPath(sha256)), "s3:DeleteObject");
    },
  };
}
