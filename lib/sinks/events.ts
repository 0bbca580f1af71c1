import type { Sealer } from "../policy-set/active-config.ts";
import type { EventRule } from "../policy-set/event-settings.ts";
import { createEvent, dropPayload, type Happening, type Sha256, writeEvent } from "../records/event.ts";
import { type Undelivered, type UndeliveredLine, writeUndelivered } from "../records/undelivered.ts";
import { deliverEvent } from "./deliver.ts";
import type { Destination } from "./destinations/destination.ts";

/** An entry of `events` in settings, with the destination that its `to` names. */
export type EventRoute = {
  readonly rule: EventRule;
  readonly destination: Destination;
  /** Whether `on` covers the command. */
  readonly covers: (command: string) => boolean;
};

export type EventRequest = {
  readonly happening: Happening;
  readonly requestId: string;
  /** `unknown`: a command that may be a before-command, whose caller waits. */
  readonly phase: "before" | "after" | "unknown";
  /** The answer must be on its way by then; milliseconds. */
  readonly deadline: number;
  /** Of the token that matched; undefined with authentication off. */
  readonly sealer: Sealer | undefined;
};

export type EventTools = {
  readonly sha256: Sha256;
  readonly now: () => number;
  readonly random: () => number;
};

export type EventReport = {
  readonly sent: number;
  /** Lines to write to the log. */
  readonly lines: readonly UndeliveredLine[];
  /** Neither delivered nor sealed. */
  readonly lost: number;
};

/** The longest delay of an answer that somebody waits for. */
const DECISION_MS = 300;
const NOTHING_SENT: EventReport = { sent: 0, lines: [], lost: 0 };

/** Delivers what settings ask for before the deadline. Never throws. */
export async function deliverEvents(
  { happening, requestId, phase, deadline, sealer }: EventRequest,
  routes: readonly EventRoute[],
  { sha256, now, random }: EventTools,
): Promise<EventReport> {
  const chosen = chooseRoutes(routes, happening, phase);
  if (chosen.length === 0) return NOTHING_SENT;
  const whole = createEvent(happening, sha256);
  const waits = phase !== "after";
  const until = waits ? Math.min(deadline, now() + DECISION_MS) : deadline;
  const times = { deadline: until, now, random, attempts: waits ? 1 : 2 } as const;
  const sendContent = (content: EventRule["with"]): Promise<readonly Undelivered[]> => {
    const destinations = chosen
      .filter(({ rule }) => rule.with === content)
      .map(({ destination }) => destination);
    if (destinations.length === 0) return Promise.resolve([]);
    const event = content === "payload" ? whole : dropPayload(whole);
    return deliverEvent(event, writeEvent(event), destinations, times);
  };
  const undelivered = (await Promise.all([sendContent("payload"), sendContent("facets")])).flat();
  const at = { time: happening.time, requestId };
  const lines =
    sealer === undefined ? [] : undelivered.flatMap((event) => writeUndelivered(event, sealer, at));
  return { sent: chosen.length, lines, lost: sealer === undefined ? undelivered.length : 0 };
}

/** One entry per destination; of several, the one that asks for more. */
function chooseRoutes(
  routes: readonly EventRoute[],
  { command, decision }: Happening,
  phase: EventRequest["phase"],
): readonly EventRoute[] {
  const chosen = new Map<string, EventRoute>();
  const verdict = decision?.verdict;
  const refused = verdict === "deny" || verdict === "partial" || verdict === "drop";
  for (const route of routes) {
    const { rule, destination, covers } = route;
    const asked = phase !== "before" || rule.decisions === "all" || (rule.decisions === "refused" && refused);
    if (!asked || !covers(command)) continue;
    if (chosen.get(destination.name)?.rule.with !== "payload") chosen.set(destination.name, route);
  }
  return [...chosen.values()];
}
