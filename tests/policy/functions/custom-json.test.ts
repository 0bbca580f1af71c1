import { parseCustomJson } from "../../../lib/policy/functions/custom-json.ts";
import { testRows } from "../../support/table.ts";

describe("parseCustomJson", () => {
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
      { name: "32 levels", text: nested(32), value: JSON.parse(nested(32)) },
      { name: "64 KB", text: `"${"x".repeat(65_534)}"`, value: "x".repeat(65_534) },
    ],
    "reads $name",
    ({ text, value }) => {
      expect(parseCustomJson(text)).toEqual({ kind: "json", value });
    },
  );

  test("a key named __proto__ is a key", () => {
    const parsed = parseCustomJson('{"__proto__": {"admin": true}}');
    expect(parsed.kind === "json" && Object.keys(parsed.value as object)).toEqual(["__proto__"]); // an object, as written
  });

  testRows(
    [
      { name: "nothing", text: "", error: "json(): the text is not JSON" },
      { name: "half an object", text: '{"secret": ', error: "json(): the text is not JSON" },
      { name: "33 levels", text: nested(33), error: "json(): the text is nested deeper than 32" },
      {
        name: "33 levels of objects",
        text: '{"a":'.repeat(33),
        error: "json(): the text is nested deeper than 32",
      },
      { name: "a byte over 64 KB", text: `"${"x".repeat(65_535)}"`, error: "json(): the text is over 64 KB" },
      {
        name: "over 64 KB in bytes only",
        text: `"${"你".repeat(22_000)}"`,
        error: "json(): the text is over 64 KB",
      },
    ],
    "does not read $name",
    ({ text, error }) => {
      expect(parseCustomJson(text)).toEqual({ kind: "error", error });
    },
  );
});
