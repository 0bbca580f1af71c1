import { judge, listEffectsIn } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";

describe("modes: the least strict of settings, document and rule", () => {
  const modes = ["off", "shadow", "enforce"] as const;
  const all = modes.flatMap((a) =>
    modes.flatMap((b) => modes.map((c) => ({ settings: a, document: b, rule: c }))),
  );
  testRows(
    all,
    "$settings in settings, $document in the document, $rule in the rule",
    ({ settings, document, rule: mode }) => {
      const { decision, effects } = judge({
        command: CREATE,
        settings: { mode: settings },
        policies: { doc: { mode: document, rules: [{ id: "r", mode, on: CREATE, deny: {} }] } },
      });
      const leastStrict = modes.find((one) => [settings, document, mode].includes(one));
      expect(decision.verdict).toBe(leastStrict === "enforce" ? "deny" : "allow");
      const effect = leastStrict === "enforce" ? "deny" : "would-deny";
      expect(effects).toEqual(leastStrict === "off" ? [] : [{ rule: "doc/r", effect }]);
    },
  );
});

testRows(
  [
    { name: "before it ends", until: "2100-01-01T00:00:00Z", effect: "would-deny" },
    { name: "after it", until: "2000-01-01T00:00:00Z", effect: "deny" },
  ],
  "a pause, $name",
  ({ until, effect }) => {
    const rules = [{ pause: { until, reason: "An event" }, deny: {} }];
    expect(listEffectsIn(judge({ command: CREATE, rules }))).toEqual({ r0: effect });
  },
);
