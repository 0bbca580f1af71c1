import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseJson, parseObject } from "../lib/json.ts";
import {
  type BatchTally,
  nameBatchTally,
  readStoredPlan,
  readTally,
  type UnreadObject,
} from "../lib/replay/distributed.ts";
import { mergeTallies, type Tally } from "../lib/replay/tally.ts";
import { gunzipText } from "../lib/store/gzip.ts";
import { sha256 } from "../lib/store/sha256.ts";
import type { Io } from "./io.ts";
import type { BareDiagnostic } from "./report.ts";
import { type AwsAccess, openAws, useAccess } from "./stage/aws-access.ts";
import { openBucket, parseBucketPlace } from "./stage/bucket-place.ts";

/** The merged tallies, and the results in the state machine's files. */
export type ReplayResults = {
  readonly kind: "read";
  readonly tally: Tally;
  readonly tallies: number;
  /** Names of the compared sets, if a distributed replay recorded them. */
  readonly names: { readonly before: string; readonly after: string } | undefined;
  readonly unread: readonly UnreadObject[];
  /** Folders of a distributed replay without the state machine's manifest. */
  readonly unfinished: readonly string[];
};

export type ReadResults =
  | ReplayResults
  /** `about`: the place, if the problem does not name it. */
  | { readonly kind: "failed"; readonly about?: string; readonly found: BareDiagnostic };

/** One file or object. */
type Entry = {
  readonly name: string;
  readonly read: () => Promise<Buffer | { readonly code: string }>;
};
type Listed = readonly Entry[] | Extract<ReadResults, { readonly kind: "failed" }>;

const MAX_BYTES = 256 * 2 ** 20;
/** Tallies per merge: each merge creates a new tally of all accounts. */
const MERGED_AT_ONCE = 16;

/** Files, folders and `s3://bucket/prefix`. */
export async function readReplayResults(
  places: readonly string[],
  region: string | undefined,
  io: Io,
): Promise<ReadResults> {
  const entries: Entry[] = [];
  for (const place of places) {
    const listed = place.startsWith("s3://")
      ? await listBucket(place, region, io)
      : await listFiles(place, io);
    if ("kind" in listed) return listed;
    entries.push(...listed);
  }
  return collectResults(entries, places.join(", "));
}

async function listFiles(place: string, { cwd }: Io): Promise<Listed> {
  const path = resolve(cwd, place);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { kind: "failed", found: { code: "file-missing", token: place } };
  const readEntry = (file: string, name: string): Entry => ({
    name,
    read: () => readFile(file).catch((error: NodeJS.ErrnoException) => ({ code: String(error.code) })),
  });
  if (!found.isDirectory()) return [readEntry(path, place)];
  const names = (await readdir(path, { recursive: true }))
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .sort();
  return names.map((name) => readEntry(join(path, name), `${place}/${name.replaceAll("\\", "/")}`));
}

async function listBucket(place: string, region: string | undefined, io: Io): Promise<Listed> {
  const parsed = parseBucketPlace(place);
  if (parsed === undefined) {
    const problem = `"${place}" does not name a bucket. Write s3://bucket/prefix.`;
    return { kind: "failed", found: { code: "usage", details: { problem } } };
  }
  const { bucket, prefix } = parsed;
  return useAccess<AwsAccess, Listed>(
    () => openAws({ region, env: io.env }),
    async (aws) => {
      const store = await openBucket(bucket, aws, io);
      const listed = await store.list(prefix);
      if (listed.kind === "failed") {
        const details = { bucket, cause: listed.code, action: "s3:ListBucket" };
        return { kind: "failed", about: place, found: { code: "bucket-unusable", details } };
      }
      return listed.objects.map(({ key }) => ({
        name: `s3://${bucket}/${key}`,
        read: async () => {
          const got = await store.get(key, MAX_BYTES);
          return got.kind === "got" ? got.body : got;
        },
      }));
    },
    (found) => ({ kind: "failed", about: place, found }),
  );
}

/** A run of the state machine: which batches it lists as done, and which not. */
type BatchRecord = { readonly keys: readonly string[]; readonly status: string };

