import { isDeepStrictEqual } from "node:util";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import { isCodeIn } from "../../lib/replies/code-range.ts";
import type { Refusing } from "../../lib/replies/reply.ts";

const OKAY = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };

/** What the command's page does not document in an answer; `undefined`: nothing. */
export function findUndocumented(outcome: Outcome): string | undefined {
  const { status, envelope, ending } = outcome;
  if (ending.kind === "rejected") {
    const wanted = { ActionStatus: "FAIL", ErrorInfo: ending.reason, ErrorCode: status };
    return isDeepStrictEqual(envelope, wanted) && status === ending.status ? undefined : "a rejection";
  }
  if (status !== 200) return `status ${status}`;
  if (envelope.ActionStatus !== "OK") return `ActionStatus ${envelope.ActionStatus}`;
  if (typeof envelope.ErrorInfo !== "string") return "ErrorInfo";
  const reply = commands.get(outcome.command ?? "")?.reply;
  if (reply === undefined || ending.kind === "verified" || ending.kind === "unknown")
    return isDeepStrictEqual(envelope, OKAY) ? undefined : "not a plain OK";
  if (reply.phase === "after")
    return isDeepStrictEqual(envelope, reply.acknowledge()) ? undefined : "not the acknowledgement";
  return reply.partialDenial === "coded" ? findInItems(outcome, reply) : findInAnswer(outcome, reply);
}

const isOwnCode = ({ defaultCode, codes }: Refusing, code: number) =>
  code === defaultCode || (codes !== null && isCodeIn(codes, code));

type Item = { readonly ResultCode: number };

function findInItems({ envelope, facets }: Outcome, reply: Refusing): string | undefined {
  const { ActionStatus: _, ErrorInfo, ErrorCode, ResultItem, ...rest } = envelope;
  if (!Array.isArray(ResultItem)) return "no ResultItem";
  const items = ResultItem as readonly Item[]; // as the reply makes them
  if (Object.keys(rest).length > 0) return `members ${Object.keys(rest)}`;
  const isFailed = ErrorCode === reply.defaultCode && items.length === 0;
  if (isFailed) return undefined;
  if (ErrorCode !== 0 || ErrorInfo !== "") return `code ${ErrorCode}`;
  const wanted = ["To_Account", "ResultCode", "ResultInfo"];
  const odd = items.find(
    (item) =>
      !isDeepStrictEqual(Object.keys(item), wanted) ||
      !(item.ResultCode === 0 || isOwnCode(reply, item.ResultCode)),
  );
  if (odd !== undefined) return `item ${JSON.stringify(odd)}`;
  const targets = facets?.targets.length ?? items.length;
  return items.length === targets ? undefined : `${items.length} items for ${targets} targets`;
}

const EXTRA: Readonly<Record<"named" | "none", RegExp>> = {
  named: /^Refused(Members|Subscribers)_Account$/,
  none: /^MsgBody$/,
};

function findInAnswer({ envelope }: Outcome, reply: Command["reply"] & Refusing): string | undefined {
  const { ActionStatus: _, ErrorInfo: _info, ErrorCode, ...more } = envelope;
  const isDropped = ErrorCode === 2 && reply.actions.includes("drop");
  if (!(ErrorCode === 0 || isDropped || isOwnCode(reply, ErrorCode))) return `code ${ErrorCode}`;
  const known = EXTRA[reply.partialDenial === "named" ? "named" : "none"];
  const mayHave = ErrorCode === 0 && (reply.partialDenial === "named" || reply.actions.includes("mask"));
  const odd = Object.keys(more).find((key) => !mayHave || !known.test(key));
  return odd === undefined ? undefined : `member ${odd}`;
}
