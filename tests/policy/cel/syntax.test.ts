import { listChildren, type Node } from "../../../lib/policy/cel/ast.ts";
import { POLICY_LIMITS } from "../../../lib/policy/cel/limits.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { testRows } from "../../support/table.ts";
import { showValue } from "./show-value.ts";

/** Operators, calls and names before what belongs to them. */
function writeTree(node: Node): string {
  const inner = listChildren(node).map(writeTree).join(" ");
  switch (node.kind) {
    case "literal":
      return showValue(node.value).replace(/^(?:int|bool|null) /, "");
    case "name":
      return node.name;
    case "select":
      return `(${node.test ? "has" : "."} ${inner} ${node.field})`;
    case "index":
      return `([] ${inner})`;
    case "call":
      return `(${node.target === undefined ? "" : "."}${node.name}${inner === "" ? "" : ` ${inner}`})`;
    case "unary":
    case "binary":
    case "logic":
      return `(${node.op} ${inner})`;
    case "conditional":
      return `(? ${inner})`;
    case "list":
      return `[${inner}]`;
    case "map":
      return `{${inner}}`;
    case "macro":
      return `(.${node.name} ${node.variable}${node.filter === undefined ? "" : " filtered"} ${inner})`;
  }
}

/** What each node covers, from the outside in. */
const listParts = (source: string, node: Node): readonly string[] => [
  source.slice(node.start, node.end),
  ...listChildren(node).flatMap((child) => listParts(source, child)),
];
const listIds = (node: Node): readonly number[] => [node.id, ...listChildren(node).flatMap(listIds)];

const LIMITS = { ...POLICY_LIMITS, entries: 3, macros: 2 };
function parse(source: string) {
  const parsed = parseExpression(source, LIMITS);
  if ("code" in parsed) throw new Error(`${source}: ${parsed.code}`);
  return parsed;
}

describe("how expressions are read", () => {
  testRows(
    [
      { source: "a || b && c || d", tree: "(|| a (&& b c) d)" },
      { source: "a && b && c", tree: "(&& a b c)" },
      { source: "(a && b) && c", tree: "(&& (&& a b) c)" },
      { source: "a ? b : c ? d : e", tree: "(? a b (? c d e))" },
      { source: "a || b ? c || d : e || f", tree: "(? (|| a b) (|| c d) (|| e f))" },
      { source: "(a ? b : c) ? d : e", tree: "(? (? a b c) d e)" },
      { source: "a == b < c", tree: "(< (== a b) c)" },
      { source: "a != b in c", tree: "(in (!= a b) c)" },
      { source: "a <= b || a >= b || a > b", tree: "(|| (<= a b) (>= a b) (> a b))" },
      { source: "a - b - c + d", tree: "(+ (- (- a b) c) d)" },
      { source: "a - (b - c)", tree: "(- a (- b c))" },
      { source: "a + b * c / d % e < f", tree: "(< (+ a (% (/ (* b c) d) e)) f)" },
      { source: "!a == !b", tree: "(== (! a) (! b))" },
      { source: "!!a && -b < --c", tree: "(&& (! (! a)) (< (- b) (- (- c))))" },
      { source: "!a.b", tree: "(! (. a b))" },
      { source: "-a.b[c].d(e)", tree: "(- (.d ([] (. a b) c) e))" },
      { source: "-1 - -2", tree: "(- -1 -2)" },
      { source: "- 1", tree: "-1" },
      { source: "-(1)", tree: "(- 1)" },
      { source: "-1.size()", tree: "(.size -1)" },
      { source: "-.5", tree: "double -0.5" },
      { source: "-1.5e3", tree: "double -1500" },
      { source: "-.a", tree: "(- a)" },
      { source: "a.f(b).g(c).h(d)", tree: "(.h (.g (.f a b) c) d)" },
      { source: "--1", tree: "(- -1)" },
      { source: '-"a"', tree: "(- string a)" },
      { source: '-"1"', tree: "(- string 1)" },
      { source: "-true", tree: "(- true)" },
      { source: "-9223372036854775808", tree: "-9223372036854775808" },
      { source: "9223372036854775807", tree: "9223372036854775807" },
      { source: "-0x8000000000000000", tree: "-9223372036854775808" },
      { source: "0x1F + 0Xff + 007", tree: "(+ (+ 31 255) 7)" },
      {
        source: "1.5e+3 - 12e-1 - 1E2 - 1e2",
        tree: "(- (- (- double 1500 double 1.2) double 100) double 100)",
      },
      { source: "12.25e10", tree: "double 122500000000" },
      { source: "12.25", tree: "double 12.25" },
      { source: ".25e-1", tree: "double 0.025" },
      { source: "a.b", tree: "(. a b)" },
      { source: ".a.b", tree: "(. a b)" },
      { source: ".f(a)", tree: "(f a)" },
      { source: "a.`b-c d/e.f`.in2", tree: "(. (. a b-c d/e.f) in2)" },
      { source: "a.for.as", tree: "(. (. a for) as)" },
      { source: "a.b.c(d).e[0]", tree: "([] (. (.c (. a b) d) e) 0)" },
      { source: 'a["b"][c ? 0 : 1]', tree: "([] ([] a string b) (? c 0 1))" },
      { source: "f()", tree: "(f)" },
      { source: "f(a, b + c, [d])", tree: "(f a (+ b c) [d])" },
      { source: "a.f()", tree: "(.f a)" },
      { source: "has(a.b)", tree: "(has a b)" },
      { source: "has(a.b.c) && has(a.b)", tree: "(&& (has (. a b) c) (has a b))" },
      { source: "a.has(b.c)", tree: "(.has a (. b c))" },
      { source: "[]", tree: "[]" },
      { source: "[1, a, ]", tree: "[1 a]" },
      { source: "[[1], [2]]", tree: "[[1] [2]]" },
      { source: "{}", tree: "{}" },
      { source: '{"a": 1, b: c ? d : e, }', tree: "{string a 1 b (? c d e)}" },
      { source: "{1: 2}[1]", tree: "([] {1 2} 1)" },
      { source: "a.all(x, x)", tree: "(.all x a x)" },
      { source: "a.exists(x, x == b)", tree: "(.exists x a (== x b))" },
      { source: "a.exists_one(x, x)", tree: "(.exists_one x a x)" },
      { source: "a.filter(x, x).map(y, y)", tree: "(.map y (.filter x a x) y)" },
      { source: "a.map(x, x > 1, x + 1)", tree: "(.map x filtered a (> x 1) (+ x 1))" },
      { source: "a.all(x, b.all(y, x == y))", tree: "(.all x a (.all y b (== x y)))" },
      { source: "all(x, x)", tree: "(all x x)" },
      { source: "null == true || false", tree: "(|| (== null true) false)" },
      { source: "\t a // && b\n\f\r// c\n || d // e", tree: "(|| a d)" },
      { source: "a//", tree: "a" },
      { source: "inn == trued", tree: "(== inn trued)" },
      { source: "_a1_ == A", tree: "(== _a1_ A)" },
    ],
    "$source",
    ({ source, tree }) => {
      const { root, nodes } = parse(source);
      expect(writeTree(root)).toBe(tree);
      const ids = listIds(root);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.max(...ids)).toBe(nodes - 1);
    },
  );
});

