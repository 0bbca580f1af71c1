import type { LimitRequest, LimitUnknown } from "../decision.ts";
import { viewItem } from "./buckets.ts";
import { createCounterTable, type TableOptions } from "./table.ts";

export type Peek = {
  readonly kind: "read";
  readonly used: number;
  /** 0 while a place is free. */
  readonly retryAfterMs: number;
  /** The end of a hold that is in force, in milliseconds since the epoch. */
  readonly until?: number | undefined;
};

/** What an operator may do with one counter. Instances that remember a refusal see a reset within a minute. */
export function createLimitAdmin(options: TableOptions) {
  const counters = createCounterTable(options);

  return {
    peek: async (request: LimitRequest, deadline: number): Promise<Peek | LimitUnknown> => {
      const read = await counters.read(request, deadline);
      if (read.kind === "unknown") return read;
      const at = options.now();
      const view = viewItem(read.result, request, at);
      const { until = 0 } = read.result;
      return {
        kind: "read",
        used: view.used,
        retryAfterMs: view.kind === "over" ? view.retryAfterMs : 0,
        until: until > at ? until : undefined,
      };
    },
    reset: async (request: LimitRequest, deadline: number): Promise<{ kind: "reset" } | LimitUnknown> => {
      const removed = await counters.remove(request, deadline);
      return removed.kind === "unknown" ? removed : { kind: "reset" };
    },
  };
}
