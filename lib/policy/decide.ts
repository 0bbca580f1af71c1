import { createHash } from "node:crypto";
import type { Command } from "../commands/define-command.ts";
import type { FacetValue } from "../commands/facets.ts";
import type { FacetReading } from "../commands/read-facets.ts";
import type { Payload } from "../commands/read-payload.ts";
import type { Decision, Effect, Fallback, Refusal, RuleEffect } from "../decision.ts";
import type { Act, CompiledRule } from "./compile.ts";
import type { Values } from "./expression.ts";
import { maskText } from "./mask.ts";

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
  const runs = question.rules.flatMap((rule) => runRule(rule, question));
  const refusals = runs.flatMap((run) =>
    run.refusal === undefined ? [] : [{ ...run, refusal: run.refusal }],
  );
  const targets = question.facets.targets.map(
    (_, index) => refusals.find(({ target }) => target === undefined || target === index)?.refusal,
  );
  const whole = refusals.find(({ target }) => target === undefined);
  return { decision: decision(), effects: effectsOf(question.rules, runs, question.facets) };

  function decision(): Decision {
    if (whole !== undefined) return { verdict: "deny", refusal: whole.refusal, targets };
    if (refusals.length > 0) return { verdict: "partial", targets };
    const drop = runs.find(({ effect }) => effect === "drop");
    if (drop !== undefined) return { verdict: "drop", rule: drop.rule.rule };
    const masks = runs.filter(({ effect }) => effect === "mask").map(({ rule }) => rule.act);
    if (masks.length > 0)
      return { verdict: "mask", texts: question.facets.texts.map((text) => masks.reduce(masked, text)) };
    return { verdict: "allow" };
  }
}

/** One evaluation of one rule: of the request, or of one of its targets. */
type Run = {
  readonly rule: CompiledRule;
  readonly target: number | undefined;
  readonly effect: Effect;
  readonly refusal?: Refusal | undefined;
  readonly evidence?: RuleEffect["evidence"];
  readonly error?: string;
};

function runRule(rule: CompiledRule, question: Question): readonly Run[] {
  const { values, targets } = question.facets;
  const request = rule.when?.readsRequest ? { request: question.payload } : undefined;
  if (!rule.perTarget) return [runOnce(rule, undefined, { ...values, ...request }, question)];
  return targets.map((own, index) => runOnce(rule, index, { ...values, ...own, ...request }, question));
}

function runOnce(rule: CompiledRule, target: number | undefined, values: Values, question: Question): Run {
  const { act, when } = rule;
  let error: string | undefined;
  try {
    if (when?.holds(values) === false) return { rule, target, effect: "pass" };
  } catch (thrown) {
    // CEL's own way to end: a missing key, a number too large. Its summary names operators and keys.
    error = (thrown as { summary?: string }).summary ?? "cannot be computed";
  }
  const evidence = error === undefined ? when?.evidence(values) : undefined;
  const found = { rule, target, ...(evidence === undefined ? {} : { evidence }) };
  const enforced = rule.mode === "enforce" && inRollout(rule, values);
  if (isExempt(rule, values)) return { ...found, effect: "exempt" };
  if (error !== undefined) {
    const { reply } = question.command;
    const refused = enforced && question.onFault === "deny" && reply.phase === "before";
    const refusal = refused ? { rule: rule.rule, code: reply.plain, message: "rule-error" } : undefined;
    return { ...found, effect: "error", error, refusal };
  }
  if (act.kind === "observe") return { ...found, effect: "observe" };
  if (act.kind === "mask" && question.facets.texts.every((text) => masked(text, act) === text))
    return { ...found, effect: "pass" };
  if (!enforced) return { ...found, effect: `would-${act.kind}` };
  if (act.kind !== "deny") return { ...found, effect: act.kind };
  return {
    ...found,
    effect: "deny",
    refusal: { rule: rule.rule, code: act.code, message: act.message?.fill(values) ?? "" },
  };
}

function masked(text: string, act: Act): string {
  return act.kind === "mask" ? maskText(text, act.list, act.with) : text;
}

function isExempt({ exemptions }: CompiledRule, { operator, sender, now }: Values): boolean {
  if (exemptions.length === 0) return false;
  const account = String(operator || sender || "");
  const time = now instanceof Date ? now.getTime() : 0;
  return account !== "" && exemptions.some(({ accounts, until }) => time <= until && accounts(account));
}

/** The same accounts (or groups, …) of one rule are always in or out; another rule draws others. */
function inRollout({ rule, rollout }: CompiledRule, values: Values): boolean {
  if (rollout === undefined) return true;
  const hash = createHash("sha256")
    .update(`${rule}\0${show(values[rollout.by])}`)
    .digest();
  return hash.readUInt32BE(0) / 2 ** 32 < rollout.percent / 100;
}

function show(value: FacetValue | undefined): string {
  return Array.isArray(value) ? value.join("\0") : String(value ?? "");
}

/** One entry per rule, and one per target for which a per-target rule did something. */
function effectsOf(
  rules: readonly CompiledRule[],
  runs: readonly Run[],
  { targets }: FacetReading,
): readonly RuleEffect[] {
  return rules.flatMap((rule): readonly RuleEffect[] => {
    const own = runs.filter((run) => run.rule === rule && run.effect !== "pass");
    if (own.length === 0) return [{ rule: rule.rule, effect: "pass" }];
    return own.map(({ target, effect, evidence, error }) => ({
      rule: rule.rule,
      effect,
      ...(target === undefined ? {} : { target: String(targets[target]?.target) }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(error === undefined ? {} : { error }),
    }));
  });
}
