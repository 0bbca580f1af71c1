import { commands } from "../../lib/commands/generated/index.ts";
import { createBudget } from "../../lib/policy/cel/budget.ts";
import { checkRule } from "../../lib/policy/check-rule.ts";
import { REQUEST_STEPS, RULE_STEPS } from "../../lib/policy/cost.ts";
import { createLanguage, evaluateExpression } from "../../lib/policy/expression.ts";
import { compileConditionText, type Lists, readList } from "../support/condition.ts";
import { judge } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const entries = ["foo", "bar"];

const listCodes = (when: string, on: string, lists: Lists = { big: entries }) => {
  const language = createLanguage(
    new Map(Object.entries(lists).map(([name, list]) => [name, readList(name, list)])),
  );
  return checkRule({ id: "r", on, when, observe: {} }, commands, language).diagnostics.map(
    ({ code }) => code,
  );
};

describe("conditions that could take seconds are refused, and end in the budget if they run", () => {
  testRows(
    [
      { name: "a list doubled", when: `[["a"]]${".map(l, l + l)".repeat(28)}.exists(l, l.size() < 0)` },
      { name: "a text doubled", when: `[text]${".map(a, a + a)".repeat(15)}.exists(s, s.size() < 0)` },
      {
        name: "a list searched for each character",
        when: 'text.split("").exists(c, text.containsAny(lists.big))',
      },
      { name: "words for each character", when: 'text.split("").exists(c, text.hasWord(lists.big))' },
      { name: "a join by the text", when: 'text.split("").join(text).size() < 0' },
      {
        name: "a zone for each character",
        when: 'text.split("").exists(c, now.getHours("Asia/Singapore") < 0)',
      },
      { name: "a size for each character", when: 'text.split("").exists(c, text.size() < 0)' },
    ],
    ({ when }) => {
      expect(listCodes(when, SEND)).toEqual(["cost-too-high"]);
      const budget = createBudget(RULE_STEPS, REQUEST_STEPS);
      const bindings = { text: "ж ".repeat(6 * 1024), now: new Date(0) };
      const { held } = evaluateExpression(
        compileConditionText(when, { big: entries }),
        bindings,
        budget,
        false,
      );
      expect(held).toEqual({ error: expect.stringMatching(/^cost-exceeded: /) });
      expect(REQUEST_STEPS - budget.request).toBeLessThanOrEqual(RULE_STEPS + 1);
    },
  );
});

testRows(
  [
    { name: "words in a text", on: SEND, when: "text.hasWord(lists.big) || text.containsAny(lists.big)" },
    { name: "a list of mentions", on: SEND, when: "mentions.exists(m, m in lists.big)" },
    {
      name: "every target against a list",
      on: INVITE,
      when: "target in lists.big || target.hasWord(lists.big)",
    },
    {
      name: "the elements of a message",
      on: SEND,
      when: 'request.MsgBody.exists(e, e.MsgType == "TIMImageElem")',
    },
    { name: "any name, anywhere", on: "*", when: "name.hasWord(lists.big) || note.hasWord(lists.big)" },
  ],
  "what policies do is accepted: $name",
  ({ when, on }) => {
    expect(listCodes(when, on)).toEqual([]);
  },
);

testRows(
  [
    { name: "an account in a list of 100,000", on: SEND, when: "sender in lists.large" },
    { name: "every target in a list of 100,000", on: INVITE, when: "target in lists.large" },
    { name: "every word of a message", on: SEND, when: 'text.split(" ").exists(w, w.hasWord(lists.large))' },
    {
      name: "the texts of custom elements, which share the message",
      on: SEND,
      when: "customData.exists(d, d.containsAny(lists.large)) || customData[0].size() > 9000",
    },
    {
      name: "a field of each element",
      on: SEND,
      when: "request.MsgBody.exists(e, has(e.MsgContent.Desc) && e.MsgContent.Desc.containsAny(lists.large))",
    },
  ],
  "however long the list is: $name",
  ({ when, on }) => {
    const large = Array.from({ length: 100_000 }, (_, index) => `entry${index}`);
    expect(listCodes(when, on, { large })).toEqual([]);
  },
);

test("all rules of a request together end at its budget, whatever each may take", () => {
  const scan = (word: string) =>
    `text.contains("${word}") || text.hasWord(lists.big) || text.longestRepeat() > 9999`;
  const when = ["x", "y", "z", "xx", "yy", "zz"].map(scan).join(" || ");
  const text = "a ".repeat(6 * 1024);
  const budget = createBudget(RULE_STEPS, REQUEST_STEPS);
  expect(evaluateExpression(compileConditionText(when, { big: entries }), { text }, budget, false).held).toBe(
    false,
  );
  const steps = RULE_STEPS - budget.rule;
  const isWhole = Math.floor(REQUEST_STEPS / steps);
  const { decision, effects } = judge({
    command: SEND,
    lists: { big: entries.join("\n") },
    change: { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }] },
    rules: Array(isWhole + 2).fill({ when, deny: {} }),
    onFault: "deny",
  });
  expect(effects.map(({ effect }) => effect)).toEqual([...Array(isWhole).fill("pass"), "error", "error"]);
  expect(effects.at(-1)?.error).toMatch(/^cost-exceeded: /);
  expect({ steps: steps > 400_000, isWhole, verdict: decision.verdict }).toEqual({
    steps: true,
    isWhole: 15,
    verdict: "deny",
  });
});
