import type { Evidence, LimitAnswer, LimitRequest } from "../decision.ts";
import type { Bindings } from "./expression.ts";
import type { RuleLimit } from "./limit.ts";

/** What a rule with a limit counts, and the limit's answer. */
export type LimitMatch = {
  readonly request: LimitRequest;
  /** `undefined`: not asked, since something else refused or another limit was over. */
  readonly answer?: LimitAnswer | undefined;
};

/**
 * A rule that holds passes until its limit is found over; without a value to count by, it passes. `shadow`: it cannot
 * refuse, so it must not keep the others from being counted.
 */
export function matchLimit(
  { rule, ...limit }: RuleLimit & { readonly rule: string },
  values: Bindings,
  shadow: boolean,
  evidence: Evidence | undefined,
): { readonly effect: "pass"; readonly evidence?: Evidence | undefined; readonly limit?: LimitMatch } {
  const counted = limit.by.map((facet) => String(values[facet] || ""));
  if (counted.includes("")) return { effect: "pass" };
  const { by, per: _, ...window } = limit;
  const value = formatCountedValue(counted);
  const request = { sdkAppId: Number(values.sdkAppId), rule, by: by.join(","), value, shadow, ...window };
  return { effect: "pass", evidence, limit: { request } };
}

/** Several values as JSON, so that different lists have different keys. */
export function formatCountedValue(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? "") : JSON.stringify(values);
}
