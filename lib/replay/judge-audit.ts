import type { Command } from "../commands/define-command.ts";
import { convertFacet, emptyFacets, type FacetName, type FacetValue, isFacet } from "../commands/facets.ts";
import type { Decision, Refusal } from "../decision.ts";
import type { CompiledRule } from "../policy/compile.ts";
import type { Bindings } from "../policy/expression.ts";
import { chooseFallback } from "../policy-set/choose-fallback.ts";
import { decodeCommon } from "../replies/envelope.ts";
import type { AuditView, AuditViewEffect } from "./audit-view.ts";
import type { Undecided } from "./change.ts";
import type { Judgement } from "./judge.ts";
import { judgeCondition, type KnownFacets } from "./judge-condition.ts";
import type { ReplaySet } from "./replay-set.ts";

/** The set that wrote the line; what its rules did is known, and so is what the same rules would do again. */
export type Baseline = ReplaySet | undefined;

/** What one rule does, to the whole request or to some of its targets. */
type RuleVerdict =
  | { readonly kind: "acts"; readonly effect: Acting; readonly targets: readonly string[] | undefined }
  | { readonly kind: "passes" }
  | { readonly kind: "unknown"; readonly missing: readonly string[] };
type Acting = "deny" | "drop" | "mask";

const PASSES: RuleVerdict = { kind: "passes" };
const createUnknown = (...missing: readonly string[]): RuleVerdict => ({ kind: "unknown", missing });

/** Decides a request again from its log line: refused or not, by which rules, and with which code if that is certain. */
export function judgeAudit(
  line: AuditView,
  command: Command,
  set: ReplaySet,
  baseline: Baseline,
): Judgement | Undecided {
  const reading = readLine(line, set);
  const rules = set.set.rulesFor(command.name);
  const verdicts = rules.map((rule) => judgeRule(rule));
  return combineVerdicts(rules, verdicts, command);

  function judgeRule(rule: CompiledRule): RuleVerdict {
    const isRefusing = rule.action.kind !== "observe";
    if (!isRefusing || rule.mode === "shadow" || rule.pausedUntil > line.time) return PASSES;
    const recorded = line.effects.filter((effect) => effect.rule === rule.rule);
    const fingerprint = set.fingerprints.get(rule.rule);
    const isSame = fingerprint !== undefined && baseline?.fingerprints.get(rule.rule) === fingerprint;
    const former = baseline?.set.rulesFor(command.name).find((former) => former.rule === rule.rule);
    if (isSame && former !== undefined && (recorded.length > 0 || !line.isCut))
      return repeatEffects(rule, former, recorded, { set, command, time: line.time });
    return decideRule(rule, reading, set, command);
  }
}

function repeatEffects(
  rule: CompiledRule,
  former: CompiledRule,
  recorded: readonly AuditViewEffect[],
  { set, command, time }: { readonly set: ReplaySet; readonly command: Command; readonly time: number },
): RuleVerdict {
  const { rollout, action } = rule;
  const failed = recorded.filter(({ effect }) => effect === "error");
  if (failed.length > 0 && rollout !== undefined && rollout.share < 1) return createUnknown(rollout.by);
  if (failed.length > 0) return decideOnError(rule, failed, set, command);
  const acting = recorded.filter(({ effect }) => /^(would-)?(deny|drop|mask)$/.test(effect));
  if (acting.length === 0) return PASSES;
  const isOutside = acting.every(({ effect }) => effect.startsWith("would-"));
  const wasEnforced = former.mode === "enforce" && former.pausedUntil <= time;
  if (rollout !== undefined && wasEnforced && isOutside) return PASSES;
  if (rollout !== undefined && !wasEnforced && rollout.share < 1) return createUnknown(rollout.by);
  return { kind: "acts", effect: action.kind as Acting, targets: listAuditTargets(rule, acting) }; // judgeRule has let observing ones pass
}

