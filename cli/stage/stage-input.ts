import { readLogLine } from "../../lib/records/read-lines.ts";
import type { Io } from "../io.ts";
import { type LogSource, readBucket } from "../log-source.ts";
import { AUDIT_PATTERN } from "./audit-lines.ts";
import type { AwsAccess } from "./aws-access.ts";
import { type BucketPlace, openBucket } from "./bucket-place.ts";
import { type OpenedRecordings, openRecordings } from "./open-recordings.ts";
import { readRecordingKeys } from "./recording-keys.ts";
import { openStageLogs } from "./stage-logs.ts";
import type { StageStore } from "./stage-store.ts";

/** For lines among which nothing is sealed. */
const countNothing = () => ({ unopened: 0, incomplete: 0 });

const RECORDING_PATTERN = '{ $.type = "recording" }';

/** Lines to replay, and `from`: where they come from, for people. */
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
  return { lines, from, countUnopened: countNothing };
}

async function* selectAudit(source: LogSource): LogSource {
  for await (const item of source)
    if (item.kind === "failed" || readLogLine(item.text).some(({ kind }) => kind === "audit")) yield item;
}

/** Lines of all objects below a prefix, gzipped or not; with a stage, its keys open the recordings among them. */
export async function openBucketInput(
  aws: AwsAccess,
  { bucket, prefix }: BucketPlace,
  stage: StageStore | undefined,
  io: Io,
): Promise<StageInput> {
  const lines = readBucket(prefix, await openBucket(bucket, aws, io));
  const opened =
    stage === undefined
      ? { lines, countUnopened: countNothing }
      : openRecordings(lines, await readRecordingKeys(stage), "with-others");
  return { ...opened, from: `s3://${bucket}/${prefix}` };
}
