import { findNearest } from "../../lib/policy/suggest.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  readonly written: string;
  readonly known: readonly string[];
  readonly nearest: string | undefined;
};
const rows: readonly Row[] = [
  { name: "a letter is missing", written: "grop", known: ["operator", "group"], nearest: "group" },
  { name: "a letter is too many", written: "namme", known: ["owner", "name"], nearest: "name" },
  { name: "another letter", written: "ab", known: ["ac", "zz"], nearest: "ac" },
  { name: "two neighbours swapped", written: "nmae", known: ["name", "owner"], nearest: "name" },
  { name: "two letters that only moved on", written: "naxy", known: ["nayz"], nearest: undefined },
  { name: "letter case", written: "HASWORD", known: ["hasWord", "hasWorld"], nearest: "hasWord" },
  { name: "the nearest of several", written: "ist", known: ["lists", "list"], nearest: "list" },
  { name: "the first of two as near", written: "ac", known: ["ab", "ad"], nearest: "ab" },
  { name: "two of 6 letters are not near", written: "joined", known: ["owned"], nearest: undefined },
  { name: "two of 8 letters are near", written: "operatXY", known: ["operator"], nearest: "operator" },
  { name: "three of 8 letters are not near", written: "operaXYZ", known: ["operator"], nearest: undefined },
  {
    name: "three of 12 letters are near",
    written: "operatorXYZe",
    known: ["operatorname"],
    nearest: "operatorname",
  },
  { name: "nothing is known", written: "anything", known: [], nearest: undefined },
  { name: "an empty name", written: "", known: ["abc", "a"], nearest: "a" },
];
testRows(rows, ({ written, known, nearest }) => expect(findNearest(written, known)).toBe(nearest));
