import {
  convertFacet,
  emptyFacets,
  type FacetName,
  type FacetValue,
  facets as vocabulary,
  words,
} from "../commands/facets.ts";
import type { LimitState, RuleEffect } from "../decision.ts";
import type { SinkContext } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";
import { isObject, parseObject } from "../json.ts";

/**
 * One request's line in the log: what was decided, and which rule, facet and list entry made it so. Accounts appear as
 * keyed hashes; texts, group IDs and addresses are written only if settings include that facet. Members without a
 * value are left out.
 */
export type AuditRecord = {
  readonly type: "audit";
  readonly v: 1;
  readonly time: string;
  readonly requestId: string;
  readonly command?: string | undefined;
  readonly sdkAppId?: number | undefined;
  readonly platform?: unknown;
  /** The kind of its ending. */
  readonly outcome: string;
  readonly decision?: string | undefined;
  /** Why it was rejected, faulted or unreadable. */
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
  readonly code: number;
  /** Which configured token matched, from 0. */
  readonly token?: number | undefined;
  /** The policy set's number. Absent if nothing was pushed. */
  readonly set?: number | undefined;
  /** 12 hex digits of the set's digest. */
  readonly policy?: string | undefined;
  /** How many rules passed. */
  readonly passed?: number | undefined;
  readonly effects?: readonly AuditEffect[] | undefined;
  /** How many effects are left out. */
  readonly more?: number | undefined;
  /** Who gave the answer to Chat, if not the gate. */
  readonly answeredBy?: "upstream" | undefined;
  /** `informed`: the backend saw it; another word: why it did not. */
  readonly upstream?: string | undefined;
  /** Differences from the documented payload, as `<kind> <path>`. */
  readonly drift?: readonly string[] | undefined;
  readonly facets?: Readonly<Record<string, unknown>> | undefined;
  /** Facets left out because the line would be too long. */
  readonly cut?: readonly string[] | undefined;
  /** The share of such requests that is kept: this line represents 1 / `sample` of them. */
  readonly sample?: number | undefined;
  readonly ms: number;
};

/** What a rule did, other than pass. */
export type AuditEffect = {
  readonly rule: string;
  readonly effect: string;
  readonly target?: string | undefined;
  readonly facet?: string | undefined;
  readonly entry?: string | undefined;
  readonly span?: readonly [start: number, end: number] | undefined;
  readonly error?: string | undefined;
  readonly limit?: LimitState | undefined;
};

const MAX_EFFECTS = 50;
const MAX_DRIFT_PATHS = 20;
const MAX_LINE_BYTES = 65_536;
/** UTF-8 bytes of all facets and of all effects, if a line is shortened; its other members fit into the rest. */
const MAX_FACET_BYTES = 32_768;
const MAX_EFFECT_BYTES = 24_576;
/** UTF-16 units of a reason or detail. */
const MAX_TEXT_LENGTH = 500;

/** `sample`: the share of such requests that is kept; 1: all of them. */
export function formatAuditLine(
  outcome: Outcome,
  context: Pick<SinkContext, "settings" | "keys">,
  sample = 1,
): string {
  const record = createRecord(outcome, context, sample);
  const line = JSON.stringify(record);
  // A UTF-16 unit is three bytes at most, and JSON escapes the rest.
  return line.length * 3 <= MAX_LINE_BYTES ? line : JSON.stringify(shortenRecord(record));
}

function createRecord(
  outcome: Outcome,
  { settings, keys }: Pick<SinkContext, "settings" | "keys">,
  sample: number,
): AuditRecord {
  const { ending, facets, platform, drift, set } = outcome;
  const nameAccount = chooseNaming({ settings, keys });
  const decided = ending.kind === "decided" ? ending : undefined;
  const acting = decided?.effects.filter(({ effect }) => effect !== "pass") ?? [];
  return {
    type: "audit",
    v: 1,
    time: new Date(outcome.time).toISOString(),
    requestId: outcome.requestId,
    command: outcome.command,
    sdkAppId: outcome.sdkAppId,
    platform: platform === undefined ? undefined : maskWord("platform", convertFacet("platform", platform)),
    outcome: ending.kind,
    decision: SILENT.has(ending.kind) ? undefined : outcome.verdict,
    reason: findReason(ending)?.slice(0, MAX_TEXT_LENGTH),
    detail: ending.kind === "faulted" ? ending.detail.slice(0, MAX_TEXT_LENGTH) : undefined,
    code: outcome.code,
    ...describeUpstream(outcome),
    token: outcome.token,
    set: decided && set?.number !== undefined ? Number(set.number) : undefined,
    policy: decided && set?.digest,
    passed: decided && decided.effects.length - acting.length,
    effects:
      acting.length === 0
        ? undefined
        : acting.slice(0, MAX_EFFECTS).map((effect) => recordEffect(effect, nameAccount)),
    more: acting.length > MAX_EFFECTS ? acting.length - MAX_EFFECTS : undefined,
    drift: drift.length === 0 ? undefined : drift.slice(0, MAX_DRIFT_PATHS).map(nameDrift),
    facets: facets && recordFacets(facets.values, settings?.audit.include ?? [], nameAccount),
    sample: sample < 1 ? sample : undefined,
    ms: outcome.ms,
  };
}

