import { findZoneOffset } from "../cel/time.ts";
import type { Moment } from "../cel/values.ts";
import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

const isTimeOfDay = (text: unknown) => /^([01]\d|2[0-3]):[0-5]\d$/.test(String(text));
/** For the time zone's offset, which Intl computes. */
const ZONE_STEPS = 200;

export const between: PolicyFunction = {
  name: "between",
  signature: "timestamp.between(string, string, string): bool",
  call: (_: unknown, { seconds }: Moment, from: string, to: string, zone: string) => {
    const offset = findZoneOffset(zone, seconds);
    if (offset === undefined) return undefined;
    // "HH:MM" compares as text.
    const clock = new Date((seconds + offset) * 1000).toISOString().slice(11, 16);
    return from <= to ? from <= clock && clock < to : from <= clock || clock < to;
  },
  cost: () => ZONE_STEPS,
  worstCost: () => ZONE_STEPS,
  check: (from, to, zone) => {
    for (const [argument, { literal }] of [from, to].entries())
      if (!isTimeOfDay(literal)) return { reason: "bad-time-of-day", argument };
    if (zone.literal === undefined) return { reason: "zone-not-written", argument: 2 };
    return findZoneOffset(String(zone.literal), 0) === undefined
      ? { reason: "bad-zone", argument: 2 }
      : undefined;
  },
};

export const betweenDocs: FunctionDocs = {
  about:
    "Whether the time of day in the time zone is at or after the first time and before the second. If the first time is later than the second, the range runs past midnight.",
  example: 'now.between("22:00", "06:00", "Asia/Singapore")',
};
