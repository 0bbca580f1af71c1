import { commands } from "../../../lib/commands/generated/index.ts";
import { createBudget } from "../../../lib/policy/cel/budget.ts";
import { checkRule } from "../../../lib/policy/check-rule.ts";
import { estimateRule, REQUEST_STEPS, RULE_STEPS } from "../../../lib/policy/cost.ts";
import { createLanguage, evaluateExpression } from "../../../lib/policy/expression.ts";
import { compileConditionText, readList } from "../../support/condition.ts";
import { testRows } from "../../support/table.ts";

const lists = { names: ["admin"], nets: ["10.0.0.0/8"] };
const language = createLanguage(
  new Map(Object.entries(lists).map(([name, entries]) => [name, readList(name, entries)])),
);
/** Texts of 40 UTF-16 units. */
const bindings = {
  name: "Admin 管理员 مدير ".padEnd(40, "x"),
  custom: `"${"x".repeat(38)}"`,
  now: new Date(0),
};

const CREATE = "Group.CallbackBeforeCreateGroup";
const SEND = "Group.CallbackBeforeSendMsg";

testRows(
  [
    { when: "name in lists.names", on: CREATE, taken: 7, atMost: 9 },
    { when: "name.hasWord(lists.names)", on: CREATE, taken: 142, atMost: 793 },
    { when: "name.containsAny(lists.names)", on: CREATE, taken: 142, atMost: 793 },
    { when: 'name.glob("vip-*")', on: CREATE, taken: 67, atMost: 418 },
    { when: 'name.glob("*@staff.example.com")', on: CREATE, taken: 137, atMost: 866 },
    { when: 'name.onlyScripts(["Latin", "Han"])', on: CREATE, taken: 42, atMost: 152 },
    { when: "name.inCidr(lists.nets)", on: CREATE, taken: 82, atMost: 85 },
    { when: 'now.between("22:00", "06:00", "UTC")', on: CREATE, taken: 208, atMost: 208 },
    { when: "name.hasUrl()", on: CREATE, taken: 142, atMost: 790 },
    { when: "name.hasPhoneNumber()", on: CREATE, taken: 142, atMost: 790 },
    { when: "name.longestDigitRun() > 8", on: CREATE, taken: 143, atMost: 792 },
    { when: "name.longestRepeat() > 8", on: CREATE, taken: 143, atMost: 792 },
    { when: "name.upperCaseShare() > 0.5", on: CREATE, taken: 323, atMost: 2_052 },
    { when: "name.utf8Size() > 100", on: CREATE, taken: 13, atMost: 68 },
    { when: 'custom.json() == "x"', on: SEND, taken: 47, atMost: 24_580 },
  ],
  "$when takes $taken steps of a text of 40 units, and $atMost at most",
  ({ when, on, taken, atMost }) => {
    const budget = createBudget(RULE_STEPS, REQUEST_STEPS);
    evaluateExpression(compileConditionText(when, lists), bindings, budget, false);
    const { value } = checkRule({ id: "r", on, when, observe: {} }, commands, language);
    const estimate = value && estimateRule(value.covered, value.condition, value.isPerTarget, language);
    expect({ taken: RULE_STEPS - budget.rule, atMost: estimate?.steps }).toEqual({ taken, atMost });
  },
);
