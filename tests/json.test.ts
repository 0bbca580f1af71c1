import fc from "fast-check";
import { isObject, parseJson, parseObject } from "../lib/json.ts";
import { measureCpuMs } from "./support/cpu-time.ts";
import { jsonTexts } from "./support/json-texts.ts";
import { scaleRuns } from "./support/runs.ts";
import { testRows } from "./support/table.ts";

testRows(jsonTexts, ({ text, value }) => {
  expect(parseJson(text)).toEqual(value);
});

test("an object or a list, or nothing", () => {
  expect(parseObject('{"a":1}')).toEqual({ a: 1 });
  expect(parseObject("null")).toBeUndefined();
  expect(parseObject("{")).toBeUndefined();
});

test("an object is neither a list nor null", () => {
  const values = [{}, { a: 1 }, [], [{}], null, undefined, "{}", 1, true];
  expect(values.filter(isObject)).toEqual([{}, { a: 1 }]);
});

/** By the reviver's third argument, which Node has from version 21 on. */
function parseByReviver(text: string): unknown {
  const keepDigits = (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "")
      ? context?.source
      : value;
  try {
    return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown); // newer than the library's types
  } catch {
    return undefined;
  }
}

const integer = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String);
const leaf = fc.oneof(
  integer,
  fc.constantFrom("9007199254740991", "9007199254740992", "-9007199254740993", "1e20", "12345678901234567.5"),
  fc.string().map((text) => JSON.stringify(text)),
  fc.constantFrom(String.raw`"\"1234567890123456789"`, String.raw`"\\"`, "true", "null"),
);
const { document } = fc.letrec<{ document: string }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("document")).map((items) => `[${items.join(" , ")}]`),
    fc
      .array(fc.tuple(fc.string(), tie("document")))
      .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)} :\n${value}`).join()}}`),
  ),
}));
const soup = fc.array(
  fc.oneof(leaf, fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "\\", "-", "+", ".", "e", " ")),
  { maxLength: 12 },
);

test("every JSON text reads as the engine's own reviver reads it", () => {
  fc.assert(fc.property(document, (text) => expect(parseJson(text)).toEqual(parseByReviver(text))));
});

test("what is not JSON stays so", () => {
  fc.assert(
    fc.property(soup, (tokens) => {
      const text = tokens.join("");
      expect(parseJson(text)).toEqual(parseByReviver(text));
    }),
    { numRuns: scaleRuns(2000) },
  );
});

test("the time grows with the text, not with its square", () => {
  const hostile = `[1234567890123456789,${String.raw`"\"`.repeat(300_000)}`;
  expect(measureCpuMs(() => expect(parseJson(hostile)).toBeUndefined())).toBeLessThan(5_000);
});
