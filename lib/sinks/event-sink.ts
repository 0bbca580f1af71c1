import type { FacetValue } from "../commands/facets.ts";
import type { Sink, SinkContext } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";
import { parseJson } from "../json.ts";
import type { Settings } from "../policy-set/settings-schema.ts";
import type { ChatEvent, Happening } from "../records/event.ts";
import { createDestination, type DestinationTools } from "./destinations/create-destination.ts";
import { deliverEvents, type EventRoute, type EventTools } from "./events.ts";

export type EventSinkOptions = Omit<DestinationTools, "showFacets"> &
  EventTools & {
    readonly stage: string;
    readonly showFacets: (
      values: Readonly<Record<string, FacetValue>>,
      context: Pick<SinkContext, "settings" | "keys">,
    ) => Readonly<Record<string, unknown>>;
    readonly covers: (pattern: string, command: string) => boolean;
    readonly count: (name: "Undelivered" | "EventsLost", value: number) => void;
  };

/** Milliseconds before the deadline at which sealing and writing begin. */
const SEALING_MS = 30;

/**
 * Delivers events as settings say. Events that arrive while a set is loaded are delivered or
 * sealed into the log; any other is counted as lost.
 */
export function createEventSink(options: EventSinkOptions): Sink {
  const { stage, write, count } = options;
  let known: { readonly settings: Settings; readonly routes: readonly EventRoute[] } | undefined;

  return async (outcome, context) => {
    const { settings, keys, phase = "unknown" } = context;
    const { ending, requestId, time } = outcome;
    const command = ending.kind === "unknown" ? ending.name : outcome.command;
    // Not authentic, or not about an event.
    if (settings === undefined || outcome.sdkAppId === undefined || ending.kind === "verified") return;
    if (command === undefined) return;
    if (known?.settings !== settings) known = { settings, routes: createRoutes(context, settings, options) };
    const routes = known.routes.filter(({ covers }) => covers(command));
    if (routes.length === 0) return;
    const happening = describeHappening(outcome, context, { stage, command });
    if (happening === undefined) return phase === "before" ? undefined : count("EventsLost", 1);
    const deadline = time + settings.deadlineMs - SEALING_MS;
    const sealer = keys?.findSealer?.(outcome.token);
    const { lines, lost } = await deliverEvents(
      { happening, requestId, phase, deadline, sealer },
      routes,
      options,
    );
    for (const line of lines) write(line);
    if (lines.length > 0) count("Undelivered", lines.filter(({ part = 1 }) => part === 1).length);
    if (lost > 0) count("EventsLost", lost);
  };
}

function createRoutes(
  context: SinkContext,
  { events }: Settings,
  options: EventSinkOptions,
): readonly EventRoute[] {
  // An event's facets are those of a request; their values are FacetValues.
  const show = (facets: ChatEvent["data"]["facets"]) =>
    options.showFacets(facets as Readonly<Record<string, FacetValue>>, context);
  const tools = { ...options, showFacets: show };
  return events.map((rule) => ({
    rule,
    destination: createDestination(rule.to, tools),
    covers: (command) => [rule.on].flat().some((pattern) => options.covers(pattern, command)),
  }));
}

/** Undefined if the body is no JSON object, or names another command. */
function describeHappening(
  { ending, sdkAppId = 0, time, facets, verdict, code }: Outcome,
  { readBodyText, requestTime, phase }: SinkContext,
  place: Pick<Happening, "stage" | "command">,
): Happening | undefined {
  const payload = ending.kind === "rejected" ? undefined : parseJson(readBodyText() ?? "");
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return undefined;
  const isDecision = ending.kind === "decided" || phase === "before";
  return {
    ...place,
    ...{ sdkAppId, payload, requestTime, time },
    facets: facets?.values ?? {},
    ...(isDecision &&
      verdict !== undefined &&
      verdict !== "fail" && {
        decision: { verdict, code, effects: ending.kind === "decided" ? ending.effects : [] },
      }),
  };
}
