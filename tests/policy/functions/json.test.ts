import { readCustomJson } from "../../../lib/policy/functions/json.ts";
import { evaluateConditionText } from "../../support/condition.ts";
import { testRows } from "../../support/table.ts";

describe("json", () => {
  const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

  testRows(
    [
      { name: "an object", text: '{"level": 3, "tags": ["a"]}', value: { level: 3, tags: ["a"] } },
      { name: "a number", text: "1.5", value: 1.5 },
      { name: "null", text: "null", value: null },
      {
        name: "brackets in strings",
        text: JSON.stringify(`\\"${"[".repeat(50)}`),
        value: `\\"${"[".repeat(50)}`,
      },
      {
        name: "many brackets side by side",
        text: `[${"[],{},".repeat(40)}0]`,
        value: [...Array(40).fill([[], {}]).flat(), 0],
      },
      { name: "32 levels of objects", text: nestedObjects(32), value: JSON.parse(nestedObjects(32)) },
      { name: "32 levels", text: nested(32), value: JSON.parse(nested(32)) },
      { name: "64 KB", text: `"${"x".repeat(65_534)}"`, value: "x".repeat(65_534) },
    ],
    "reads $name",
    ({ text, value }) => {
      expect(readCustomJson(text)).toEqual(value);
    },
  );

  test("a key named __proto__ is a key", () => {
    expect(Object.keys(readCustomJson('{"__proto__": {"admin": true}}') as object)).toEqual(["__proto__"]); // an object, as written
  });

  testRows(
    [
      { name: "nothing", text: "" },
      { name: "half an object", text: '{"secret": ' },
      { name: "33 levels", text: nested(33) },
      { name: "33 levels of objects", text: nestedObjects(33) },
      { name: "a byte over 64 KB", text: `"${"x".repeat(65_535)}"` },
      {
        name: "over 64 KB in bytes only",
        text: `"${"你".repeat(22_000)}"`,
      },
    ],
    "does not read $name",
    ({ text }) => {
      expect(readCustomJson(text)).toBeUndefined();
      expect(evaluateConditionText("custom.json() == null", { custom: text }).held).toEqual({
        error: "bad-json: custom.json()",
      });
    },
  );

  testRows(
    [
      { name: "a field", custom: '{"level": 3}', when: "custom.json().level == 3", held: true },
      {
        name: "a field of another value",
        custom: '{"level": 2}',
        when: "custom.json().level == 3",
        held: false,
      },
      {
        name: "a Han text",
        custom: '{"来源": "机器人"}',
        when: 'custom.json()["来源"] == "机器人"',
        held: true,
      },
      { name: "an Arabic text", custom: '["مرحبا"]', when: 'custom.json()[0] == "مرحبا"', held: true },
      { name: "null", custom: "null", when: "custom.json() == null", held: true },
      {
        name: "what is not JSON",
        custom: "{level: 3}",
        when: "custom.json().level == 3",
        held: { error: "bad-json: custom.json()" },
      },
    ],
    "in a condition: $name",
    ({ custom, when, held }) => {
      expect(evaluateConditionText(when, { custom }).held).toEqual(held);
    },
  );
});
