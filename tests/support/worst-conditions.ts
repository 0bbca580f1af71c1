/** Conditions that read all of a value and do not hold, so that nothing is left out: `lists.big` must be there. */
import type { Command } from "../../lib/commands/define-command.ts";
import { type FacetName, facets } from "../../lib/commands/facets.ts";
import { readPayloadShape } from "../../lib/commands/payload.ts";
import type { Shape } from "../../lib/commands/shape.ts";

const TEXT_TESTS = [
  "X.hasWord(lists.big)",
  "X.containsAny(lists.big)",
  "X in lists.big",
  'X.contains("nowhere at all")',
  'X.indexOf("nowhere") > 9',
  'X.glob("*a*b*c")',
  'X.onlyScripts(["Latin", "Han"])',
  'X.startsWith("nowhere")',
  "X.hasUrl()",
  "X.hasPhoneNumber()",
  "X.longestRepeat() > 9000",
  "X.longestDigitRun() > 9000",
  "X.upperCaseShare() > 1.0",
  "X.utf8Size() > 90000",
  "X.size() > 90000",
  "X.trim().upperAscii() == X",
  'X + X < "nowhere"',
  "X == X + X",
  "X.substring(1).size() > 90000",
  'X.split("").exists(c, c == "nowhere")',
  'X.split(" ").exists(w, w.hasWord(lists.big))',
  'X.split(" ").map(w, w + w).join("-").size() < 0',
];
/** Macros do not stand in macros. */
const ITEM_TESTS = TEXT_TESTS.filter((test) => !/exists|map/.test(test));
const LIST_TESTS = [
  "L.size() > 90000",
  '"nowhere" in L',
  'L.join(",").contains("nowhere")',
  'L == L + ["nowhere"]',
  "L.filter(x, x.size() > 3).size() > 90000",
  'L.map(x, x + "suffix").exists(x, x == "nowhere")',
  "L.all(x, x in L)",
  "L.size() > 0 && L[0].hasWord(lists.big)",
  ...ITEM_TESTS.map((test) => `L.exists(x, ${test.replaceAll("X", "x")})`),
];
const CLOCK_TESTS = [
  'T.getHours("Asia/Singapore") > 30',
  "T.getFullYear() > 9000",
  'T.between("22:00", "06:00", "Asia/Singapore")',
];

export function listFacetTests(name: FacetName): readonly string[] {
  const { kind } = facets[name];
  if (kind === "int") return [`${name} * 2 > 90000000000`];
  if (kind === "timestamp") return CLOCK_TESTS.map((test) => test.replaceAll("T.", `${name}.`));
  if (kind === "accounts" || kind === "texts" || kind === "words")
    return LIST_TESTS.map((test) => test.replaceAll(/\bL\b/g, name));
  return TEXT_TESTS.map((test) => test.replaceAll(/\bX\b/g, name));
}

/** What a rule may ask of the payload itself, fields of items and of elements included. */
function listRequestTests(shape: Shape, path: string, isItem = false): readonly string[] {
  switch (shape.kind) {
    case "string":
      return (isItem ? ITEM_TESTS : TEXT_TESTS).map(
        (test) => `has(${path}) && (${test.replaceAll(/\bX\b/g, path)})`,
      );
    case "int":
      return [`has(${path}) && ${path} > 9000000`];
    case "any":
      return [`has(${path}) && ${path} == "nowhere"`];
    case "object":
      return [...shape.keys].flatMap(([key, inner]) =>
        listRequestTests(inner.shape, `${path}.${key}`, isItem),
      );
    case "list": {
      if (isItem) return [`has(${path}) && ${path}.size() > 90000`];
      const tests = listRequestTests(shape.item, "i", true).map((test) => test.replace(/^has\(i\) && /, ""));
      return tests.map((test) => `has(${path}) && ${path}.exists(i, ${test})`);
    }
    case "bool":
      return [`has(${path}) && ${path} == false`];
    case "map":
      return isItem ? [] : [`has(${path}) && ${path}.exists(k, k == "nowhere")`];
  }
}

/** `request["MsgBody"]`, which is the same. */
const writeIndexes = (test: string) =>
  test.replaceAll(
    /(?<!has\()request((?:\.[A-Z]\w+)+)/g,
    (_, path: string) => `request${path.replaceAll(/\.(\w+)/g, '["$1"]')}`,
  );

/** Conditions on every field of the command's payload. */
export function listPayloadTests(command: Command): readonly string[] {
  const tests = listRequestTests(readPayloadShape(command), "request");
  return [...tests, ...tests.map(writeIndexes)];
}
