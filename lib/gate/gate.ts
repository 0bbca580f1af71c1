import type { Fallback } from "../decision.ts";
import { deliverOutcome, type Sink } from "./deliver.ts";
import type { Ending } from "./ending.ts";
import { type HandlePorts, handle } from "./handle.ts";
import { createOutcome } from "./outcome.ts";
import { type Response, respond } from "./respond.ts";
import { startTrace } from "./trace.ts";
import { passOn, type Upstream } from "./upstream.ts";

/** I/O and clocks, given by the composition root. */
export type Ports = HandlePorts & {
  /** The answer while settings are unavailable. */
  readonly onFault: Fallback;
  readonly sinks: readonly Sink[];
  /** Default: nothing is passed on, whatever settings say. */
  readonly upstream?: Upstream;
};

export type Gate = (event: unknown, requestId: string) => Promise<Response>;

/** One callback, from API Gateway's event to the answer. Never throws: a fault ends in an outcome too. */
export function createGate(ports: Ports): Gate {
  const { onFault, sinks, now } = ports;
  return async (event, requestId) => {
    const trace = startTrace(requestId, now());
    let response: Response;
    try {
      response = await passOn(respond(await handle(event, trace, ports), trace, onFault), trace, ports);
    } catch (error) {
      response = respond(describeFault(error), trace, onFault);
    }
    await deliverOutcome(sinks, createOutcome(trace, response, now()), trace);
    return response;
  };
}

/** The error's name and place. Its message may quote the request, so it is left out. */
function describeFault(error: unknown): Ending {
  const place = error instanceof Error ? /\n\s+at (.+)/.exec(error.stack ?? "")?.[1] : undefined;
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: "faulted", reason: "fault", detail: [name, place].filter(Boolean).join(" at ") };
}
