import {
  convertFacet,
  emptyFacets,
  type FacetName,
  type FacetValue,
  facets as vocabulary,
  words,
} from "../commands/facets.ts";
import type { RuleEffect } from "../decision.ts";
import type { SinkContext } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";

/**
 * The audit record of a request: what was decided, and which rule, facet and list entry made it so. Accounts appear
 * as keyed hashes; what people wrote, group IDs and addresses only where settings include that facet.
 */
export function createAuditRecord(
  outcome: Outcome,
  { settings, keys }: Pick<SinkContext, "settings" | "keys">,
): Readonly<Record<string, unknown>> {
  const { ending, facets, platform } = outcome;
  const nameAccount: NameAccount =
    settings?.audit.accounts === "plain" ? (account) => account : (account) => keys?.hashAccount?.(account);
  const isDecided = ending.kind === "decided";
  return {
    type: "audit",
    time: new Date(outcome.time).toISOString(),
    requestId: outcome.requestId,
    command: outcome.command,
    sdkAppId: outcome.sdkAppId,
    platform: platform === undefined ? undefined : maskWord("platform", convertFacet("platform", platform)),
    outcome: ending.kind,
    ...describeEnding(outcome),
    code: outcome.code,
    token: outcome.token,
    rules: isDecided ? ending.effects.map((effect) => recordEffect(effect, nameAccount)) : undefined,
    policy: isDecided ? outcome.set?.documents : undefined,
    facets:
      facets === undefined
        ? undefined
        : recordFacets(facets.values, settings?.audit.include ?? [], nameAccount),
    ms: outcome.ms,
  };
}

function describeEnding({ ending, verdict }: Outcome): Readonly<Record<string, unknown>> {
  switch (ending.kind) {
    case "decided":
    case "deadline":
      return { decision: verdict };
    case "rejected":
      return { reason: ending.reason };
    case "faulted":
      return { decision: verdict, reason: ending.reason, detail: ending.detail };
    case "unreadable":
      return { decision: verdict, reason: ending.path };
    default:
      return {};
  }
}

/** How an account appears; `undefined`: not at all. */
type NameAccount = (account: string) => string | undefined;

const isPersonal = (facet: string) => vocabulary[facet as FacetName]?.kind.startsWith("account") === true; // looked up with care

function recordEffect(
  { rule, effect, target, evidence, error }: RuleEffect,
  nameAccount: NameAccount,
): object {
  if (effect === "pass") return { rule, effect };
  const entry = evidence?.entry;
  return {
    rule,
    effect,
    target: target === undefined ? undefined : nameAccount(target),
    facet: evidence?.facet,
    entry:
      evidence !== undefined && entry !== undefined && isPersonal(evidence.facet)
        ? nameAccount(entry)
        : entry,
    span: evidence?.span,
    error,
  };
}

function recordFacets(
  values: Readonly<Record<string, FacetValue>>,
  include: readonly string[],
  nameAccount: NameAccount,
): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = {};
  for (const name of include) {
    const value = values[name];
    if (value === undefined || value === emptyFacets[name as FacetName]) continue; // settings take facets only
    if (Array.isArray(value) && value.length === 0) continue;
    if (isPersonal(name))
      record[name] = Array.isArray(value) ? value.map(nameAccount) : nameAccount(String(value));
    else record[name] = maskWord(name, value);
  }
  return record;
}

/** A word of the wire's vocabulary as it is, another as `other`: anything may stand where a word belongs. */
function maskWord(facet: string, value: FacetValue): FacetValue {
  const known = words[facet];
  return known === undefined || known.includes(String(value)) ? value : "other";
}
