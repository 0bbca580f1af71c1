import type { LimitAnswer } from "../decision.ts";
import type { RuleLimit } from "./limit.ts";

/** What messages of rules with a limit may name besides facets. */
const limitHoles = ["max", "per", "used", "remaining", "retryMinutes"] as const;

export const isLimitHole = (name: string) => (limitHoles as readonly string[]).includes(name); // only compared

export function fillLimitHoles(
  { max, per }: RuleLimit,
  { used = max, retryAfterMs }: Exclude<LimitAnswer, { readonly kind: "unknown" }>,
): Readonly<Record<(typeof limitHoles)[number], string | number>> {
  const retryMinutes = Math.max(1, Math.ceil(retryAfterMs / 60_000));
  return { max, per, used, remaining: Math.max(0, max - used), retryMinutes };
}
