import { commands } from "../../lib/commands/generated/index.ts";
import { compilePolicies } from "../../lib/policy/compile.ts";
import type { Mode, PolicyDocument } from "../../lib/policy/document.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const compileAll = (
  documents: Readonly<Record<string, PolicyDocument["rules"]>>,
  mode: Mode = "enforce",
  own?: Mode,
) =>
  compilePolicies(
    Object.entries(documents).map(([document, rules]) => ({
      document,
      content: own === undefined ? { rules } : { mode: own, rules },
    })),
    { commands, language: createLanguage(new Map()), mode, sha256 },
  );

test("an id twice in a document is reported at the second, of two documents it is not", () => {
  const rule = { id: "names", on: CREATE, deny: {} };
  expect(compileAll({ a: [rule, rule] }).diagnostics).toEqual([
    {
      code: "duplicate-rule",
      severity: "error",
      document: "policies/a",
      rule: "names",
      path: ["rules", 1, "id"],
      token: "names",
    },
  ]);
  expect(compileAll({ a: [rule], b: [rule] }).diagnostics).toEqual([]);
});

test("what is wrong in a rule is placed in its document, also where the rule is off", () => {
  const rules = [
    { id: "good", on: CREATE, deny: {} },
    { id: "bad", on: "Nope", mode: "off" as const, deny: {} },
  ];
  expect(compileAll({ a: rules }).diagnostics).toEqual([
    {
      code: "unknown-command",
      severity: "error",
      document: "policies/a",
      rule: "bad",
      path: ["rules", 1, "on"],
      token: "Nope",
    },
  ]);
});

describe("the least strict of three modes applies", () => {
  type Row = {
    readonly name: string;
    readonly modes: readonly [settings: Mode, document: Mode, rule: Mode];
    readonly mode: Mode | undefined;
  };
  const rows: readonly Row[] = [
    { name: "all enforce", modes: ["enforce", "enforce", "enforce"], mode: "enforce" },
    { name: "settings in shadow", modes: ["shadow", "enforce", "enforce"], mode: "shadow" },
    { name: "document in shadow", modes: ["enforce", "shadow", "enforce"], mode: "shadow" },
    { name: "rule in shadow", modes: ["enforce", "enforce", "shadow"], mode: "shadow" },
    { name: "rule off", modes: ["shadow", "shadow", "off"], mode: undefined },
    { name: "document off", modes: ["enforce", "off", "enforce"], mode: undefined },
  ];
  testRows(rows, ({ modes: [settings, document, mode], mode: expected }) => {
    const rules = [{ id: "names", on: CREATE, mode, deny: {} }];
    const compiled = compileAll({ a: rules }, settings, document).rulesFor(CREATE);
    expect(compiled[0]?.mode).toBe(expected);
  });
});
