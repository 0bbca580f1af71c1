import { documentSchema } from "../../lib/policy/document.ts";
import { readJson } from "../../lib/policy-set/read-json.ts";
import { settingsSchema } from "../../lib/policy-set/settings-schema.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  /** Over `sdkAppIds`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly expect: readonly Expected[];
};

const rows: readonly Row[] = [
  {
    name: "of settings",
    settings: { deadlinMs: 1 },
    expect: [{ code: "unknown-key", token: "deadlinMs", suggestion: "deadlineMs" }],
  },
  {
    name: "inside settings",
    settings: { audit: { includ: [] } },
    expect: [{ code: "unknown-key", path: ["audit"], token: "includ", suggestion: "include" }],
  },
  {
    name: "settings without applications",
    settings: { sdkAppIds: undefined },
    expect: [{ code: "missing-key", token: "sdkAppIds", details: { expected: ["array"] } }],
  },
  {
    name: "an application as text",
    settings: { sdkAppIds: ["1"] },
    expect: [
      { code: "wrong-type", path: ["sdkAppIds", 0], details: { expected: ["number"], received: "string" } },
    ],
  },
  {
    name: "a deadline too early",
    settings: { deadlineMs: 99 },
    expect: [
      {
        code: "number-too-small",
        path: ["deadlineMs"],
        token: "99",
        details: { limit: 100, inclusive: true },
      },
    ],
  },
  {
    name: "a deadline too late",
    settings: { deadlineMs: 1901 },
    expect: [
      {
        code: "number-too-large",
        path: ["deadlineMs"],
        token: "1901",
        details: { limit: 1900, inclusive: true },
      },
    ],
  },
  { name: "the deadline's ends", settings: { deadlineMs: 100 }, expect: [] },
  {
    name: "a mode that is none",
    settings: { mode: "on" },
    expect: [
      {
        code: "unknown-value",
        path: ["mode"],
        token: "on",
        details: { allowed: ["off", "shadow", "enforce"] },
      },
    ],
  },
  {
    name: "more entries of events than there may be",
    settings: { events: Array(11).fill({ on: "*", to: "log" }) },
    expect: [{ code: "setting-too-long", path: ["events"], details: { limit: 10 } }],
  },
];

describe("settings", () => {
  testRows(rows, ({ settings, expect: expected }) => {
    const text = JSON.stringify({ sdkAppIds: [1400000000], ...settings });
    expectDiagnostics(readJson("settings", text, settingsSchema()).diagnostics, expected);
  });
});

describe("text that is not JSON is not quoted", () => {
  testRows(
    [
      { name: "a key without quotes", text: "{ no: 1 }", offset: 2 },
      { name: "cut short", text: '{"sdkAppIds":[', offset: undefined },
    ],
    ({ text, offset }) => {
      const { value, diagnostics } = readJson("settings", text, settingsSchema());
      expect(value).toBeUndefined();
      expect(diagnostics).toEqual([
        { code: "json-invalid", severity: "error", document: "settings", path: [], details: { offset } },
      ]);
    },
  );
});

test("what is wrong in a rule names the rule, where it has an id", () => {
  const document = { rules: [{ id: "names", on: 5 }, { on: 5 }] };
  const { diagnostics } = readJson("policies/doc", JSON.stringify(document), documentSchema());
  expect(diagnostics.map(({ code, rule }) => [code, rule])).toEqual([
    ["wrong-type", "names"],
    ["missing-key", undefined],
    ["wrong-type", undefined],
  ]);
});
