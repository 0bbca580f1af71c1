import { type ObjectStore, openObjectStore } from "../../lib/store/object-store.ts";
import type { Io } from "../io.ts";
import type { AwsAccess } from "./aws-access.ts";

export type BucketPlace = { readonly bucket: string; readonly prefix: string };

/** `s3://bucket/prefix`; undefined for another input. */
export function parseBucketPlace(text: string): BucketPlace | undefined {
  const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
}

/** Any bucket of the region. */
export async function openBucket(
  bucket: string,
  { client, region, bucketEndpoint }: AwsAccess,
  io: Io,
): Promise<ObjectStore> {
  const credentials = await client.config.credentials();
  return openObjectStore({
    ...{ bucket, region, endpoint: bucketEndpoint, credentials: () => credentials },
    ...{ random: Math.random, now: io.now },
  });
}
