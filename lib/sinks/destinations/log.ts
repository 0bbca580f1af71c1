import type { ChatEvent } from "../../records/event.ts";
import { type Destination, TAKEN } from "./destination.ts";

/**
 * The function's own log. `show` gives the facets that audit records may hold, as they hold them; the body and the
 * subject, which may be an account, stay out.
 */
export function createLogDestination(
  write: (line: object) => void,
  show: (facets: ChatEvent["data"]["facets"]) => Readonly<Record<string, unknown>>,
): Destination {
  return {
    name: "log",
    send: async ({ subject: _, ...event }) => {
      const { facets, decision } = event.data;
      // Evidence of who was refused belongs to the audit record.
      const rules = decision?.rules.map(({ rule, effect }) => ({ rule, effect }));
      const data = { facets: show(facets), ...(decision && { decision: { ...decision, rules } }) };
      write({ type: "event", time: event.time, event: { ...event, data } });
      return TAKEN;
    },
  };
}
