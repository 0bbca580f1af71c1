import type { Binary, BinaryOperator, Node, Unary } from "./ast.ts";
import { type Planner, planNode } from "./plan.ts";
import { callMatching } from "./plan-call.ts";
import { exceed, fail, giveUp, NONE, type Run, type Step } from "./run.ts";
import { addMoments, compareMoments } from "./time.ts";
import { readSignature } from "./types.ts";
import {
  compareTexts,
  countEntries,
  kindOf,
  listKeys,
  MAX_INT,
  MIN_INT,
  type Moment,
  makeDouble,
  makeInt,
  readKey,
  readNumber,
} from "./values.ts";

type Compute = (run: Run, node: Node, left: unknown, right: unknown) => unknown;

export function planBinary(planner: Planner, node: Binary): Step {
  const left = planNode(planner, node.left);
  const right = planNode(planner, node.right);
  const overload = planner.checked.overloads.get(node.id);
  const compute: Compute =
    overload === undefined
      ? COMPUTE[node.op]
      : callMatching(planner, node.left, overload, readSignature(overload.signature));
  return (run) => {
    const a = left(run);
    if (a === NONE) return giveUp(run, [right]);
    const b = right(run);
    if (b === NONE) return NONE;
    if (--run.left < 0) return exceed(run, node);
    return compute(run, node, a, b);
  };
}

export function planNegation(planner: Planner, node: Unary): Step {
  const operand = planNode(planner, node.operand);
  return (run) => {
    const value = operand(run);
    if (value === NONE) return NONE;
    if (--run.left < 0) return exceed(run, node);
    const kind = kindOf(value);
    if (kind === "int") return computeInt("-", run, node, 0, value as number); // as kindOf() says
    return kind === "double" ? makeDouble(-readNumber(value)) : fail(run, "no-such-overload", node);
  };
}

const isInt = Number.isSafeInteger as (value: unknown) => value is number;

const COMPUTE: Readonly<Record<BinaryOperator, Compute>> = {
  "==": (run, node, a, b) => equalValues(run, node, a, b, 0),
  "!=": (run, node, a, b) => {
    const equal = equalValues(run, node, a, b, 0);
    return equal === NONE ? NONE : !equal;
  },
  "<": (run, node, a, b) => order(run, node, a, b, (sign) => sign < 0),
  "<=": (run, node, a, b) => order(run, node, a, b, (sign) => sign <= 0),
  ">": (run, node, a, b) => order(run, node, a, b, (sign) => sign > 0),
  ">=": (run, node, a, b) => order(run, node, a, b, (sign) => sign >= 0),
  "+": (run, node, a, b) => {
    if (typeof a === "string" && typeof b === "string") {
      if ((run.left -= (a.length + b.length) >> 3) < 0) return exceed(run, node);
      return a + b;
    }
    if (!Array.isArray(a) || !Array.isArray(b)) return computeNumbers("+", run, node, a, b);
    if ((run.left -= a.length + b.length) < 0) return exceed(run, node);
    return [...a, ...b];
  },
  "-": (run, node, a, b) => computeNumbers("-", run, node, a, b),
  "*": (run, node, a, b) => computeNumbers("*", run, node, a, b),
  "/": (run, node, a, b) => computeNumbers("/", run, node, a, b),
  "%": (run, node, a, b) => computeNumbers("%", run, node, a, b),
  in: (run, node, a, b) => {
    if (Array.isArray(b)) return isItem(run, node, a, b);
    return kindOf(b) === "map" ? readKey(b as object, a) !== undefined : fail(run, "no-such-overload", node); // as kindOf() says
  },
};

function isItem(run: Run, node: Node, value: unknown, items: readonly unknown[]): unknown {
  if ((run.left -= items.length >> 1) < 0) return exceed(run, node);
  if (typeof value === "string") return items.includes(value);
  for (const item of items) {
    const equal = equalValues(run, node, value, item, 0);
    if (equal !== false) return equal;
  }
  return false;
}

/** Deeper values would exhaust the stack. */
const MAX_DEPTH = 64;

/** Numbers are equal across their types; values of other types that differ are not. */
function equalValues(run: Run, node: Node, a: unknown, b: unknown, depth: number): boolean | typeof NONE {
  if (typeof a === "string") {
    if (typeof b !== "string" || a.length !== b.length) return false;
    run.left -= a.length >> 3;
    return a === b;
  }
  if (isInt(a) && isInt(b)) return a === b;
  const kind = kindOf(a);
  const other = kindOf(b);
  if (kind === "double" || other === "double") {
    const areNumbers = (kind === "double" || kind === "int") && (other === "double" || other === "int");
    return areNumbers && readNumber(a) === readNumber(b);
  }
  if (kind !== other) return false;
  switch (kind) {
    case "list":
      return equalItems(run, node, a as readonly unknown[], b as readonly unknown[], depth + 1); // as kindOf() says
    case "map":
      return equalEntries(run, node, a as object, b as object, depth + 1); // as kindOf() says
    case "timestamp":
    case "duration":
      return compareMoments(a as Moment, b as Moment) === 0; // as kindOf() says
    default:
      return a === b || kind === "null";
  }
}

