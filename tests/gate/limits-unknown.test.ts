import fc from "fast-check";
import type { LimitAnswer, LimitAnswers, LimitRequest } from "../../lib/decision.ts";
import type { Limits } from "../../lib/gate/limits.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { barred, CREATE, countFaults, gateWith, limited, perHour, type Rule } from "./limited-gate.ts";

testRows(
  [{ onFault: "allow" }, { onFault: "deny" }],
  "a limit that is unknown decides by onFault: $onFault",
  async ({ onFault }) => {
    const unknown: Limits["take"] = async (requests) =>
      new Map(requests.map(({ rule }) => [rule, { kind: "unknown", reason: "throttled" }]));
    const limits = { take: unknown, strike: unknown };
    const { ask, audits, outcomes } = gateWith(
      [{ ...limited, id: "shadow", mode: "shadow" }, limited, { ...createStrikes(limited), id: "strikes" }],
      { settings: { onFault }, limits },
    );
    expect(await ask()).toEqual({
      code: onFault === "deny" ? 1 : 0,
      info: onFault === "deny" ? "rule-error" : "",
      effects: { shadow: "error", burst: "error", strikes: "error" },
    });
    const limit = { max: 2 };
    const error = "limit not counted: throttled";
    expect(audits[0]).toMatchObject({
      effects: ["shadow", "burst", "strikes"].map((id) => ({ rule: `doc/${id}`, error, limit })),
    });
    expect(countFaults(outcomes)).toEqual([1]);
  },
);

function createStrikes(rule: Rule): Rule {
  return { ...rule, limit: perHour(2, { count: "refusals" }) };
}

test("the store is asked for 250 ms at most, and never past the deadline", async () => {
  const asked: number[] = [];
  const none: Limits["take"] = async (_, deadline) => {
    asked.push(deadline - NOW);
    return new Map();
  };
  for (const deadlineMs of [1500, 100]) {
    const policies = { doc: { rules: [limited] } };
    const { gate } = createTestGate({
      policies,
      settings: { deadlineMs },
      limits: { take: none, strike: none },
    });
    await gate(createCallbackEvent({ body: readSample(CREATE) }), "r");
  }
  expect(asked).toEqual([250, 100]);
});

test("a limit in shadow never changes an answer, whatever it answers", async () => {
  const answer: fc.Arbitrary<LimitAnswer> = fc.oneof(
    fc.record({ kind: fc.constantFrom("within", "over"), used: fc.nat(9), retryAfterMs: fc.nat(9_000_000) }),
    fc.constant({ kind: "unknown", reason: "timeout" } as const),
  );
  const rule = fc.record({
    limit: fc.record({
      max: fc.integer({ min: 1, max: 3 }),
      per: fc.constantFrom("10s", "1h"),
      by: fc.constantFrom("operator", ["owner", "operator"]),
      count: fc.constantFrom("requests", "refusals"),
    }),
    action: fc.constantFrom({ deny: {} }, { observe: {} }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 3 }),
      fc.array(answer, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.constantFrom("allow", "deny"),
      async (shadows, answers, isBarred, onFault) => {
        const reply = async (requests: readonly LimitRequest[]): Promise<LimitAnswers> =>
          new Map(
            requests.map(({ rule }, index) => [
              rule,
              answers[index % answers.length] ?? { kind: "unknown", reason: "timeout" },
            ]),
          );
        const limits = { take: reply, strike: reply };
        const own = shadows.map(({ limit, action }, index) => ({
          id: `s${index}`,
          on: CREATE,
          mode: "shadow",
          limit,
          ...action,
        }));
        const ask = (rules: readonly Rule[]) =>
          gateWith(rules, { settings: { onFault }, limits }).ask(isBarred ? { Name: "barred" } : {});
        const [without, withShadows] = [await ask([barred]), await ask([...own, barred])];
        expect(withShadows.code).toBe(without.code);
        expect(withShadows.info).toBe(without.info);
      },
    ),
    { numRuns: 60 },
  );
});
