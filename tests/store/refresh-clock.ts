import type { RefreshMode } from "../../lib/policy-set/active-config.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { createRefresh, type RefreshEvent, type RefreshOptions } from "../../lib/store/refresh.ts";
import type { ReadResult } from "../../lib/store/source.ts";

export const set = (value: string, version = "1"): readonly Parameter[] => [
  { name: "settings", value, version },
];

export const good = (value: string, version?: string): ReadResult => ({
  kind: "read",
  parameters: set(value, version),
});

export const failed = (reason: string): ReadResult => ({ kind: "failed", reason });
export const always: RefreshMode = { kind: "always" };

/** A clock that is moved by hand and reads that are ended by hand, in order. */
export function setUp(options: Partial<RefreshOptions<string>> & { readonly refresh?: RefreshMode } = {}) {
  const reads: ((result: ReadResult) => void)[] = [];
  const events: RefreshEvent[] = [];
  const loads: string[] = [];
  let time = 1_000_000;
  const refresh = createRefresh<string>({
    source: { name: "test", read: () => new Promise((resolve) => reads.push(resolve)) },
    load: ([parameter]) => {
      const value = parameter?.value ?? "";
      loads.push(value);
      if (value === "throws") throw new Error("a fault in load");
      return value.startsWith("bad")
        ? { kind: "rejected", faults: [`settings.yaml:1:1: ${value}`] }
        : { kind: "loaded", value, refresh: options.refresh ?? { kind: "every", seconds: 30 } };
    },
    now: () => time,
    random: () => 0.5,
    fallback: { kind: "every", seconds: 10 },
    onChange: (_, event) => events.push(event),
    ...options,
  });
  return {
    refresh,
    events,
    loads,
    started: () => reads.length,
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
    /** Ends the newest read and lets everything that hangs on it happen. */
    end: async (result: ReadResult) => {
      reads.at(-1)?.(result);
      await settle();
    },
    time: () => time,
  };
}

export const settle = () => new Promise((resolve) => setImmediate(resolve));
