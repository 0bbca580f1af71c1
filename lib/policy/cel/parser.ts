import type { BinaryOperator, MacroName, Node } from "./ast.ts";
import { type Diagnostic, type DiagnosticCode, makeDiagnostic } from "./diagnostic.ts";
import { type Token, tokenize } from "./lexer.ts";
import { type Limits, POLICY_LIMITS } from "./limits.ts";
import { makeDouble, makeInt, readKind, readNumber } from "./values.ts";

const MACROS: ReadonlySet<string> = new Set<MacroName>(["all", "exists", "exists_one", "map", "filter"]);
const RESERVED: ReadonlySet<string> = new Set(
  "as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);
const KEYWORDS: ReadonlySet<string> = new Set(["true", "false", "null", "in"]);
/** Binary operators by how tightly they bind; all are left-associative. */
const LEVELS: ReadonlyMap<string, number> = new Map(
  ["== != < <= > >= in", "+ -", "* / %"].flatMap((operators, level) =>
    operators.split(" ").map((operator) => [operator, level]),
  ),
);

export type Parsed = { readonly source: string; readonly root: Node; readonly nodes: number };

type Fields<K extends Node["kind"]> = Omit<Extract<Node, { kind: K }>, "id" | "kind" | "start" | "end">;

/** The expression as a tree, or the first thing wrong with it. */
export function parseExpression(source: string, limits: Limits = POLICY_LIMITS): Parsed | Diagnostic {
  if (source.length > limits.length) return makeDiagnostic("source-too-long", 0, source.length);
  const tokens = tokenize(source, limits.literal);
  return "code" in tokens ? tokens : parseTokens(source, tokens, limits);
}

function parseTokens(source: string, tokens: readonly Token[], limits: Limits): Parsed | Diagnostic {
  const last = tokens[tokens.length - 1] as Token; // tokenize() ends with `end`
  let fault: Diagnostic | undefined;
  let position = 0;
  let token = tokens[0] as Token; // there is at least `end`
  let previousEnd = 0;
  let nodes = 0;
  let depth = 0;
  let macros = 0;

  /** Every loop below ends at the last token, so after a fault the parse runs out by itself. */
  const fail = (code: DiagnosticCode, start: number, end: number): Node => {
    fault ??= makeDiagnostic(code, start, end);
    token = last;
    return undefined as unknown as Node; // after a fault no node is read
  };
  const unexpected = () => fail("unexpected-token", token.start, token.end);
  const advance = (): Token => {
    const passed = token;
    previousEnd = passed.end;
    token = tokens[++position] as Token; // nothing passes `end`
    return passed;
  };
  const is = (text: string) => token.text === text && (token.kind === "operator" || token.kind === "name");
  const take = (text: string): boolean => {
    if (!is(text)) return false;
    advance();
    return true;
  };
  const expect = (text: string) => {
    if (!take(text)) unexpected();
  };
  const make = <K extends Node["kind"]>(kind: K, start: number, fields: Fields<K>): Node => {
    if (nodes >= limits.nodes) fail("too-many-nodes", start, previousEnd);
    return { kind, id: nodes++, start, end: previousEnd, ...fields } as unknown as Node; // Fields<K> is what that kind has
  };

  const parseTernary = (): Node => {
    if (++depth > limits.depth) fail("too-deep", token.start, token.end);
    const { start } = token;
    const condition = parseLogic("||", start);
    let node = condition;
    if (take("?")) {
      const yes = parseLogic("||", token.start);
      expect(":");
      node = make("conditional", start, { condition, yes, no: parseTernary() });
    }
    depth--;
    return node;
  };

  const parseLogic = (op: "&&" | "||", start: number): Node => {
    const parsePart = () => (op === "||" ? parseLogic("&&", token.start) : parseLevel(0));
    const parts = [parsePart()];
    while (take(op)) parts.push(parsePart());
    return parts.length === 1 ? (parts[0] as Node) : make("logic", start, { op, parts }); // the first is always there
  };

  const parseLevel = (least: number): Node => {
    const { start } = token;
    let left = parseUnary();
    while (true) {
      const level = is(token.text) ? (LEVELS.get(token.text) ?? -1) : -1;
      if (level < least) return left;
      const op = advance().text as BinaryOperator; // LEVELS has only binary operators
      left = make("binary", start, { op, left, right: parseLevel(level + 1) });
    }
  };

  const parseUnary = (): Node => {
    const { start } = token;
    const op = is("!") ? "!" : is("-") ? "-" : undefined;
    if (op === undefined) return parseMember(start, parsePrimary(false));
    advance();
    if (op === "-" && token.kind === "literal" && /^[\d.]/.test(token.text))
      return parseMember(start, parsePrimary(true, start));
    if (++depth > limits.depth) fail("too-deep", start, token.end);
    const operand = parseUnary();
    depth--;
    return make("unary", start, { op, operand });
  };

  const parseMember = (start: number, first: Node): Node => {
    let node = first;
    while (true) {
      if (take(".")) {
        const name = token;
        if ((name.kind !== "name" && name.kind !== "quoted-name") || KEYWORDS.has(name.text))
          return unexpected();
        advance();
        if (name.kind === "name" && is("(")) node = parseMethod(start, node, name);
        else node = make("select", start, { operand: node, field: name.text, test: false });
      } else if (take("[")) {
        const index = parseTernary();
        expect("]");
        node = make("index", start, { operand: node, index });
      } else if (is("{") && (node.kind === "name" || node.kind === "select")) {
        return fail("message-literal", start, token.end);
      } else return node;
    }
  };

  const parseMethod = (start: number, target: Node, name: Token): Node => {
    const isMacro = MACROS.has(name.text);
    if (isMacro && ++macros > limits.macros) fail("nested-macro", name.start, name.end);
    const args = parseArguments();
    if (isMacro) macros--;
    if (!isMacro) return make("call", start, { name: name.text, at: name.start, target, args });
    const [variable, ...rest] = args;
    const [first, second] = rest;
    const mayHave = name.text === "map" ? 2 : 1;
    if (variable?.kind !== "name" || first === undefined || rest.length > mayHave)
      return fail("macro-arguments", name.start, previousEnd);
    return make("macro", start, {
      name: name.text as MacroName, // MACROS has it
      at: name.start,
      target,
      variable: variable.name,
      filter: second === undefined ? undefined : first,
      body: second ?? first,
    });
  };

  const parseArguments = (): readonly Node[] => {
    expect("(");
    const args = parseItems(")", limits.arguments, "too-many-arguments", false);
    expect(")");
    return args;
  };

  const parseItems = (
    close: string,
    most: number,
    tooMany: DiagnosticCode,
    mayTrail: boolean,
  ): readonly Node[] => {
    const items: Node[] = [];
    while (!is(close)) {
      if (items.length >= most) fail(tooMany, token.start, token.end);
      items.push(parseTernary());
      if (!take(",")) break;
      if (is(close) && !mayTrail) unexpected();
    }
    return items;
  };

  const parsePrimary = (isNegative: boolean, from = token.start): Node => {
    const start = from;
    const { kind, value, onlyNegative } = token;
    if (kind === "literal") {
      const { end } = advance();
      if (onlyNegative && !isNegative) fail("int-out-of-range", start, end);
      return make("literal", start, { value: isNegative ? negate(value) : value });
    }
    if (take("(")) {
      const inner = parseTernary();
      expect(")");
      return inner;
    }
    if (take("[")) {
      const items = parseItems("]", limits.items, "too-many-items", true);
      expect("]");
      return make("list", start, { items });
    }
    if (take("{")) return parseMap(start);
    take("."); // an absolute name
    const name = token;
    if (name.kind !== "name" || name.text === "in") return unexpected();
    advance();
    if (RESERVED.has(name.text)) return fail("reserved-word", name.start, name.end);
    if (KEYWORDS.has(name.text))
      return make("literal", start, { value: name.text === "null" ? null : name.text === "true" });
    if (!is("(")) return make("name", start, { name: name.text });
    const args = parseArguments();
    if (name.text !== "has")
      return make("call", start, { name: name.text, at: name.start, target: undefined, args });
    const [field, more] = args;
    if (field?.kind === "select" && more === undefined)
      return { ...field, start, end: previousEnd, test: true };
    return fail("has-needs-field", start, previousEnd);
  };

  const parseMap = (start: number): Node => {
    const entries: (readonly [Node, Node])[] = [];
    while (!is("}")) {
      if (entries.length >= limits.entries) fail("too-many-entries", start, token.end);
      const key = parseTernary();
      expect(":");
      entries.push([key, parseTernary()]);
      if (!take(",")) break;
    }
    expect("}");
    return make("map", start, { entries });
  };

  const root = parseTernary();
  if (token.kind !== "end") unexpected();
  return fault ?? { source, root, nodes };
}

function negate(value: Token["value"]): Token["value"] {
  if (readKind(value) !== "int") return makeDouble(-readNumber(value));
  return makeInt(-BigInt(value as number | bigint)); // readKind() says int; none is beyond 2^63
}
