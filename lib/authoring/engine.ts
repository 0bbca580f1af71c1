import type { Command } from "../commands/define-command.ts";
import { commands } from "../commands/generated/index.ts";
import { type AnswerLimits, decideCallback } from "../gate/decide-callback.ts";
import { createOutcome, type Outcome } from "../gate/outcome.ts";
import type { Snapshot } from "../gate/policies.ts";
import { respond } from "../gate/respond.ts";
import { startTrace } from "../gate/trace.ts";
import { isUpstreamCommand } from "../gate/upstream.ts";
import { diagnose } from "../policy/cel/advise.ts";
import type { Sha256 } from "../policy/compile.ts";
import type { Diagnostic } from "../policy/diagnostic.ts";
import { type ActiveConfig, createLoad } from "../policy-set/active-config.ts";
import { checkSet, type ValidSet } from "../policy-set/check-set.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import type { UpstreamSettings } from "../policy-set/upstream-settings.ts";
import { explainEvaluations, type RuleReading } from "./explain.ts";
import { answerGiven } from "./given-limits.ts";
import type { Scenario } from "./scenario.ts";

/** The gate's decision on one callback, and why. */
export type Explanation = {
  readonly command: Command;
  readonly outcome: Outcome;
  /** One per evaluation, in the order in which rules decide; none if nothing was decided. */
  readonly rules: readonly RuleReading[];
  /** The backend that the function would pass this on to; its answer is not known here. */
  readonly upstream?: Pick<UpstreamSettings, "url" | "onFailure">;
};

/** The decision that the Lambda function makes, over given policies and a fixed clock. */
export type Engine = ValidSet & {
  readonly snapshot: Snapshot<ActiveConfig>;
  /** `limits`: what they answer; default: nothing was counted yet. */
  readonly decide: (scenario: Scenario, limits?: AnswerLimits) => Explanation;
};

export type EngineResult =
  | { readonly kind: "engine"; readonly engine: Engine }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

export function createEngine(parameters: readonly Parameter[], sha256: Sha256): EngineResult {
  const loaded = createLoad(commands, { sha256 })(parameters);
  if (loaded.kind === "rejected" || loaded.value.set === undefined) {
    const { diagnostics } = checkSet(parameters, commands, sha256, diagnose);
    return { kind: "failed", diagnostics };
  }
  const { settings, set } = loaded.value;
  const snapshot = { value: loaded.value, loadedAt: undefined, rejected: undefined, failure: undefined };
  const [firstApp = 0] = settings.sdkAppIds;

  const decide = (scenario: Scenario, limits: AnswerLimits = answerGiven({})): Explanation => {
    const { command, now, sdkAppId = firstApp } = scenario;
    const trace = { ...startTrace("chatgate", now), command, snapshot };
    const isLate = () => false;
    const ending = decideCallback(
      { ...scenario, sdkAppId },
      { settings, set },
      { isLate, isTraced: true, trace, limits },
    );
    const outcome = createOutcome(trace, respond(ending, trace, "allow"), now);
    const { upstream } = settings;
    const isPassedOn =
      upstream !== undefined && outcome.verdict === "allow" && isUpstreamCommand(upstream, command.name);
    return { command, outcome, rules: explainEvaluations(trace), ...(isPassedOn && { upstream }) };
  };
  return { kind: "engine", engine: { snapshot, settings, set, decide } };
}
