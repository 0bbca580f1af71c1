/** JSON texts and what they are read as; `undefined`: not JSON. */
export type JsonText = { readonly name: string; readonly text: string; readonly value: unknown };

export const jsonTexts: readonly JsonText[] = [
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
