import { isObject } from "../json.ts";
import { isRefused } from "./change.ts";

/** What replay reads of an audit line, whichever version wrote it. */
export type AuditView = {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Empty for an unknown command. */
  readonly command: string;
  readonly platform: string | undefined;
  readonly sdkAppId: number | undefined;
  readonly outcome: string;
  /** Empty if nothing was decided. */
  readonly verdict: string;
  /** Why it was rejected, faulted or unreadable. */
  readonly reason: string | undefined;
  readonly code: number;
  /** The set that decided; `undefined` if nothing was pushed. */
  readonly set: string | undefined;
  /** Those that are not `pass`. */
  readonly effects: readonly AuditViewEffect[];
  /** How many rules passed; `undefined` if the line does not say. */
  readonly passed: number | undefined;
  /** Some effects were left out of the line. */
  readonly isCut: boolean;
  readonly facets: Readonly<Record<string, unknown>>;
  /** Facets that were left out because the line would have been too long. */
  readonly cutFacets: readonly string[];
  /** How many requests the line represents. */
  readonly weight: number;
};

export type AuditViewEffect = {
  readonly rule: string;
  readonly effect: string;
  readonly target?: string;
  readonly facet?: string;
  readonly entry?: string;
  readonly error?: string;
};

/** `undefined`: one that is not whole. */
export function viewAuditLine(fields: Readonly<Record<string, unknown>>): AuditView | undefined {
  const {
    requestId,
    command = "",
    outcome,
    decision = "",
    code,
    platform,
    sdkAppId,
    set,
    sample,
    more,
  } = fields;
  const time = typeof fields.time === "string" ? Date.parse(fields.time) : Number.NaN;
  const effects = fields.effects ?? fields.rules ?? [];
  if (typeof requestId !== "string" || typeof command !== "string" || typeof decision !== "string") return;
  if (typeof outcome !== "string" || typeof code !== "number" || Number.isNaN(time)) return;
  if (!Array.isArray(effects) || !effects.every(isEffect)) return;
  return {
    ...{ requestId, time, command, outcome, verdict: decision, code },
    reason: typeof fields.reason === "string" ? fields.reason : undefined,
    passed: typeof fields.passed === "number" ? fields.passed : undefined,
    platform: typeof platform === "string" ? platform : undefined,
    sdkAppId: typeof sdkAppId === "number" ? sdkAppId : undefined,
    set: typeof set === "number" || typeof set === "string" ? String(set) : undefined,
    effects: effects.filter(({ effect }) => effect !== "pass"),
    isCut: typeof more === "number" && more > 0,
    facets: isObject(fields.facets) ? fields.facets : {},
    cutFacets: Array.isArray(fields.cut) ? fields.cut.map(String) : [],
    weight: typeof sample === "number" && sample > 0 && sample < 1 ? Math.round(1 / sample) : 1,
  };
}

function isEffect(value: unknown): value is AuditViewEffect {
  return isObject(value) && typeof value.rule === "string" && typeof value.effect === "string";
}

/** Who did it, as the line names accounts. */
export function readLineAccount({ facets }: AuditView): string | undefined {
  return [facets.operator, facets.sender].find(
    (value): value is string => typeof value === "string" && value !== "",
  );
}

/** Chosen lines; what is not given does not choose. */
export type AuditFilter = {
  /** `refused` is deny, partial and drop. */
  readonly decision?: string | undefined;
  readonly outcome?: string | undefined;
  readonly isCommand?: ((command: string) => boolean) | undefined;
  /** A rule that did something. */
  readonly isRule?: ((rule: string) => boolean) | undefined;
  /** As the line may name the account. */
  readonly accounts?: ReadonlySet<string> | undefined;
};

export function isChosen(line: AuditView, filter: AuditFilter): boolean {
  const { decision, outcome, isCommand, isRule, accounts } = filter;
  const isDecision =
    decision === undefined ||
    line.verdict === decision ||
    (decision === "refused" && isRefused(line.verdict));
  return (
    isDecision &&
    (outcome === undefined || line.outcome === outcome) &&
    (isCommand === undefined || isCommand(line.command)) &&
    (isRule === undefined || line.effects.some(({ rule }) => isRule(rule))) &&
    (accounts === undefined || hasAccount(line, accounts))
  );
}

function hasAccount({ facets, effects }: AuditView, accounts: ReadonlySet<string>): boolean {
  const named = [...Object.values(facets).flat(), ...effects.map(({ target }) => target)];
  return named.some((value) => typeof value === "string" && accounts.has(value));
}
