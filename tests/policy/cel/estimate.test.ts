import { compileExpression } from "../../../lib/policy/cel/compile.ts";
import type { Environment } from "../../../lib/policy/cel/environment.ts";
import { type Bound, estimateCost } from "../../../lib/policy/cel/estimate.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { readType } from "../../../lib/policy/cel/types.ts";
import { testRows } from "../../support/table.ts";
import * as language from "./language.ts";
import { LIMITS } from "./oracle.ts";

const environment: Environment = {
  ...language.environment,
  variables: new Map([...language.environment.variables, ["empty", readType("list<string>")]]),
  functions: {
    ...language.environment.functions,
    words: [{ signature: "string.words(): list<string>", call: () => [] }],
  },
  allowsMixedItems: true,
};
const text: Bound = { length: 60 };
const sizes = {
  bounds: {
    name: { length: 20 },
    text,
    members: { length: 3, item: text },
    "request.MsgBody": { length: 4, total: 100 },
    empty: { length: 0, total: 0 },
  },
  fallback: { length: 7, item: { length: 2 } },
};

function estimate(source: string) {
  const parsed = parseExpression(source, { ...LIMITS, entries: 9 });
  if ("code" in parsed) throw new Error(`${source}: ${parsed.code}`);
  const program = compileExpression(parsed, environment);
  if (program.diagnostics.length > 0) throw new Error(`${source}: ${JSON.stringify(program.diagnostics)}`);
  return estimateCost(program, environment, sizes);
}

