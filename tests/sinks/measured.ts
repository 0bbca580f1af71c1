import { createMetricsSink, METRICS } from "../../lib/sinks/metrics.ts";
import { readSample } from "../support/fixtures.ts";
import { type Call, createCallbackEvent, createTestGate, NOW, type World } from "../support/gate.ts";

export const GROUP = "Group.CallbackBeforeCreateGroup";
export type Line = Readonly<Record<string, unknown>>;

export type Directive = {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
};

const readDirectives = (line: Line) => (line._aws as { CloudWatchMetrics: Directive[] }).CloudWatchMetrics;

// as formatMetrics writes it

/** What breaks the rules of the embedded metric format: CloudWatch would drop it without a word. */
export function findFaults(line: Line): readonly string[] {
  const { Timestamp } = line._aws as { Timestamp: unknown }; // as formatMetrics writes it
  const faults = Number.isInteger(Timestamp) ? [] : ["Timestamp"];
  for (const { Namespace, Dimensions, Metrics } of readDirectives(line)) {
    if (!/^[\w./#:-]{1,255}$/.test(Namespace)) faults.push(`namespace ${Namespace}`);
    if (Metrics.length === 0 || Metrics.length > 100) faults.push(`${Metrics.length} metrics`);
    for (const name of Dimensions.flat()) {
      const value = line[name];
      if (typeof value !== "string" || !/^\w{1,50}$/.test(value)) faults.push(`dimension ${name}`);
    }
    for (const { Name, Unit } of Metrics) {
      const values = [line[Name]].flat();
      if (values.length === 0 || values.length > 100) faults.push(`${values.length} values of ${Name}`);
      if (!values.every(Number.isFinite)) faults.push(`no value of ${Name}`);
      if (!["Count", "Seconds", "Milliseconds", "Percent"].includes(Unit)) faults.push(`unit of ${Name}`);
      if (!Object.hasOwn(METRICS, Name)) faults.push(`name ${Name}`);
    }
    if (new Set(Metrics.map(({ Name }) => Name)).size < Metrics.length) faults.push("a metric twice");
  }
  return faults;
}

/** By stage under the metric's name, by decision under `<decision>: <name>`, as all lines together have it. */
export function writtenIn(lines: readonly Line[]): Readonly<Record<string, unknown>> {
  const all = lines.flatMap((line) =>
    readDirectives(line).flatMap(({ Dimensions: [names = []], Metrics }) =>
      Metrics.map(({ Name }) => [names.length > 1 ? `${line.Decision}: ${Name}` : Name, line[Name]]),
    ),
  );
  return Object.fromEntries(all);
}

export type Clock = { time: number };

/** A gate whose lines are taken, and checked against the format, with `take`. */
export function measured(world: World = {}, clock: Clock = { time: NOW }) {
  const lines: Line[] = [];
  const sink = createMetricsSink("test", (line) => lines.push(JSON.parse(line)));
  const { gate } = createTestGate({ now: () => clock.time, sinks: [sink], ...world });
  const take = () => {
    expect(lines.flatMap(findFaults)).toEqual([]);
    return lines.splice(0);
  };
  const ask = async (call: Call) => {
    await gate(createCallbackEvent(call), "r-1");
    return take();
  };
  return { gate, take, ask };
}

export const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...readSample(command), ...change },
});

export const group = about(GROUP);
export const policy = (...rules: readonly object[]): World => ({ policies: { p: { rules } } });
export const standing = { Requests: 1, Duration: [0], PolicyAge: 0 };
export const signed = { ...standing, Authentic: 1, ClockSkew: 0 };
