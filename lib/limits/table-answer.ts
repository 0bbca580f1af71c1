import type { AwsClient, AwsRefusal, AwsResult, JsonObject } from "../aws/client.ts";
import type { LimitFailure, LimitUnknown } from "../decision.ts";

/** A client's `call`, at DynamoDB. Makes one attempt per call, since a repeated write needs a new time. */
export type CallTable = AwsClient["call"];

/** `again`: the same call may succeed later; `once`: it may also have been carried out. */
export type CannotTell =
  | { readonly kind: "again"; readonly reason: LimitFailure; readonly once: boolean }
  | { readonly kind: "failed"; readonly reason: LimitFailure };

type TableAnswer =
  | { readonly kind: "done"; readonly body: JsonObject }
  | { readonly kind: "condition-failed"; readonly body: JsonObject }
  | CannotTell;

const throttlings = [
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "ThrottlingError",
];
const conflicts = ["TransactionConflict", "TransactionConflictException", "TransactionInProgressException"];
const CREDENTIALS = /AccessDenied|UnrecognizedClient|ExpiredToken|Signature|MissingAuthentication/;

export function readTableAnswer(answer: AwsResult): TableAnswer {
  switch (answer.kind) {
    case "ok":
      return { kind: "done", body: answer.body };
    case "garbled":
      return { kind: "failed", reason: "garbled" };
    case "unreachable":
      return answer.code === "ETIMEDOUT"
        ? { kind: "failed", reason: "timeout" }
        : { kind: "again", reason: "unreachable", once: true };
    case "refused":
      return readError(answer);
  }
}

function readError({ status, type, body }: AwsRefusal): TableAnswer {
  const codes = type === "TransactionCanceledException" ? readReasons(body).map(({ Code }) => Code) : [type];
  const hasCode = (...names: readonly string[]) => codes.some((code) => names.includes(String(code)));
  // Checked first: its items say more than that another transaction was writing.
  if (hasCode("ConditionalCheckFailed", "ConditionalCheckFailedException"))
    return { kind: "condition-failed", body };
  if (hasCode(...throttlings)) return { kind: "again", reason: "throttled", once: false };
  if (hasCode(...conflicts)) return { kind: "again", reason: "conflict", once: false };
  if (hasCode("ResourceNotFoundException")) return { kind: "failed", reason: "table-missing" };
  if (CREDENTIALS.test(type)) return { kind: "failed", reason: "denied" };
  if (status >= 500) return { kind: "again", reason: "unavailable", once: true };
  return { kind: "failed", reason: "refused" };
}

/** One of each item of a transaction, in its order; `Item` only if its own condition failed. */
export function readReasons(
  body: JsonObject,
): readonly { readonly Code?: unknown; readonly Item?: unknown }[] {
  return Array.isArray(body.CancellationReasons) ? body.CancellationReasons : [];
}

const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;

/** `stale`: try again at once, with the items as they are now known. */
export type Attempt<Result> = { readonly kind: "result"; readonly result: Result } | Stale | CannotTell;
type Stale = { readonly kind: "stale" };

/** At most eight attempts, none begun at or after the deadline; a pause with full jitter, except after `stale`. */
export async function tryUntil<Result>(
  deadline: number,
  { now, chance }: { readonly now: () => number; readonly chance: () => number },
  attempt: () => Promise<Attempt<Result>>,
): Promise<{ readonly kind: "result"; readonly result: Result } | LimitUnknown> {
  let reason: LimitFailure = "timeout";
  let mayRepeat = true;
  let longestPause = FIRST_PAUSE_MS;
  for (let count = 0; count < MAX_ATTEMPTS && now() < deadline; count++) {
    const tried = await attempt();
    if (tried.kind === "result") return tried;
    reason = tried.kind === "stale" ? "contended" : tried.reason;
    if (tried.kind === "stale") continue;
    if (tried.kind === "failed" || (tried.once && !mayRepeat)) break;
    if (tried.once) mayRepeat = false;
    const pause = Math.ceil(chance() * longestPause);
    longestPause = Math.min(LONGEST_PAUSE_MS, longestPause * 2);
    if (now() + pause >= deadline) break;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return { kind: "unknown", reason };
}
