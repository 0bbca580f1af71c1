/** What happens to an instance rather than to a request. */
export type InstanceMetric = "EnvironmentInvalid" | "ListUnavailable";

/** One such count by stage, in CloudWatch's embedded metric format. `time`: milliseconds since the epoch. */
export function formatCount(name: InstanceMetric, stage: string, time: number, value: number): object {
  const metrics = {
    Namespace: "chatgate",
    Dimensions: [["Stage"]],
    Metrics: [{ Name: name, Unit: "Count" }],
  };
  return { _aws: { Timestamp: time, CloudWatchMetrics: [metrics] }, Stage: stage, [name]: value };
}
