import type { FacetName, FacetValue } from "../commands/facets.ts";
import { payloadShape } from "../commands/payload.ts";
import type { Effect, Evidence } from "../decision.ts";
import type { Outcome } from "../gate/gate.ts";
import type { CompiledRule } from "../policy/compile.ts";
import { type Subject, subjectOf, subjectWith } from "../policy/expression.ts";
import { requestOf } from "../policy/request.ts";
import { fold } from "../text/folding.ts";
import { pathOf, valueAt } from "./payload-path.ts";

/** A part of a condition, what it came to, and the values that it compared; a text says why it has no result. */
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
  /** The folded copy, in which the entry was sought. */
  readonly folded?: string;
};

/** What one rule did to the request, or to one of its targets, and why. */
export type RuleReading = {
  readonly rule: string;
  readonly mode: CompiledRule["mode"];
  readonly effect: Effect;
  readonly target?: string;
  /** What of a list made it hold: the entry, where it stands, how it is written there and what that is read as. */
  readonly found?: Found;
  /** Why the account is exempt, as the policy says it. */
  readonly reason?: string;
  readonly error?: string;
  /** The condition; undefined: always holds. */
  readonly when?: string;
  readonly leaves: readonly LeafReading[];
};

/** Every rule that covers the command, in the order in which they decide; none where nothing was decided. */
export function explain({ ending, command, facets, payload, snapshot }: Outcome): readonly RuleReading[] {
  if (ending.kind !== "decided" || command === undefined || facets === undefined) return [];
  const rules = snapshot?.value?.set?.rulesFor(command.name) ?? [];
  const whole = subjectOf(facets.values, requestOf(payload ?? {}, payloadShape(command)));
  return rules.flatMap((rule) => {
    const subjects = rule.perTarget ? facets.targets.map((own) => subjectWith(whole, own)) : [whole];
    return subjects.map((subject): RuleReading => {
      const target = rule.perTarget ? String(subject.values.target) : undefined;
      const found = ending.effects.find(
        (one) => one.rule === rule.rule && (one.target === target || one.effect === "pass"),
      );
      const match = found?.evidence && foundBy(found.evidence, subject);
      const reason = found?.effect === "exempt" ? exemptionOf(rule, subject) : undefined;
      return {
        rule: rule.rule,
        mode: rule.mode,
        effect: found?.effect ?? "pass",
        ...(target === undefined ? {} : { target }),
        ...(match === undefined ? {} : { found: match }),
        ...(reason === undefined ? {} : { reason }),
        ...(found?.error === undefined ? {} : { error: found.error }),
        ...(rule.when === undefined ? {} : { when: rule.when.source }),
        leaves: leavesOf(rule, subject, payload),
      };
    });
  });
}

function leavesOf({ when }: CompiledRule, subject: Subject, payload: unknown): readonly LeafReading[] {
  return (when?.leaves() ?? []).map(({ source, facets, holds }) => {
    const held = holds(subject);
    const fields = [...source.matchAll(/\brequest((?:\.\w+(?![\w(])|\[\d+\])+)/g)].map(
      ([path, steps = ""]) => [path, valueAt(payload, pathOf(steps.replace(/\[(\d+)\]/g, ".$1").slice(1)))],
    );
    return {
      source,
      result: typeof held === "object" ? held.error : held,
      values: Object.fromEntries([...facets.map((name) => [name, subject.values[name]]), ...fields]),
    };
  });
}

function foundBy({ facet, entry, span }: Evidence, { values }: Subject): Found | undefined {
  if (entry === undefined) return undefined;
  const value = values[facet as FacetName]; // evidence names facets only
  if (span === undefined || typeof value !== "string") return { facet, entry };
  const text = value.slice(...span);
  return { facet, entry, span, text, folded: fold(text).text };
}

function exemptionOf({ exemptions }: CompiledRule, { values }: Subject): string | undefined {
  const account = String(values.operator || values.sender);
  const time = values.now instanceof Date ? values.now.getTime() : 0;
  return exemptions.find(({ accounts, until }) => time <= until && accounts(account))?.reason;
}

/** The facets that this request has, in the vocabulary's order; those that every request has last. */
export function facetsThere({ facets }: Outcome): readonly (readonly [FacetName, FacetValue])[] {
  const entries = Object.entries(facets?.values ?? {}) as [FacetName, FacetValue][]; // FacetValues' own keys
  return entries.filter(([name, value]) => {
    if (name === "command") return false;
    return value instanceof Date
      ? value.getTime() !== 0
      : value !== "" && value !== 0 && [value].flat().length > 0;
  });
}
