import { commands } from "../../lib/commands/generated/index.ts";
import { formatDiagnostic } from "../../lib/policy/diagnostic.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const unavailable = { name: "lists/long", value: "", version: "1", unavailable: "HTTP 503" };
const parametersWith = (rule: object) => [
  ...createTestParameters({
    policies: { doc: { rules: [{ id: "r", on: SEND, ...rule }] } },
    lists: { short: "x" },
  }),
  unavailable,
];
const message = { command: SEND, body: readSample(SEND) };

testRows<{ readonly name: string; readonly rule: object; readonly effect: string }>(
  [
    { name: "condition", rule: { when: "sender in lists.long", deny: {} }, effect: "error" },
    { name: "function", rule: { when: "text.hasWord(lists.long)", deny: {} }, effect: "error" },
    {
      name: "one half of a condition",
      rule: { when: 'sender == "x" && sender in lists.long', deny: {} },
      effect: "error",
    },
    { name: "mask", rule: { mask: { list: "long", with: "*" } }, effect: "error" },
    {
      name: "exemption",
      rule: { unless: [{ account: "lists.long", reason: "Ours" }], deny: {} },
      effect: "error",
    },
    { name: "no part of the rule", rule: { when: "sender in lists.short", deny: {} }, effect: "pass" },
  ],
  "a list that cannot be had, named by the $name: $effect",
  async ({ rule, effect }) => {
    const { gate, outcomes } = createTestGate({
      read: async () => ({ kind: "read", parameters: parametersWith(rule) }),
    });
    await gate(createCallbackEvent(message), "r");
    expect(outcomes[0]?.ending).toMatchObject({ kind: "decided", effects: [{ rule: "doc/r", effect }] });
    if (effect === "error") {
      expect(outcomes[0]?.ending).toMatchObject({ effects: [{ error: "lists/long is unavailable" }] });
    }
  },
);

test("is no fault of the set; one that nobody has is", () => {
  const faultsWith = (rule: object) =>
    checkSet(parametersWith(rule), commands, sha256).diagnostics.map(formatDiagnostic);
  expect(faultsWith({ when: "sender in lists.long", deny: {} })).toEqual([]);
  expect(faultsWith({ when: "sender in lists.lon", deny: {} })).toHaveLength(1);
});
