import { type Moment, TAG } from "../../../lib/policy/cel/values.ts";

/** What the specification asks for, by the shortest way to say it: nothing here is the engine's. */
const BILLION = 1_000_000_000n;

export const countNanos = ({ seconds, nanos }: Moment): bigint => BigInt(seconds) * BILLION + BigInt(nanos);

/** `undefined`: out of range. */
export function addTimes(left: Moment, right: Moment, sign: 1n | -1n): Moment | undefined {
  const stamps = Number(left[TAG] === "timestamp") + Number(right[TAG] === "timestamp");
  const total = countNanos(left) + sign * countNanos(right);
  const kind = stamps === 1 ? "timestamp" : "duration";
  const [first, last] =
    kind === "duration"
      ? [-(2n ** 63n), 2n ** 63n - 1n]
      : [
          BigInt(Date.parse("0001-01-01T00:00:00Z")) * 1_000_000n,
          BigInt(Date.parse("+010000-01-01T00:00:00Z")) * 1_000_000n - 1n,
        ];
  if (total < first || total > last) return undefined;
  const nanos = ((total % BILLION) + BILLION) % BILLION;
  return { [TAG]: kind, seconds: Number((total - nanos) / BILLION), nanos: Number(nanos) };
}

/** `undefined`: a position is outside. */
export function cutCodePoints(text: string, [from = 0, to]: readonly number[]): string | undefined {
  const points = Array.from(text);
  const end = to ?? points.length;
  return from < 0 || end < from || end > points.length ? undefined : points.slice(from, end).join("");
}

export function findCodePoints(text: string, part: string, isLast: boolean): number {
  const points = Array.from(text);
  const wanted = Array.from(part);
  const places = Array.from({ length: points.length - wanted.length + 1 }, (_, at) => at).filter((at) =>
    wanted.every((point, index) => points[at + index] === point),
  );
  return (isLast ? places.at(-1) : places[0]) ?? -1;
}

export function compareCodePoints(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => Array.from(text, (point) => point.codePointAt(0) ?? 0)) as [
    number[],
    number[],
  ]; // two in, two out
  const at = a.findIndex((point, index) => point !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}
