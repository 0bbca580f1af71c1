import type { Outcome } from "../gate/outcome.ts";

type Metric = {
  readonly name: string;
  readonly value: number;
  readonly unit?: "Milliseconds" | "Seconds" | "Count";
};

/** A directive of the embedded metric format holds at most 100 metrics; one request rarely has ten. */
const MAX_METRICS = 60;

/**
 * One request's metrics in CloudWatch's embedded metric format. By stage alone, where alarms look; by command and
 * decision; drift by command and path; effects by rule. What did not happen is left out rather than written as 0.
 */
export function createMetricsLine(outcome: Outcome, stage: string): Readonly<Record<string, unknown>> {
  const general = [...generalMetrics(outcome), ...effectMetrics(outcome)];
  const drift = driftMetrics(outcome);
  const directives = [
    directive(["Stage"], general),
    directive(["Stage", "Command", "Decision"], [REQUEST]),
    ...(drift.length === 0 ? [] : [directive(["Stage", "Command"], drift)]),
  ];
  const line: Record<string, unknown> = {
    _aws: { Timestamp: outcome.time, CloudWatchMetrics: directives },
    Stage: stage,
    Command: outcome.command ?? "none",
    Decision: outcome.verdict ?? "rejected",
  };
  for (const { name, value } of [...general, REQUEST, ...drift]) line[name] = value;
  return line;
}

const countOnce = (name: string): Metric => ({ name, value: 1 });
const REQUEST = countOnce("Requests");

function generalMetrics({ ending, ms, health, skewSeconds, drift }: Outcome): readonly Metric[] {
  const metrics: Metric[] = [{ name: "Duration", value: ms, unit: "Milliseconds" }];
  const happened = nameEnding(ending);
  if (happened !== undefined) metrics.push(countOnce(happened));
  if (drift.length > 0) metrics.push({ name: "Drift", value: drift.length });
  if (health !== undefined && health.faults.length > 0) metrics.push(countOnce("PolicyRejected"));
  if (health?.ageSeconds !== undefined) metrics.push(countSeconds("PolicyAge", health.ageSeconds));
  // Either way: a clock that is behind refuses as much as one that is ahead.
  if (skewSeconds !== undefined) metrics.push(countSeconds("ClockSkew", Math.abs(skewSeconds)));
  return metrics;
}

const countSeconds = (name: string, value: number): Metric => ({
  name,
  value: Math.round(value * 10) / 10,
  unit: "Seconds",
});

function nameEnding(ending: Outcome["ending"]): string | undefined {
  switch (ending.kind) {
    case "rejected":
      return ending.status === 401 || ending.status === 403 ? "Unauthenticated" : undefined;
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

function effectMetrics({ ending }: Outcome): readonly Metric[] {
  if (ending.kind !== "decided") return [];
  const names = new Set<string>();
  for (const { rule, effect } of ending.effects) if (effect !== "pass") names.add(`Rule/${rule}/${effect}`);
  return [...names].slice(0, MAX_METRICS).map(countOnce);
}

function driftMetrics({ drift }: Outcome): readonly Metric[] {
  const names = new Set(drift.map(({ kind, path }) => `Drift/${kind}/${pathName(path)}`));
  return [...names].slice(0, MAX_METRICS).map(countOnce);
}

function directive(dimensions: readonly string[], metrics: readonly Metric[]): object {
  const names = metrics.map(({ name, unit = "Count" }) => ({ Name: name, Unit: unit }));
  return { Namespace: "chatgate", Dimensions: [dimensions], Metrics: names };
}

/** An unknown key is whatever somebody sent: as a metric's name only what looks like a field may pass. */
function pathName(path: string): string {
  return /^[\w.[\]]{1,80}$/.test(path) ? path : "other";
}
