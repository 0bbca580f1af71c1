import type { Row } from "./row.ts";

export const testsRows: readonly Row[] = [
  {
    code: "test-failed",
    sample: { token: "refuses", details: { differences: ["decision expected deny, got allow"] } },
    text: "refuses: decision expected deny, got allow.",
  },
  {
    code: "test-missing",
    sample: { token: "naming/names", details: { lacks: "act" } },
    text: "naming/names: no test makes it act. Add one.",
  },
  { code: "duplicate-test", text: 'The name "allows" is already used in this file. Use another one.' },
  { code: "unknown-rule", text: 'Unknown rule "name". Did you mean "names"?' },
  {
    code: "ambiguous-rule",
    text: 'Several documents have a rule "names". Write brands/names or naming/names.',
  },
  { code: "value-missing", text: '"name" has no value. Write <facet or field>=<value>.' },
  {
    code: "unknown-input",
    text: 'Group.CallbackBeforeCreateGroup has no facet or field "nmae". Did you mean "name"?',
  },
  {
    code: "facet-not-settable",
    text: '"members" of Group.CallbackBeforeCreateGroup cannot be set to this. Set the payload\'s fields, such as Operator_Account.',
  },
  { code: "command-not-settable", text: "The command cannot be set. Name another one." },
  { code: "invalid-time", text: '"noon" is not a time. Write it as 2026-01-31T08:00:00Z.' },
  { code: "invalid-body", text: "The body is not a JSON object. Correct it, or use the command's sample." },
  { code: "no-actor", text: "Alert.RequestOverLimit has neither operator nor sender. Leave `as` out." },
  {
    code: "impossible-decision",
    text: 'Group.CallbackAfterCreateGroup never has the decision "deny". Expect allow or unreadable.',
  },
  {
    code: "impossible-code",
    text: "Group.CallbackBeforeCreateGroup is never answered with 99. Expect 0, 1 or 10100 to 10200.",
  },
];
