import type { BinaryOperator, Node } from "./ast.ts";
import { DOUBLE_STEPS, LONG_STEPS } from "./budget.ts";
import { charge, failAt, NONE, type Run } from "./run.ts";
import { addMoments, compareMoments } from "./time.ts";
import {
  compareTexts,
  countEntries,
  type Kind,
  listKeys,
  type Moment,
  makeDouble,
  makeInt64,
  readKey,
  readKind,
  readNumber,
} from "./values.ts";

export type Compute = (run: Run, node: Node, left: unknown, right: unknown) => unknown;

const isInt = Number.isSafeInteger as (value: unknown) => value is number;

export function operate(op: BinaryOperator): Compute {
  switch (op) {
    case "==":
      return (run, node, a, b) => areEqual(run, node, a, b, 0);
    case "!=":
      return (run, node, a, b) => {
        const equal = areEqual(run, node, a, b, 0);
        return equal === NONE ? NONE : !equal;
      };
    case "<":
      return (run, node, a, b) => {
        const sign = compareValues(run, node, a, b);
        return sign === NONE ? NONE : sign < 0;
      };
    case "<=":
      return (run, node, a, b) => {
        const sign = compareValues(run, node, a, b);
        return sign === NONE ? NONE : sign <= 0;
      };
    case ">":
      return (run, node, a, b) => {
        const sign = compareValues(run, node, a, b);
        return sign === NONE ? NONE : sign > 0;
      };
    case ">=":
      return (run, node, a, b) => {
        const sign = compareValues(run, node, a, b);
        return sign === NONE ? NONE : sign >= 0;
      };
    case "in":
      return findItem;
    default:
      return (run, node, a, b) =>
        (op === "+" ? joinSized(run, node, a, b) : undefined) ?? computeNumbers(op, run, node, a, b);
  }
}

/** Texts and lists; `undefined`: neither. */
function joinSized(run: Run, node: Node, a: unknown, b: unknown): unknown {
  if (typeof a === "string" && typeof b === "string")
    return charge(run, (a.length + b.length) >> 3, node) ? a + b : NONE;
  if (!Array.isArray(a) || !Array.isArray(b)) return undefined;
  return charge(run, a.length + b.length, node) ? [...a, ...b] : NONE;
}

function findItem(run: Run, node: Node, value: unknown, container: unknown): unknown {
  if (!Array.isArray(container)) {
    const isMap = readKind(container) === "map";
    return isMap ? readKey(container as object, value) !== undefined : failAt(run, "no-such-overload", node); // readKind() returned this kind
  }
  const isText = typeof value === "string";
  if (!charge(run, isText ? container.length >> 1 : container.length, node)) return NONE;
  if (isText) return container.includes(value);
  let found: false | typeof NONE = false;
  for (const item of container) {
    const equal = areEqual(run, node, value, item, 0);
    if (equal === true) return true;
    if (equal === NONE) found = NONE;
  }
  return found;
}

/** Deeper values would exhaust the stack. */
const MAX_DEPTH = 64;

/** Numbers are equal across their types; values of other types that differ are not. */
function areEqual(run: Run, node: Node, a: unknown, b: unknown, depth: number): boolean | typeof NONE {
  if (typeof a === "string") {
    if (typeof b !== "string" || a.length !== b.length) return false;
    run.left -= a.length >> 3;
    return a === b;
  }
  // Stryker disable next-line ConditionalExpression: only slower without it
  if (isInt(a) && isInt(b)) return a === b;
  const kind = readKind(a);
  const other = readKind(b);
  if (kind !== other) return isNumeric(kind) && isNumeric(other) && readNumber(a) === readNumber(b);
  switch (kind) {
    case "list":
      return haveEqualItems(run, node, a as readonly unknown[], b as readonly unknown[], depth + 1); // readKind() returned this kind
    case "map":
      return haveEqualEntries(run, node, a as object, b as object, depth + 1); // readKind() returned this kind
    case "timestamp":
    case "duration":
      return compareMoments(a as Moment, b as Moment) === 0; // readKind() returned this kind
    case "double":
      return readNumber(a) === readNumber(b);
    default:
      return a === b;
  }
}

