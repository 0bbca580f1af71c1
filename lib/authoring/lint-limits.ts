import type { UnplacedDiagnostic } from "../policy/diagnostic.ts";
import type { PolicyDocument, Rule } from "../policy/document.ts";
import { parsePeriod } from "../policy/limit.ts";
import type { PolicySet } from "../policy-set/check-set.ts";

type Found = readonly UnplacedDiagnostic[];
type Documents = readonly { readonly name: string; readonly content: PolicyDocument }[];

/** `documents`: the whole set's, by their names in the store; `covered`: the names of the rule's commands. */
export function lintLimit(
  rule: Rule,
  documents: Documents,
  covered: readonly string[],
  set: Pick<PolicySet, "rulesFor">,
): Found {
  const { limit } = rule;
  if (limit === undefined) return [];
  return [
    ...lintHotLimit(limit),
    ...lintShortHold(limit),
    ...lintUnreachable(rule, limit, documents, covered, set),
  ];
}

type Limit = NonNullable<Rule["limit"]>;

/** Facets with few values, so that many requests share a counter. */
const FEW_VALUES: readonly string[] = ["groupType", "platform", "command", "sdkAppId"];

function lintHotLimit({ by }: Limit): Found {
  const names = [by].flat();
  if (!names.every((name) => FEW_VALUES.includes(name))) return [];
  return [{ code: "hot-limit", path: ["limit", "by"], token: names.join(" and ") }];
}

function lintShortHold({ per, hold }: Limit): Found {
  if (hold === undefined || parsePeriod(hold) >= parsePeriod(per)) return [];
  return [{ code: "short-hold", path: ["limit", "hold"], token: hold }];
}

function lintUnreachable(
  rule: Rule,
  limit: Limit,
  documents: Documents,
  covered: readonly string[],
  { rulesFor }: Pick<PolicySet, "rulesFor">,
): Found {
  if (limit.count === "refusals") {
    const isEverRefused = covered
      .flatMap(rulesFor)
      .some((other) => other.action.kind === "deny" && other.limit?.count !== "refusals");
    return isEverRefused
      ? []
      : [{ code: "unreachable-limit", path: ["limit"], details: { rule: undefined } }];
  }
  const rules = documents.flatMap(({ content }) => content.rules);
  const stricter = rules.find(
    (other, index) =>
      other !== rule &&
      canRefuseBefore(other, rule) &&
      (!canRefuseBefore(rule, other) || index < rules.indexOf(rule)),
  );
  if (stricter === undefined) return [];
  return [{ code: "unreachable-limit", path: ["limit", "max"], details: { rule: stricter.id } }];
}

/** Whether two rules count the same, and the first is over whenever the second would be. */
function canRefuseBefore(first: Rule, second: Rule): boolean {
  const [a, b] = [first.limit, second.limit];
  if (a === undefined || b === undefined || a.count === "refusals" || b.count === "refusals") return false;
  if (first.unless !== undefined || first.rollout !== undefined || first.observe !== undefined) return false;
  if ((first.mode ?? "enforce") !== "enforce") return false;
  const identifyCount = (rule: Rule) => JSON.stringify([rule.on, rule.when, rule.limit?.by]);
  return (
    identifyCount(first) === identifyCount(second) &&
    a.max <= b.max &&
    parsePeriod(a.per) >= parsePeriod(b.per)
  );
}
