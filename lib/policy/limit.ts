import { type FacetName, facets } from "../commands/facets.ts";
import type { LimitWindow } from "../decision.ts";
import type { Rule } from "./document.ts";

/** A rule's limit, ready to count. */
export type RuleLimit = LimitWindow & {
  /** As the policy writes it. */
  readonly per: string;
  readonly by: readonly FacetName[];
  readonly count: "requests" | "refusals";
};

export const MIN_PER_MS = 10_000;
export const MAX_PER_MS = 30 * 24 * 60 * 60 * 1000;
/** DynamoDB takes as many items in one transaction. */
export const MAX_LIMITS_PER_COMMAND = 100;

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `duration`: as the schema takes it, e.g. `10m`. */
export function parsePeriod(duration: string): number {
  return Number.parseInt(duration, 10) * (unitMs[duration.at(-1) ?? ""] ?? 0);
}

/** Whether a limit can count by the facet: it has one value in a request, and that is not a time. */
export function isCountable(facet: FacetName): boolean {
  const { kind } = facets[facet];
  return kind !== "timestamp" && kind !== "accounts" && kind !== "texts" && kind !== "words";
}

export function compileLimit({ limit }: Rule): RuleLimit | undefined {
  if (limit === undefined) return undefined;
  const { max, per, by, count = "requests", hold } = limit;
  return {
    max,
    per,
    perMs: parsePeriod(per),
    holdMs: hold === undefined ? undefined : parsePeriod(hold),
    by: [by].flat() as readonly FacetName[], // checkLimit takes only facets
    count,
  };
}