function equalItems(
  run: Run,
  node: Node,
  a: readonly unknown[],
  b: readonly unknown[],
  depth: number,
): boolean | typeof NONE {
  if (a.length !== b.length) return false;
  if (depth > MAX_DEPTH) return fail(run, "too-deep", node);
  for (const [index, item] of a.entries()) {
    if (--run.left < 0) return exceed(run, node);
    const equal = equalValues(run, node, item, b[index], depth);
    if (equal !== true) return equal;
  }
  return true;
}

function equalEntries(run: Run, node: Node, a: object, b: object, depth: number): boolean | typeof NONE {
  if ((run.left -= countEntries(a)) < 0) return exceed(run, node);
  if (countEntries(a) !== countEntries(b)) return false;
  if (depth > MAX_DEPTH) return fail(run, "too-deep", node);
  for (const key of listKeys(a)) {
    if (--run.left < 0) return exceed(run, node);
    const value = readKey(b, key);
    const equal = value !== undefined && equalValues(run, node, readKey(a, key), value, depth);
    if (equal !== true) return equal;
  }
  return true;
}

function order(run: Run, node: Node, a: unknown, b: unknown, holds: (sign: number) => boolean): unknown {
  if (typeof a === "number" && typeof b === "number") return holds(a - b || compareInfinite(a, b));
  if (typeof a === "string" && typeof b === "string") {
    if ((run.left -= Math.min(a.length, b.length) >> 2) < 0) return exceed(run, node);
    return holds(compareTexts(a, b));
  }
  const kind = kindOf(a);
  const other = kindOf(b);
  const areNumbers = (kind === "int" || kind === "double") && (other === "int" || other === "double");
  if (areNumbers && kind === other && kind === "int")
    return holds(a === b ? 0 : (a as bigint) < (b as bigint) ? -1 : 1); // one is a BigInt
  if (areNumbers)
    return holds(readNumber(a) - readNumber(b) || compareInfinite(readNumber(a), readNumber(b)));
  if (kind === other && kind === "bool") return holds(Number(a) - Number(b));
  if (kind === other && (kind === "timestamp" || kind === "duration"))
    return holds(compareMoments(a as Moment, b as Moment)); // as kindOf() says
  return fail(run, "no-such-overload", node);
}

/** Of two infinities the difference is no number; NaN stays one, and no comparison holds of it. */
const compareInfinite = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : a > b ? 1 : Number.NaN);

type Operator = "+" | "-" | "*" | "/" | "%";

function computeNumbers(op: Operator, run: Run, node: Node, a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return computeInt(op, run, node, a, b);
  const kind = kindOf(a);
  const other = kindOf(b);
  if (kind === "int" && other === "int") return computeInt(op, run, node, a as bigint, b as bigint); // as kindOf() says
  if (kind === "double" && other === "double" && op !== "%")
    return makeDouble(computeDouble(op, readNumber(a), readNumber(b)));
  const isTime = (one: string) => one === "timestamp" || one === "duration";
  if (isTime(kind) && isTime(other) && (op === "+" || op === "-")) {
    const stamps = Number(kind === "timestamp") + Number(other === "timestamp");
    const mayBe = op === "+" ? stamps < 2 : stamps !== 1 || kind === "timestamp";
    if (mayBe) {
      const time = stamps === 1 ? "timestamp" : "duration";
      return addMoments(time, a as Moment, b as Moment, op === "+" ? 1 : -1) ?? fail(run, "overflow", node); // as kindOf() says
    }
  }
  return fail(run, "no-such-overload", node);
}

function computeDouble(op: Operator, a: number, b: number): number {
  return op === "+" ? a + b : op === "-" ? a - b : op === "*" ? a * b : a / b;
}

function computeInt(op: Operator, run: Run, node: Node, a: number | bigint, b: number | bigint): unknown {
  if ((op === "/" || op === "%") && b === 0) return fail(run, "division-by-zero", node);
  if (typeof a === "number" && typeof b === "number") {
    // `+ 0` turns -0 into 0. What is left after the remainder divides exactly.
    const short = op === "%" ? (a % b) + 0 : op === "/" ? (a - (a % b)) / b + 0 : computeDouble(op, a, b) + 0;
    if (Number.isSafeInteger(short)) return short;
  }
  const [x, y] = [BigInt(a), BigInt(b)];
  const long = op === "+" ? x + y : op === "-" ? x - y : op === "*" ? x * y : op === "/" ? x / y : x % y;
  return long < MIN_INT || long > MAX_INT ? fail(run, "overflow", node) : makeInt(long);
}
