import { parseTemplate } from "../../lib/policy/template.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  readonly source: string;
  readonly values?: Readonly<Record<string, string | number | Date | readonly string[]>>;
  readonly filled: string;
};
const LONG_VALUE = "m".repeat(2048);
const rows: readonly Row[] = [
  { name: "empty", source: "", filled: "" },
  { name: "without holes", source: "plain", filled: "plain" },
  { name: "a text", source: "{name}", values: { name: "n" }, filled: "n" },
  {
    name: "spaces in a hole",
    source: "a {name} b { owned } c",
    values: { name: "n", owned: 0 },
    filled: "a n b 0 c",
  },
  { name: "doubled braces", source: "{{name}}", values: { name: "n" }, filled: "{name}" },
  { name: "a hole in braces", source: "{{{name}}}", values: { name: "n" }, filled: "{n}" },
  { name: "a list", source: "{members}", values: { members: ["a", "b"] }, filled: "a, b" },
  { name: "an empty list", source: "{members}.", values: { members: [] }, filled: "." },
  { name: "a time", source: "{now}", values: { now: new Date(0) }, filled: "1970-01-01T00:00:00.000Z" },
  { name: "a facet that did not come", source: "{name}", filled: "" },
  {
    name: "500 characters are whole",
    source: "{name}",
    values: { name: "n".repeat(500) },
    filled: "n".repeat(500),
  },
  {
    name: "more are cut, a family that would stand across the end with them",
    source: "{name}👩‍👩‍👧{name}",
    values: { name: "n".repeat(497) },
    filled: "n".repeat(497),
  },
  {
    name: "a long list in many holes",
    source: "{members}".repeat(3),
    values: { members: Array.from({ length: 100_000 }, () => "m") },
    filled: "m, ".repeat(167).slice(0, 500),
  },
  {
    name: "texts that together are longer than any string can be",
    source: "{name}".repeat(20),
    values: { name: "n".repeat(2 ** 25) },
    filled: "n".repeat(500),
  },
  {
    name: "a list that is longer than any string can be",
    source: "{members}",
    values: { members: Array.from({ length: 300_000 }, () => LONG_VALUE) },
    filled: "m".repeat(500),
  },
  { name: "a hole in a value stays text", source: "{name}", values: { name: "{owner}" }, filled: "{owner}" },
];
testRows(rows, ({ source, values = {}, filled }) => {
  const parsed = parseTemplate(source);
  expect(parsed.kind === "template" && parsed.template.fill(values)).toBe(filled);
});

describe("a brace without a partner", () => {
  testRows(
    [
      { name: "opening, at the end", source: "a{", brace: "{", offset: 1 },
      { name: "closing, at the beginning", source: "}b", brace: "}", offset: 0 },
      { name: "opening, before a hole", source: "{a{b}", brace: "{", offset: 0 },
      { name: "closing, behind a hole", source: "{a}}", brace: "}", offset: 3 },
    ],
    ({ source, brace, offset }) => expect(parseTemplate(source)).toEqual({ kind: "unpaired", brace, offset }),
  );
});

test("holes have their place", () => {
  const parsed = parseTemplate("{a} {{b}} {  c }{a}");
  expect(parsed.kind === "template" && parsed.template.holes).toEqual([
    { name: "a", offset: 1 },
    { name: "c", offset: 13 },
    { name: "a", offset: 17 },
  ]);
});
