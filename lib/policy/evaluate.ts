import type { Command } from "../commands/define-command.ts";
import type { FacetReading } from "../commands/facet-reading.ts";
import { type Payload, payloadShape } from "../commands/payload.ts";
import type { Effect, Evidence, Fallback, Refusal } from "../decision.ts";
import { maskText } from "../text/mask.ts";
import type { CompiledRule, Exemption } from "./compile.ts";
import {
  type Subject as Bindings,
  subjectOf as bind,
  subjectWith as bindTarget,
  type Values,
} from "./expression.ts";
import { type LimitMatch, matchLimit } from "./match-limit.ts";
import { requestOf } from "./request.ts";

export type EvaluationInput = {
  readonly rules: readonly CompiledRule[];
  readonly command: Command;
  readonly facets: FacetReading;
  readonly payload: Payload;
  /** What a rule that cannot be computed does to the request. */
  readonly onFault: Fallback;
};

/** One evaluation of one rule: of the request, or of one of its targets. */
export type RuleEvaluation = {
  readonly rule: CompiledRule;
  /** The position among the request's targets; `undefined`: of the request as a whole. */
  readonly target: number | undefined;
  readonly bindings: Bindings;
  readonly effect: Effect;
  /** What this evaluation refuses with, if it is enforced. */
  readonly refusal?: Refusal | undefined;
  readonly evidence?: Evidence | undefined;
  /** The exemption that took the effect back. */
  readonly exemption?: Exemption | undefined;
  /** Why the condition could not be computed. */
  readonly error?: string | undefined;
  /** What is counted before the rule does anything. */
  readonly limit?: LimitMatch | undefined;
  /** The message's texts as this rule alone masks them. */
  readonly maskedTexts?: readonly string[] | undefined;
};

/**
 * Evaluates every live rule in order, none hiding another: once, or once for each target where the rule speaks of
 * `target`. A rule about targets of a request that has none passes. Synchronous and pure but for `isLate`, which is
 * asked between rules and between targets.
 */
export function evaluateRules(
  input: EvaluationInput,
  isLate: () => boolean,
): readonly RuleEvaluation[] | "late" {
  const { rules, facets } = input;
  const readsRequest = rules.some(({ when }) => when?.readsRequest);
  const request = readsRequest ? requestOf(input.payload, payloadShape(input.command)) : undefined;
  const whole = bind(facets.values, request);
  const targets = rules.some(({ perTarget }) => perTarget)
    ? facets.targets.map((target) => bindTarget(whole, target))
    : [];
  const evaluations: RuleEvaluation[] = [];
  for (const rule of rules) {
    if (isLate()) return "late";
    if (!rule.perTarget) {
      evaluations.push({ rule, target: undefined, bindings: whole, ...evaluateRule(rule, whole, input) });
    } else if (targets.length === 0) {
      evaluations.push({ rule, target: undefined, bindings: whole, effect: "pass" });
    }
    for (const [target, bindings] of rule.perTarget ? targets.entries() : []) {
      if (target > 0 && isLate()) return "late";
      evaluations.push({ rule, target, bindings, ...evaluateRule(rule, bindings, input) });
    }
  }
  return isLate() ? "late" : evaluations;
}

type RuleResult = Omit<RuleEvaluation, "rule" | "target" | "bindings">;
const PASS: RuleResult = { effect: "pass" };

function evaluateRule(rule: CompiledRule, bindings: Bindings, input: EvaluationInput): RuleResult {
  const { when } = rule;
  const { values } = bindings;
  const held = when === undefined || when.holds(bindings);
  if (held === false) return PASS;
  const exemption = findExemption(rule, values);
  if (typeof held === "object") {
    return exemption === undefined
      ? { effect: "error", error: held.error, refusal: refuseForError(rule, values, input) }
      : { effect: "exempt", error: held.error, exemption };
  }
  const evidence = when?.evidence(bindings);
  if (exemption !== undefined) return { effect: "exempt", evidence, exemption };
  if (rule.limit !== undefined) {
    const shadow = rule.action.kind === "observe" || !isEnforced(rule, values);
    return matchLimit({ rule: rule.rule, ...rule.limit }, values, shadow, evidence);
  }
  return actOn(rule, values, input, evidence);
}

/** What a rule that holds, its limit included, does. `values`: what its message may name. */
export function actOn(
  rule: CompiledRule,
  values: Values,
  input: EvaluationInput,
  evidence: Evidence | undefined,
): RuleResult {
  const { action } = rule;
  if (action.kind === "observe") return { effect: "observe", evidence };
  const maskedTexts = action.kind === "mask" ? maskTexts(input.facets.texts, action) : undefined;
  if (maskedTexts?.every((text, index) => text === input.facets.texts[index])) return PASS;
  if (!isEnforced(rule, values)) return { effect: `would-${action.kind}`, evidence };
  if (action.kind !== "deny") return { effect: action.kind, evidence, maskedTexts };
  const refusal = { rule: rule.rule, code: action.code, message: action.message?.fill(values) ?? "" };
  return { effect: "deny", evidence, refusal };
}

/** A rule that only observes cannot refuse by failing either. */
export function refuseForError(
  rule: CompiledRule,
  values: Values,
  { command: { reply }, onFault }: EvaluationInput,
): Refusal | undefined {
  if (onFault === "allow" || rule.action.kind === "observe" || reply.phase === "after") return undefined;
  if (!isEnforced(rule, values)) return undefined;
  return { rule: rule.rule, code: reply.defaultCode, message: "rule-error" };
}

export function maskTexts(
  texts: readonly string[],
  mask: Extract<CompiledRule["action"], { readonly kind: "mask" }>,
): readonly string[] {
  return texts.map((text) => maskText(text, mask));
}

function findExemption({ exemptions }: CompiledRule, values: Values): Exemption | undefined {
  const account = String(values.operator || values.sender || ""); // no exemption and no list holds the empty one
  const time = timeOf(values);
  return exemptions.find(({ accounts, until }) => time <= until && accounts(account));
}

const timeOf = ({ now }: Values) => (now instanceof Date ? now.getTime() : 0);

function isEnforced({ mode, pausedUntil, rollout }: CompiledRule, values: Values): boolean {
  if (pausedUntil > timeOf(values)) return false;
  if (mode === "shadow" || rollout === undefined) return mode === "enforce";
  return rollout.computeBucket(values[rollout.by]) < rollout.share;
}
