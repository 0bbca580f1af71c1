import fc from "fast-check";
import { beginRule, createBudget } from "../../../lib/policy/cel/budget.ts";
import { evaluateCondition } from "../../../lib/policy/cel/evaluate.ts";
import { testRows } from "../../support/table.ts";
import { compileSource, evaluateSource, facets, spendOn } from "./language.ts";
import { showValue } from "./show-value.ts";

describe("values", () => {
  testRows(
    [
      { source: "owned + 3", value: "int 7" },
      { source: "9007199254740991 + 1", value: "int 9007199254740992" },
      { source: "9007199254740991 * 1000", value: "int 9007199254740991000" },
      { source: "9007199254740993 - 9007199254740992", value: "int 1" },
      { source: "9223372036854775807 / 3 % 1000", value: "int 602" },
      { source: "9007199254740991 / 2", value: "int 4503599627370495" },
      { source: "0 * -1 == 0 && -4 % 2 == 0 && -1 / 2 == 0", value: "bool true" },
      { source: "string(0 * -1) + string(-4 % 2)", value: "string 00" },
      { source: "1.0 / 0.0 > 1e300", value: "bool true" },
      { source: "0.0 / 0.0 == 0.0 / 0.0 || 0.0 / 0.0 < 1.0", value: "bool false" },
      { source: "string(1.0) + string(-0.0) + string(0.1)", value: "string 1-00.1" },
      {
        source: "dyn(1) == 1.0 && dyn(1.0) in [1, 2]",
        value: "bool true",
      },
      { source: "request.MsgBody[0].MsgContent.Text", value: "string hi" },
      { source: 'request.MsgBody[0].MsgContent["__proto__"].a', value: "int 1" },
      {
        source: "request.MsgBody[0].MsgContent.deep",
        value: "[int 1, double 1.5, {1: string k: null null}]",
      },
      { source: "request.Attributes.constructor", value: "string yes" },
      { source: "has(request.Attributes.toString) || has(request.Name)", value: "bool false" },
      { source: '"toString" in request.Attributes', value: "bool false" },
      { source: "request.Attributes.map(k, k)", value: "[string constructor]" },
      { source: "now - eventTime", value: "duration 1.500000000" },
      { source: "eventTime.getMilliseconds() + eventTime.getSeconds()", value: "int 558" },
      { source: 'now.getHours("Asia/Singapore") * 100 + now.getHours("-02:30")', value: "int 2009" },
      { source: 'timestamp("1883-11-18T12:00:00Z").getMinutes("America/New_York")', value: "int 3" },
      { source: 'string(duration("-1.5s")) + string(duration("1h0.25s"))', value: "string -1.5s3600.25s" },
      {
        source: 'targets.exists(t, t in lists.barred) && name.hasWord(lists["bad-words"])',
        value: "bool false",
      },
      { source: "r'\\d' + \"\\x41\\u00e9\\101\" + '''it's'''", value: "string \\dAéAit's" },
      { source: "true // && false", value: "bool true" },
      { source: "always()", value: "bool true" },
    ],
    "$source",
    ({ source, value }) => {
      const result = evaluateSource(source);
      expect("value" in result ? showValue(result.value) : result).toBe(value);
    },
  );

  test("a date before 1970 keeps its milliseconds", () => {
    const bindings = { ...facets, now: new Date(-1500) };
    expect(evaluateSource("string(now)", bindings)).toEqual({
      value: "1969-12-31T23:59:58.500Z".replace("500Z", "5Z"),
    });
  });

  test("the getters are those of Date", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (now) => {
          const source =
            "[now.getFullYear(), now.getMonth(), now.getDate(), now.getDayOfWeek(), now.getHours(), now.getMilliseconds()]";
          const wanted = [
            now.getUTCFullYear(),
            now.getUTCMonth(),
            now.getUTCDate(),
            now.getUTCDay(),
            now.getUTCHours(),
            now.getUTCMilliseconds(),
          ];
          expect(evaluateSource(source, { ...facets, now })).toEqual({ value: wanted });
        },
      ),
    );
  });
});

