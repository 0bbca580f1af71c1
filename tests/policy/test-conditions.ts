import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { diagnose } from "../../lib/policy/cel/advise.ts";
import { checkCondition } from "../../lib/policy/check-condition.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readLists } from "../../lib/policy-set/lists.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

type ConditionRow = {
  readonly name: string;
  /** Without it: creating a group. */
  readonly on?: readonly string[];
  readonly when: string;
  /** Besides `reserved` and `nets`. */
  readonly lists?: Readonly<Record<string, string>>;
  /** As the handler checks it: with code and place, without advice. */
  readonly isPlain?: true;
  readonly expect: readonly Expected[];
};

/** Each condition has exactly the diagnostics that its row expects. */
export function testConditions(rows: readonly ConditionRow[]): void {
  testRows(rows, ({ on = ["Group.CallbackBeforeCreateGroup"], when, lists, isPlain, expect: expected }) => {
    const given = { reserved: "admin\nofficial", nets: "10.0.0.0/8\n10.0.0.0/99", ...lists };
    const covered = on.map((name) => commands.get(name) as Command); // rows name real ones
    const language = createLanguage(
      readLists(createTestParameters({ lists: given })).lists,
      isPlain ? undefined : diagnose,
    );
    expectDiagnostics(checkCondition(when, covered, language).diagnostics, expected);
  });
}
