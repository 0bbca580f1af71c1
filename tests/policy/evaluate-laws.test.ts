import fc from "fast-check";
import { judge } from "../support/judge.ts";
import { scaleRuns } from "../support/runs.ts";

const SEND = "Group.CallbackBeforeSendMsg";

const texts = (...all: readonly string[]) => ({
  MsgBody: all.map((Text) => ({ MsgType: "TIMTextElem", MsgContent: { Text } })),
});

describe("laws", () => {
  const often = { numRuns: scaleRuns(50) }; // each run checks whole sets
  const lists = { bad: "foo\nbar baz\n你好\ncafé", barred: "eve" };
  const act = fc.constantFrom<object>(
    { deny: {} },
    { deny: { code: 10101 } },
    { drop: {} },
    { mask: { list: "bad", with: "*" } },
    { observe: {} },
  );
  const when = fc.constantFrom<object>(
    {},
    { when: "true" },
    { when: "text.containsAny(lists.bad)" },
    { when: "sender in lists.barred" },
    { when: "1 / (text.size() - text.size()) == 1" },
    { when: 'text.contains("x")' },
  );
  const exemption = fc.constantFrom<object>(
    {},
    { unless: [{ account: ["eve"], reason: "r" }] },
    { rollout: { percent: 50, by: "sender" } },
  );
  const rule = fc
    .tuple(act, when, exemption)
    .map((parts) => Object.assign({}, ...parts) as Record<string, unknown>); // three objects make one
  const word = fc.constantFrom(
    "foo",
    "ｆｏｏ",
    "x",
    " ",
    "你好",
    "bar  baz",
    "café",
    "👩‍👩‍👧",
    "🇩🇪",
    "क्षि",
    "FOO",
    "é",
    "\u200d",
  );
  const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(""));
  const request = fc.record({
    sender: fc.constantFrom("eve", "ann"),
    texts: fc.array(text, { minLength: 1, maxLength: 3 }),
    onFault: fc.constantFrom("allow" as const, "deny" as const),
  });
  const ask = (
    rules: readonly Record<string, unknown>[],
    { sender, texts: all, onFault }: { sender: string; texts: string[]; onFault: "allow" | "deny" },
  ) =>
    judge({
      command: SEND,
      lists,
      rules,
      onFault,
      change: { ...texts(...all), From_Account: sender, Operator_Account: sender },
    });

  test("rules in shadow never change the decision; rules that are off are as absent", () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 4 }),
        rule,
        request,
        fc.nat(4),
        (rules, extra, asked, place) => {
          const named = rules.map((one, index): Record<string, unknown> => ({ ...one, id: `live${index}` }));
          const others = (mode: string) => named.toSpliced(place, 0, { ...extra, id: "extra", mode });
          const alone = ask(named, asked);
          expect(ask(others("shadow"), asked).decision).toEqual(alone.decision);
          expect(ask(others("off"), asked)).toEqual(alone);
        },
      ),
    );
  });

  test("one more deny never turns a refusal into an allowance", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), request, fc.nat(4), (rules, asked, place) => {
        const named = rules.map((one, index): Record<string, unknown> => ({ ...one, id: `live${index}` }));
        fc.pre(ask(named, asked).decision.verdict === "deny");
        const more = ask(named.toSpliced(place, 0, { id: "extra", deny: {} }), asked);
        expect(more.decision.verdict).toBe("deny");
      }),
      often,
    );
  });

  test("the order of the rules changes whose code is given, never what is decided", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), request, (rules, asked) => {
        const named = rules.map((one, index): Record<string, unknown> => ({ ...one, id: `live${index}` }));
        expect(ask(named.toReversed(), asked).decision.verdict).toBe(ask(named, asked).decision.verdict);
      }),
      often,
    );
  });

  test("the same question has the same answer", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), request, (rules, asked) => {
        expect(ask(rules, asked)).toEqual(ask(rules, asked));
      }),
      often,
    );
  });
});
