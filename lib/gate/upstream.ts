import { unsealBytes } from "../callback/callback.ts";
import type { Command } from "../commands/define-command.ts";
import { parseJson } from "../json.ts";
import { matchesGlob } from "../policy/functions/glob.ts";
import type { UpstreamSettings } from "../policy-set/upstream-settings.ts";
import { decodeCommon, type Envelope } from "../replies/envelope.ts";
import { readAnswer } from "../replies/read-answer.ts";
import { createReplyContext, encodeRefusal, type Response } from "./respond.ts";
import type { Trace } from "./trace.ts";

export type UpstreamRequest = {
  readonly settings: UpstreamSettings;
  /** The query and the body as Chat sent them. */
  readonly query: string;
  readonly body: Uint8Array;
  /** A moment on the gate's clock. */
  readonly deadline: number;
};

/** `text`: undefined if it did not arrive whole. `reason`: a word for logs, nothing of the request. */
export type UpstreamAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly text: string | undefined }
  | { readonly kind: "failed"; readonly reason: string };

/** The backend that Chat's callbacks are passed on to. Never rejects, and ends by the deadline. */
export type Upstream = (request: UpstreamRequest) => Promise<UpstreamAnswer>;

/** The backend's part in the answer. */
export type UpstreamReport =
  /** Chat gets its answer. */
  | { readonly kind: "answered" }
  /** It got the callback, and its answer does not matter. */
  | { readonly kind: "informed" }
  /** For a before-command, `onFailure` gave the answer. */
  | { readonly kind: "failed"; readonly reason: string };

/** Kept for writing the answer and its records. */
const ANSWERING_MS = 30;

/**
 * Passes the request on if settings say so: after-commands, and before-commands that we allow. Chat then gets the
 * backend's answer, if it is one that the command documents.
 */
export async function passOn(
  response: Response,
  trace: Trace,
  { upstream, now }: { readonly upstream?: Upstream | undefined; readonly now: () => number },
): Promise<Response> {
  const { authentic, command, query, snapshot, startedAt } = trace;
  const { upstream: settings, deadlineMs } = snapshot?.value?.settings ?? {};
  if (upstream === undefined || settings === undefined || deadlineMs === undefined) return response;
  const { ending } = response;
  if (authentic === undefined || ending.kind === "verified" || ending.kind === "rejected") return response;
  const name = command?.name ?? query?.command ?? "";
  if (!isUpstreamCommand(settings, name)) return response;
  if (response.verdict !== "allow") return response;

  const left = startedAt + deadlineMs - ANSWERING_MS;
  const deadline = Math.min(left, now() + settings.timeoutMs);
  const request = { settings, query: authentic.query.raw, body: unsealBytes(authentic), deadline };
  const answer = await upstream(request);
  const failed = describeFailure(answer);
  if (command?.reply.phase !== "before") {
    const report: UpstreamReport = failed === undefined ? { kind: "informed" } : failed;
    return { ...response, upstream: report };
  }
  const taken = failed ?? takeAnswer(answer, command, trace);
  if (taken.kind === "taken") return answerWith(taken.envelope, response, trace, { kind: "answered" });
  if (settings.onFailure === "allow") return { ...response, upstream: taken };
  return answerWith(encodeRefusal(command, "upstream-failed", trace), response, trace, taken);
}

export const isUpstreamCommand = ({ on }: UpstreamSettings, command: string): boolean =>
  [on].flat().some((pattern) => matchesGlob(command, pattern));

type Failure = Extract<UpstreamReport, { kind: "failed" }>;
type Taken = { readonly kind: "taken"; readonly envelope: Envelope };

function describeFailure(answer: UpstreamAnswer): Failure | undefined {
  if (answer.kind === "failed") return answer;
  return answer.status === 200 ? undefined : { kind: "failed", reason: `http-${answer.status}` };
}

function takeAnswer(answer: UpstreamAnswer, { reply }: Command, trace: Trace): Taken | Failure {
  const text = answer.kind === "answered" ? answer.text : undefined;
  if (text === undefined || reply.phase !== "before") return { kind: "failed", reason: "answer-cut" };
  const read = readAnswer(parseJson(text), reply, createReplyContext(trace));
  return read.kind === "answer"
    ? { kind: "taken", envelope: read.envelope }
    : { kind: "failed", reason: `answer-${read.reason}` };
}

function answerWith(
  envelope: Envelope,
  response: Response,
  trace: Trace,
  upstream: UpstreamReport,
): Response {
  const { verdict } = trace.command?.reply.decode(envelope, createReplyContext(trace)) ?? response;
  const { code } = decodeCommon(envelope);
  return { ...response, envelope, body: JSON.stringify(envelope), verdict, code, upstream };
}
