import type { Node } from "../../../lib/policy/cel/ast.ts";
import { type Moment, makeDouble, readKind, readNumber } from "../../../lib/policy/cel/values.ts";
import { addTimes, compareCodePoints, countNanos, cutCodePoints, findCodePoints } from "./reference.ts";

/** The smallest part of an expression on which the engines differ; the values of its operands are the same in both. */
export type Disagreement = {
  readonly node: Node;
  readonly text: string;
  readonly operands: readonly unknown[];
};

/** A place where cel-js differs from the specification, and the engine does not. */
export type Difference = {
  readonly about: string;
  /** Of the specification: doc/langdef.md, or a test of tests/simple/testdata. */
  readonly specification: string;
  /** An expression that shows it, and what the engine makes of it. */
  readonly example: { readonly source: string; readonly value: string };
  /** What the specification asks for, computed here by other means than the engine's; `undefined`: this is not about it. */
  readonly expected: (found: Disagreement) => unknown;
};

/** What `expected` gives for an error. */
export const FAILS = Symbol("fails");

const areTexts = (values: readonly unknown[]): values is readonly string[] =>
  values.every((value) => typeof value === "string");
const isDuration = (value: unknown): value is Moment => readKind(value) === "duration";
const isTime = (value: unknown): value is Moment => isDuration(value) || readKind(value) === "timestamp";
const hasSurrogates = (text: string) => /[\ud800-\udfff]/.test(text);

const UNITS: Readonly<Record<string, bigint>> = {
  getHours: 3_600_000_000_000n,
  getMinutes: 60_000_000_000n,
  getSeconds: 1_000_000_000n,
};