function haveEqualItems(
  run: Run,
  node: Node,
  a: readonly unknown[],
  b: readonly unknown[],
  depth: number,
): boolean | typeof NONE {
  if (a.length !== b.length) return false;
  if (depth > MAX_DEPTH) return failAt(run, "too-deep", node);
  for (const [index, item] of a.entries()) {
    if (!charge(run, 1, node)) return NONE;
    const equal = areEqual(run, node, item, b[index], depth);
    if (equal !== true) return equal;
  }
  return true;
}

function haveEqualEntries(run: Run, node: Node, a: object, b: object, depth: number): boolean | typeof NONE {
  if (!charge(run, countEntries(a), node)) return NONE;
  if (countEntries(a) !== countEntries(b)) return false;
  if (depth > MAX_DEPTH) return failAt(run, "too-deep", node);
  for (const key of listKeys(a)) {
    if (!charge(run, 6, node)) return NONE;
    const equal = areEqual(run, node, readKey(a, key), readKey(b, key), depth);
    if (equal !== true) return equal;
  }
  return true;
}

/** Below, at or above 0; NaN, for which every comparison is false, if either is not a number. */
function compareValues(run: Run, node: Node, a: unknown, b: unknown): number | typeof NONE {
  // Stryker disable next-line ConditionalExpression,StringLiteral: only slower without it
  if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string")
    return charge(run, Math.min(a.length, b.length) >> 2, node) ? compareTexts(a, b) : NONE;
  const kind = readKind(a);
  const other = readKind(b);
  if (kind === "int" && other === "int") return compareNumbers(a as bigint, b as bigint); // readKind() returned this kind
  if (isNumeric(kind) && isNumeric(other)) return compareNumbers(readNumber(a), readNumber(b));
  if (kind === other && kind === "bool") return Number(a) - Number(b);
  if (kind === other && (kind === "timestamp" || kind === "duration"))
    return compareMoments(a as Moment, b as Moment); // readKind() returned this kind
  return failAt(run, "no-such-overload", node);
}

const isNumeric = (kind: Kind) => kind === "int" || kind === "double";

const compareNumbers = (a: number | bigint, b: number | bigint) =>
  a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;

type Operator = BinaryOperator | "negate";

export function computeNumbers(op: Operator, run: Run, node: Node, a: unknown, b: unknown): unknown {
  // Stryker disable next-line ConditionalExpression: only slower without it
  if (isInt(a) && isInt(b)) return computeInt(op, run, node, a, b);
  const kind = readKind(a);
  const other = readKind(b);
  if (kind === "int" && other === "int") return computeInt(op, run, node, a as bigint, b as bigint); // readKind() returned this kind
  if (kind === "double" && other === "double" && op !== "%")
    return charge(run, DOUBLE_STEPS, node)
      ? makeDouble(computeDouble(op, readNumber(a), readNumber(b)))
      : NONE;
  const stamps = Number(kind === "timestamp") + Number(other === "timestamp");
  const areTimes = stamps + Number(kind === "duration") + Number(other === "duration") === 2;
  const isSum = op === "+" && stamps < 2;
  const isDifference = op === "-" && (stamps !== 1 || kind === "timestamp");
  if (!areTimes || !(isSum || isDifference)) return failAt(run, "no-such-overload", node);
  if (!charge(run, LONG_STEPS, node)) return NONE;
  const time = stamps === 1 ? "timestamp" : "duration";
  return addMoments(time, a as Moment, b as Moment, isSum ? 1 : -1) ?? failAt(run, "overflow", node); // readKind() returned this kind
}

function computeDouble(op: Operator, a: number, b: number): number {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    default:
      return -a;
  }
}

function computeInt(op: Operator, run: Run, node: Node, a: number | bigint, b: number | bigint): unknown {
  const isDivision = op === "/" || op === "%";
  if (isDivision && b === 0) return failAt(run, "division-by-zero", node);
  if (typeof a === "number" && typeof b === "number") {
    // What is left after the remainder divides exactly; `+ 0` turns -0 into 0.
    const short = op === "%" ? a % b : op === "/" ? (a - (a % b)) / b : computeDouble(op, a, b);
    if (isInt(short)) return short + 0;
  }
  if (!charge(run, LONG_STEPS, node)) return NONE;
  const [x, y] = [BigInt(a), BigInt(b)];
  const long =
    op === "+"
      ? x + y
      : op === "-"
        ? x - y
        : op === "*"
          ? x * y
          : op === "/"
            ? x / y
            : op === "%"
              ? x % y
              : -x;
  return makeInt64(long) ?? failAt(run, "overflow", node);
}
