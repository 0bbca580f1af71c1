import { readLists } from "../../lib/policy-set/lists.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  readonly lists: Readonly<Record<string, string>>;
  readonly expect: readonly Expected[];
};

const rows: readonly Row[] = [
  {
    name: "an entry that is too long",
    lists: { names: `a\n${"x".repeat(101)}` },
    expect: [
      {
        code: "entry-too-long",
        document: "lists/names",
        at: { line: 2, column: 1 },
        token: "x".repeat(101),
        details: { length: 101, limit: 100 },
      },
    ],
  },
  {
    name: "an empty list",
    lists: { reserved: "# nothing\n\n" },
    expect: [{ document: "lists/reserved", code: "list-empty", at: { line: 1, column: 1 } }],
  },
  {
    name: "an invisible entry",
    lists: { reserved: "a\n\u200b" },
    expect: [
      { document: "lists/reserved", code: "entry-invisible", at: { line: 2, column: 1 }, token: "\u200b" },
    ],
  },
  {
    name: "a list whole and in parts",
    lists: { reserved: "a", "reserved/001": "b" },
    expect: [{ document: "lists/reserved", code: "list-whole-and-parts" }],
  },
  {
    name: "the part that is at fault",
    lists: { "long/10": "\u200b", "long/2": "b\n\u200b\n", "long/1": "a\n" },
    expect: [
      { document: "lists/long/2", code: "entry-invisible", at: { line: 2, column: 1 }, token: "\u200b" },
      { document: "lists/long/10", code: "entry-invisible", at: { line: 1, column: 1 }, token: "\u200b" },
    ],
  },
  { name: "a list that nobody uses", lists: { spare: "a" }, expect: [] },
  { name: "what is no list", lists: { "a/1/2": "" }, expect: [] },
];

testRows(rows, ({ lists, expect: expected }) => {
  expectDiagnostics(readLists(createTestParameters({ lists })).diagnostics, expected);
});

test("a list that is not valid is there, empty, so that the rules that use it are not at fault", () => {
  const list = readLists(createTestParameters({ lists: { reserved: "" } })).lists.get("reserved");
  expect([list?.entries, list?.has(""), list?.findAny("x")]).toEqual([[], false, undefined]);
});

test("numbered parts are one list, put together by number", () => {
  const parts = { "long/10": "ten", "long/9": "nine", "long/1": "one\n" };
  expect(readLists(createTestParameters({ lists: parts })).lists.get("long")?.entries).toEqual([
    "one",
    "nine",
    "ten",
  ]);
});
