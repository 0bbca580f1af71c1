import type { Outcome } from "../gate/outcome.ts";
import { isObject } from "../json.ts";
import type { RecordingLine } from "./read-lines.ts";
import { createPartJoiner, cutText } from "./undelivered.ts";

/** A whole request and what was decided of it, opened: one line of JSON. schemas/recording.schema.json says the same. */
export type Recording = {
  readonly type: "request";
  readonly v: 1;
  readonly time: string;
  readonly requestId: string;
  readonly command: string;
  readonly platform: string;
  readonly clientIp: string;
  readonly sdkAppId: number;
  /** The policy set's number. Absent if nothing was pushed. */
  readonly set?: string;
  /** Of the answer that Chat was given. */
  readonly decision: { readonly verdict: string; readonly code: number };
  /** The body as it came; numbers above 2^53 as text once it is read. */
  readonly body: Readonly<Record<string, unknown>>;
};

/** `undefined`: a request that cannot be replayed. The body's text is embedded, so that numbers keep all digits. */
export function writeRecording(outcome: Outcome, bodyText: string | undefined): string | undefined {
  const { ending, command, sdkAppId, verdict, code, platform = "", facets, set } = outcome;
  const isParsed = ending.kind === "decided" || ending.kind === "unreadable" || ending.kind === "deadline";
  if (!isParsed || command === undefined || sdkAppId === undefined || bodyText === undefined)
    return undefined;
  const head = JSON.stringify({
    ...{ type: "request", v: 1, time: new Date(outcome.time).toISOString(), requestId: outcome.requestId },
    ...{ command, platform, clientIp: facets?.values.clientIp ?? "", sdkAppId, set: set?.number },
    decision: { verdict, code },
  });
  // Between the tokens of JSON a line end is white space, and inside a string there can be none.
  return `${head.slice(0, -1)},"body":${bodyText.replace(/[\r\n]/g, " ")}}`;
}

/** The lines of a log that hold it, sealed; several if it is long. */
export function writeRecordingLines(
  sealed: string,
  { time, requestId }: Pick<Outcome, "time" | "requestId">,
  key: string,
): readonly RecordingLine[] {
  const pieces = cutText(sealed);
  return pieces.map((piece, index) => ({
    ...{ type: "recording", v: 1, time: new Date(time).toISOString(), requestId, key },
    ...(pieces.length > 1 && { part: index + 1, parts: pieces.length }),
    sealed: piece,
  }));
}

/** Joins the lines of recordings again. */
export const createRecordingJoiner = () =>
  createPartJoiner((line: RecordingLine) => `${line.requestId}\0${line.time}`);

/** `undefined`: not a recording of this version. */
export function readRecording(fields: Readonly<Record<string, unknown>>): Recording | undefined {
  const { type, v, decision, body, sdkAppId } = fields;
  const texts = ["time", "requestId", "command", "platform", "clientIp"];
  const isWhole =
    type === "request" &&
    v === 1 &&
    typeof sdkAppId === "number" &&
    texts.every((name) => typeof fields[name] === "string") &&
    isObject(decision) &&
    typeof decision.verdict === "string" &&
    typeof decision.code === "number" &&
    isObject(body);
  return isWhole ? (fields as Recording) : undefined; // the checks above cover every required field
}
