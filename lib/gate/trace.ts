import type { Authentic, Query } from "../callback/callback.ts";
import type { Drift } from "../callback/read-payload.ts";
import type { Command } from "../commands/define-command.ts";
import type { FacetReading } from "../commands/facet-reading.ts";
import type { Payload } from "../commands/payload.ts";
import type { RuleEvaluation } from "../policy/evaluate.ts";
import type { ActiveConfig } from "../policy-set/active-config.ts";
import type { Snapshot } from "./policies.ts";

/** Until settings say otherwise; Chat itself waits 2000. */
export const DEFAULT_DEADLINE_MS = 1500;

/** What is known about one request so far, so that a fault keeps what was known before it. */
export type Trace = {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  query?: Query;
  command?: Command | undefined;
  snapshot?: Snapshot<ActiveConfig>;
  authentic?: Authentic;
  /** The accounts that the request is about, also if its payload is unreadable. */
  targets?: readonly string[];
  payload?: Payload;
  drift?: readonly Drift[];
  facets?: FacetReading;
  evaluations?: readonly RuleEvaluation[];
};

export function startTrace(requestId: string, startedAt: number): Trace {
  return { requestId, startedAt };
}
