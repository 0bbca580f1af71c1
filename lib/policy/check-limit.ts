import type { Command } from "../commands/define-command.ts";
import { type FacetName, isFacet } from "../commands/facets.ts";
import { findAvailableFacets } from "./coverage.ts";
import type { UnplacedDiagnostic } from "./diagnostic.ts";
import type { Rule } from "./document.ts";
import { isCountable, MAX_LIMITS_PER_COMMAND, MAX_PER_MS, MIN_PER_MS, parsePeriod } from "./limit.ts";
import { findNearest } from "./suggest.ts";

type Found = readonly UnplacedDiagnostic[];

export function checkLimit(
  rule: Rule,
  covered: readonly Command[],
  isPerTarget: (command: Command) => boolean,
): Found {
  const { limit } = rule;
  if (limit === undefined) return [];
  const { per, hold, count = "requests" } = limit;
  const perTarget = covered.filter(isPerTarget).map(({ name }) => name);
  return [
    ...(rule.mask === undefined ? [] : [{ code: "limit-with-mask", path: ["limit"] } as const]),
    ...(perTarget.length === 0
      ? []
      : [{ code: "limit-per-target", path: ["limit"], details: { commands: perTarget } } as const]),
    ...checkPeriod(per, "per"),
    ...(hold === undefined ? [] : checkPeriod(hold, "hold")),
    ...(hold !== undefined && count === "requests"
      ? [{ code: "hold-without-refusals", path: ["limit", "hold"] } as const]
      : []),
    ...(Array.isArray(limit.by)
      ? limit.by.flatMap((name, index) => checkBy(name, ["limit", "by", index], covered))
      : checkBy(limit.by, ["limit", "by"], covered)),
  ];
}

function checkPeriod(period: string, key: "per" | "hold"): Found {
  const ms = parsePeriod(period);
  if (ms >= MIN_PER_MS && ms <= MAX_PER_MS) return [];
  return [{ code: "limit-period", path: ["limit", key], token: period }];
}

/** Every covered command must have the facet: a rule that counts only some commands would look complete. */
function checkBy(name: string, path: UnplacedDiagnostic["path"], covered: readonly Command[]): Found {
  if (covered.length === 0) return [];
  const countable = [...findAvailableFacets(covered)].filter(isCountable);
  if (!isFacet(name))
    return [{ code: "unknown-facet", path, token: name, suggestion: findNearest(name, countable) }];
  if (!isCountable(name)) return [{ code: "limit-uncountable", path, token: name }];
  const lacking = covered.filter((command) => !findAvailableFacets([command]).has(name));
  if (lacking.length === 0) return [];
  const available = [...findAvailableFacets(lacking)].filter((facet: FacetName) => isCountable(facet));
  const details = { commands: lacking.map((command) => command.name), available };
  return [{ code: "facet-unavailable", path, token: name, details }];
}

/** Of a rule with a limit. `live`: of one command's rules before this one, how many have a limit. */
export function checkLimitCount(live: ReadonlyMap<string, number>): Found {
  const full = [...live].filter(([, limits]) => limits >= MAX_LIMITS_PER_COMMAND).map(([command]) => command);
  if (full.length === 0) return [];
  const details = { commands: full, limit: MAX_LIMITS_PER_COMMAND };
  return [{ code: "too-many-limits", path: ["limit"], details }];
}