describe("what each part covers", () => {
  testRows(
    [
      { source: " a + b ", parts: ["a + b", "a", "b"] },
      { source: "(a + b) * c", parts: ["(a + b) * c", "a + b", "a", "b", "c"] },
      { source: "((a))", parts: ["a"] },
      { source: "a && (b) || c", parts: ["a && (b) || c", "a && (b)", "a", "b", "c"] },
      { source: "(a) ? (b) : (c)", parts: ["(a) ? (b) : (c)", "a", "b", "c"] },
      { source: "a . b [ c ]", parts: ["a . b [ c ]", "a . b", "a", "c"] },
      { source: "(a).f( b )", parts: ["(a).f( b )", "a", "b"] },
      { source: "f( a , b )", parts: ["f( a , b )", "a", "b"] },
      { source: ".a.b", parts: [".a.b", ".a"] },
      { source: "- 1", parts: ["- 1"] },
      { source: "- a", parts: ["- a", "a"] },
      { source: "!(a)", parts: ["!(a)", "a"] },
      { source: "-1.5.f()", parts: ["-1.5.f()", "-1.5"] },
      { source: "has( a.b ) == c", parts: ["has( a.b ) == c", "has( a.b )", "a", "c"] },
      { source: "[ a, ]", parts: ["[ a, ]", "a"] },
      { source: "{ a : b }", parts: ["{ a : b }", "a", "b"] },
      { source: "a.map( x , b, c )", parts: ["a.map( x , b, c )", "a", "b", "c"] },
      { source: "'''a\nb''' + \"c\"", parts: ["'''a\nb''' + \"c\"", "'''a\nb'''", '"c"'] },
      { source: "a.`b`", parts: ["a.`b`", "a"] },
    ],
    "$source",
    ({ source, parts }) => expect(listParts(source, parse(source).root)).toEqual(parts),
  );
  test("names of calls and macros have their place", () => {
    const places = ["a.f(b)", "f(a)", "a . all(x, x)"].map((source) => parse(source).root);
    expect(places.map((node) => "at" in node && node.at)).toEqual([2, 0, 4]);
  });
});

describe("texts as written", () => {
  testRows<{ source: string; text: string }>(
    [
      { source: '"\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\"\\\'\\`"', text: "\x07\b\f\n\r\t\v\\?\"'`" },
      { source: String.raw`"\x41\X4a\u00e9\U0001F431\101\377"`, text: "AJé🐱Aÿ" },
      { source: String.raw`"\U0010ffff\u0000\ud7ff\ue000"`, text: "\u{10ffff}\0\ud7ff\ue000" },
      { source: String.raw`r"\d\"`, text: "\\d\\" },
      { source: String.raw`R'\n'`, text: "\\n" },
      { source: `r'''a'b''c\n'''`, text: "a'b''c\n" },
      { source: `"""a"b""c\n\r"""`, text: 'a"b""c\n\r' },
      { source: `'a"b'`, text: 'a"b' },
      { source: `"a'b"`, text: "a'b" },
      { source: `"a\\"b"`, text: 'a"b' },
      { source: `""`, text: "" },
      { source: `''''''`, text: "" },
      { source: `"🐱"`, text: "🐱" },
      { source: `"${"x".repeat(1000)}"`, text: "x".repeat(1000) },
    ],
    "$source",
    ({ source, text }) => expect(parse(source).root).toMatchObject({ kind: "literal", value: text }),
  );
});
