import { findTargets, readFacets } from "../callback/read-facets.ts";
import { readPayload } from "../callback/read-payload.ts";
import type { Command } from "../commands/define-command.ts";
import type { RequestContext } from "../commands/facet-reading.ts";
import type { Payload } from "../commands/payload.ts";
import { combine, listEffects } from "../policy/combine.ts";
import { evaluateRules } from "../policy/evaluate.ts";
import type { PolicySet } from "../policy-set/check-set.ts";
import { chooseFallback } from "../policy-set/choose-fallback.ts";
import type { Settings } from "../policy-set/settings-schema.ts";
import type { CallbackEnding } from "./ending.ts";
import type { Trace } from "./trace.ts";

/** A callback that is known to be Chat's, or tried out; no transport, no signature. */
export type Callback = RequestContext & { readonly command: Command; readonly payload: Payload };

export type DecisionConfig = {
  readonly settings: Pick<Settings, "onFault" | "onDeadline" | "onOversize" | "onUnreadable">;
  readonly set: Pick<PolicySet, "rulesFor">;
};

export type DecisionOptions = {
  /** Whether the deadline has passed; asked between rules and between targets. */
  readonly isLate: () => boolean;
  readonly trace: Pick<Trace, "targets" | "payload" | "drift" | "facets" | "evaluations">;
};

/** Payload, facets, rules, decision: synchronous and without any I/O, so that tools and tests decide as the gate does. */
export function decideCallback(
  callback: Callback,
  { settings, set }: DecisionConfig,
  { isLate, trace }: DecisionOptions,
): CallbackEnding {
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
  const evaluations = evaluateRules(
    { rules, command, facets, payload, onFault: chooseFallback(settings, "onFault", command.name) },
    isLate,
  );
  if (evaluations === "late") return { kind: "deadline" };
  trace.evaluations = evaluations;
  return {
    kind: "decided",
    decision: combine(evaluations, facets),
    effects: listEffects(evaluations, facets),
  };
}
