import type { FacetReading } from "../commands/facet-reading.ts";
import { decideCallback } from "../gate/decide-callback.ts";
import { respond } from "../gate/respond.ts";
import { startTrace, type Trace } from "../gate/trace.ts";
import { createMemoryLimits, type MemoryLimits } from "../limits/memory.ts";
import type { RuleEvaluation } from "../policy/evaluate.ts";
import { listStrikes } from "../policy/evaluate-limits.ts";
import type { Verdict } from "../replies/envelope.ts";
import type { ExactRequest } from "./replay-line.ts";
import type { ReplaySet } from "./replay-set.ts";

/** A set's decision on one request. */
export type Judgement = {
  readonly verdict: Verdict;
  /** `undefined`: refused, but the code is unknown. */
  readonly code: number | undefined;
  /** The envelope's text; `undefined`: not known, e.g. if the decision was read from a record. */
  readonly answer: string | undefined;
  /** Rules that refuse it, in whole or in part, in the order in which they decide. */
  readonly refusing: readonly string[];
  /** Those, and those that change its text. */
  readonly acting: readonly string[];
};

export type ExactJudgement = Judgement & {
  readonly facets: FacetReading | undefined;
  readonly evaluations: readonly RuleEvaluation[];
};

const isNeverLate = () => false;

/** Counts as the gate's store does, at the times of the requests. */
export type ReplayLimits = Pick<MemoryLimits, "takeNow" | "strikeNow"> & {
  /** Milliseconds since the epoch. */
  readonly setTime: (time: number) => void;
};

/** Counters held at a time; while all of them count, a new one is answered `unknown`. */
const MAX_COUNTERS = 500_000;

export function createReplayLimits(): ReplayLimits {
  let time = 0;
  const { takeNow, strikeNow } = createMemoryLimits({ now: () => time, maxKeys: MAX_COUNTERS });
  const setTime = (next: number) => {
    time = next;
  };
  return { takeNow, strikeNow, setTime };
}

/** The gate's own decision and answer, without transport. */
export function judgeExactly(
  request: ExactRequest,
  { config, set }: ReplaySet,
  limits?: ReplayLimits,
): ExactJudgement {
  const { callback, requestId } = request;
  const snapshot = { value: config, loadedAt: undefined, rejected: undefined, failure: undefined };
  const trace: Trace = {
    ...startTrace(requestId, callback.now),
    ...{ command: callback.command, snapshot },
  };
  limits?.setTime(callback.now);
  const options = { isLate: isNeverLate, trace, limits: limits?.takeNow };
  const ending = decideCallback(callback, { settings: config.settings, set }, options);
  const strikes =
    limits !== undefined && ending.kind === "decided"
      ? listStrikes(trace.evaluations ?? [], ending.decision)
      : [];
  if (strikes.length > 0) limits?.strikeNow(strikes);
  const { verdict = "allow", code, body } = respond(ending, trace, "allow");
  const { facets, evaluations = [] } = trace;
  const refusing: string[] = [];
  const acting: string[] = [];
  for (const { rule, effect, refusal } of evaluations) {
    const refuses = refusal !== undefined || effect === "drop";
    if (refuses && refusing.at(-1) !== rule.rule) refusing.push(rule.rule);
    if ((refuses || effect === "mask") && acting.at(-1) !== rule.rule) acting.push(rule.rule);
  }
  return { verdict, code, answer: body, refusing, acting, facets, evaluations };
}
