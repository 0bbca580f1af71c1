import { hash } from "node:crypto";
import type { Command } from "../commands/define-command.ts";
import type { FacetReading } from "../commands/facet-reading.ts";
import type { FacetValue } from "../commands/facets.ts";
import { type Payload, payloadShape } from "../commands/payload.ts";
import type { Decision, Effect, Evidence, Fallback, Refusal, RuleEffect } from "../decision.ts";
import { maskText } from "../text/mask.ts";
import type { Act, CompiledRule } from "./compile.ts";
import { type Subject, subjectOf, subjectWith, type Values } from "./expression.ts";
import { requestOf } from "./request.ts";

export type Question = {
  readonly rules: readonly CompiledRule[];
  readonly command: Command;
  readonly facets: FacetReading;
  readonly payload: Payload;
  /** What a rule that cannot be computed does to the request. */
  readonly onFault: Fallback;
};

export type Judgement = { readonly decision: Decision; readonly effects: readonly RuleEffect[] };

/**
 * Runs every live rule, none hiding another, then decides: deny over drop over mask over allow, the first deny in
 * order giving code and message. Synchronous and pure: the clock came with the facets.
 */
export function decide(question: Question): Judgement {
  const { rules, facets } = question;
  const readsRequest = rules.some(({ when }) => when?.readsRequest);
  const whole = subjectOf(
    facets.values,
    readsRequest ? requestOf(question.payload, payloadShape(question.command)) : undefined,
  );
  const perTarget = rules.some((rule) => rule.perTarget)
    ? facets.targets.map((own) => subjectWith(whole, own))
    : [];
  const runs = rules.map((rule) =>
    rule.perTarget
      ? perTarget.map((own, target) => runRule(rule, target, own, question))
      : [runRule(rule, undefined, whole, question)],
  );
  return { decision: decisionOf(runs.flat(), facets), effects: runs.flatMap(effectsOf(question)) };
}

/** One evaluation of one rule: of the request, or of one of its targets. */
type Run = {
  readonly rule: CompiledRule;
  readonly target: number | undefined;
  readonly effect: Effect;
  readonly refusal?: Refusal | undefined;
  readonly evidence?: Evidence | undefined;
  readonly error?: string;
};

function runRule(rule: CompiledRule, target: number | undefined, subject: Subject, question: Question): Run {
  const { act, when } = rule;
  const { values } = subject;
  const held = when === undefined || when.holds(subject);
  if (held === false) return { rule, target, effect: "pass" };
  if (typeof held === "object") return runFailed(rule, target, values, question, held.error);
  const found = { rule, target, evidence: when?.evidence(subject) };
  if (isExempt(rule, values)) return { ...found, effect: "exempt" };
  if (act.kind === "observe") return { ...found, effect: "observe" };
  if (act.kind === "mask" && question.facets.texts.every((text) => masked(text, act) === text))
    return { rule, target, effect: "pass" };
  if (!isEnforced(rule, values)) return { ...found, effect: `would-${act.kind}` };
  if (act.kind !== "deny") return { ...found, effect: act.kind };
  const refusal = { rule: rule.rule, code: act.code, message: act.message?.fill(values) ?? "" };
  return { ...found, effect: "deny", refusal };
}

function runFailed(
  rule: CompiledRule,
  target: number | undefined,
  values: Values,
  { command: { reply }, onFault }: Question,
  error: string,
): Run {
  if (isExempt(rule, values)) return { rule, target, effect: "exempt", error };
  const run: Run = { rule, target, effect: "error", error };
  // A rule that only records cannot refuse by failing either.
  const couldRefuse = rule.act.kind !== "observe" && reply.phase === "before";
  const isRefused = onFault === "deny" && couldRefuse && isEnforced(rule, values);
  if (!isRefused) return run;
  return { ...run, refusal: { rule: rule.rule, code: reply.plain, message: "rule-error" } };
}

function masked(text: string, act: Act): string {
  return act.kind === "mask" ? maskText(text, act) : text;
}

function isExempt({ exemptions }: CompiledRule, { operator, sender, now }: Values): boolean {
  const account = String(operator || sender || ""); // no exemption and no list holds the empty one
  const time = now instanceof Date ? now.getTime() : 0;
  return exemptions.some(({ accounts, until }) => time <= until && accounts(account));
}

/** The same accounts (or groups, …) of one rule are always in or out of its rollout; another rule draws others. */
function isEnforced({ rule, mode, rollout }: CompiledRule, values: Values): boolean {
  if (mode === "shadow" || rollout === undefined) return mode === "enforce";
  const drawn = hash("sha256", `${rule}\0${show(values[rollout.by])}`, "buffer").readUInt32BE(0);
  return drawn / 2 ** 32 < rollout.percent / 100;
}

function show(value: FacetValue | undefined): string {
  return Array.isArray(value) ? value.join("\0") : String(value ?? "");
}

function decisionOf(runs: readonly Run[], { targets, texts }: FacetReading): Decision {
  let whole: Refusal | undefined;
  const refused: (Refusal | undefined)[] = targets.map(() => undefined);
  for (const { target, refusal } of runs) {
    if (refusal === undefined) continue;
    if (target === undefined) whole ??= refusal;
    for (const index of target === undefined ? refused.keys() : [target]) refused[index] ??= refusal;
  }
  if (whole !== undefined) return { verdict: "deny", refusal: whole, targets: refused };
  if (refused.some((refusal) => refusal !== undefined)) return { verdict: "partial", targets: refused };
  const drop = runs.find(({ effect }) => effect === "drop");
  if (drop !== undefined) return { verdict: "drop", rule: drop.rule.rule };
  const masks = runs.filter(({ effect }) => effect === "mask").map(({ rule }) => rule.act);
  if (masks.length === 0) return { verdict: "allow" };
  return { verdict: "mask", texts: texts.map((text) => masks.reduce(masked, text)) };
}

/** One entry per rule, and one per target for which a per-target rule did something. */
function effectsOf({
  rules,
  facets,
}: Question): (runs: readonly Run[], rule: number) => readonly RuleEffect[] {
  return (runs, index) => {
    const rule = rules[index]?.rule ?? "";
    const own = runs.filter(({ effect }) => effect !== "pass");
    if (own.length === 0) return [{ rule, effect: "pass" }];
    return own.map(({ target, effect, evidence, error }) => ({
      rule,
      effect,
      ...(target === undefined ? {} : { target: String(facets.targets[target]?.target) }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(error === undefined ? {} : { error }),
    }));
  };
}
