import { findTargets, readFacets } from "../callback/read-facets.ts";
import { readPayload } from "../callback/read-payload.ts";
import type { Command } from "../commands/define-command.ts";
import type { RequestContext } from "../commands/facet-reading.ts";
import type { Payload } from "../commands/payload.ts";
import type { Decision, LimitAnswers, LimitRequest } from "../decision.ts";
import { combineEvaluations, listEffects } from "../policy/combine.ts";
import { evaluateRules, type RuleEvaluation } from "../policy/evaluate.ts";
import { applyAnswers, listNeeds } from "../policy/evaluate-limits.ts";
import type { PolicySet } from "../policy-set/check-set.ts";
import { chooseFallback } from "../policy-set/choose-fallback.ts";
import type { Settings } from "../policy-set/settings-schema.ts";
import type { CallbackEnding } from "./ending.ts";
import type { Trace } from "./trace.ts";

/** A callback that is authenticated or simulated; without transport or signature. */
export type Callback = RequestContext & { readonly command: Command; readonly payload: Payload };

export type DecisionConfig = {
  readonly settings: Pick<Settings, "onFault" | "onDeadline" | "onOversize" | "onUnreadable">;
  readonly set: Pick<PolicySet, "rulesFor">;
};

export type DecisionOptions = {
  /** Whether the deadline has passed; asked between rules and between targets. */
  readonly isLate: () => boolean;
  /** With the leaves of conditions, for explanations. */
  readonly isTraced?: boolean;
  readonly trace: Pick<Trace, "targets" | "payload" | "drift" | "facets" | "evaluations">;
};

/** Limits must be asked before there is a decision. */
export type LimitNeeds = {
  readonly kind: "needs";
  readonly requests: readonly LimitRequest[];
  readonly resume: (answers: LimitAnswers) => CallbackEnding;
};

/** Payload, facets, rules, and a decision unless limits must be asked; synchronous and without any I/O. */
export function beginDecision(
  callback: Callback,
  { settings, set }: DecisionConfig,
  { isLate, isTraced = false, trace }: DecisionOptions,
): CallbackEnding | LimitNeeds {
  const { command } = callback;
  trace.targets = findTargets(command, callback.payload);
  const reading = readPayload(command, callback.payload);
  trace.drift = reading.drift;
  if (reading.kind === "unreadable") return { kind: "unreadable", path: reading.path };
  const { payload } = reading;
  trace.payload = payload;
  const facets = readFacets(command, payload, callback);
  trace.facets = facets;
  const rules = set.rulesFor(command.name);
  const onFault = chooseFallback(settings, "onFault", command.name);
  const onOversize = chooseFallback(settings, "onOversize", command.name);
  const input = { rules, command, facets, payload, onFault, onOversize, isTraced };
  const evaluations = evaluateRules(input, isLate);
  if (evaluations === "late") return { kind: "deadline" };
  const decision = combineEvaluations(evaluations, facets);
  const requests = listNeeds(evaluations, decision);
  if (requests.length === 0) return endDecision(evaluations, decision);
  const resume = (answers: LimitAnswers) => {
    const answered = applyAnswers(evaluations, answers, input);
    return endDecision(answered, combineEvaluations(answered, facets));
  };
  return { kind: "needs", requests, resume };

  function endDecision(evaluated: readonly RuleEvaluation[], decision: Decision): CallbackEnding {
    trace.evaluations = evaluated;
    return { kind: "decided", decision, effects: listEffects(evaluated, facets) };
  }
}

/** What limits answer without a store; a rule that is not answered passes. */
export type AnswerLimits = (requests: readonly LimitRequest[]) => LimitAnswers;

/** As the gate decides, for tools and tests. Without `limits`, nothing was counted yet. */
export function decideCallback(
  callback: Callback,
  config: DecisionConfig,
  { limits = () => new Map(), ...options }: DecisionOptions & { readonly limits?: AnswerLimits | undefined },
): CallbackEnding {
  const begun = beginDecision(callback, config, options);
  return begun.kind === "needs" ? begun.resume(limits(begun.requests)) : begun;
}
