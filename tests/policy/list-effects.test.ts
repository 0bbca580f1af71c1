import type { LimitRequest } from "../../lib/decision.ts";
import { listEffects } from "../../lib/policy/combine.ts";
import type { CompiledRule } from "../../lib/policy/compile.ts";
import type { RuleEvaluation } from "../../lib/policy/evaluate.ts";
import { testRows } from "../support/table.ts";

const rules = Object.fromEntries(["doc/a", "doc/b"].map((rule) => [rule, { rule } as CompiledRule])); // its name is all that is read
const evaluated = (rule: string, rest: Partial<RuleEvaluation> = {}): RuleEvaluation => ({
  rule: rules[rule] as CompiledRule, // one of the two
  target: undefined,
  bindings: {},
  effect: "pass",
  ...rest,
});
const targets = [{ target: "u_1" }, { target: "u_2" }, { target: "u_3" }];
const request: LimitRequest = {
  ...{ sdkAppId: 1, rule: "doc/a", by: "operator", value: "u", shadow: false, max: 5, perMs: 1000 },
  count: "requests",
};

testRows(
  [
    {
      name: "a rule that passes for every target is one entry",
      evaluations: [0, 1, 2].map((target) => evaluated("doc/a", { target })),
      effects: [{ rule: "doc/a", effect: "pass" }],
    },
    {
      name: "so are two, each for itself",
      evaluations: [evaluated("doc/a", { target: 0 }), evaluated("doc/a", { target: 1 }), evaluated("doc/b")],
      effects: [
        { rule: "doc/a", effect: "pass" },
        { rule: "doc/b", effect: "pass" },
      ],
    },
    {
      name: "one that does something for a target has an entry for it alone",
      evaluations: [
        evaluated("doc/a", { target: 0 }),
        evaluated("doc/a", { target: 1, effect: "deny", evidence: { facet: "target" } }),
        evaluated("doc/a", { target: 2 }),
        evaluated("doc/b"),
      ],
      effects: [
        { rule: "doc/a", effect: "deny", target: "u_2", evidence: { facet: "target" } },
        { rule: "doc/b", effect: "pass" },
      ],
    },
    {
      name: "an error, without what it has not",
      evaluations: [evaluated("doc/a", { effect: "error", error: "bad-json: custom.json()" })],
      effects: [{ rule: "doc/a", effect: "error", error: "bad-json: custom.json()" }],
    },
    {
      name: "a limit that was over",
      evaluations: [
        evaluated("doc/a", {
          effect: "deny",
          limit: { request, answer: { kind: "over", used: 5, retryAfterMs: 61_000 } },
        }),
      ],
      effects: [{ rule: "doc/a", effect: "deny", limit: { max: 5, used: 5, retryAfterMs: 61_000 } }],
    },
  ],
  ({ evaluations, effects }) => expect(listEffects(evaluations, { targets })).toStrictEqual(effects),
);
