import type { RuleTally, Tally } from "../../lib/replay/tally.ts";
import { formatCount } from "./replay.ts";

const WIDTH = 900;
const HEIGHT = 180;
const LEFT = 50;
const BOTTOM = 22;
const HOUR_MS = 3_600_000;
/** Points of a line; more are put together. */
const MAX_POINTS = 300;

const svg = (height: number, label: string, content: string) =>
  `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${content}</svg>`;
const round = (value: number) => Number(value.toFixed(1));

/** Refused in each hour, before and after. */
export function drawHours(hours: Tally["hours"]): string {
  const times = Object.keys(hours).map(Number);
  if (times.length === 0) return "<p>No request.</p>";
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const count = (last - first) / HOUR_MS + 1;
  const size = Math.ceil(count / MAX_POINTS);
  const points = Array.from({ length: Math.ceil(count / size) }, () => [0, 0] as [number, number]);
  for (const [time, [, before, after]] of Object.entries(hours)) {
    const point = points[Math.floor((Number(time) - first) / HOUR_MS / size)];
    if (point === undefined) continue;
    point[0] += before;
    point[1] += after;
  }
  const greatest = Math.max(1, ...points.flat());
  const x = (index: number) => round(LEFT + ((WIDTH - LEFT) * (index + 0.5)) / Math.max(1, points.length));
  const y = (value: number) => round(8 + (HEIGHT - 8 - BOTTOM) * (1 - value / greatest));
  // A line needs two ends, though there may be one hour.
  if (points.length === 1) points.push([...(points[0] ?? [0, 0])]);
  const line = (which: 0 | 1) => points.map((point, index) => `${x(index)},${y(point[which])}`).join(" ");
  const day = (time: number) => new Date(time).toISOString().slice(0, 16).replace("T", " ");
  const label = `Refused requests from ${day(first)} to ${day(last)}, before and after; at most ${greatest}.`;
  return svg(
    HEIGHT,
    label,
    `<line class="axis" x1="${LEFT}" y1="${y(0)}" x2="${WIDTH}" y2="${y(0)}"/>
<text x="0" y="16">${formatCount(greatest)}</text><text x="0" y="${y(0)}">0</text>
<text x="${LEFT}" y="${HEIGHT - 4}">${day(first)}</text><text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${day(last)}</text>
<polyline class="was" points="${line(0)}"/><polyline class="is" points="${line(1)}"/>
<text x="${WIDTH / 2}" y="${HEIGHT - 4}" text-anchor="middle">dark: before, red: after${size > 1 ? `; ${size} hours a point` : ""}</text>`,
  );
}

/** Newly refused and newly allowed, beside the numbers that say the same. */
export function drawShares({ newlyRefused, newlyAllowed }: RuleTally, greatest: number): string {
  const scale = (count: number) => round((160 * count) / Math.max(1, greatest));
  const [refused, allowed] = [scale(newlyRefused), scale(newlyAllowed)];
  return `<svg viewBox="0 0 160 12" style="width:10rem" aria-hidden="true"><rect class="refused" width="${refused}" height="12"/><rect class="allowed" x="${refused}" width="${allowed}" height="12"/></svg>`;
}

/** How much of the new refusals falls to how few accounts. `sorted`: the largest first. */
export function drawConcentration(sorted: readonly number[]): string {
  const sum = sorted.reduce((total, count) => total + count, 0);
  const step = Math.ceil(sorted.length / MAX_POINTS);
  const points: string[] = [`${LEFT},${HEIGHT - BOTTOM}`];
  let reached = 0;
  for (const [index, count] of sorted.entries()) {
    reached += count;
    if ((index + 1) % step !== 0 && index + 1 < sorted.length) continue;
    const x = round(LEFT + ((WIDTH - LEFT - 10) * (index + 1)) / sorted.length);
    points.push(`${x},${round(8 + (HEIGHT - 8 - BOTTOM) * (1 - reached / sum))}`);
  }
  const label = `Share of the new refusals by the accounts with the most: ${sorted.length} accounts.`;
  return svg(
    HEIGHT,
    label,
    `<line class="axis" x1="${LEFT}" y1="${HEIGHT - BOTTOM}" x2="${WIDTH}" y2="${HEIGHT - BOTTOM}"/>
<text x="0" y="16">100 %</text><text x="0" y="${HEIGHT - BOTTOM}">0</text>
<text x="${LEFT}" y="${HEIGHT - 4}">the account with the most</text><text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">all ${formatCount(sorted.length)}</text>
<polyline class="share" points="${points.join(" ")}"/>`,
  );
}