/** Undefined for a rule about the whole request; empty if a rule about targets acted on the whole request. */
function listAuditTargets({ perTarget }: CompiledRule, effects: readonly AuditViewEffect[]) {
  return perTarget ? effects.flatMap(({ target }) => target ?? []) : undefined;
}

/** A rule that cannot be computed decides as the settings say. */
function decideOnError(
  rule: CompiledRule,
  failed: readonly AuditViewEffect[],
  { config }: ReplaySet,
  command: Command,
): RuleVerdict {
  const refuses = chooseFallback(config.settings, "onFault", command.name) === "deny";
  return refuses && command.reply.phase === "before"
    ? { kind: "acts", effect: "deny", targets: listAuditTargets(rule, failed) }
    : PASSES;
}

type LineReading = { readonly values: Bindings; readonly known: KnownFacets };

/** A facet that the settings include and the line lacks was empty. */
function readLine(line: AuditView, { config, knowsHashes }: ReplaySet): LineReading {
  const { include, accounts } = config.settings.audit;
  const grade = knowsHashes ? "in-lists" : "opaque";
  const names = new Set<string>(["command", "sdkAppId", "now"]);
  const values: Record<string, FacetValue> = {
    ...emptyFacets,
    ...{ command: line.command, sdkAppId: line.sdkAppId ?? 0, now: new Date(line.time) },
  };
  if (line.platform !== undefined && line.platform !== "other") {
    values.platform = line.platform;
    names.add("platform");
  }
  for (const name of include) if (isFacet(name) && !line.cutFacets.includes(name)) names.add(name);
  for (const [name, value] of Object.entries(line.facets)) {
    if (!isFacet(name)) continue;
    names.add(name);
    if (value === "other")
      names.delete(name); // a word that the vocabulary lacks
    else values[name] = name === "eventTime" ? new Date(String(value)) : convertFacet(name, value);
  }
  return { values, known: { names, accounts: accounts === "plain" ? accounts : grade } };
}

function decideRule(
  rule: CompiledRule,
  { values, known }: LineReading,
  set: ReplaySet,
  command: Command,
): RuleVerdict {
  if (rule.action.kind === "mask") return createUnknown("text");
  if (rule.limit !== undefined) return createUnknown("its count");
  const subjects = rule.perTarget ? readTargetsIn(values, known) : [undefined];
  if (subjects === undefined) return createUnknown("targets");
  const names = { ...known, names: new Set([...known.names, ...(rule.perTarget ? ["target"] : [])]) };
  const held: string[] = [];
  let isHeld = false;
  const missing = new Set<string>();
  for (const target of subjects) {
    const subject = target === undefined ? values : { ...values, target };
    const verdict = rule.when === undefined || judgeCondition(rule.when, subject, names);
    if (typeof verdict === "object" && "error" in verdict) return decideOnError(rule, [], set, command);
    if (typeof verdict === "object") for (const name of verdict.missing) missing.add(name);
    else if (verdict) isHeld = true;
    if (verdict === true && target !== undefined) held.push(target);
  }
  if (missing.size > 0 && !isHeld) return createUnknown(...missing);
  if (!isHeld) return PASSES;
  const exempt = isExempt(rule, values, known);
  if (exempt !== false) return exempt === true ? PASSES : createUnknown(exempt);
  const { rollout } = rule;
  if (rollout !== undefined && rollout.share < 1) {
    if (!known.names.has(rollout.by) || known.accounts !== "plain") return createUnknown(rollout.by);
    if (rollout.computeBucket(values[rollout.by]) >= rollout.share) return PASSES;
  }
  // Some targets are certainly refused; the others are unknown.
  return { kind: "acts", effect: rule.action.kind as Acting, targets: rule.perTarget ? held : undefined }; // neither observe nor mask
}

function readTargetsIn(values: Bindings, { names }: KnownFacets): readonly string[] | undefined {
  return names.has("targets") && Array.isArray(values.targets) ? values.targets : undefined;
}

