import { scaleBand, scaleLinear, scaleUtc } from "d3-scale";
import { area, curveStepAfter, line, stack } from "d3-shape";
import type { ChangeCounts, Tally } from "../../lib/replay/tally.ts";
import { escapeHtml } from "./html.ts";
import { formatCount, formatMinute } from "./replay.ts";

/** Lengths are in the drawing's own unit; the page scales the drawing to the available width. */
const WIDTH = 900;
const LEFT = 60;
const RIGHT = 20;
const TOP = 24;
const BOTTOM = 26;
const HEIGHT = 220;
const HOUR_MS = 3_600_000;
/** Steps of a line; more hours are put together. */
const MAX_POINTS = 300;
const MAX_BARS = 12;
const BAR_HEIGHT = 26;
const LABEL_WIDTH = 260;
const MAX_LABEL = 40;

type Point = { readonly time: number; readonly before: number; readonly after: number };
type Tick = { readonly at: number; readonly text: string };

/** Refused in each hour: before as a dashed line, after as a filled one. */
export function drawHours(hours: Tally["hours"]): string {
  const { points, size } = groupHours(hours);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "<p>No request.</p>";
  // A step needs an end, though there may be one hour.
  const ends = [...points, { ...last, time: last.time + size * HOUR_MS }];
  const greatest = Math.max(1, ...points.flatMap(({ before, after }) => [before, after]));
  const x = scaleUtc([new Date(first.time), new Date(ends.at(-1)?.time ?? 0)], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([0, greatest], [HEIGHT - BOTTOM, TOP]).nice();
  const drawSteps = (which: "before" | "after") =>
    line<Point>(
      ({ time }) => x(time),
      (point) => y(point[which]),
    )
      .curve(curveStepAfter)
      .digits(1)(ends);
  const filled = area<Point>(
    ({ time }) => x(time),
    y(0),
    ({ after }) => y(after),
  )
    .curve(curveStepAfter)
    .digits(1)(ends);
  const label = `Refused requests from ${formatMinute(first.time)} to ${formatMinute(last.time)}, before and after; at most ${formatCount(greatest)} in ${formatHours(size)}.`;
  return drawSvg(HEIGHT, label, [
    drawRows(listCountTicks(y, 4), WIDTH - RIGHT),
    drawColumns(
      x.ticks(6).map((date) => ({ at: x(date), text: formatTick(date) })),
      HEIGHT,
    ),
    `<path class="area" d="${filled}"/><path class="is" d="${drawSteps("after")}"/><path class="was" d="${drawSteps("before")}"/>`,
    drawKey([
      ["was-key", "before"],
      ["refused", "after"],
    ]),
    size > 1 ? `<text x="${WIDTH - RIGHT}" y="14" text-anchor="end">${formatHours(size)} a step</text>` : "",
  ]);
}

function groupHours(hours: Tally["hours"]): { readonly points: readonly Point[]; readonly size: number } {
  const times = Object.keys(hours).map(Number);
  if (times.length === 0) return { points: [], size: 1 };
  const first = Math.min(...times);
  const count = (Math.max(...times) - first) / HOUR_MS + 1;
  const size = Math.ceil(count / MAX_POINTS);
  const points = Array.from({ length: Math.ceil(count / size) }, (_, index) => ({
    ...{ time: first + index * size * HOUR_MS, before: 0, after: 0 },
  }));
  for (const [time, [, before, after]] of Object.entries(hours)) {
    const point = points[Math.floor((Number(time) - first) / HOUR_MS / size)];
    if (point === undefined) continue;
    point.before += before;
    point.after += after;
  }
  return { points, size };
}

const changeKinds = [
  ["newlyRefused", "refused", "newly refused"],
  ["newlyAllowed", "allowed", "newly allowed"],
  ["answeredOtherwise", "otherwise", "answered otherwise"],
] as const;

/** Changes by name, largest first; a table has the same numbers. */
export function drawChanges(counts: readonly (readonly [name: string, changes: ChangeCounts])[]): string {
  const shown = counts
    .map(([name, changes]) => ({ name, ...changes }))
    .filter(
      ({ newlyRefused, newlyAllowed, answeredOtherwise }) =>
        newlyRefused + newlyAllowed + answeredOtherwise > 0,
    )
    .slice(0, MAX_BARS);
  if (shown.length === 0) return "";
  const height = TOP + shown.length * BAR_HEIGHT + BOTTOM;
  const series = stack<(typeof shown)[number], (typeof changeKinds)[number][0]>().keys(
    changeKinds.map(([key]) => key),
  )(shown);
  const greatest = Math.max(...series.flatMap((layer) => layer.map(([, end]) => end)));
  const x = scaleLinear([0, greatest], [LABEL_WIDTH, WIDTH - RIGHT]).nice();
  const y = scaleBand(
    shown.map(({ name }) => name),
    [TOP, height - BOTTOM],
  ).padding(0.25);
  const bars = series.flatMap((layer, kind) =>
    layer.map(([start, end], index) => {
      const name = shown[index]?.name ?? "";
      const [, className, title] = changeKinds[kind] ?? ["", "", ""];
      if (end === start) return "";
      const place = `x="${roundToTenth(x(start))}" y="${roundToTenth(y(name) ?? 0)}" width="${roundToTenth(x(end) - x(start))}" height="${roundToTenth(y.bandwidth())}"`;
      return `<rect class="${className}" ${place}><title>${escapeHtml(name)}: ${formatCount(end - start)} ${title}</title></rect>`;
    }),
  );
  const names = shown.map(({ name }) => {
    const middle = roundToTenth((y(name) ?? 0) + y.bandwidth() / 2 + 4);
    return `<text x="${LABEL_WIDTH - 8}" y="${middle}" text-anchor="end">${escapeHtml(shortenLabel(name))}</text>`;
  });
  const label = `Changes, the most first: ${shown.map(({ name, newlyRefused }) => `${name} ${newlyRefused} newly refused`).join(", ")}.`;
  return drawSvg(height, label, [
    drawColumns(
      listCountTicks(x, 5).map(({ at, text }) => ({ at, text })),
      height,
    ),
    ...bars,
    ...names,
    drawKey(changeKinds.map(([, className, title]) => [className, title])),
  ]);
}

/** The share of new refusals that the most affected accounts have. `sorted`: the largest first. */
export function drawConcentration(sorted: readonly number[]): string {
  const sum = sorted.reduce((total, count) => total + count, 0);
  const step = Math.ceil(sorted.length / MAX_POINTS);
  const points: [accounts: number, share: number][] = [[0, 0]];
  let reached = 0;
  for (const [index, count] of sorted.entries()) {
    reached += count;
    if ((index + 1) % step === 0 || index + 1 === sorted.length) points.push([index + 1, reached / sum]);
  }
  const x = scaleLinear([0, sorted.length], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([0, 1], [HEIGHT - BOTTOM, TOP]);
  const path = line<[number, number]>(
    ([accounts]) => x(accounts),
    ([, share]) => y(share),
  ).digits(1)(points);
  const formatShareTick = y.tickFormat(4, "%");
  const label = `Share of the new refusals that falls to the accounts with the most of them, of ${formatCount(sorted.length)} accounts.`;
  return drawSvg(HEIGHT, label, [
    drawRows(
      y.ticks(4).map((share) => ({ at: y(share), text: formatShareTick(share) })),
      WIDTH - RIGHT,
    ),
    drawColumns(listCountTicks(x, 6), HEIGHT),
    `<path class="share" d="${path}"/>`,
    `<text x="${LEFT}" y="14">share of the new refusals, by the number of accounts</text>`,
  ]);
}

const drawSvg = (height: number, label: string, parts: readonly string[]) =>
  `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(label)}">\n${parts.filter(Boolean).join("\n")}\n</svg>`;

type CountScale = { (value: number): number; ticks: (count: number) => number[] };

/** For counts, whole numbers only. */
const listCountTicks = (scale: CountScale, count: number): readonly Tick[] =>
  scale
    .ticks(count)
    .filter(Number.isInteger)
    .map((value) => ({ at: scale(value), text: formatCount(value) }));

/** Lines across, their values at the left. */
const drawRows = (ticks: readonly Tick[], right: number) =>
  ticks
    .map(
      ({ at, text }) =>
        `<line class="grid" x1="${LEFT}" y1="${roundToTenth(at)}" x2="${right}" y2="${roundToTenth(at)}"/><text x="${LEFT - 8}" y="${roundToTenth(at + 4)}" text-anchor="end">${text}</text>`,
    )
    .join("");

/** Lines down, their values below. */
const drawColumns = (ticks: readonly Tick[], height: number) =>
  ticks
    .map(
      ({ at, text }) =>
        `<line class="grid" x1="${roundToTenth(at)}" y1="${TOP}" x2="${roundToTenth(at)}" y2="${height - BOTTOM}"/><text x="${roundToTenth(at)}" y="${height - 8}" text-anchor="middle">${text}</text>`,
    )
    .join("");

const KEY_WIDTH = 150;

const drawKey = (entries: readonly (readonly [className: string, title: string])[]) =>
  entries
    .map(
      ([className, title], index) =>
        `<rect class="${className}" x="${LEFT + index * KEY_WIDTH}" y="5" width="14" height="10"/><text x="${LEFT + 20 + index * KEY_WIDTH}" y="14">${title}</text>`,
    )
    .join("");

const roundToTenth = (value: number) => Number(value.toFixed(1));
const shortenLabel = (name: string) => (name.length > MAX_LABEL ? `${name.slice(0, MAX_LABEL - 1)}…` : name);
const formatHours = (hours: number) => (hours === 1 ? "an hour" : `${hours} hours`);

/** The day at midnight, the time otherwise. */
function formatTick(date: Date): string {
  const [day = "", time = ""] = date.toISOString().split("T");
  return time.startsWith("00:00") ? day : time.slice(0, 5);
}
