import type { Command } from "../commands/define-command.ts";
import type { Decision, Fallback } from "../decision.ts";
import { chooseFallback } from "../policy-set/choose-fallback.ts";
import {
  createRejectionEnvelope,
  decodeCommon,
  type Envelope,
  OK,
  type Verdict,
} from "../replies/envelope.ts";
import type { ReplyContext } from "../replies/reply.ts";
import type { Ending } from "./ending.ts";
import type { Trace } from "./trace.ts";
import type { UpstreamReport } from "./upstream.ts";

export type Response = {
  readonly ending: Ending;
  readonly status: number;
  readonly envelope: Envelope;
  /** The envelope as JSON text. */
  readonly body: string;
  /** The decision, or that of the fallback; `undefined`: rejected. */
  readonly verdict: Verdict | undefined;
  /** The answer's code for the whole request. */
  readonly code: number;
  /** Undefined: the request was not passed on. */
  readonly upstream?: UpstreamReport;
};

/** Lambda takes answers of 6 MB, in which it escapes this text once more. */
const MAX_ENVELOPE_BYTES = 5_000_000;

function isOverBytes(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false; // UTF-16 units are three bytes at most
  return text.length > limit || new TextEncoder().encode(text).length > limit;
}

/** `onFault`: the answer while settings are unavailable. Throws if the answer cannot be written as JSON, or is over 5 MB. */
export function respond(ending: Ending, trace: Trace, onFault: Fallback): Response {
  const { command } = trace;
  const context = createReplyContext(trace);
  const envelope = encodeEnding(ending, trace, context, onFault);
  // A rewritten message may be nested deeper than JSON.stringify can follow: that throws.
  const body = JSON.stringify(envelope);
  if (isOverBytes(body, MAX_ENVELOPE_BYTES)) throw new RangeError("the envelope is too large");
  const { code } = decodeCommon(envelope);
  if (ending.kind === "rejected")
    return { ending, status: ending.status, envelope, body, verdict: undefined, code };
  const verdict =
    ending.kind === "decided"
      ? ending.decision.verdict
      : (command?.reply.decode(envelope, context).verdict ?? "allow");
  return { ending, status: 200, envelope, body, verdict, code };
}

export function createReplyContext({ facets, targets, payload }: Trace): ReplyContext {
  return {
    targets: facets?.targets.map(({ target }) => String(target)) ?? targets ?? [],
    payload: payload ?? {},
  };
}

/** For the whole request, with a cause that no rule names. */
export function encodeRefusal(command: Command, cause: string, trace: Trace): Envelope {
  return encodeFallback(command, "deny", cause, createReplyContext(trace));
}

function encodeEnding(ending: Ending, trace: Trace, context: ReplyContext, onFault: Fallback): Envelope {
  const { command, snapshot } = trace;
  const settings = snapshot?.value?.settings;
  const chooseSetting = (name: "onUnreadable" | "onDeadline" | "onFault") =>
    settings === undefined ? onFault : chooseFallback(settings, name, command?.name);
  switch (ending.kind) {
    case "decided":
      return encodeDecision(command, ending.decision, context);
    case "verified":
    case "unknown":
      return OK;
    case "unreadable":
      return encodeFallback(command, chooseSetting("onUnreadable"), "unreadable", context);
    case "deadline":
      return encodeFallback(command, chooseSetting("onDeadline"), "deadline", context);
    case "faulted":
      return encodeFallback(command, chooseSetting("onFault"), ending.reason, context);
    case "rejected":
      return createRejectionEnvelope(ending.status, ending.reason);
  }
}

/** The command's default refusal, for the whole request; its message names the cause. */
function encodeFallback(
  command: Command | undefined,
  fallback: Fallback,
  cause: string,
  context: ReplyContext,
): Envelope {
  if (fallback === "allow" || command?.reply.phase !== "before")
    return encodeDecision(command, { verdict: "allow" }, context);
  const refusal = { rule: cause, code: command.reply.defaultCode, message: cause };
  const targets = context.targets.map(() => refusal);
  return encodeDecision(command, { verdict: "deny", refusal, targets }, context);
}

function encodeDecision(command: Command | undefined, decision: Decision, context: ReplyContext): Envelope {
  if (command === undefined) return OK;
  const { reply } = command;
  return reply.phase === "after" ? reply.acknowledge() : reply.encode(decision, context);
}