/** Whether one applies, or the facet that is needed to decide. */
function isExempt(
  { exemptions }: CompiledRule,
  { operator, sender, now }: Bindings,
  { names, accounts: grade }: KnownFacets,
): boolean | FacetName {
  if (exemptions.length === 0) return false;
  if (grade === "opaque" || (!names.has("operator") && !names.has("sender"))) return "operator";
  const account = String(operator || sender || "");
  const time = now instanceof Date ? now.getTime() : 0;
  return exemptions.some(({ accounts, until }) => time <= until && accounts(account));
}

function combineVerdicts(
  rules: readonly CompiledRule[],
  verdicts: readonly RuleVerdict[],
  command: Command,
): Judgement | Undecided {
  const names = rules.map(({ rule }) => rule);
  const readTargetName = (index: number) => names[index] ?? "";
  const missing = new Map<string, readonly string[]>();
  const acting: { index: number; effect: Acting; targets: readonly string[] | undefined }[] = [];
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.kind === "unknown") missing.set(readTargetName(index), verdict.missing);
    if (verdict.kind === "acts") acting.push({ ...verdict, index });
  }
  const refusing = acting.filter(({ effect }) => effect !== "mask");
  if (refusing.length === 0 && missing.size > 0) return { kind: "undecided", missing };
  const deny = acting.find(({ effect, targets }) => effect === "deny" && targets === undefined);
  const some = acting.filter(({ effect, targets }) => effect === "deny" && targets !== undefined);
  const drop = acting.find(({ effect }) => effect === "drop");
  const verdict: Decision["verdict"] =
    deny !== undefined
      ? "deny"
      : some.length > 0
        ? "partial"
        : drop
          ? "drop"
          : acting.length > 0
            ? "mask"
            : "allow";
  // An earlier rule that may refuse would give its own code; before a weaker effect, any rule may.
  const firstUnknown = verdicts.findIndex(({ kind }) => kind === "unknown");
  const isSure = firstUnknown < 0 || (deny !== undefined && firstUnknown > deny.index);
  return {
    verdict,
    code: isSure ? findReplyCode(verdict, rules[deny?.index ?? -1], command) : undefined,
    answer: undefined,
    refusing: refusing.map(({ index }) => readTargetName(index)),
    acting: acting.map(({ index }) => readTargetName(index)),
  };
}

/** The code that the reply gives to the request as a whole. */
function findReplyCode(
  verdict: Decision["verdict"],
  rule: CompiledRule | undefined,
  { reply }: Command,
): number {
  if (reply.phase === "after") return 0;
  const code = rule?.action.kind === "deny" ? rule.action.code : reply.defaultCode;
  const refusal: Refusal = { rule: "", code, message: "" };
  const context = { targets: [""], payload: {} };
  if (verdict === "deny")
    return decodeCommon(reply.encode({ verdict, refusal, targets: [refusal] }, context)).code;
  return verdict === "drop" ? decodeCommon(reply.encode({ verdict, rule: "" }, context)).code : 0;
}

/** The decision that the line records. */
export function recallJudgement(line: AuditView, baseline: Baseline): Judgement {
  const refusing = line.effects.filter(
    ({ effect, rule }) =>
      effect === "deny" || effect === "drop" || (effect === "error" && refusesErrors(rule)),
  );
  const names = [...new Set(refusing.map(({ rule }) => rule))];
  const masking = line.effects.filter(({ effect }) => effect === "mask").map(({ rule }) => rule);
  return {
    verdict: line.verdict as Judgement["verdict"], // the line is ours; a word of another version is no refusal
    code: line.code,
    answer: undefined,
    refusing: names,
    acting: [...new Set([...names, ...masking])],
  };

  function refusesErrors(rule: string): boolean {
    if (baseline === undefined) return false;
    const isLive = baseline.set
      .rulesFor(line.command)
      .some((effect) => effect.rule === rule && effect.mode === "enforce");
    return isLive && chooseFallback(baseline.config.settings, "onFault", line.command) === "deny";
  }
}
