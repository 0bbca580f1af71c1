import type { CompiledRule } from "../../lib/policy/compile.ts";
import { type EvaluationInput, evaluateRules, type RuleEvaluation } from "../../lib/policy/evaluate.ts";
import { type Case, createInput, createTestSet } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const AFTER = "Group.CallbackAfterCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const DAY = Date.parse("2026-01-31T00:00:00Z");

/** The evaluations of one document's rules, each with what the test changes of it and of the input. */
function evaluate(
  given: Case,
  change: Partial<CompiledRule> = {},
  input: Partial<EvaluationInput> = {},
): readonly RuleEvaluation[] {
  const made = createInput(given, createTestSet(given));
  const rules = made.rules.map((rule) => ({ ...rule, ...change }));
  const evaluations = evaluateRules({ ...made, rules, ...input }, () => false);
  if (evaluations === "late") throw new Error("nobody is late here");
  return evaluations;
}
function first(...given: Parameters<typeof evaluate>): Partial<RuleEvaluation> {
  const [{ rule: _, bindings: _bindings, ...rest }] = evaluate(...given) as readonly [RuleEvaluation]; // one rule
  return rest;
}
const rolledOut = (bucket: number) => ({ share: 0.5, by: "operator", computeBucket: () => bucket }) as const;

testRows(
  [
    { name: "in the first half of a rollout", change: { rollout: rolledOut(0.49) }, effect: "deny" },
    { name: "at its edge", change: { rollout: rolledOut(0.5) }, effect: "would-deny" },
    {
      name: "in shadow, whatever the rollout",
      change: { mode: "shadow", rollout: rolledOut(0) },
      effect: "would-deny",
    },
    { name: "paused for a millisecond more", change: { pausedUntil: DAY + 1 }, effect: "would-deny" },
    { name: "its pause ends now", change: { pausedUntil: DAY }, effect: "deny" },
  ] as const,
  ({ change, effect }) => {
    expect(first({ command: CREATE, now: DAY, rules: [{ deny: {} }] }, change)).toMatchObject({ effect });
  },
);

testRows(
  [
    { name: "the last millisecond of its day", now: DAY + 86_399_999, effect: "exempt" },
    { name: "a millisecond later", now: DAY + 86_400_000, effect: "deny" },
  ],
  "an exemption holds until $name",
  ({ now, effect }) => {
    const unless = [{ account: ["u_ops"], reason: "r", until: "2026-01-31" }];
    const change = { Operator_Account: "u_ops" };
    expect(first({ command: CREATE, now, change, rules: [{ unless, deny: {} }] })).toMatchObject({ effect });
  },
);

const failing = "int(name) > 3";
const error = "bad-conversion: int(name)";
const refusal = { rule: "doc/r0", code: 1, message: "rule-error" };
testRows(
  [
    { name: "denied", command: CREATE, rule: { deny: {} }, onFault: "deny", refusal },
    { name: "allowed", command: CREATE, rule: { deny: {} }, onFault: "allow", refusal: undefined },
    {
      name: "of a rule that observes",
      command: CREATE,
      rule: { observe: {} },
      onFault: "deny",
      refusal: undefined,
    },
    {
      name: "of what has happened",
      command: AFTER,
      rule: { observe: {} },
      onFault: "deny",
      refusal: undefined,
    },
    {
      name: "in shadow",
      command: CREATE,
      rule: { mode: "shadow", deny: {} },
      onFault: "deny",
      refusal: undefined,
    },
  ] as const,
  "an error, $name",
  ({ command, rule, onFault, refusal }) => {
    const given = { command, onFault, rules: [{ when: failing, ...rule }] };
    expect(first(given)).toEqual({ target: undefined, effect: "error", error, refusal });
  },
);

test("an error of a rule whose account is exempt", () => {
  const unless = [{ account: ["u_ops"], reason: "r" }];
  const given = {
    command: CREATE,
    change: { Operator_Account: "u_ops" },
    rules: [{ when: failing, unless, deny: {} }],
  };
  const { exemption, ...rest } = first({ ...given, onFault: "deny" });
  expect({ ...rest, reason: exemption?.reason }).toEqual({
    target: undefined,
    effect: "exempt",
    error,
    reason: "r",
  });
});

testRows(
  [
    { name: "enforced", rule: { deny: {} }, shadow: false },
    { name: "in shadow", rule: { mode: "shadow", deny: {} }, shadow: true },
    { name: "that only observes", rule: { observe: {} }, shadow: true },
  ],
  "a rule with a limit passes until it is counted: $name",
  ({ rule, shadow }) => {
    const limit = { max: 5, per: "1h", by: "operator" };
    const change = { Operator_Account: "u_1" };
    const result = first({ command: CREATE, change, rules: [{ limit, ...rule }] });
    expect(result).toMatchObject({
      effect: "pass",
      limit: { request: { rule: "doc/r0", by: "operator", value: "u_1", max: 5, shadow } },
    });
  },
);

test("leaves of conditions where they are asked for, and only there", () => {
  const given = {
    command: CREATE,
    rules: [{ when: 'groupType == "Nope" || owned < 0', deny: {} }, { deny: {} }],
  };
  const listLeaves = (isTraced: boolean | undefined) =>
    evaluate(given, {}, isTraced === undefined ? {} : { isTraced }).map((evaluation) => [
      evaluation.effect,
      "leaves" in evaluation,
      evaluation.leaves?.map(({ result }) => result),
    ]);
  expect(listLeaves(true)).toEqual([
    ["pass", true, [false, false]],
    ["deny", false, undefined],
  ]);
  const none = [
    ["pass", false, undefined],
    ["deny", false, undefined],
  ];
  expect(listLeaves(false)).toEqual(none);
  expect(listLeaves(undefined)).toEqual(none);
});

test("each rule has a budget of its own, and every target shares it", () => {
  const scan = Array.from({ length: 9 }, (_, index) => `target.contains("${"x".repeat(index + 1)}")`).join(
    " || ",
  );
  const count = 500;
  const change = {
    DestinationMembers: Array.from({ length: count }, (_, index) => ({ Member_Account: `u${index}` })),
  };
  const rules = Array.from({ length: 150 }, () => ({ when: scan, deny: {} }));
  const effects = new Set(evaluate({ command: INVITE, change, rules }).map(({ effect }) => effect));
  expect([...effects]).toEqual(["pass"]);
});
