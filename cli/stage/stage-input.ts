import { createAwsClient } from "../../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../../lib/aws/endpoint.ts";
import { readLogLine } from "../../lib/records/read-lines.ts";
import type { Io } from "../io.ts";
import { type LogSource, readBucket } from "../log-source.ts";
import { AUDIT_PATTERN } from "./audit-lines.ts";
import { type OpenedRecordings, openRecordings } from "./open-recordings.ts";
import { readRecordingKeys } from "./recording-keys.ts";
import { openStageLogs } from "./stage-logs.ts";
import type { StageStore } from "./stage-store.ts";

const RECORDING_PATTERN = '{ $.type = "recording" }';

/** What a log may hold of one request twice, once. */
export type StageInput = OpenedRecordings & { readonly from: string };

/** A stage's log: its audit lines, or the recordings in it, opened with the operator's rights. */
export async function openStageInput(
  store: StageStore,
  span: { readonly from: number; readonly to: number },
  kind: "audit" | "recordings",
  io: Io,
): Promise<StageInput> {
  const openLogs = await openStageLogs(store, io);
  const from = `the log of stage ${store.stage}`;
  if (kind === "recordings")
    return {
      ...openRecordings(
        openLogs({ ...span, pattern: RECORDING_PATTERN }),
        await readRecordingKeys(store),
        "alone",
      ),
      from: `recordings in ${from}`,
    };
  const lines = selectAudit(openLogs({ ...span, pattern: AUDIT_PATTERN }));
  return { lines, from, countUnopened: () => ({ unopened: 0, incomplete: 0 }) };
}

async function* selectAudit(source: LogSource): LogSource {
  for await (const item of source)
    if (item.kind === "failed" || readLogLine(item.text).some(({ kind }) => kind === "audit")) yield item;
}

/** `s3://bucket/prefix`; undefined for another input. */
export function parseBucketPlace(
  text: string,
): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
}

/** Lines of all objects below a prefix, gzipped or not; recordings among them opened with the stage's keys. */
export async function openBucketInput(
  store: StageStore,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  hasKeys: boolean,
  io: Io,
): Promise<StageInput> {
  const { region, bucketEndpoint } = store;
  const credentials = await store.client.config.credentials();
  const endpoint =
    bucketEndpoint === undefined
      ? formatRegionalEndpoint(`${bucket}.s3`, region)
      : `${bucketEndpoint.replace(/\/$/, "")}/${bucket}`;
  const { request } = createAwsClient({
    ...{ service: "s3", region, endpoint: new URL(endpoint), credentials: () => credentials },
    now: io.now,
  });
  const lines = readBucket(prefix, request, io.now);
  const keys = hasKeys ? await readRecordingKeys(store) : new Map();
  const opened = hasKeys
    ? openRecordings(lines, keys, "with-others")
    : { lines, countUnopened: () => ({ unopened: 0, incomplete: 0 }) };
  return { ...opened, from: `s3://${bucket}/${prefix}` };
}