export const differences: readonly Difference[] = [
  {
    about: "a double may begin with its point",
    specification: "FLOAT_LIT ::= -? DIGIT* . DIGIT+ EXPONENT? | -? DIGIT+ EXPONENT (langdef.md, Syntax)",
    example: { source: ".5 + 1.0", value: "double 1.5" },
    expected: ({ node, text }) =>
      node.kind === "literal" && /^\.\d+$/.test(text) ? makeDouble(Number(`0${text}`)) : undefined,
  },
  {
    about: "positions count characters, not UTF-16 units",
    specification:
      "Strings are simply treated as sequences of code points (langdef.md, String and Bytes Values)",
    example: { source: '"🐱b".substring(1)', value: "string b" },
    expected: ({ node, operands: [text, ...rest] }) => {
      if (node.kind !== "call" || typeof text !== "string" || !hasSurrogates(text)) return undefined;
      if (node.name === "substring") return cutCodePoints(text, rest as number[]) ?? FAILS; // its signature takes ints
      if (!areTexts(rest) || rest[0] === undefined) return undefined;
      return node.name === "indexOf" || node.name === "lastIndexOf"
        ? findCodePoints(text, rest[0], node.name === "lastIndexOf")
        : undefined;
    },
  },
  {
    about: 'split("") gives characters, not UTF-16 units',
    specification: "Strings are valid sequences of Unicode code points (langdef.md, String and Bytes Values)",
    example: { source: '"🐱b".split("")', value: "[string 🐱, string b]" },
    expected: ({ node, operands: [text, separator, ...rest] }) =>
      node.kind === "call" && node.name === "split" && separator === "" && rest.length === 0
        ? Array.from(text as string) // the receiver of split() is a text
        : undefined,
  },
  {
    about: "texts are ordered by character, not by UTF-16 unit",
    specification:
      "strings are encoded in UTF-8, strings consequently also obey lexicographic ordering of their Unicode code points (langdef.md, Ordering)",
    example: { source: '"🐱" > "\uffee"', value: "bool true" },
    expected: ({ node, operands }) => {
      const [left, right] = operands;
      if (node.kind !== "binary" || typeof left !== "string" || typeof right !== "string") return undefined;
      const sign = compareCodePoints(left, right);
      if (node.op === "<") return sign < 0;
      if (node.op === "<=") return sign <= 0;
      if (node.op === ">") return sign > 0;
      return node.op === ">=" ? sign >= 0 : undefined;
    },
  },
  {
    about: "lowerAscii() and upperAscii() change A to Z alone",
    specification: "'TacoCÆt'.lowerAscii() == 'tacocÆt' (string_ext.textproto, lowerascii_unicode)",
    example: { source: '"ÄA".lowerAscii()', value: "string Äa" },
    expected: ({ node, operands: [text] }) => {
      if (node.kind !== "call" || typeof text !== "string") return undefined;
      if (node.name === "lowerAscii") return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
      return node.name === "upperAscii"
        ? text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())
        : undefined;
    },
  },
  {
    about: "int() of a text without digits is an error",
    specification:
      "double(string) -> double (if successful, otherwise an error) (langdef.md, and so for int())",
    example: { source: 'int("")', value: "error" },
    expected: ({ node, operands: [text] }) =>
      node.kind === "call" && node.name === "int" && text === "" ? FAILS : undefined,
  },
  {
    about: "int() of a double beyond 64 bits is an error",
    specification:
      "int(double) -> int (type conversion, rounds toward zero, errors if out of range) (langdef.md)",
    example: { source: "int(1e300)", value: "error" },
    expected: ({ node, operands: [double] }) =>
      node.kind === "call" &&
      node.name === "int" &&
      readKind(double) === "double" &&
      Math.abs(readNumber(double)) >= 2 ** 63
        ? FAILS
        : undefined,
  },
  {
    about: "-2^63 divided by -1 is an error",
    specification:
      "Arithmetic operations raise an error when the results exceed the range of the integer type (langdef.md, Overflow)",
    example: { source: "-9223372036854775808 / -1", value: "error" },
    expected: ({ node, operands: [left, right] }) =>
      node.kind === "binary" && node.op === "/" && left === -(2n ** 63n) && right === -1 ? FAILS : undefined,
  },
  {
    about: "times and durations are exact, also below zero",
    specification:
      "Duration values are limited to a single int64 value, or roughly +-290 years: of nanoseconds (langdef.md, Overflow)",
    example: { source: 'duration("-1.5s") + duration("0s")', value: "duration -2.500000000" },
    expected: ({ node, operands: [left, right] }) =>
      node.kind === "binary" && (node.op === "+" || node.op === "-") && isTime(left) && isTime(right)
        ? (addTimes(left, right, node.op === "+" ? 1n : -1n) ?? FAILS)
        : undefined,
  },
  {
    about: "durations are equal that are equally long",
    specification: "The ordering operators obey the usual algebraic properties (langdef.md, Ordering)",
    example: { source: 'duration("0s") - duration("1.5s") == duration("-1.5s")', value: "bool true" },
    expected: ({ node, operands: [left, right] }) => {
      if (node.kind !== "binary" || !isDuration(left) || !isDuration(right)) return undefined;
      const areEqual = countNanos(left) === countNanos(right);
      return node.op === "==" ? areEqual : node.op === "!=" ? !areEqual : undefined;
    },
  },
  {
    about: "a duration below zero in whole hours, minutes and seconds is cut towards zero",
    specification:
      "For durations of one second or more, a non-zero value for the nanos field must be of the same sign as the seconds field (google/protobuf/duration.proto)",
    example: { source: '(duration("0s") - duration("1.5s")).getSeconds()', value: "int -1" },
    expected: ({ node, operands }) => {
      const [duration] = operands;
      if (node.kind !== "call" || operands.length !== 1 || !isDuration(duration)) return undefined;
      const unit = UNITS[node.name];
      return unit === undefined ? undefined : Number(countNanos(duration) / unit);
    },
  },
  {
    about: "a duration's milliseconds are the part of a second",
    specification:
      "getMilliseconds: get the milliseconds from a timestamp or the milliseconds portion of the duration (langdef.md)",
    example: { source: 'duration("61.25s").getMilliseconds()', value: "int 250" },
    expected: ({ node, operands }) =>
      node.kind === "call" &&
      node.name === "getMilliseconds" &&
      operands.length === 1 &&
      isDuration(operands[0])
        ? Number((countNanos(operands[0]) / 1_000_000n) % 1000n)
        : undefined,
  },
];
