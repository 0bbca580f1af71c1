import fc from "fast-check";
import { writeCanonicalJson } from "../../lib/records/canonical-json.ts";
import { testRows } from "../support/table.ts";

/** The vectors of RFC 8785's author (cyberphone/json-canonicalization, testdata), input and output as JSON texts. */
const vectors = [
  {
    name: "arrays",
    input: '[\n  56,\n  {\n    "d": true,\n    "10": null,\n    "1": [ ]\n  }\n]\n',
    output: '[56,{"1":[],"10":null,"d":true}]',
  },
  {
    name: "french",
    input:
      '{"peach": "This sorting order","péché": "is wrong according to French","pêche": "but canonicalization MUST","sin":   "ignore locale"}',
    output:
      '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}',
  },
  {
    name: "structures",
    input:
      '{"1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0},"10": { },"": "empty","a": { },"111": [ {"e": "yes","E": "no" } ],"A": { }}',
    output:
      '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
  },
  {
    name: "unicode",
    input: '{"Unnormalized Unicode":"A\\u030a"}',
    output: '{"Unnormalized Unicode":"A\u030a"}',
  },
  {
    name: "values",
    input:
      '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals": [null, true, false]}',
    output:
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  },
  {
    name: "weird",
    input:
      '{"\\u20ac": "Euro Sign","\\r": "Carriage Return","\\u000a": "Newline","1": "One","\\u0080": "Control\\u007f","\\ud83d\\ude02": "Smiley","\\u00f6": "Latin Small Letter O With Diaeresis","\\ufb33": "Hebrew Letter Dalet With Dagesh","</script>": "Browser Challenge"}',
    output:
      '{"\\n":"Newline","\\r":"Carriage Return","1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😂":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  },
];

testRows(vectors, "the published vector: $name", ({ input, output }) => {
  expect(writeCanonicalJson(JSON.parse(input))).toBe(output);
});

/** IEEE-754 doubles in hexadecimal and their text (RFC 8785, appendix B, and the sample lines of its test file). */
const numbers = [
  { bits: "0000000000000000", text: "0" },
  { bits: "8000000000000000", text: "0" },
  { bits: "0000000000000001", text: "5e-324" },
  { bits: "8000000000000001", text: "-5e-324" },
  { bits: "7fefffffffffffff", text: "1.7976931348623157e+308" },
  { bits: "4340000000000000", text: "9007199254740992" },
  { bits: "4340000000000001", text: "9007199254740994" },
  { bits: "4340000000000002", text: "9007199254740996" },
  { bits: "444b1ae4d6e2ef50", text: "1e+21" },
  { bits: "444b1ae4d6e2ef4f", text: "999999999999999900000" },
  { bits: "3eb0c6f7a0b5ed8d", text: "0.000001" },
  { bits: "3eb0c6f7a0b5ed8c", text: "9.999999999999997e-7" },
  { bits: "41b3de4355555555", text: "333333333.3333333" },
];

testRows(numbers, "the number $bits is $text", ({ bits, text }) => {
  expect(writeCanonicalJson(Buffer.from(bits, "hex").readDoubleBE())).toBe(text);
});

test("law: order of keys does not matter, the text is the value's, and it is its own canonical text", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = writeCanonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(writeCanonicalJson(withKeysReversed(value))).toBe(text);
      expect(writeCanonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

function withKeysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysReversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, withKeysReversed(inner)]));
}

testRows(
  [
    {
      name: "digits kept as text stay text",
      value: { Id: "9007199254740993" },
      text: '{"Id":"9007199254740993"}',
    },
    { name: "an absent value is left out", value: { a: undefined, b: 1 }, text: '{"b":1}' },
    { name: "no number of JSON's is null", value: [Infinity, undefined], text: "[null,null]" },
    { name: "a date is its ISO text", value: { at: new Date(0) }, text: '{"at":"1970-01-01T00:00:00.000Z"}' },
    { name: "half of a surrogate pair is escaped", value: "\ud83d", text: '"\\ud83d"' },
  ],
  ({ value, text }) => {
    expect(writeCanonicalJson(value)).toBe(text);
  },
);

test("a body nested deeper than JSON.stringify goes is written", () => {
  const text = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(writeCanonicalJson(JSON.parse(text))).toBe(text);
});