/** `place`: of all entries, for people. */
async function collectResults(entries: readonly Entry[], place: string): Promise<ReadResults> {
  let merged = mergeTallies([]);
  let waiting: Tally[] = [];
  let names: ReplayResults["names"];
  let tallies = 0;
  const unread: UnreadObject[] = [];
  const records: BatchRecord[] = [];
  const done = new Set<string>();
  const [plans, manifests]: [string[], string[]] = [[], []];
  for (const entry of entries) {
    const result = await readResult(entry);
    if (result.kind === "failed") return result;
    if (result.kind === "plan") {
      names ??= result.names;
      plans.push(entry.name.replace(/plan\.json\.gz$/, ""));
    } else if (result.kind === "manifest") manifests.push(entry.name);
    else if (result.kind === "records") records.push(...result.records);
    else {
      tallies++;
      unread.push(...(result.tally.unread ?? []));
      done.add(entry.name.slice(entry.name.lastIndexOf("/") + 1));
      waiting.push(result.tally);
      if (waiting.length < MERGED_AT_ONCE) continue;
      merged = mergeTallies([merged, ...waiting]);
      waiting = [];
    }
  }
  if (tallies === 0 && plans.length === 0)
    return { kind: "failed", found: { code: "tally-missing", token: place } };
  for (const { keys, status } of records)
    if (!done.has(nameBatchTally(keys, sha256)))
      unread.push(...keys.map((key) => ({ key, reason: `batch-${status}`, lines: 0 })));
  const unfinished = plans.filter((plan) => !manifests.some((manifest) => manifest.startsWith(plan)));
  return { kind: "read", tally: mergeTallies([merged, ...waiting]), tallies, names, unread, unfinished };
}

type Result =
  | { readonly kind: "plan"; readonly names: ReplayResults["names"] }
  /** Written when an execution has finished. */
  | { readonly kind: "manifest" }
  | { readonly kind: "records"; readonly records: readonly BatchRecord[] }
  | { readonly kind: "tally"; readonly tally: Tally & Partial<BatchTally> }
  | { readonly kind: "failed"; readonly found: BareDiagnostic };

/** What an entry holds, by its name: a file of the state machine, or else a tally. */
async function readResult({ name, read }: Entry): Promise<Result> {
  const failAs = (expected: "tally" | "plan" | "map-run"): Result => ({
    ...{ kind: "failed", found: { code: "replay-file-invalid", token: name, details: { expected } } },
  });
  const bytes = await read();
  if ("code" in bytes)
    return {
      kind: "failed",
      found: { code: "file-unreadable", token: name, details: { cause: bytes.code } },
    };
  const text = unzip(bytes);
  if (text === undefined) return failAs("tally");
  if (/(^|\/)plan\.json\.gz$/.test(name)) {
    const plan = readStoredPlan(text);
    return plan === undefined ? failAs("plan") : { kind: "plan", names: plan.names };
  }
  if (/\/manifest\.json$/.test(name)) return { kind: "manifest" };
  if (/\/(?:SUCCEEDED|FAILED|PENDING)_\d+\.json$/.test(name)) {
    const records = readRecords(text);
    return records === undefined ? failAs("map-run") : { kind: "records", records };
  }
  const tally = readTally(text);
  return tally === undefined
    ? { kind: "failed", found: { code: "tally-invalid", token: name } }
    : { kind: "tally", tally };
}
function unzip(bytes: Buffer): string | undefined {
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isZipped ? gunzipText(bytes, MAX_BYTES) : bytes.toString("utf8");
}

/** Executions as ResultWriter describes them, each with the input that it was given. */
function readRecords(text: string): readonly BatchRecord[] | undefined {
  const rows = parseJson(text);
  if (!Array.isArray(rows)) return undefined;
  const records = rows.map((row: { readonly Status?: unknown; readonly Input?: unknown } | null) => {
    const items = parseObject(String(row?.Input))?.Items;
    if (!Array.isArray(items)) return undefined;
    const keys = items.map((item: { readonly Key?: unknown } | null) => String(item?.Key));
    return { keys, status: String(row?.Status).toLowerCase().replace(/\W/g, "") };
  });
  return records.every((record) => record !== undefined) ? records : undefined;
}
