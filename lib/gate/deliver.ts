import { unseal } from "../callback/callback.ts";
import type { DerivedKeys } from "../policy-set/active-config.ts";
import type { Settings } from "../policy-set/settings-schema.ts";
import type { Outcome } from "./outcome.ts";
import { DEFAULT_DEADLINE_MS, type Trace } from "./trace.ts";
import { waitWithTimeout } from "./with-timeout.ts";

/** Called once per request, for records, metrics and events. */
export type Sink = (outcome: Outcome, context: SinkContext) => void | Promise<void>;

/** For sinks only; must not be logged as it is. */
export type SinkContext = {
  readonly settings: Settings | undefined;
  readonly keys: DerivedKeys | undefined;
  /** Undefined: an unknown command. */
  readonly phase: "before" | "after" | undefined;
  /** The URL's; empty if it has none. */
  readonly requestTime: string;
  /** The body's text; `undefined`: not authentic, or not UTF-8. Decoded when asked for. */
  readonly readBodyText: () => string | undefined;
};

/**
 * Starts every sink, and waits until the deadline for those that are not done at once. An error of a sink is ignored:
 * it must not change the answer.
 */
export async function deliverOutcome(
  sinks: readonly Sink[],
  outcome: Outcome,
  { snapshot, authentic, command, query }: Trace,
): Promise<void> {
  const config = snapshot?.value;
  const context: SinkContext = {
    settings: config?.settings,
    keys: config?.keys,
    phase: command?.reply.phase,
    requestTime: query?.requestTime ?? "",
    readBodyText: () => (authentic === undefined ? undefined : unseal(authentic)),
  };
  const pending: Promise<void>[] = [];
  for (const sink of sinks) {
    const started = startSink(sink, outcome, context);
    if (started !== undefined) pending.push(started);
  }
  const deadlineMs = config?.settings.deadlineMs ?? DEFAULT_DEADLINE_MS;
  if (pending.length > 0) await waitWithTimeout(deadlineMs - outcome.ms, Promise.allSettled(pending));
}

function startSink(sink: Sink, outcome: Outcome, context: SinkContext): Promise<void> | undefined {
  try {
    return sink(outcome, context) ?? undefined;
  } catch {
    return undefined; // a failed sink must not stop the others
  }
}
