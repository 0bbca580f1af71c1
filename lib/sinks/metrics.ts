import type { Sink, SinkContext } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";

type Unit = "Count" | "Milliseconds" | "Seconds" | "Percent";
type Metric = {
  readonly unit: Unit;
  /** How one line combines several requests: sum, maximum, or each value. */
  readonly joins: "sum" | "maximum" | "list";
  /** Written with the request that caused it, for an alarm. */
  readonly isUrgent?: true;
};

const count: Metric = { unit: "Count", joins: "sum" };
const trouble: Metric = { ...count, isUrgent: true };

/**
 * Every metric of the namespace `chatgate`, by `Stage`. The set is closed, as each name costs money every month: rules,
 * commands and paths are in the audit lines.
 */
export const METRICS = {
  /** Also by `Decision`. */
  Requests: count,
  Duration: { unit: "Milliseconds", joins: "list" },
  Authentic: count,
  Rejected: count,
  Unknown: count,
  Unreadable: count,
  Drift: count,
  Refused: count,
  WouldRefuse: count,
  Exempt: count,
  /** Requests in which a rule's effect was `error`, other than by its limit. */
  RuleError: trouble,
  Fault: trouble,
  Deadline: trouble,
  Unauthenticated: trouble,
  /** Since the read that last confirmed the set in force. */
  PolicyAge: { unit: "Seconds", joins: "maximum" },
  /** Of `toleranceSeconds`: from 100 on, requests are refused. */
  ClockSkew: { unit: "Percent", joins: "maximum" },
  PolicyRejected: count,
  ListUnavailable: trouble,
  EnvironmentInvalid: trouble,
  LimitFault: trouble,
  Undelivered: trouble,
  EventsLost: trouble,
  /** Requests that a backend answered, or saw. */
  Upstream: count,
  UpstreamFailed: trouble,
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** Where the alarms `policy-age` (seconds) and `clock-skew` (percent) begin. */
export const ALARMING = { PolicyAge: 900, ClockSkew: 50 } as const;

/** A line is written after this many requests, or with the first request after this many milliseconds. */
const MAX_REQUESTS = 100; // of CloudWatch: a list holds 100 values
const MAX_MS = 60_000;

type Values = Partial<Record<MetricName, number>>;

/** Counts since the last line. */
type Batch = {
  readonly values: Values;
  readonly durations: number[];
  readonly decisions: Map<string, number>;
  /** The newest request's, milliseconds since the epoch. */
  time: number;
};

/**
 * Counts requests in memory and writes them in CloudWatch's embedded metric format: with an instance's first request,
 * then after 100 requests or 60 s, and at once for metrics with an alarm. What an instance has not written when Lambda ends
 * it is lost, its last minute at most.
 */
export function createMetricsSink(stage: string, write: (line: string) => void): Sink {
  let batch: Batch | undefined;
  let requests = 0;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let writtenStates = 0;

  const writeBatch = () => {
    if (batch === undefined) return;
    for (const line of formatBatch(stage, batch)) write(line);
    batch = undefined;
    requests = 0;
  };

  return (outcome, context) => {
    const { time } = outcome;
    // After a pause, what was counted before it keeps its own time.
    if (batch !== undefined && isLongBetween(batch.time, time)) writeBatch();
    batch ??= { values: {}, durations: [], decisions: new Map(), time };
    batch.time = time;
    const isUrgent = countOutcome(batch, outcome, context);
    const states = findStates(batch.values);
    requests++;
    const isDue = requests >= MAX_REQUESTS || isLongBetween(writtenAt, time);
    if (!isUrgent && !isDue && (states & ~writtenStates) === 0) return;
    writtenAt = time;
    writtenStates = states;
    writeBatch();
  };
}

/** Absolute value, since a clock may be set back. */
const isLongBetween = (earlier: number, later: number) => Math.abs(later - earlier) >= MAX_MS;

/** Counts one request; returns whether it changed a metric that has an alarm. */
function countOutcome(
  { values, durations, decisions }: Batch,
  outcome: Outcome,
  context: SinkContext,
): boolean {
  const { ending, verdict = "rejected", ms, health, skewSeconds, drift, upstream } = outcome;
  let isUrgent = false;
  const add = (name: MetricName, value = 1) => {
    const metric: Metric = METRICS[name];
    isUrgent ||= metric.isUrgent === true;
    const before = values[name] ?? 0;
    values[name] = metric.joins === "sum" ? before + value : Math.max(before, value);
  };
  add("Requests");
  decisions.set(verdict, (decisions.get(verdict) ?? 0) + 1);
  durations.push(ms);
  if (outcome.sdkAppId !== undefined) add("Authentic");
  const ended = nameEnding(ending);
  if (ended !== undefined) add(ended);
  if (ending.kind === "decided") for (const name of nameEffects(ending.effects, verdict)) add(name);
  if (drift.length > 0) add("Drift", drift.length);
  if (upstream !== undefined) add(upstream.kind === "failed" ? "UpstreamFailed" : "Upstream");
  if (health?.ageSeconds !== undefined) add("PolicyAge", roundToTenth(health.ageSeconds));
  if (health !== undefined && health.faults.length > 0) add("PolicyRejected");
  // Absolute value: a clock that is behind causes as many refusals as one that is ahead.
  if (skewSeconds !== undefined && context.settings !== undefined)
    add("ClockSkew", roundToTenth((100 * Math.abs(skewSeconds)) / context.settings.toleranceSeconds));
  return isUrgent;
}

const roundToTenth = (value: number) => Math.round(value * 10) / 10;

function nameEnding(ending: Outcome["ending"]): MetricName | undefined {
  switch (ending.kind) {
    case "rejected":
      return ending.status === 401 || ending.status === 403 ? "Unauthenticated" : "Rejected";
    case "unknown":
      return "Unknown";
    case "unreadable":
      return "Unreadable";
    case "faulted":
      return "Fault";
    case "deadline":
      return "Deadline";
    default:
      return undefined;
  }
}

type Effects = Extract<Outcome["ending"], { readonly kind: "decided" }>["effects"];

/** Each at most once a request, however many rules and targets there are. */
function nameEffects(effects: Effects, verdict: string): ReadonlySet<MetricName> {
  const names = new Set<MetricName>();
  if (verdict !== "allow" && verdict !== "mask") names.add("Refused");
  for (const { effect, limit } of effects) {
    if (effect === "error") names.add(limit === undefined ? "RuleError" : "LimitFault");
    else if (effect === "exempt") names.add("Exempt");
    else if (effect === "would-deny" || effect === "would-drop") names.add("WouldRefuse");
  }
  return names;
}

/** Metrics that report a state, one bit each: a state lasts, so it is written at once only when it begins. */
function findStates({ PolicyRejected = 0, PolicyAge = 0, ClockSkew = 0 }: Values): number {
  return (
    (PolicyRejected === 0 ? 0 : 1) +
    (PolicyAge >= ALARMING.PolicyAge ? 2 : 0) +
    (ClockSkew >= ALARMING.ClockSkew ? 4 : 0)
  );
}

function formatBatch(stage: string, { values, durations, decisions, time }: Batch): readonly string[] {
  const names = Object.keys(values) as MetricName[]; // Values has no other keys
  const byStage = formatMetrics(time, ["Stage"], [...names, "Duration"], {
    Stage: stage,
    ...values,
    Duration: durations,
  });
  const byDecision = [...decisions].map(([decision, requests]) =>
    formatMetrics(time, ["Stage", "Decision"], ["Requests"], {
      Stage: stage,
      Decision: decision,
      Requests: requests,
    }),
  );
  return [byStage, ...byDecision];
}

function formatMetrics(
  time: number,
  dimensions: readonly string[],
  names: readonly MetricName[],
  members: Readonly<Record<string, unknown>>,
): string {
  const directive = {
    Namespace: "chatgate",
    Dimensions: [dimensions],
    Metrics: names.map((name) => ({ Name: name, Unit: METRICS[name].unit })),
  };
  return JSON.stringify({ _aws: { Timestamp: time, CloudWatchMetrics: [directive] }, ...members });
}

/** One count that belongs to an instance rather than to a request, to be written at once. `time`: milliseconds since the epoch. */
export function formatMetric(name: MetricName, stage: string, time: number, value: number): string {
  return formatMetrics(time, ["Stage"], [name], { Stage: stage, [name]: value });
}
