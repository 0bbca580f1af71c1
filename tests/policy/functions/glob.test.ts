import fc from "fast-check";
import type { Bindings } from "../../../lib/policy/expression.ts";
import { matchesGlob } from "../../../lib/policy/functions/glob.ts";
import { compileConditionText, evaluateConditionText } from "../../support/condition.ts";
import { measureCpuMs } from "../../support/cpu-time.ts";
import { scaleRuns } from "../../support/runs.ts";
import { testRows } from "../../support/table.ts";

function ask(when: string, values: Bindings, entries: readonly string[] = ["none"]) {
  const { held, evidence } = evaluateConditionText(when, values, { it: entries });
  return { holds: held, entry: evidence?.entry };
}

describe("glob", () => {
  testRows<{ readonly text: string; readonly pattern: string; readonly fits: boolean }>(
    [
      { text: "", pattern: "", fits: true },
      { text: "", pattern: "*", fits: true },
      { text: "", pattern: "**", fits: true },
      { text: "", pattern: "?", fits: false },
      { text: "a", pattern: "", fits: false },
      { text: "vip-1", pattern: "vip-*", fits: true },
      { text: "vip-", pattern: "vip-*", fits: true },
      { text: "my-vip-1", pattern: "vip-*", fits: false },
      { text: "vip", pattern: "vip-*", fits: false },
      { text: "abc", pattern: "a?c", fits: true },
      { text: "ac", pattern: "a?c", fits: false },
      { text: "abcd", pattern: "a?c", fits: false },
      { text: "abcabd", pattern: "*ab?", fits: true },
      { text: "abcabd", pattern: "*abd", fits: true },
      { text: "abcabd", pattern: "a*b*d", fits: true },
      { text: "abcabd", pattern: "a*e", fits: false },
      { text: "abcabd", pattern: "*a*a*a*", fits: false },
      { text: "VIP-1", pattern: "vip-*", fits: false },
      { text: "a.b", pattern: "a.b", fits: true },
      { text: "axb", pattern: "a.b", fits: false },
      { text: "a*b", pattern: "a*b", fits: true },
      { text: "你好吗", pattern: "你?吗", fits: true },
      { text: "👍👍", pattern: "??", fits: true },
      { text: "👍", pattern: "??", fits: false },
      { text: "a\nb", pattern: "a?b", fits: true },
      { text: "[a]", pattern: "[a]", fits: true },
    ],
    '"$text" fits "$pattern": $fits',
    ({ text, pattern, fits }) => {
      expect(matchesGlob(text, pattern)).toBe(fits);
      expect(ask(`name.glob(${JSON.stringify(pattern)})`, { name: text }).holds).toBe(fits);
    },
  );

  testRows(
    [
      { name: "100 characters", pattern: "a".repeat(100), fault: undefined },
      { name: "100 characters of two units", pattern: "😀".repeat(100), fault: undefined },
      { name: "101 characters", pattern: "a".repeat(101), fault: "pattern-too-long" },
    ],
    "a pattern of $name",
    ({ pattern, fault }) => {
      const compile = () => compileConditionText(`name.glob("${pattern}")`);
      if (fault === undefined) expect(compile().source).toContain(pattern);
      else expect(compile).toThrow(fault);
    },
  );

  test("means what the regular expression means", () => {
    const some = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    const text = fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, some, (one, pattern) => {
        const regex = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matchesGlob(one, pattern)).toBe(regex.test(one));
      }),
      { numRuns: scaleRuns(500) },
    );
  });

  test("a hostile text takes time in proportion to its length", () => {
    const pattern = `${"*a".repeat(30)}*b`;
    const measureTime = (length: number) => {
      const text = "a".repeat(length);
      return measureCpuMs(() => expect(matchesGlob(text, pattern)).toBe(false));
    };
    measureTime(20_000);
    expect(measureTime(200_000)).toBeLessThan(5_000);
  });
});
