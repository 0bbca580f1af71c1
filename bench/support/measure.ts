/** A row of the table. */
export type Measured = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The largest accepted value; undefined: for comparison only. */
  readonly target?: number;
  /** The key in bench/figures.json, from which docs/costs.md is generated. */
  readonly figure?: FigureName;
};

export type FigureName =
  | "allowBytes"
  | "refusalBytes"
  | "metricsBytes"
  | "warmMicroseconds"
  | "init512"
  | "init1024"
  | "firstInvocation512"
  | "firstInvocation1024";

export type Quartiles = { readonly low: number; readonly median: number; readonly high: number };

export function computeQuartiles(samples: readonly number[]): Quartiles {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

export const computeMedian = (samples: readonly number[]) => computeQuartiles(samples).median;

export const isOver = ({ value, target }: Measured) => target !== undefined && !(value <= target);

/** State, figure, target and name, as columns. */
export function formatRow(measured: Measured): readonly string[] {
  const { name, value, unit, target } = measured;
  const figure = `${Number(value.toFixed(2))} ${unit}`.trim();
  const state = target === undefined ? "    " : isOver(measured) ? "over" : "ok  ";
  return [state, figure.padStart(10), (target === undefined ? "" : `(at most ${target})`).padEnd(16), name];
}

export type Comparison = {
  readonly name: string;
  readonly unit: string;
  readonly before: Quartiles;
  readonly after: Quartiles;
  readonly verdict: "better" | "same" | "worse";
};

/** Different where the quartiles do not overlap and the medians are over 3 % apart. */
export function compareSamples(
  name: string,
  unit: string,
  before: readonly number[],
  after: readonly number[],
): Comparison {
  const [old, now] = [computeQuartiles(before), computeQuartiles(after)];
  const ratio = now.median / old.median;
  const isApart = now.low > old.high || now.high < old.low;
  const verdict = !isApart || Math.abs(ratio - 1) <= 0.03 ? "same" : ratio > 1 ? "worse" : "better";
  return { name, unit, before: old, after: now, verdict };
}

export function formatComparison({ name, unit, before, after, verdict }: Comparison): readonly string[] {
  const formatQuartiles = ({ low, median, high }: Quartiles) =>
    `${median.toFixed(2)} ${unit} [${low.toFixed(2)}–${high.toFixed(2)}]`;
  const ratio = `× ${(after.median / before.median).toFixed(2)}`;
  return [
    verdict.padEnd(6),
    ratio.padStart(7),
    formatQuartiles(before).padEnd(30),
    formatQuartiles(after).padEnd(30),
    name,
  ];
}
