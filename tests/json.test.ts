import fc from "fast-check";
import { parseJson, parseObject } from "../lib/json.ts";

type Row = { readonly name: string; readonly text: string; readonly value: unknown };

const rows: readonly Row[] = [
  {
    name: "an integer above 2^53 keeps its digits as text",
    text: '{"id":9007199254740993}',
    value: { id: "9007199254740993" },
  },
  {
    name: "in lists, after white space, negative",
    text: '{"ids":[ 1234567890123456789 ,\n-1234567890123456789]}',
    value: { ids: ["1234567890123456789", "-1234567890123456789"] },
  },
  { name: "alone", text: " 9007199254740993 ", value: "9007199254740993" },
  {
    name: "2^53 - 1 is exact and stays a number",
    text: '{"id":9007199254740991}',
    value: { id: 9007199254740991 },
  },
  {
    name: "a fraction stays a number",
    text: '{"id":0.1234567890123456789}',
    value: { id: 0.12345678901234568 },
  },
  {
    name: "an exponent stays a number",
    text: "[1234567890123456e2,1e300]",
    value: [123456789012345600, 1e300],
  },
  {
    name: "a quoted integer was text before",
    text: '{"id":"1234567890123456789"}',
    value: { id: "1234567890123456789" },
  },
  {
    name: "digits inside a string are left alone, whatever is escaped there",
    text: String.raw`{"a":"\\","b":"x\":1234567890123456789,","c":1234567890123456789}`,
    value: { a: "\\", b: 'x":1234567890123456789,', c: "1234567890123456789" },
  },
  { name: "an integer as a key is not JSON", text: "{1234567890123456789 : 1}", value: undefined },
  { name: "a leading zero is not JSON", text: "[01234567890123456789]", value: undefined },
  {
    name: "two numbers without a comma are not JSON",
    text: "[1234567890123456789 1234567890123456789]",
    value: undefined,
  },
  {
    name: "a string without an end is not JSON",
    text: String.raw`[1234567890123456789,"\"`,
    value: undefined,
  },
];

test.each(rows)("$name", ({ text, value }) => {
  expect(parseJson(text)).toEqual(value);
});

test("an object or a list, or nothing", () => {
  expect(parseObject('{"a":1}')).toEqual({ a: 1 });
  expect(parseObject("null")).toBeUndefined();
  expect(parseObject("{")).toBeUndefined();
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
    { numRuns: 2000 },
  );
});

test("the time grows with the text, not with its square", () => {
  const hostile = `[1234567890123456789,${String.raw`"\"`.repeat(300_000)}`;
  const started = performance.now();
  expect(parseJson(hostile)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(500);
});
