import type { LiteralValue } from "./ast.ts";
import { type Diagnostic, type DiagnosticCode, makeDiagnostic } from "./diagnostic.ts";
import { makeDouble, makeInt } from "./values.ts";

export type Token = {
  readonly kind: "name" | "quoted-name" | "literal" | "operator" | "end";
  /** As written; for a quoted name, the text between the backticks. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly value: LiteralValue;
  /** Of the int 2^63, which is valid only after a minus. */
  readonly onlyNegative: boolean;
};

const BLANKS = /(?:[ \t\n\f\r]+|\/\/[^\n]*)+/y;
/** How a text begins, with its quote; a name; an operator; a number; a name in back-ticks. */
const TOKEN =
  /(?:[bB][rR]?|[rR][bB]?)?("""|'''|"|')|([A-Za-z_]\w*)|(&&|\|\||[=!<>]=|[-+*/%!<>?:,()[\]{}]|\.(?!\d))|(0[xX][\da-fA-F]+|\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+)|`([\w.\-/ ]+)`/y;
const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const MAX_INT_PLUS = 2n ** 63n;

/** All tokens, the last one `end`; or the first invalid character. */
export function tokenize(source: string, maxLiteral: number): readonly Token[] | Diagnostic {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  const fail = (code: DiagnosticCode, end: number) => makeDiagnostic(code, at, end);
  const push = (
    kind: Token["kind"],
    end: number,
    value: LiteralValue = null,
    text = source.slice(at, end),
    onlyNegative = false,
  ) => {
    tokens.push({ kind, text, start: at, end, value, onlyNegative });
    at = end;
  };

  while (true) {
    const unit = source.charCodeAt(at);
    // Stryker disable next-line ConditionalExpression,EqualityOperator,LogicalOperator: without it, the search for blanks is only slower
    if (unit <= 0x20 || unit === 0x2f) at += match(BLANKS)?.[0].length ?? 0;
    if (at >= source.length) {
      push("end", at);
      return tokens;
    }
    const [all, quote, name, operator, number, quoted] = match(TOKEN) ?? [];
    if (all === undefined)
      return fail("unexpected-character", at + ((source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
    const end = at + all.length;
    if (quote !== undefined) {
      const isRaw = /r/i.test(all);
      const close = findClosing(source, end, quote, isRaw);
      const isOpen = close === undefined;
      if (/b/i.test(all)) return fail("bytes-literal", isOpen ? source.length : close + quote.length);
      if (isOpen) return fail("unterminated-string", source.length);
      const inner = source.slice(end, close);
      if (inner.length > maxLiteral) return fail("literal-too-long", close);
      const text = isRaw ? inner : decodeEscapes(inner);
      if (typeof text === "number") {
        at = end + text;
        return fail("bad-escape", at + 2);
      }
      push("literal", close + quote.length, text);
      continue;
    }
    if (number === undefined) {
      const kind = name !== undefined ? "name" : operator !== undefined ? "operator" : "quoted-name";
      push(kind, end, null, quoted);
      continue;
    }
    const isInt = /^(?:\d+|0[xX].*)$/.test(number);
    const next = source[end] ?? "";
    if (/\w/.test(next)) return fail(isInt && /[uU]/.test(next) ? "uint-literal" : "bad-number", end + 1);
    if (number.length > maxLiteral) return fail("literal-too-long", end);
    const int = isInt ? BigInt(number) : 0n;
    if (int > MAX_INT_PLUS) return fail("int-out-of-range", end);
    const value = isInt ? makeInt(int) : makeDouble(Number(number));
    push("literal", end, value, number, int === MAX_INT_PLUS);
  }
}

/** Where the closing quote begins; `undefined`: nowhere, or a line ends before it in a string of one line. */
function findClosing(source: string, from: number, quote: string, isRaw: boolean): number | undefined {
  for (let at = from; ; at++) {
    if (source.startsWith(quote, at)) return at;
    const character = source[at];
    const isLineEnd = character === "\n" || character === "\r";
    if (character === undefined || (isLineEnd && quote.length === 1)) return undefined;
    if (character === "\\" && !isRaw) at++;
  }
}

const ESCAPE =
  /\\(?:([abfnrtv\\?"'`])|[xX]([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-3][0-7]{2})|)/g;

/** The text, or where in it a bad escape begins. */
function decodeEscapes(inner: string): string | number {
  let bad = -1;
  const text = inner.replace(
    ESCAPE,
    (all, simple?: string, hex?: string, four?: string, eight?: string, octal?: string, at = 0) => {
      if (simple !== undefined) return ESCAPES[simple] ?? simple;
      // Not a number where there are no digits.
      const point = Number(octal === undefined ? `0x${hex ?? four ?? eight}` : `0o${octal}`);
      if (point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)) return String.fromCodePoint(point);
      if (bad < 0) bad = at;
      return all;
    },
  );
  return bad < 0 ? text : bad;
}
