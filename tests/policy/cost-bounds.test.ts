import { commands } from "../../lib/commands/generated/index.ts";
import { checkRule } from "../../lib/policy/check-rule.ts";
import { estimateRule, REQUEST_STEPS, RULE_STEPS } from "../../lib/policy/cost.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readList } from "../support/condition.ts";
import { testRows } from "../support/table.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const CREATE = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIEND = "Sns.CallbackPrevFriendAdd";

test("the budgets, in steps", () => {
  expect({ RULE_STEPS, REQUEST_STEPS }).toEqual({ RULE_STEPS: 500_000, REQUEST_STEPS: 7_000_000 });
});

testRows(
  [
    { on: SEND, when: 'text.startsWith("x")', command: SEND, steps: 12_291 },
    { on: SEND, when: 'custom.startsWith("x")', command: SEND, steps: 12_291 },
    { on: CREATE, when: 'name.startsWith("x")', command: CREATE, steps: 259 },
    { on: CREATE, when: 'operator.startsWith("x")', command: CREATE, steps: 67 },
    { on: CREATE, when: 'groupType.startsWith("x")', command: CREATE, steps: 67 },
    { on: CREATE, when: 'clientIp.startsWith("x")', command: CREATE, steps: 67 },
    { on: SEND, when: 'group.startsWith("x")', command: SEND, steps: 259 },
    { on: CREATE, when: 'members.exists(m, m == "x")', command: CREATE, steps: 1_627 },
    { on: SEND, when: 'elements.exists(e, e == "x")', command: SEND, steps: 979 },
    { on: SEND, when: 'customData.exists(d, d == "x")', command: SEND, steps: 1_629 },
    { on: SEND, when: 'request.MsgBody.exists(e, e.MsgType == "x")', command: SEND, steps: 1_885 },
    { on: SEND, when: 'request.CloudCustomData.startsWith("x")', command: SEND, steps: 12_294 },
    { on: CREATE, when: 'request.Name.startsWith("x")', command: CREATE, steps: 128_506 },
    { on: CREATE, when: "owned + owned > 3", command: CREATE, steps: 18 },
    { on: CREATE, when: "now > eventTime", command: CREATE, steps: 15 },
    { on: INVITE, when: 'target.startsWith("x")', command: INVITE, steps: 33_500 },
    { on: FRIEND, when: 'note.startsWith("x")', command: FRIEND, steps: 129_500 },
    { on: CREATE, when: "name.hasWord(lists.big)", command: CREATE, steps: 793 },
    { on: CREATE, when: "operator in lists.big", command: CREATE, steps: 9 },
    {
      on: [SEND, INVITE],
      when: 'text.lowerAscii() == "x" || target.startsWith("x")',
      command: SEND,
      steps: 49_159,
    },
    { on: [CREATE, INVITE], when: 'target.startsWith("x")', command: INVITE, steps: 33_500 },
    { on: [CREATE, SEND], when: 'text.startsWith("x")', command: CREATE, steps: 12_291 },
  ],
  "$when on $on takes $steps steps at most",
  ({ on, when, command, steps }) => {
    const language = createLanguage(new Map([["big", readList("big", ["a", "b"])]]));
    const { value } = checkRule(
      { id: "r", on: typeof on === "string" ? on : [...on], when, observe: {} },
      commands,
      language,
    );
    const estimate = value && estimateRule(value.covered, value.condition, value.isPerTarget, language);
    expect({ command: estimate?.command, steps: estimate?.steps }).toEqual({ command, steps });
  },
);

test("the part that costs most counts as often as there may be targets", () => {
  const rule = { id: "r", on: INVITE, when: 'operator == "x" || target.startsWith("x")', observe: {} };
  const language = createLanguage(new Map());
  const { value } = checkRule(rule, commands, language);
  expect(value && estimateRule(value.covered, value.condition, value.isPerTarget, language)?.worst).toEqual({
    range: [19, 41],
    steps: 33_000,
  });
});

test("a rule may take all its steps, and none more", () => {
  const listCodes = (last: string) => {
    const when = [...Array(13).fill('target.startsWith("123456")'), `target.startsWith("${last}")`].join(
      " || ",
    );
    const rule = { id: "r", on: INVITE, when, observe: {} };
    return checkRule(rule, commands, createLanguage(new Map())).diagnostics.map(({ code, details }) => ({
      code,
      details,
    }));
  };
  expect(listCodes("1234567890")).toEqual([]);
  expect(listCodes("12345678901")).toEqual([
    { code: "cost-too-high", details: { steps: 500_500, limit: 500_000, command: INVITE } },
  ]);
});

test("what is refused names the part that costs most, its place, the figures and the command", () => {
  const when = 'owned > 3 ||\n  text.split("").exists(c, text.size() < 0)';
  const rule = { id: "r", on: ["Group.CallbackBeforeSendMsg", CREATE], when, observe: {} };
  expect(checkRule(rule, commands, createLanguage(new Map())).diagnostics).toEqual([
    {
      code: "cost-too-high",
      path: ["when"],
      at: { line: 2, column: 28 },
      token: "text.size()",
      details: { steps: 151_096_334, limit: 500_000, command: SEND },
    },
  ]);
});
