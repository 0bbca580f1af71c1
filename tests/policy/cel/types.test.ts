import { formatType } from "../../../lib/policy/cel/format-type.ts";
import {
  getSimpleType,
  isAssignable,
  joinTypes,
  readSignature,
  readType,
  type Type,
} from "../../../lib/policy/cel/types.ts";
import { testRows } from "../../support/table.ts";

const read = (text: string): Type =>
  text === "never" || text === "error" ? getSimpleType(text) : readType(text);

testRows(
  [
    { wanted: "int", found: "int", fits: true },
    { wanted: "int", found: "double", fits: false },
    { wanted: "int", found: "dyn", fits: true },
    { wanted: "dyn", found: "int", fits: true },
    { wanted: "int", found: "never", fits: true },
    { wanted: "int", found: "error", fits: true },
    { wanted: "null", found: "bool", fits: false },
    { wanted: "list<int>", found: "list<int>", fits: true },
    { wanted: "list<int>", found: "list<string>", fits: false },
    { wanted: "list<int>", found: "list<never>", fits: true },
    { wanted: "list", found: "list<string>", fits: true },
    { wanted: "list<int>", found: "int", fits: false },
    { wanted: "list<int>", found: "map<int, int>", fits: false },
    { wanted: "list<list<int>>", found: "list<list<string>>", fits: false },
    { wanted: "map<string, int>", found: "map<string, int>", fits: true },
    { wanted: "map<string, int>", found: "map<int, int>", fits: false },
    { wanted: "map<string, int>", found: "map<string, string>", fits: false },
    { wanted: "map<string, int>", found: "map<string, dyn>", fits: true },
    { wanted: "map", found: "map<string, int>", fits: true },
    { wanted: "map<string, int>", found: "list<int>", fits: false },
    { wanted: "WordList", found: "WordList", fits: true },
    { wanted: "Blocklist", found: "list", fits: false },
    { wanted: "listing", found: "list", fits: false },
    { wanted: "Bitmap", found: "map", fits: false },
    { wanted: "mapping", found: "map", fits: false },
    { wanted: "WordList", found: "Network", fits: false },
    { wanted: "WordList", found: "string", fits: false },
    { wanted: "string", found: "WordList", fits: false },
    { wanted: "list<WordList>", found: "list<Network>", fits: false },
  ],
  "$found where $wanted is wanted: $fits",
  ({ wanted, found, fits }) => expect(isAssignable(read(wanted), read(found))).toBe(fits),
);

test("objects are told apart by their names", () => {
  const make = (name: string): Type => ({ kind: "object", name, fields: new Map() });
  expect(isAssignable(make("Group"), make("Group"))).toBe(true);
  expect(isAssignable(make("Group"), make("Member"))).toBe(false);
  expect(isAssignable(make("Group"), readType("string"))).toBe(false);
});

testRows(
  [
    { a: "int", b: "int", joined: "int" },
    { a: "int", b: "double", joined: undefined },
    { a: "int", b: "dyn", joined: "dyn" },
    { a: "dyn", b: "int", joined: "dyn" },
    { a: "never", b: "int", joined: "int" },
    { a: "int", b: "never", joined: "int" },
    { a: "dyn", b: "never", joined: "dyn" },
    { a: "error", b: "int", joined: "error" },
    { a: "int", b: "error", joined: "error" },
    { a: "error", b: "never", joined: "error" },
    { a: "never", b: "error", joined: "error" },
    { a: "dyn", b: "error", joined: "error" },
    { a: "list<int>", b: "list<dyn>", joined: "list<dyn>" },
    { a: "list<never>", b: "list<int>", joined: "list<int>" },
    { a: "list<int>", b: "list<string>", joined: undefined },
    { a: "list<int>", b: "int", joined: undefined },
    { a: "int", b: "list<int>", joined: undefined },
    { a: "map<string, never>", b: "map<string, int>", joined: "map<string, int>" },
    { a: "map<string, int>", b: "map<int, int>", joined: undefined },
    { a: "map<string, int>", b: "map<string, string>", joined: undefined },
    { a: "map<dyn, int>", b: "map<string, int>", joined: "map<dyn, int>" },
    { a: "map<string, int>", b: "list<int>", joined: undefined },
    { a: "string", b: "map<string, int>", joined: undefined },
    { a: "map<string, int>", b: "string", joined: undefined },
  ],
  "$a and $b in one list: $joined",
  ({ a, b, joined }) => {
    const type = joinTypes(read(a), read(b));
    expect(type && formatType(type)).toBe(joined);
  },
);

testRows(
  [
    {
      text: "string.hasWord(WordList): bool",
      parameters: ["string", "WordList"],
      isMethod: true,
      result: "bool",
    },
    { text: "size(map<string, int>): int", parameters: ["map<string, int>"], isMethod: false, result: "int" },
    { text: "always(): list<int>", parameters: [], isMethod: false, result: "list<int>" },
    {
      text: "list<string>.pick(int, map<string, int>, dyn): map<string, dyn>",
      parameters: ["list<string>", "int", "map<string, int>", "dyn"],
      isMethod: true,
      result: "map<string, dyn>",
    },
    { text: "(list): map", parameters: ["list<dyn>"], isMethod: false, result: "map<dyn, dyn>" },
  ],
  "the signature $text",
  ({ text, parameters, isMethod, result }) => {
    const signature = readSignature(text);
    expect(signature.parameters.map(formatType)).toEqual(parameters);
    expect(signature).toMatchObject({ isMethod });
    expect(formatType(signature.result)).toBe(result);
    expect(readSignature(text)).toBe(signature);
  },
);
