import { parseEvent } from "../../lib/consumer/parse-event.ts";

/** Sends a line to moderators, e.g. in a channel. */
export type Notify = (text: string) => Promise<void>;

const REFUSED: readonly string[] = ["deny", "partial", "drop"];
/** Escapes control characters: a group's name is user input and could forge another line. */
const CONTROL = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Turns refusals into notifications, from a destination with `decisions: refused`. Takes one record of any destination;
 * skips events with other verdicts.
 */
export function createNotifier(notify: Notify): (record: unknown) => Promise<"notified" | "passed-over"> {
  return async (record) => {
    const parsed = parseEvent(record);
    const decision = parsed.kind === "invalid" ? undefined : parsed.event.data.decision;
    if (parsed.kind === "invalid" || decision === undefined || !REFUSED.includes(decision.verdict))
      return "passed-over";
    const { type, subject, data } = parsed.event;
    const who = data.facets.operator ?? data.facets.sender ?? "somebody";
    const rules = decision.rules.filter(({ effect }) => effect === "deny" || effect === "drop");
    const because = rules.map(({ rule }) => rule).join(", ") || "no rule";
    const where = subject === undefined ? "" : ` in ${subject}`;
    await notify(`${type} by ${who}${where}: ${decision.verdict}, ${because}`.replace(CONTROL, "\uFFFD"));
    return "notified";
  };
}
