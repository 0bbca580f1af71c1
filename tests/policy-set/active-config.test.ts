import { commands } from "../../lib/commands/generated/index.ts";
import { createLoad } from "../../lib/policy-set/active-config.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters, type World } from "../support/gate.ts";

const AFTER = "Group.CallbackAfterCreateGroup";
const good: World = { policies: { doc: { rules: [{ id: "one", on: AFTER, observe: {} }] } } };
const badPolicy: World = { policies: { doc: { rules: [{ id: "one", on: "Nope", observe: {} }] } } };
const badSettings: World = { settings: { mode: "on" } };
const UNKNOWN = 'unknown-command policies/doc rules.0.on "Nope"';

test("a good set, read again as often as it says", () => {
  const loaded = createLoad(commands, { sha256 })(
    createTestParameters({ ...good, settings: { refreshSeconds: 7 } }),
  );
  expect(loaded).toMatchObject({
    kind: "loaded",
    refresh: { kind: "every", seconds: 7 },
    value: { tokens: ["xxxxyyyy"], faults: [] },
  });
  expect(loaded.kind === "loaded" && loaded.value.set?.rulesFor(AFTER)).toHaveLength(1);
});

test("or as often as the caller says", () => {
  const loaded = createLoad(commands, { sha256, refresh: { kind: "always" } })(
    createTestParameters({ ...good, settings: { refreshSeconds: 7 } }),
  );
  expect(loaded).toMatchObject({ refresh: { kind: "always" } });
});

test("the first set bad: its settings are better than nothing, and say why there is no set", () => {
  const loaded = createLoad(commands, { sha256 })(
    createTestParameters({ ...badPolicy, settings: { onFault: "deny" } }),
  );
  expect(loaded).toMatchObject({
    kind: "loaded",
    value: { set: undefined, settings: { onFault: "deny" }, faults: [UNKNOWN] },
  });
});

test("a later set bad: rejected whole, its good settings too; the next good one is taken", () => {
  const load = createLoad(commands, { sha256 });
  load(createTestParameters(good));
  expect(load(createTestParameters(badPolicy))).toEqual({ kind: "rejected", faults: [UNKNOWN] });
  expect(load(createTestParameters(badPolicy))).toEqual({ kind: "rejected", faults: [UNKNOWN] });
  expect(load(createTestParameters(good))).toMatchObject({ kind: "loaded", value: { faults: [] } });
});

test("bad settings are rejected, first or later", () => {
  const load = createLoad(commands, { sha256 });
  const faults = ['unknown-value settings mode "on"'];
  expect(load(createTestParameters(badSettings))).toEqual({ kind: "rejected", faults });
  load(createTestParameters(good));
  expect(load(createTestParameters(badSettings))).toEqual({ kind: "rejected", faults });
  expect(load([])).toMatchObject({ kind: "rejected" });
});

test("bad policies at first do not count as good: settings are still taken from a second bad set", () => {
  const load = createLoad(commands, { sha256 });
  load(createTestParameters(badPolicy));
  expect(load(createTestParameters(badPolicy))).toMatchObject({ kind: "loaded", value: { set: undefined } });
});
