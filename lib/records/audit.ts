import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import {
  convertFacet,
  emptyFacets,
  type FacetName,
  type FacetValue,
  facets as vocabulary,
  words,
} from "../commands/facets.ts";
import type { RuleEffect } from "../decision.ts";
import type { Outcome } from "../gate/gate.ts";
import type { Settings } from "../policy-set/settings-schema.ts";

/**
 * The audit record of a request: what was decided, and which rule, facet and list entry made it so. Accounts appear
 * as keyed hashes; what people wrote, group IDs and addresses only where settings include that facet.
 */
export function auditRecord(outcome: Outcome): Readonly<Record<string, unknown>> {
  const { ending, command, authentic, snapshot, query, facets } = outcome;
  const settings = snapshot?.value?.settings;
  const naming = namingOf(settings, snapshot?.value?.tokens[0]);
  return {
    type: "audit",
    time: new Date(outcome.time).toISOString(),
    requestId: outcome.requestId,
    command: command?.name,
    sdkAppId: authentic?.sdkAppId,
    platform: query === undefined ? undefined : word("platform", convertFacet("platform", query.platform)),
    outcome: ending.kind,
    ...detailOf(outcome),
    code: outcome.envelope.ErrorCode,
    token: authentic?.token,
    rules: ending.kind === "decided" ? ending.effects.map((effect) => ruleRecord(effect, naming)) : undefined,
    policy: ending.kind === "decided" ? snapshot?.value?.set?.documents : undefined,
    facets:
      facets === undefined ? undefined : facetRecord(facets.values, settings?.audit.include ?? [], naming),
    ms: outcome.ms,
  };
}

function detailOf({ ending, envelope }: Outcome): Readonly<Record<string, unknown>> {
  switch (ending.kind) {
    case "decided":
      return { decision: ending.decision.verdict };
    case "rejected":
      return { reason: ending.reason };
    case "faulted":
      return { decision: fallbackOf(envelope), reason: ending.reason, detail: ending.detail };
    case "unreadable":
      return { decision: fallbackOf(envelope), reason: ending.path };
    case "deadline":
      return { decision: fallbackOf(envelope) };
    default:
      return {};
  }
}

/** What a fallback came to: friend requests are refused item by item, under a code of 0. */
export function fallbackOf({ ErrorCode, ResultItem }: Outcome["envelope"]): "allow" | "deny" {
  const items = Array.isArray(ResultItem) ? ResultItem : [];
  return ErrorCode !== 0 || items.some(({ ResultCode }) => ResultCode !== 0) ? "deny" : "allow";
}

/** How an account appears; `undefined`: not at all. */
type Naming = (account: string) => string | undefined;

/** 64 bits of the keyed hash: enough to follow an account through the log, useless without the token. */
const HASH_LENGTH = 16;

function namingOf(settings: Settings | undefined, token: string | undefined): Naming {
  if (settings?.audit.accounts === "plain") return (account) => account;
  if (token === undefined) return () => undefined;
  if (pseudonyms?.token !== token) pseudonyms = { token, key: auditKey(token), names: new Map() };
  const { key, names } = pseudonyms;
  return (account) => {
    const known = names.get(account);
    if (known !== undefined) return known;
    const name = createHmac("sha256", key).update(account).digest("hex").slice(0, HASH_LENGTH);
    if (names.size >= REMEMBERED) names.clear();
    names.set(account, name);
    return name;
  };
}

/** The same people come again and again, and a keyed hash is dearer than a look-up. */
const REMEMBERED = 1000;
let pseudonyms:
  | { readonly token: string; readonly key: KeyObject; readonly names: Map<string, string> }
  | undefined;

/** Derived, so that nobody who holds the key can sign callbacks. A key object: a bare one is made into it each time. */
function auditKey(token: string): KeyObject {
  return createSecretKey(createHmac("sha256", token).update("chatgate audit").digest());
}

const isPersonal = (facet: string) => vocabulary[facet as FacetName]?.kind.startsWith("account") === true; // looked up with care

function ruleRecord({ rule, effect, target, evidence, error }: RuleEffect, naming: Naming): object {
  if (effect === "pass") return { rule, effect };
  const entry = evidence?.entry;
  return {
    rule,
    effect,
    target: target === undefined ? undefined : naming(target),
    facet: evidence?.facet,
    entry:
      evidence !== undefined && entry !== undefined && isPersonal(evidence.facet) ? naming(entry) : entry,
    span: evidence?.span,
    error,
  };
}

function facetRecord(
  values: Readonly<Record<string, FacetValue>>,
  include: readonly string[],
  naming: Naming,
): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = {};
  for (const name of include) {
    const value = values[name];
    if (value === undefined || value === emptyFacets[name as FacetName]) continue; // settings take facets only
    if (Array.isArray(value) && value.length === 0) continue;
    if (isPersonal(name)) record[name] = Array.isArray(value) ? value.map(naming) : naming(String(value));
    else record[name] = word(name, value);
  }
  return record;
}

/** A word of the wire's vocabulary as it is, another as `other`: anything may stand where a word belongs. */
function word(facet: string, value: FacetValue): FacetValue {
  const known = words[facet];
  return known === undefined || known.includes(String(value)) ? value : "other";
}
