import { fallbackOf } from "../audit/audit-record.ts";
import type { Outcome } from "../gate.ts";

type Metric = {
  readonly name: string;
  readonly value: number;
  readonly unit?: "Milliseconds" | "Seconds" | "Count";
};

/** A directive of the embedded metric format holds at most 100 metrics; one request rarely has ten. */
const MOST = 60;

/**
 * One request's metrics in CloudWatch's embedded metric format. By stage alone, where alarms look; by command and
 * decision; drift by command and path; effects by rule.
 */
export function emf(outcome: Outcome, stage: string): Readonly<Record<string, unknown>> {
  const { ending, command, snapshot, authentic, drift = [] } = outcome;
  const general: readonly Metric[] = [
    { name: "Duration", value: outcome.ms, unit: "Milliseconds" },
    {
      name: "Unauthenticated",
      value: count(ending.kind === "rejected" && [401, 403].includes(ending.status)),
    },
    { name: "Unknown", value: count(ending.kind === "unknown") },
    { name: "Unreadable", value: count(ending.kind === "unreadable") },
    { name: "Fault", value: count(ending.kind === "faulted") },
    { name: "Deadline", value: count(ending.kind === "deadline") },
    { name: "Drift", value: drift.length },
    {
      name: "PolicyRejected",
      value: count((snapshot?.rejected ?? snapshot?.value?.faults ?? []).length > 0),
    },
    ...optional("PolicyAge", age(outcome)),
    ...optional("ClockSkew", authentic?.skewSeconds),
  ];
  const requests: readonly Metric[] = [{ name: "Requests", value: 1 }];
  const paths = [...new Set(drift.map(({ kind, path }) => `Drift/${kind}/${pathName(path)}`))];
  const effects = ending.kind === "decided" ? ending.effects.filter(({ effect }) => effect !== "pass") : [];
  const rules = [...new Set(effects.map(({ rule, effect }) => `Rule/${rule}/${effect}`))];
  const directives = [
    directive(["Stage"], [...general, ...rules.slice(0, MOST).map(one)]),
    directive(["Stage", "Command", "Decision"], requests),
    ...(paths.length === 0 ? [] : [directive(["Stage", "Command"], paths.slice(0, MOST).map(one))]),
  ];
  const metrics = [...general, ...requests, ...[...rules, ...paths].map(one)];
  return {
    _aws: { Timestamp: outcome.time, CloudWatchMetrics: directives },
    Stage: stage,
    Command: command?.name ?? "none",
    Decision: decisionOf(outcome),
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  };
}

const count = (happened: boolean) => (happened ? 1 : 0);
const one = (name: string): Metric => ({ name, value: 1 });
const optional = (name: string, value: number | undefined): readonly Metric[] =>
  value === undefined ? [] : [{ name, value: Math.round(value * 10) / 10, unit: "Seconds" }];

function directive(dimensions: readonly string[], metrics: readonly Metric[]): object {
  const names = metrics.map(({ name, unit = "Count" }) => ({ Name: name, Unit: unit }));
  return { Namespace: "chatgate", Dimensions: [dimensions], Metrics: names };
}

/** What the request came to, in the few words that a dimension may have. */
function decisionOf({ ending, envelope }: Outcome): string {
  if (ending.kind === "decided") return ending.decision.verdict;
  return ending.kind === "rejected" ? "rejected" : fallbackOf(envelope);
}

/** Seconds since the policy in force was last confirmed. */
function age({ snapshot, time }: Outcome): number | undefined {
  return snapshot?.loadedAt === undefined ? undefined : Math.max(0, (time - snapshot.loadedAt) / 1000);
}

/** An unknown key is whatever somebody sent: as a metric's name only what looks like a field may pass. */
function pathName(path: string): string {
  return /^[\w.[\]]{1,80}$/.test(path) ? path : "other";
}
