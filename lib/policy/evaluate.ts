import type { Command } from "../commands/define-command.ts";
import type { FacetReading } from "../commands/facet-reading.ts";
import type { Payload } from "../commands/payload.ts";
import type { Effect, Evidence, Fallback, Refusal } from "../decision.ts";
import { maskText } from "../text/mask.ts";
import { type Budget, beginRule, createBudget } from "./cel/budget.ts";
import type { Leaf } from "./cel/run.ts";
import type { CompiledRule, Exemption } from "./compile.ts";
import { REQUEST_STEPS, RULE_STEPS } from "./cost.ts";
import { type Bindings, type Evaluated, evaluateExpression } from "./expression.ts";
import { type LimitMatch, matchLimit } from "./match-limit.ts";
import { canReadAny, findOversized } from "./oversize.ts";

export type EvaluationInput = {
  readonly rules: readonly CompiledRule[];
  readonly command: Command;
  readonly facets: FacetReading;
  readonly payload: Payload;
  /** What a rule that cannot be computed does to the request. */
  readonly onFault: Fallback;
  /** What a rule does whose facets hold more than Chat would send. */
  readonly onOversize: Fallback;
  /** With the leaves of conditions, for explanations. */
  readonly isTraced?: boolean;
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
  /** The exemption that applied. */
  readonly exemption?: Exemption | undefined;
  /** Why the condition could not be computed. */
  readonly error?: string | undefined;
  /** What is counted before the rule does anything. */
  readonly limit?: LimitMatch | undefined;
  /** The message's texts as this rule alone masks them. */
  readonly maskedTexts?: readonly string[] | undefined;
  /** Of a condition that was evaluated, if they were asked for. */
  readonly leaves?: readonly Leaf[] | undefined;
};

/**
 * Evaluates every live rule in order, none hiding another: once, or once for each target if the rule is about
 * targets. Such a rule passes if the request has no target. Synchronous and pure but for `isLate`, which is
 * asked between rules and between targets.
 */
export function evaluateRules(
  input: EvaluationInput,
  isLate: () => boolean,
): readonly RuleEvaluation[] | "late" {
  const { rules, facets } = input;
  const whole: Bindings = { ...facets.values, request: input.payload };
  const targets = rules.some(({ perTarget }) => perTarget)
    ? facets.targets.map((target): Bindings => ({ ...whole, ...target }))
    : // Stryker disable next-line ArrayDeclaration: without a rule about targets nothing reads it
      [];
  const budget = createBudget(RULE_STEPS, REQUEST_STEPS);
  const oversized = findOversized(facets);
  const evaluations: RuleEvaluation[] = [];
  for (const rule of rules) {
    if (isLate()) return "late";
    beginRule(budget, RULE_STEPS);
    if (canReadAny(rule, oversized)) {
      evaluations.push({ rule, target: undefined, bindings: whole, ...refuseOversized(rule, whole, input) });
      continue;
    }
    if (!rule.perTarget) {
      evaluations.push({
        rule,
        target: undefined,
        bindings: whole,
        ...evaluateRule(rule, whole, budget, input),
      });
    } else if (targets.length === 0) {
      evaluations.push({ rule, target: undefined, bindings: whole, effect: "pass" });
    }
    for (const [target, bindings] of rule.perTarget ? targets.entries() : []) {
      if (target > 0 && isLate()) return "late";
      evaluations.push({ rule, target, bindings, ...evaluateRule(rule, bindings, budget, input) });
    }
  }
  return isLate() ? "late" : evaluations;
}

type RuleResult = Omit<RuleEvaluation, "rule" | "target" | "bindings">;
/** The error of a rule that reads a facet which holds more than Chat would send. */
const INPUT_OVER_BOUND = "input-over-bound";
const PASS: RuleResult = { effect: "pass" };

function evaluateRule(
  rule: CompiledRule,
  bindings: Bindings,
  budget: Budget,
  input: EvaluationInput,
): RuleResult {
  const evaluated = evaluateWhen(rule, bindings, budget, input.isTraced === true);
  const result = applyRule(rule, bindings, evaluated, input);
  return evaluated.leaves === undefined ? result : { ...result, leaves: evaluated.leaves };
}

function refuseOversized(rule: CompiledRule, bindings: Bindings, input: EvaluationInput): RuleResult {
  const evaluated: Evaluated = { held: { error: INPUT_OVER_BOUND }, evidence: undefined };
  return applyRule(rule, bindings, evaluated, { ...input, onFault: input.onOversize });
}

// Stryker disable next-line ObjectLiteral: callers only test whether it is false or an error
const HELD: Evaluated = { held: true, evidence: undefined };

function evaluateWhen(
  { when, unavailable }: CompiledRule,
  bindings: Bindings,
  budget: Budget,
  isTraced: boolean,
): Evaluated {
  if (unavailable !== undefined) return { held: { error: unavailable }, evidence: undefined };
  return when === undefined ? HELD : evaluateExpression(when, bindings, budget, isTraced);
}

function applyRule(
  rule: CompiledRule,
  values: Bindings,
  { held, evidence }: Evaluated,
  input: EvaluationInput,
): RuleResult {
  if (held === false) return PASS;
  const exemption = findExemption(rule, values);
  if (typeof held === "object") {
    return exemption === undefined
      ? { effect: "error", error: held.error, refusal: refuseForError(rule, values, input) }
      : { effect: "exempt", error: held.error, exemption };
  }
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
  values: Bindings,
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

/** A rule that only observes does not refuse when it fails. */
export function refuseForError(
  rule: CompiledRule,
  values: Bindings,
  { command: { reply }, onFault }: EvaluationInput,
): Refusal | undefined {
  if (onFault === "allow" || rule.action.kind === "observe") return undefined;
  // Stryker disable next-line ConditionalExpression,StringLiteral: rules about what has happened observe, all of them
  if (reply.phase === "after") return undefined;
  if (!isEnforced(rule, values)) return undefined;
  return { rule: rule.rule, code: reply.defaultCode, message: "rule-error" };
}

export function maskTexts(
  texts: readonly string[],
  mask: Extract<CompiledRule["action"], { readonly kind: "mask" }>,
): readonly string[] {
  return texts.map((text) => maskText(text, mask));
}

function findExemption({ exemptions }: CompiledRule, values: Bindings): Exemption | undefined {
  // Stryker disable next-line StringLiteral: no exemption and no list holds the empty account, nor what a mutant puts there
  const account = String(values.operator || values.sender || "");
  const time = readTime(values);
  return exemptions.find(({ accounts, until }) => time <= until && accounts(account));
}

const readTime = ({ now }: Bindings) => (now instanceof Date ? now.getTime() : 0);

function isEnforced({ mode, pausedUntil, rollout }: CompiledRule, values: Bindings): boolean {
  if (pausedUntil > readTime(values)) return false;
  if (mode === "shadow" || rollout === undefined) return mode === "enforce";
  return rollout.computeBucket(values[rollout.by]) < rollout.share;
}
