import type { Limits } from "../../lib/gate/limits.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import { createMetricsSink } from "../../lib/sinks/metrics.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW, type World } from "../support/gate.ts";

export const CREATE = "Group.CallbackBeforeCreateGroup";
export type Rule = Readonly<Record<string, unknown>>;
export const perHour = (max: number, more: object = {}) => ({ max, per: "1h", by: "operator", ...more });

export const limited: Rule = {
  id: "burst",
  on: CREATE,
  limit: perHour(2),
  deny: { code: 10103, message: "{used} of {max} in {per}; again in {retryMinutes} minutes." },
};

export const barred: Rule = { id: "barred", on: CREATE, when: 'name == "barred"', deny: { code: 10104 } };

/** A gate over these rules, whose calls of the port are recorded. */
export function gateWith(rules: readonly Rule[], world: World = {}) {
  let at = NOW;
  const calls: (readonly [kind: string, ...rules: readonly string[]])[] = [];
  const memory = world.limits ?? createMemoryLimits({ now: () => at });
  const record =
    (kind: "take" | "strike"): Limits["take"] =>
    (requests, deadline) => {
      expect(deadline).toBeLessThanOrEqual(at + 250);
      calls.push([kind, ...requests.map(({ rule, shadow }) => rule.replace("doc/", shadow ? "~" : ""))]);
      return memory[kind](requests, deadline);
    };
  const limits = { take: record("take"), strike: record("strike") };
  const policies = { doc: { rules } };
  const { gate, outcomes, audits } = createTestGate({ policies, now: () => at, ...world, limits });
  return {
    calls,
    audits,
    outcomes,
    pass: (ms: number) => {
      at += ms;
    },
    ask: async (change: object = {}, command = CREATE) => {
      const { envelope } = await gate(
        createCallbackEvent({ command, body: { ...readSample(command), ...change } }),
        "r",
      );
      const ending = outcomes.at(-1)?.ending;
      const effects = ending?.kind === "decided" ? ending.effects : [];
      return {
        code: envelope.ErrorCode,
        info: envelope.ErrorInfo,
        effects: Object.fromEntries(effects.map(({ rule, effect }) => [rule.replace("doc/", ""), effect])),
      };
    },
  };
}

/** The clock moves on, and the requests' time does not. */
export const settings = { toleranceSeconds: 86_400 };

/** `LimitFault` of each line of metrics by stage. */
export function countFaults(outcomes: readonly Outcome[]): readonly unknown[] {
  const lines: string[] = [];
  const sink = createMetricsSink("test", (line) => lines.push(line));
  const context = {
    settings: undefined,
    keys: undefined,
    readBodyText: () => undefined,
    phase: undefined,
    requestTime: "",
  };
  for (const outcome of outcomes) void sink(outcome, context);
  return lines
    .map((line) => JSON.parse(line))
    .flatMap(({ Decision, LimitFault }) => (Decision ? [] : [LimitFault]));
}
