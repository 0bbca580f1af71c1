import type { Command } from "../commands/define-command.ts";
import type { Decision, Fallback } from "../decision.ts";
import { type Envelope, goOn, turnAway } from "../replies/envelope.ts";
import type { Asked } from "../replies/reply.ts";
import type { Ending } from "./ending.ts";

/** What is answered where nothing was decided, by what went wrong. */
export type Fallbacks = {
  readonly onUnreadable: Fallback;
  readonly onFault: Fallback;
  readonly onDeadline: Fallback;
};

export type Answer = { readonly status: number; readonly envelope: Envelope };

const ok = (envelope: Envelope): Answer => ({ status: 200, envelope });

/** Every ending's answer. Only what is not Chat's, or not whole, is answered other than 200 OK. */
export function answerOf(
  ending: Ending,
  command: Command | undefined,
  asked: Asked,
  fallbacks: Fallbacks,
): Answer {
  switch (ending.kind) {
    case "decided":
      return ok(decided(command, ending.decision, asked));
    case "verified":
    case "unknown":
      return ok(goOn);
    case "unreadable":
      return ok(fallBack(fallbacks.onUnreadable, "unreadable"));
    case "faulted":
      return ok(fallBack(fallbacks.onFault, ending.reason));
    case "deadline":
      return ok(fallBack(fallbacks.onDeadline, "deadline"));
    case "rejected":
      return { status: ending.status, envelope: turnAway(ending.status, ending.reason) };
  }

  /** The command's plain refusal, for the whole request; its message names what went wrong. */
  function fallBack(choice: Fallback, reason: string): Envelope {
    if (choice === "allow" || command?.reply.phase !== "before")
      return decided(command, { verdict: "allow" }, asked);
    const refusal = { rule: reason, code: command.reply.plain, message: reason };
    return decided(command, { verdict: "deny", refusal, targets: asked.targets.map(() => refusal) }, asked);
  }
}

function decided(command: Command | undefined, decision: Decision, asked: Asked): Envelope {
  if (command === undefined) return goOn;
  return command.reply.phase === "after"
    ? command.reply.acknowledge()
    : command.reply.answer(decision, asked);
}
