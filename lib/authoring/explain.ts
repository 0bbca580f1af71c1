import { type FacetName, type FacetValue, isFacet } from "../commands/facets.ts";
import type { Effect, Evidence, LimitAnswer } from "../decision.ts";
import type { Outcome } from "../gate/outcome.ts";
import type { Trace } from "../gate/trace.ts";
import type { Leaf } from "../policy/cel/run.ts";
import type { CompiledRule } from "../policy/compile.ts";
import { type Bindings, describeRunFailure, type Expression } from "../policy/expression.ts";
import type { RuleLimit } from "../policy/limit.ts";
import { fold } from "../text/folding.ts";
import { parsePayloadPath, readPath } from "./payload-path.ts";

/** A part of a condition, its result, and the values that it compared; a text says why it has no result. */
export type LeafReading = {
  readonly source: string;
  readonly result: boolean | string;
  readonly values: Readonly<Record<string, unknown>>;
};

export type Found = {
  readonly facet: string;
  readonly entry: string;
  /** UTF-16 offsets in the facet's text. */
  readonly span?: readonly [start: number, end: number];
  readonly text?: string;
  /** The folded copy, in which the entry was searched. */
  readonly folded?: string;
};

/** What one rule did to the request, or to one of its targets, and why. */
export type RuleReading = {
  readonly rule: string;
  readonly mode: CompiledRule["mode"];
  /** In shadow for a while. */
  readonly isPaused?: true;
  readonly effect: Effect;
  readonly target?: string;
  /** The list match that made it hold: the entry, its position, the original text and its folded form. */
  readonly found?: Found;
  /** Why the account is exempt, as the policy says it. */
  readonly reason?: string;
  readonly error?: string;
  /** The condition; undefined: always holds. */
  readonly when?: string;
  readonly leaves: readonly LeafReading[];
  readonly limit?: LimitReading;
};

/** What a rule counts, and its limit's answer; `not counted`: the limit was not checked. */
export type LimitReading = {
  readonly max: number;
  readonly per: string;
  readonly by: readonly string[];
  readonly count: "requests" | "refusals";
  readonly result: "within" | "over" | "unknown" | "not counted";
  readonly used?: number | undefined;
  readonly retryAfterMs?: number | undefined;
};

/** Each evaluation as people read it: one per rule, or one per target if the rule is decided target by target. */
export function explainEvaluations({
  evaluations = [],
  payload,
}: Pick<Trace, "evaluations" | "payload">): readonly RuleReading[] {
  return evaluations.map((evaluation): RuleReading => {
    const { rule, target, bindings, effect, evidence, exemption, error, limit, leaves = [] } = evaluation;
    const { when } = rule;
    const found = evidence === undefined ? undefined : locateEvidence(evidence, bindings);
    return {
      rule: rule.rule,
      mode: rule.mode,
      ...(rule.pausedUntil > Number(bindings.now) ? { isPaused: true } : {}),
      effect,
      ...(target === undefined ? {} : { target: String(bindings.target) }),
      ...(found === undefined ? {} : { found }),
      ...(exemption === undefined ? {} : { reason: exemption.reason }),
      ...(error === undefined ? {} : { error }),
      ...(when === undefined ? {} : { when: when.source }),
      ...(rule.limit === undefined ? {} : { limit: readLimit(rule.limit, limit?.answer) }),
      leaves: when === undefined ? [] : leaves.map((leaf) => readLeaf(leaf, when, bindings, payload)),
    };
  });
}

function readLimit({ max, per, by, count }: RuleLimit, answer: LimitAnswer | undefined): LimitReading {
  const limit = { max, per, by, count };
  if (answer === undefined) return { ...limit, result: "not counted" };
  if (answer.kind === "unknown") return { ...limit, result: "unknown" };
  return { ...limit, result: answer.kind, used: answer.used, retryAfterMs: answer.retryAfterMs };
}

function readLeaf(
  { range, result }: Leaf,
  when: Expression,
  bindings: Bindings,
  payload: unknown,
): LeafReading {
  const source = when.source.slice(...range);
  const isInside = (place: Leaf["range"]) => place[0] >= range[0] && place[1] <= range[1];
  const names = when.program.names.flatMap(({ name, range }) =>
    isInside(range) && isFacet(name) ? [name] : [],
  );
  const fields = [...source.matchAll(/\brequest((?:\.\w+(?![\w(])|\[\d+\])+)/g)].map(([path, steps = ""]) => [
    path,
    readPath(payload, parsePayloadPath(steps.replace(/\[(\d+)\]/g, ".$1").slice(1))),
  ]);
  return {
    source,
    result: typeof result === "object" ? describeRunFailure(when, result) : result,
    values: Object.fromEntries([...[...new Set(names)].map((name) => [name, bindings[name]]), ...fields]),
  };
}

function locateEvidence({ facet, entry, span }: Evidence, bindings: Bindings): Found | undefined {
  if (entry === undefined) return undefined;
  const value = bindings[facet as FacetName]; // evidence names facets only
  if (span === undefined || typeof value !== "string") return { facet, entry };
  const text = value.slice(...span);
  return { facet, entry, span, text, folded: fold(text).text };
}

/** The facets that this request has, in the vocabulary's order; those that every request has last. */
export function listFacetsPresent({ facets }: Outcome): readonly (readonly [FacetName, FacetValue])[] {
  const entries = Object.entries(facets?.values ?? {}) as [FacetName, FacetValue][]; // FacetValues' own keys
  return entries.filter(([name, value]) => {
    if (name === "command") return false;
    return value instanceof Date
      ? value.getTime() !== 0
      : value !== "" && value !== 0 && [value].flat().length > 0;
  });
}
