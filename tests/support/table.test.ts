import { testRows } from "./table.ts";

const nothing = () => {};

describe("a table is refused if", () => {
  const equal = () => true;
  testRows(
    [
      { name: "it has no rows", rows: [], fault: "the table has no rows" },
      {
        name: "two rows have one title",
        rows: [
          { name: "a", input: 1 },
          { name: "b", input: 2 },
          { name: "a", input: 3 },
        ],
        fault: 'two rows have the title "a"',
      },
      {
        name: "a row has the content of another",
        rows: [
          { name: "a", input: [1, { deep: true }], expected: undefined },
          { name: "b", input: [1, { deep: false }], expected: undefined },
          { name: "c", expected: undefined, input: [1, { deep: true }] },
        ],
        fault: 'row "c" repeats row "a"',
      },
      {
        name: "two long texts are equal",
        rows: [
          { name: "a", input: "x".repeat(500) },
          { name: "b", input: "x".repeat(500) },
        ],
        fault: 'row "b" repeats row "a"',
      },
      {
        name: "two rows have the same function",
        rows: [
          { name: "a", input: equal },
          { name: "b", input: equal },
        ],
        fault: 'row "b" repeats row "a"',
      },
    ],
    ({ rows, fault }) => expect(() => testRows<{ name: string }>(rows, nothing)).toThrow(new Error(fault)),
  );
});

test("a table is refused if a title that is made of values comes twice", () => {
  const rows = [
    { text: "a", expected: 1 },
    { text: "a", expected: 2 },
  ];
  expect(() => testRows(rows, "$text", nothing)).toThrow(new Error('two rows have the title "a"'));
});

describe("a table is taken if rows differ in", () => {
  const titles: (string | undefined)[] = [];
  const record = () => {
    titles.push(expect.getState().currentTestName?.replace(/^.* differ in /, ""));
    expect(titles).not.toContain(undefined);
  };
  testRows(
    [
      { name: "a value", input: 1 },
      { name: "the value's type", input: "1" },
      { name: "the end of a long text", input: `${"x".repeat(500)}y` },
      { name: "the end of another", input: `${"x".repeat(500)}z` },
      { name: "a function", input: () => 1 },
      { name: "a function that says the same", input: () => 1 },
      { name: "a pattern", input: /a/ },
      { name: "a pattern's flags", input: /a/i },
    ],
    record,
  );
  testRows(
    [
      { text: "a", expected: [1] },
      { text: "a", expected: undefined },
    ],
    "$text to $expected, and $other",
    record,
  );
  test("and each row is a test of that title", () =>
    expect(titles).toEqual([
      "a value",
      "the value's type",
      "the end of a long text",
      "the end of another",
      "a function",
      "a function that says the same",
      "a pattern",
      "a pattern's flags",
      "a to [ 1 ], and $other",
      "a to undefined, and $other",
    ]));
});
