import { commands } from "../../lib/commands/generated/index.ts";
import { checkRule } from "../../lib/policy/check-rule.ts";
import type { Rule } from "../../lib/policy/document.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readLists } from "../../lib/policy-set/lists.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

type RuleRow = {
  readonly name: string;
  readonly rule: Omit<Rule, "id">;
  readonly expect: readonly Expected[];
};

/** Each rule has exactly the diagnostics that its row expects, and is taken where it has none. */
export function testRules(rows: readonly RuleRow[]): void {
  testRows(rows, ({ rule, expect: expected }) => {
    const { lists } = readLists(createTestParameters({ lists: { reserved: "admin\nofficial" } }));
    const { value, diagnostics } = checkRule({ id: "names", ...rule }, commands, createLanguage(lists));
    expectDiagnostics(diagnostics, expected);
    expect(value === undefined).toBe(expected.length > 0);
  });
}
