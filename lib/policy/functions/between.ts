import type { PolicyFunction } from "./policy-function.ts";

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(zone, clock);
  }
  return clock;
}

const isTime = (text: unknown) => /^([01]\d|2[0-3]):[0-5]\d$/.test(String(text));

export const between: PolicyFunction = {
  name: "between",
  signature: "google.protobuf.Timestamp.between(string, string, string): bool",
  about:
    "Whether the time of day, in the time zone, is from the first time on and before the second; over midnight where the first is the later.",
  example: 'now.between("22:00", "06:00", "Asia/Singapore")',
  // "HH:MM" compares as text.
  call: (time: Date, from: string, to: string, zone: string) => {
    const clock = clockOf(zone).format(time);
    return from <= to ? from <= clock && clock < to : from <= clock || clock < to;
  },
  check: ([from, to, zone]) => {
    if (!isTime(from) || !isTime(to)) return 'write times of day as "22:00"';
    if (typeof zone !== "string") return 'write the time zone as text, e.g. "Asia/Singapore"';
    try {
      clockOf(zone);
      return undefined;
    } catch {
      return `"${zone}" is not a time zone, e.g. "Asia/Singapore"`; // Intl tells only by throwing
    }
  },
};