/** `own`: the steps of the worst part, as often as the macros around run it. */
describe("the most steps that an expression can take", () => {
  testRows(
    [
      { source: " true ", steps: 1, worst: "true", own: 0 },
      {
        source: 'dyn(members.exists(m, m == "x")) == text',
        steps: 114,
        worst: 'dyn(members.exists(m, m == "x")) == text',
        own: 61,
      },
      { source: "text.words().exists(w, w == text)", steps: 439, worst: "w == text", own: 180 },
      { source: "name == text", steps: 22, worst: "name == text", own: 21 },
      { source: 'name == "abc"', steps: 5, worst: 'name == "abc"', own: 4 },
      { source: "now > eventTime", steps: 35, worst: "now > eventTime", own: 22 },
      { source: "-owned < 3", steps: 16, worst: "-owned", own: 13 },
      { source: '!(name == "x")', steps: 16, worst: '!(name == "x")', own: 13 },
      { source: 'name == "x" && text == "y" || owned == 1', steps: 9, worst: 'name == "x"', own: 2 },
      { source: 'name == "x" || text == "x"', steps: 6, worst: 'name == "x"', own: 2 },
      { source: 'owned == 1 ? name == "abcd" : text == "y"', steps: 11, worst: 'name == "abcd"', own: 5 },
      {
        source: '(owned == 1 ? name : "x").startsWith("a")',
        steps: 26,
        worst: '(owned == 1 ? name : "x").startsWith("a")',
        own: 22,
      },
      {
        source: "(owned == 1 ? members : targets).exists(m, m == text)",
        steps: 440,
        worst: "m == text",
        own: 427,
      },
      {
        source: '(owned == 1 ? text.split("") : targets).exists(m, m == text)',
        steps: 569,
        worst: "m == text",
        own: 305,
      },
      {
        source: '(owned == 1 ? targets : text.split("")).exists(m, m == text)',
        steps: 569,
        worst: "m == text",
        own: 305,
      },
      {
        source: "(owned == 1 ? [] : members) == members",
        steps: 188,
        worst: "(owned == 1 ? [] : members) == members",
        own: 184,
      },
      { source: "[name, text] == members", steps: 126, worst: "[name, text] == members", own: 123 },
      { source: '["abc", name].exists(x, x == text)', steps: 48, worst: "x == text", own: 42 },
      { source: "[].size() == 0", steps: 4, worst: "[].size() == 0", own: 2 },
      { source: '{"a": 1, "b": 2}.size() == 2', steps: 10, worst: '{"a": 1, "b": 2}', own: 4 },
      {
        source: "{name.substring(1): 1}.exists(k, k == text)",
        steps: 89,
        worst: "name.substring(1)",
        own: 62,
      },
      { source: 'request.Name == "x"', steps: 6, worst: "request.Name", own: 3 },
      {
        source: "has(request.Name) && request.Name == text",
        steps: 30,
        worst: "request.Name == text",
        own: 22,
      },
      {
        source: "dyn(has(request.MsgBody)) == request.MsgBody",
        steps: 130,
        worst: "dyn(has(request.MsgBody)) == request.MsgBody",
        own: 81,
      },
      {
        source: "request.MsgBody == request.MsgBody",
        steps: 112,
        worst: "request.MsgBody == request.MsgBody",
        own: 105,
      },
      {
        source: "request.MsgBody[0] == request.MsgBody[0]",
        steps: 214,
        worst: "request.MsgBody[0] == request.MsgBody[0]",
        own: 201,
      },
      {
        source: "request.MsgBody[0].MsgType == text",
        steps: 71,
        worst: "request.MsgBody[0].MsgType == text",
        own: 61,
      },
      { source: "members[size(text)] == text", steps: 126, worst: "size(text)", own: 61 },
      { source: 'members[size(text) + owned * 2] == "x"', steps: 95, worst: "size(text)", own: 61 },
      { source: "targets[0] == text", steps: 7, worst: "targets[0]", own: 3 },
      { source: 'dyn(members)["x"] == text', steps: 432, worst: "dyn(members)", own: 367 },
      { source: 'request["Name"] == text', steps: 26, worst: 'request["Name"] == text', own: 22 },
      { source: "dyn(text)[0] == text", steps: 186, worst: "dyn(text)", own: 121 },
      { source: "[text][0] == text", steps: 66, worst: "[text][0] == text", own: 61 },
      { source: "[[text]][0][0] == text", steps: 70, worst: "[[text]][0][0] == text", own: 61 },
      { source: 'text.split("")[0] == text', steps: 187, worst: 'text.split("")', own: 122 },
      { source: "owned + owned == 2", steps: 30, worst: "owned + owned", own: 27 },
      { source: "owned - owned * owned / owned % owned == 1", steps: 55, worst: "owned * owned", own: 13 },
      { source: "name + text == text", steps: 155, worst: "name + text", own: 93 },
      { source: "name + text + name == name + text", steps: 381, worst: "name + text + name", own: 113 },
      { source: "(members + members).exists(m, m == text)", steps: 394, worst: "m == text", own: 366 },
      {
        source: '(members + text.split("")).exists(m, m == text)',
        steps: 1046,
        worst: "m == text",
        own: 704,
      },
      {
        source: '(text.split("") + members).exists(m, m == text)',
        steps: 1046,
        worst: "m == text",
        own: 704,
      },
      {
        source: "(members + [1].map(x, name)).exists(m, m == text)",
        steps: 271,
        worst: "m == text",
        own: 244,
      },
      { source: "members == members", steps: 185, worst: "members == members", own: 184 },
      { source: 'members == text.split("")', steps: 245, worst: 'text.split("")', own: 122 },
      { source: "name in members", steps: 65, worst: "name in members", own: 64 },
      {
        source: "members in [members, members]",
        steps: 372,
        worst: "members in [members, members]",
        own: 369,
      },
      { source: 'name in text.split("")', steps: 306, worst: 'name in text.split("")', own: 183 },
      { source: "target in lists.reserved", steps: 47, worst: "target in lists.reserved", own: 43 },
      { source: "name in lists.reserved", steps: 46, worst: "name in lists.reserved", own: 42 },
      { source: "name.hasWord(lists.reserved)", steps: 32, worst: "name.hasWord(lists.reserved)", own: 28 },
      { source: 'text.contains("abc")', steps: 10, worst: 'text.contains("abc")', own: 9 },
      { source: "text.contains(name)", steps: 12, worst: "text.contains(name)", own: 11 },
      { source: 'text.indexOf("abc") == 1', steps: 72, worst: 'text.indexOf("abc")', own: 69 },
      { source: "text.indexOf(name, 1) == 1", steps: 74, worst: "text.indexOf(name, 1)", own: 71 },
      { source: 'text.lastIndexOf("abc") == 1', steps: 72, worst: 'text.lastIndexOf("abc")', own: 69 },
      { source: 'text.split(",").size() == 1', steps: 247, worst: 'text.split(",")', own: 122 },
      { source: 'text.split(",").join() == text', steps: 794, worst: 'text.split(",").join()', own: 610 },
      {
        source: 'text.split(",").join("--") == text',
        steps: 916,
        worst: 'text.split(",").join("--")',
        own: 732,
      },
      { source: 'members.join("-") == text', steps: 273, worst: 'members.join("-")', own: 211 },
      { source: "text.lowerAscii() == name", steps: 263, worst: "text.lowerAscii()", own: 241 },
      { source: "timestamp(text) > now", steps: 150, worst: "timestamp(text)", own: 141 },
      { source: 'duration(text) > duration("1s")', steps: 227, worst: "duration(text)", own: 141 },
      { source: "string(owned) == text", steps: 110, worst: "string(owned) == text", own: 61 },
      { source: "string(text) == text", steps: 163, worst: "string(text)", own: 101 },
      { source: "text.trim() == text", steps: 183, worst: "text.trim()", own: 121 },
      { source: "text.substring(1, 2) == text", steps: 187, worst: "text.substring(1, 2)", own: 125 },
      { source: "text.size() > 1", steps: 64, worst: "text.size()", own: 61 },
      { source: "members.size() > 1", steps: 187, worst: "members.size()", own: 184 },
      { source: "now.getHours() > 1", steps: 231, worst: "now.getHours()", own: 222 },
      {
        source: 'now.getHours("Asia/Singapore") > 1',
        steps: 245,
        worst: 'now.getHours("Asia/Singapore")',
        own: 236,
      },
      { source: 'text.startsWith("x")', steps: 63, worst: 'text.startsWith("x")', own: 62 },
      { source: "dyn(text) == text", steps: 183, worst: "dyn(text)", own: 121 },
      { source: "dyn(members).exists(m, m == text)", steps: 1207, worst: "m == text", own: 549 },
      { source: "dyn(owned) == text", steps: 124, worst: "dyn(owned)", own: 62 },
      { source: "broken()", steps: 2, worst: "broken()", own: 1 },
      { source: "members.exists(m, m == text)", steps: 188, worst: "m == text", own: 183 },
      { source: 'members.all(m, m.contains("abcd"))', steps: 32, worst: 'm.contains("abcd")', own: 27 },
      { source: 'members.exists_one(m, m == "abc")', steps: 17, worst: 'm == "abc"', own: 12 },
      { source: "members.map(m, m + m).exists(m, m == text)", steps: 591, worst: "m + m", own: 399 },
      {
        source: "members.map(m, m == text, name).exists(m, m == text)",
        steps: 255,
        worst: "m == text",
        own: 183,
      },
      {
        source: 'members.filter(m, m == "x").exists(m, m == text)',
        steps: 198,
        worst: "m == text",
        own: 183,
      },
      { source: "members.map(m, m.size()).exists(m, m > 60)", steps: 198, worst: "m.size()", own: 183 },
      { source: "members.exists(m, targets.exists(t, t == m))", steps: 95, worst: "t == m", own: 63 },
      { source: 'text.split("").exists(c, c == text)', steps: 444, worst: "c == text", own: 183 },
      {
        source: 'text.split("").map(c, c + c).exists(c, c == text)',
        steps: 2911,
        worst: "c == text",
        own: 1525,
      },
      {
        source: 'text.split("").map(c, text).exists(c, c == text)',
        steps: 4059,
        worst: "c == text",
        own: 3721,
      },
      {
        source: 'text.split("").filter(c, c == "x").exists(c, c == text)',
        steps: 645,
        worst: "c == text",
        own: 183,
      },
      {
        source: 'text.split("").map(c, c == "x", c).join() == text',
        steps: 1177,
        worst: 'text.split("").map(c, c == "x", c).join()',
        own: 792,
      },
      {
        source: 'text.split("").exists(c, text.split(c).exists(d, d == text))',
        steps: 27666,
        worst: "d == text",
        own: 11163,
      },
      {
        source: "request.MsgBody.exists(e, e.MsgType == text)",
        steps: 290,
        worst: "e.MsgType == text",
        own: 204,
      },
      {
        source: "request.MsgBody.map(e, e.MsgType).exists(t, t == text)",
        steps: 336,
        worst: "t == text",
        own: 244,
      },
      {
        source: "request.MsgBody.map(e, [e.MsgType, e.MsgType]).exists(t, t == [text])",
        steps: 371,
        worst: "t == [text]",
        own: 248,
      },
      { source: "empty.exists(e, e == text)", steps: 3, worst: "e == text", own: 1 },
      {
        source: "members.exists(name, name == text) && name == text",
        steps: 210,
        worst: "name == text",
        own: 183,
      },
    ],
    "$source",
    ({ source, steps, worst, own }) => {
      const { worst: found, ...estimated } = estimate(source);
      expect({ ...estimated, worst: source.slice(...found.range), own: found.steps }).toEqual({
        steps,
        worst,
        own,
      });
    },
  );

  test("grows with what doubles", () =>
    expect(estimate(`[text]${".map(a, a + a)".repeat(20)}.size() > 0`).steps).toBeGreaterThan(2 ** 20));
});
