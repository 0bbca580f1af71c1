import { type Moment, TAG } from "./values.ts";

const BILLION = 1_000_000_000;
/** 0001-01-01T00:00:00Z, and the end of the year 9999. */
const FIRST_SECOND = -62_135_596_800;
const END_SECOND = 253_402_300_800;
/** Durations are 64-bit counts of nanoseconds, 292 years: the last whole second, and what of the next is left. */
const DURATION_SECONDS = 9_223_372_036;
const DURATION_NANOS = 854_775_808;

/** `undefined`: out of range. Takes any whole numbers. */
export function makeMoment(time: Moment[typeof TAG], seconds: number, nanos: number): Moment | undefined {
  const carry = Math.floor(nanos / BILLION);
  const whole = seconds + carry;
  const rest = nanos - carry * BILLION;
  const isInRange =
    time === "timestamp"
      ? whole >= FIRST_SECOND && whole < END_SECOND
      : (whole - DURATION_SECONDS) * BILLION + rest < DURATION_NANOS &&
        (whole + DURATION_SECONDS) * BILLION + rest >= -DURATION_NANOS;
  return isInRange ? { [TAG]: time, seconds: whole, nanos: rest } : undefined; // false for NaN
}

export function readDate(date: Date): Moment | undefined {
  const milliseconds = date.getTime();
  return makeMoment("timestamp", Math.trunc(milliseconds / 1000), (milliseconds % 1000) * 1_000_000);
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-]\d\d:\d\d))$/;

/** RFC 3339, with capital T and Z. */
export function parseTimestamp(text: string): Moment | undefined {
  const found = TIMESTAMP.exec(text);
  if (found === null) return undefined;
  const [, local, fraction = "", zone = "00:00"] = found;
  const date = new Date(`${local}Z`);
  // Date accepts 30 February and formats it as another day.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 19) !== local) return undefined;
  const offset = findZoneOffset(zone, 0) ?? Number.NaN;
  return makeMoment("timestamp", date.getTime() / 1000 - offset, Number(fraction.padEnd(9, "0")));
}

const UNITS: Readonly<Record<string, bigint>> = {
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ns: 1n,
};
const DURATION = /^[+-]?(?:(?:(?:\d+(?:\.\d*)?|\.\d+)(?:h|ms|m|s|us|µs|μs|ns))+|0)$/;
/** In UTF-16 units; no valid duration needs more. */
const MAX_DURATION_LENGTH = 100;

/** Go's notation: `1h30m`, `-1.5s`. */
export function parseCelDuration(text: string): Moment | undefined {
  if (text.length > MAX_DURATION_LENGTH || !DURATION.test(text)) return undefined;
  let nanos = 0n;
  // Stryker disable next-line StringLiteral: a term has all three, but for the fraction
  for (const [, whole = "", fraction = "", unit = ""] of text.matchAll(/(\d*)(?:\.(\d*))?([a-zµμ]+)/g)) {
    const size = UNITS[unit] ?? 0n;
    nanos += BigInt(whole) * size + (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  if (text.startsWith("-")) nanos = -nanos;
  return makeMoment("duration", Number(nanos / 1_000_000_000n), Number(nanos % 1_000_000_000n));
}

function formatFraction(nanos: number): string {
  return nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
}

export function formatMoment({ [TAG]: time, seconds, nanos }: Moment): string {
  if (time === "timestamp")
    return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${formatFraction(nanos)}Z`;
  const isNegative = seconds < 0;
  const whole = isNegative && nanos > 0 ? seconds + 1 : seconds;
  return `${isNegative ? "-" : ""}${Math.abs(whole)}${formatFraction(isNegative && nanos > 0 ? BILLION - nanos : nanos)}s`;
}

export function addMoments(time: Moment[typeof TAG], a: Moment, b: Moment, sign: 1 | -1): Moment | undefined {
  return makeMoment(time, a.seconds + sign * b.seconds, a.nanos + sign * b.nanos);
}

export function compareMoments(a: Moment, b: Moment): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

const clocks = new Map<string, Intl.DateTimeFormat | undefined>();
/** Bounds memory: requests can name zones, policies name far fewer. */
const MAX_CLOCKS = 100;
const NUMERIC_ZONE = /^([+-]?)(\d\d):(\d\d)$/;

/** Seconds east of UTC at that time; `undefined`: no such zone. */
export function findZoneOffset(zone: string, seconds: number): number | undefined {
  const [numeric, sign, hours, minutes] = NUMERIC_ZONE.exec(zone) ?? [];
  if (numeric !== undefined) {
    const isZone = Number(hours) < 24 && Number(minutes) < 60;
    return isZone ? (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60 : 60) : undefined;
  }
  const clock = findClock(zone);
  if (clock === undefined) return undefined;
  const found = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(clock.format(seconds * 1000));
  // Stryker disable next-line ConditionalExpression: Node writes GMT+00:00 where browsers may write GMT
  if (found === null) return 0;
  const [, direction, hour, minute, second = 0] = found;
  const size = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return direction === "-" ? -size : size;
}

function findClock(zone: string): Intl.DateTimeFormat | undefined {
  // Stryker disable next-line ConditionalExpression: a clock that is made again is only slower
  if (clocks.has(zone)) return clocks.get(zone);
  // Stryker disable next-line all: no value shows how much memory there is
  if (clocks.size >= MAX_CLOCKS) clocks.clear();
  let clock: Intl.DateTimeFormat | undefined;
  try {
    // Intl takes `+0530`, too.
    if (/[a-z]/i.test(zone))
      clock = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  } catch {
    // Intl reports an unknown zone only by throwing.
  }
  // Stryker disable next-line CallExpression: a clock that is made again is only slower
  clocks.set(zone, clock);
  return clock;
}

/** As CEL counts: months, days of the month, of the week and of the year from 0; `Date` from 1. */
export function readField(field: string, moment: Moment, offset: number): number {
  const { [TAG]: time, seconds, nanos } = moment;
  if (time === "duration") return readWhole(field, moment);
  const date = new Date((seconds + offset) * 1000 + Math.floor(nanos / 1_000_000));
  switch (field) {
    case "DayOfMonth":
      return date.getUTCDate() - 1;
    case "DayOfWeek":
      return date.getUTCDay();
    case "DayOfYear":
      return (date.getTime() - new Date(date).setUTCMonth(0, 1)) / 86_400_000;
    default:
      return date[`getUTC${field as "Hours"}`](); // the fields left are Date's own
  }
}

/** The duration in whole units, cut towards 0; milliseconds are those of the last second. */
function readWhole(field: string, { seconds, nanos }: Moment): number {
  const isCut = seconds < 0 && nanos > 0;
  if (field === "Milliseconds") return Math.trunc((isCut ? nanos - BILLION : nanos) / 1_000_000) + 0;
  const unit = field === "Hours" ? 3600 : field === "Minutes" ? 60 : 1;
  return Math.trunc((isCut ? seconds + 1 : seconds) / unit) + 0;
}