/** Endings for which nothing is decided. */
const SILENT: ReadonlySet<string> = new Set(["verified", "unknown", "rejected"]);

function findReason(ending: Outcome["ending"]): string | undefined {
  if (ending.kind === "unreadable") return ending.path;
  return ending.kind === "rejected" || ending.kind === "faulted" ? ending.reason : undefined;
}

/** Unknown keys come from the request: only those that look like a field's name are written. */
export function nameDrift({ kind, path }: Outcome["drift"][number]): string {
  return `${kind} ${/^[\w.[\]]{1,80}$/.test(path) ? path : "other"}`;
}

/** Who gave the answer, if the request was passed on. */
function describeUpstream({ upstream }: Outcome): Pick<AuditRecord, "answeredBy" | "upstream"> {
  if (upstream === undefined) return {};
  if (upstream.kind === "answered") return { answeredBy: "upstream" };
  return { upstream: upstream.kind === "failed" ? upstream.reason : upstream.kind };
}

/** How an account appears; `undefined`: not at all. */
type NameAccount = (account: string) => string | undefined;
type Naming = Pick<SinkContext, "settings" | "keys">;

const chooseNaming = ({ settings, keys }: Naming): NameAccount =>
  settings?.audit.accounts === "plain" ? (account) => account : (account) => keys?.hashAccount?.(account);

/** The facets that settings allow in a log, as records have them. */
export function showFacets(values: Readonly<Record<string, FacetValue>>, naming: Naming) {
  return recordFacets(values, naming.settings?.audit.include ?? [], chooseNaming(naming));
}

const personalFacets: ReadonlySet<string> = new Set(
  Object.entries(vocabulary).flatMap(([name, { kind }]) => (kind.startsWith("account") ? [name] : [])),
);

function recordEffect(
  { rule, effect, target, evidence, error, limit }: RuleEffect,
  nameAccount: NameAccount,
): AuditEffect {
  const entry = evidence?.entry;
  const isAccount = evidence !== undefined && personalFacets.has(evidence.facet);
  return {
    rule,
    effect,
    target: target === undefined ? undefined : nameAccount(target),
    facet: evidence?.facet,
    entry: entry !== undefined && isAccount ? nameAccount(entry) : entry,
    span: evidence?.span,
    limit,
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
    if (personalFacets.has(name))
      record[name] = Array.isArray(value) ? value.map(nameAccount) : nameAccount(String(value));
    else record[name] = maskWord(name, value);
  }
  return record;
}

/** A known word of the wire as it is, any other as `other`, since the request may hold any text. */
function maskWord(facet: string, value: FacetValue): FacetValue {
  const known = words[facet];
  return known === undefined || known.includes(String(value)) ? value : "other";
}

/** Leaves out whole facets, and the last effects, until what is left is short enough. */
function shortenRecord(record: AuditRecord): AuditRecord {
  const { facets = {}, effects = [], more = 0 } = record;
  const kept: Record<string, unknown> = {};
  const cut: string[] = [];
  let room = MAX_FACET_BYTES;
  for (const [name, value] of Object.entries(facets)) {
    const bytes = countBytes({ [name]: value });
    if (bytes > room) cut.push(name);
    else {
      room -= bytes;
      kept[name] = value;
    }
  }
  let count = effects.length;
  while (count > 0 && countBytes(effects.slice(0, count)) > MAX_EFFECT_BYTES) count--;
  const left = more + effects.length - count;
  return {
    ...record,
    facets: kept,
    cut: cut.length === 0 ? undefined : cut,
    effects: effects.slice(0, count),
    more: left === 0 ? undefined : left,
  };
}

const countBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** Allowed, by rules that all passed. */
export function isPlainAllow({ ending }: Outcome): boolean {
  return (
    ending.kind === "decided" &&
    ending.decision.verdict === "allow" &&
    ending.effects.every(({ effect }) => effect === "pass")
  );
}

/** Deterministic by request: FNV-1a of its id, bits mixed, as a share of 2^32. */
export function isSampled(requestId: string, rate: number): boolean {
  let hash = 0x811c9dc5;
  for (let index = 0; index < requestId.length; index++)
    hash = Math.imul(hash ^ requestId.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 < rate;
}

/** `undefined`: not an audit line of this version. */
export function parseAuditLine(text: string): AuditRecord | undefined {
  const fields = parseObject(text);
  return fields === undefined ? undefined : readAuditRecord(fields);
}

export function readAuditRecord(fields: Readonly<Record<string, unknown>>): AuditRecord | undefined {
  const { type, v, time, requestId, outcome, code, ms, effects = [] } = fields;
  const isWhole =
    type === "audit" &&
    v === 1 &&
    [time, requestId, outcome].every((value) => typeof value === "string") &&
    [code, ms].every((value) => typeof value === "number") &&
    Array.isArray(effects) &&
    effects.every(isEffect);
  return isWhole ? (fields as AuditRecord) : undefined; // `isWhole` checks its required fields; only chatgate writes the others
}

function isEffect(value: unknown): boolean {
  return isObject(value) && typeof value.rule === "string" && typeof value.effect === "string";
}