describe("errors are values with a code and a place", () => {
  testRows(
    [
      { source: "owned / (owned - owned) > 0", code: "division-by-zero", at: "owned / (owned - owned)" },
      { source: "owned % 0 > 0", code: "division-by-zero", at: "owned % 0" },
      {
        source: "sdkAppId * 9223372036854775807 > 0",
        code: "overflow",
        at: "sdkAppId * 9223372036854775807",
      },
      {
        source: 'now + duration("2562047h") > now',
        code: "overflow",
        at: 'now + duration("2562047h")',
        bindings: { now: new Date("9999-01-01") },
      },
      { source: "members[5] == name", code: "index-out-of-bounds", at: "members[5]" },
      { source: "int(text) > 1", code: "bad-conversion", at: "int(text)" },
      {
        source: "double(text) > 1.0",
        code: "bad-conversion",
        at: "double(text)",
        // Long enough that going back over the digits would never end.
        bindings: { text: `${"1".repeat(400_000)}x` },
      },
      { source: "timestamp(text) > now", code: "bad-timestamp", at: "timestamp(text)" },
      { source: "duration(text) > now - now", code: "bad-duration", at: "duration(text)" },
      { source: "now.getHours(text) > 1", code: "bad-zone", at: "now.getHours(text)" },
      { source: "text.substring(99) == text", code: "index-out-of-range", at: "text.substring(99)" },
      { source: "request.Name == text", code: "no-such-key", at: "request.Name" },
      {
        source: "request.CreateGroupNum > 3",
        code: "field-type-mismatch",
        at: "request.CreateGroupNum",
        bindings: { request: { CreateGroupNum: 1.5 } },
      },
      {
        source: "request.MsgBody[0].MsgContent.Text > 3",
        code: "no-such-overload",
        at: "request.MsgBody[0].MsgContent.Text > 3",
      },
      {
        source: "request.MsgBody[0].MsgContent.Text.size",
        code: "no-such-overload",
        at: "request.MsgBody[0].MsgContent.Text.size",
      },
      { source: "name == owner", code: "unbound", at: "owner", bindings: { owner: undefined } },
      {
        source: 'name.pick(name, name, "none")',
        code: "invalid-argument",
        at: 'name.pick(name, name, "none")',
      },
      {
        source: "name.pick(name, name, text.substring(99))",
        code: "index-out-of-range",
        at: "text.substring(99)",
      },
      // Functions are called when a condition runs, not when it is checked.
      {
        source: "timestamp(string(broken())) == now",
        code: "internal",
        at: "timestamp(string(broken())) == now",
      },
      { source: "broken() || owned > 5", code: "internal", at: "broken() || owned > 5" },
    ],
    "$source: $code",
    ({ source, code, at, bindings = {} }) => {
      const start = source.indexOf(at);
      expect(evaluateSource(source, { ...facets, ...bindings })).toEqual({
        code,
        range: [start, start + at.length],
      });
    },
  );

  test("a side that fails does not matter where the other decides", () => {
    expect(evaluateSource("1 / (owned - owned) > 0 || owned == 4")).toEqual({ value: true });
    expect(evaluateSource("1 / (owned - owned) > 0 && owned == 2")).toEqual({ value: false });
    expect(evaluateSource("[0, 1].exists(x, 1 / x == 1)")).toEqual({ value: true });
  });

  test("values nested too deeply to be compared", () => {
    const nest = (depth: number): unknown => (depth === 0 ? [] : [nest(depth - 1)]);
    const bindings = {
      ...facets,
      request: { MsgBody: [{ MsgContent: nest(3000) }, { MsgContent: nest(3000) }] },
    };
    const source = "request.MsgBody[0].MsgContent == request.MsgBody[1].MsgContent";
    expect(evaluateSource(source, bindings)).toMatchObject({ code: "too-deep" });
  });
});

describe("steps", () => {
  const twelve = "a".repeat(12_000);
  const bindings = {
    ...facets,
    text: twelve,
    members: Array.from({ length: 500 }, (_, index) => `u_${index}`),
  };
  /** About 20 ms on a full core: bench/cel.ts prints nanoseconds per step. */
  const RULE = 2_000_000;

  testRows(
    [
      { source: `[["a"]]${".map(l, l + l)".repeat(28)}.exists(l, l.size() < 0)`, ends: "cost-exceeded" },
      { source: `[["a"]]${".map(l, l + l)".repeat(24)}.exists(l, l.size() < 0)`, ends: "cost-exceeded" },
      { source: `[text]${".map(a, a + a)".repeat(15)}.exists(s, s.size() < 0)`, ends: "cost-exceeded" },
      { source: `["a"]${".map(a, a + a)".repeat(28)}.exists(s, s.size() < 0)`, ends: "cost-exceeded" },
      { source: 'text.split("").exists(c, text.size() < 0)', ends: "cost-exceeded" },
      { source: 'text.split("").join(text).size() < 0', ends: "cost-exceeded" },
      { source: 'text.split("").exists(c, text.hasWord(lists.reserved))', ends: "cost-exceeded" },
      { source: 'text.split("").exists(c, now.getHours("Asia/Singapore") < 0)', ends: "cost-exceeded" },
      { source: 'text.split("").exists(c, text.contains("b"))', ends: "cost-exceeded" },
      { source: 'members.exists(m, m == "nobody") || text.contains("b")', ends: false },
    ],
    "$source within its steps",
    ({ source, ends }) => {
      const { result, taken } = spendOn(source, RULE, bindings);
      expect("value" in result ? result.value : "code" in result && result.code).toBe(ends);
      expect(taken).toBeLessThanOrEqual(RULE + 1);
    },
  );

  testRows(
    [
      { source: 'text.pick("", "", "")', steps: 4 },
      { source: '"".pick(text, "", "")', steps: 4 },
      { source: '"".pick("", text, "")', steps: 4 },
      { source: '"".pick("", "", text)', steps: 4 },
      { source: "name.hasWord(lists.reserved)", steps: 17 },
      { source: 'name.hasWord(lists["bad-words"])', steps: 16 },
      { source: 'duration("5m") == duration("5m")', steps: 2 },
    ],
    "$source takes $steps steps",
    ({ source, steps }) => expect(spendOn(source, 100).taken).toBe(steps),
  );

  test("one budget serves the targets of a rule, and the rules of a request", () => {
    const program = compileSource('members.exists(m, m == "nobody")');
    const budget = createBudget(1500, 2200);
    const run = () => evaluateCondition(program, { bindings, budget });
    expect([run(), run()]).toEqual([false, expect.objectContaining({ code: "cost-exceeded" })]);
    beginRule(budget, 1500);
    expect(run()).toMatchObject({ code: "cost-exceeded" });
    expect(budget.request).toBeLessThan(0);
  });
});
