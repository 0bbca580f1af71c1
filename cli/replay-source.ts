import { resolve } from "node:path";
import type { Io } from "./io.ts";
import { endAtStop, type LogSource } from "./log-source.ts";
import { type InputPart, listInputFiles, readInputPart } from "./replay-input.ts";
import { openLines } from "./stage/audit-lines.ts";
import type { AwsAccess } from "./stage/aws-access.ts";
import { parseBucketPlace } from "./stage/bucket-place.ts";
import { openBucketInput, openStageInput, type StageInput } from "./stage/stage-input.ts";
import type { StageStore } from "./stage/stage-store.ts";

/** Where the requests of a replay come from. */
export type ReplaySource =
  | { readonly kind: "files"; readonly parts: readonly InputPart[] }
  | { readonly kind: "lines"; readonly sources: Iterable<LogSource>; readonly opened: readonly StageInput[] }
  | { readonly kind: "missing"; readonly path: string };

export type SourceOptions = {
  /** Of the stage's log. */
  readonly from: number;
  readonly to: number;
  readonly recordings?: boolean | undefined;
};

/** The access with which inputs are opened. */
export type SourceAccess = {
  /** Undefined: no input needs it. */
  readonly aws: AwsAccess | undefined;
  /** Whose log is read without inputs, and whose keys open recordings. */
  readonly stage: StageStore | undefined;
};

/** Whether the inputs need AWS; without inputs, a stage's log is read. */
export const isAwsNeeded = (inputs: readonly string[]) =>
  inputs.length === 0 || inputs.some((input) => parseBucketPlace(input) !== undefined);

/** Files, folders, `-`, `s3://bucket/prefix`; none: the stage's log. */
export async function openReplaySource(
  inputs: readonly string[],
  { from, to, recordings = false }: SourceOptions,
  { aws, stage }: SourceAccess,
  io: Io,
): Promise<ReplaySource> {
  if (inputs.length === 0 && stage !== undefined) {
    const input = await openStageInput(stage, { from, to }, recordings ? "recordings" : "audit", io);
    return { kind: "lines", sources: [endAtStop(input.lines, io.stop)], opened: [input] };
  }
  const sources: LogSource[] = [];
  const opened: StageInput[] = [];
  const parts: InputPart[] = [];
  for (const input of inputs) {
    const bucket = parseBucketPlace(input);
    if (bucket !== undefined && aws !== undefined) {
      const found = await openBucketInput(aws, bucket, stage, io);
      opened.push(found);
      sources.push(found.lines);
    } else if (input === "-") sources.push(openLines(input, io));
    else {
      const found = await listInputFiles([resolve(io.cwd, input)]);
      if ("missing" in found) return { kind: "missing", path: found.missing };
      parts.push(...found);
    }
  }
  if (sources.length === 0) return { kind: "files", parts };
  return { kind: "lines", sources: openInTurn(parts, sources, io.stop), opened };
}

/** Opens one file at a time: there may be more files than open handles allowed. */
function* openInTurn(
  parts: readonly InputPart[],
  sources: readonly LogSource[],
  stop: AbortSignal,
): Generator<LogSource> {
  for (const part of parts) yield readInputPart(part);
  for (const source of sources) yield endAtStop(source, stop);
}
