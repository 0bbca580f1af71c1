import fc from "fast-check";
import { commands } from "../../lib/commands/generated/index.ts";
import { createBudget } from "../../lib/policy/cel/budget.ts";
import { checkRule } from "../../lib/policy/check-rule.ts";
import { REQUEST_STEPS, RULE_STEPS } from "../../lib/policy/cost.ts";
import { createLanguage, evaluateExpression } from "../../lib/policy/expression.ts";
import { parseWordList } from "../../lib/text/word-list.ts";
import { compileCondition } from "../support/condition.ts";
import { testRows } from "../support/table.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const entries = ["foo", "bar"];

const listCodes = (when: string, on: string) => {
  const parsed = parseWordList("big", entries.join("\n"));
  if (parsed.kind === "faults") throw new Error(parsed.faults[0]?.code);
  const language = createLanguage(new Map([["big", parsed.list]]));
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
      const { held } = evaluateExpression(compileCondition(when, { big: entries }), bindings, budget, false);
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

test("whatever is accepted stays inside the budget on the largest request", () => {
  const account = "u".repeat(64);
  const texts = ["ж ".repeat(6144), "a".repeat(12_288), "ﬁ".repeat(12_288), "1 ".repeat(6144)];
  const part = fc.constantFrom(
    ...[
      "text.hasWord(lists.big)",
      "text.containsAny(lists.big)",
      "text.hasUrl()",
      "text.longestRepeat() > 9",
    ],
    ...[
      'text.contains("nowhere")',
      'text.split(" ").size() > 9',
      "text.upperAscii() == text",
      'text.glob("*a*b")',
    ],
    ...['mentions.exists(m, m in lists.big || m.startsWith("x"))', "mentions.all(m, m.hasWord(lists.big))"],
    ...['text.split("").exists(c, c == "z")', "urls.filter(u, u.hasUrl()).join(text).size() > 1"],
    ...["mentions.map(m, m + text).exists(m, m == text)", 'text.split(" ").exists(w, text.contains(w))'],
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.constantFrom(...texts), (parts, text) => {
      const when = parts.join(" || ");
      if (listCodes(when, SEND).length > 0) return;
      accepted++;
      const budget = createBudget(RULE_STEPS, REQUEST_STEPS);
      const bindings = { text, mentions: Array(500).fill(account), urls: Array(24).fill("u".repeat(512)) };
      const { held } = evaluateExpression(compileCondition(when, { big: entries }), bindings, budget, false);
      expect(typeof held).toBe("boolean");
    }),
    { numRuns: 200 },
  );
  expect(accepted).toBeGreaterThan(20);
});
