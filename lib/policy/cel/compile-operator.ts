import type { Binary, BinaryOperator, Unary } from "./ast.ts";
import {
  type Compiled,
  type Compiler,
  compileNode,
  findOrigin,
  isOpen,
  reportAt,
  type Scope,
} from "./compile.ts";
import { canAccept, chooseOverload, compileOverload } from "./compile-call.ts";
import { findOverloads } from "./environment.ts";
import { type Compute, computeNumbers, operate } from "./operate.ts";
import { charge, giveUp, NONE, type Step } from "./run.ts";
import {
  createListType,
  getSimpleType,
  isAssignable,
  joinTypes,
  readSignature,
  type SimpleName,
  type Type,
} from "./types.ts";

const SAME = ["int int int", "double double double"];
/** `left right result`. */
const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  "+": [
    ...SAME,
    "string string string",
    "timestamp duration timestamp",
    "duration timestamp timestamp",
    "duration duration duration",
  ],
  "-": [
    ...SAME,
    "timestamp timestamp duration",
    "timestamp duration timestamp",
    "duration duration duration",
  ],
  "*": SAME,
  "/": SAME,
  "%": ["int int int"],
};
const UNORDERED: ReadonlySet<string> = new Set(["list", "map", "object", "null"]);

export function compileNegation(compiler: Compiler, node: Unary, scope: Scope): Compiled {
  const { type, step: operand } = compileNode(compiler, node.operand, scope);
  const isNumber = isOpen(type) || type.kind === "int" || type.kind === "double";
  const step: Step = (run) => {
    const value = operand(run);
    return value === NONE || !charge(run, 1, node) ? NONE : computeNumbers("negate", run, node, value, value);
  };
  return { type: isNumber ? type : reportAt(compiler, "wrong-operands", node), step };
}

export function compileBinary(compiler: Compiler, node: Binary, scope: Scope): Compiled {
  const left = compileNode(compiler, node.left, scope);
  // In `lists.bad-words`, which CEL reads as a subtraction, `words` gets no diagnostic of its own.
  if (left.type.kind === "error" && node.op === "-") return left;
  const right = compileNode(compiler, node.right, scope, node.op === "in" ? "argument" : undefined);
  const search = right.type.kind === "opaque" ? compileSearch(compiler, node, left, right, scope) : undefined;
  const type =
    search === undefined ? findResultType(compiler, node.op, left.type, right.type) : getSimpleType("bool");
  const compute = search ?? operate(node.op);
  const step: Step = (run) => {
    const a = left.step(run);
    if (a === NONE) return giveUp(run, [right.step]);
    const b = right.step(run);
    return b === NONE || !charge(run, 1, node) ? NONE : compute(run, node, a, b);
  };
  return { type: type ?? reportAt(compiler, "wrong-operands", node), step };
}

function compileSearch(
  compiler: Compiler,
  { left }: Binary,
  item: Compiled,
  list: Compiled,
  scope: Scope,
): Compute | undefined {
  const overloads = findOverloads(compiler.environment, "in")
    .filter(({ signature }) => canAccept(readSignature(signature).parameters, [item, list]))
    .map((declaration) => compileOverload(declaration, findOrigin(left, scope)));
  return overloads.length === 0 ? undefined : (run, node, a, b) => chooseOverload(run, node, overloads, a, b);
}

/** `undefined`: no such overload. */
function findResultType(
  { environment }: Compiler,
  op: BinaryOperator,
  left: Type,
  right: Type,
): Type | undefined {
  const bool = getSimpleType("bool");
  if (op === "in") {
    if (isOpen(right)) return bool;
    const wanted = right.kind === "list" ? right.item : right.kind === "map" ? right.key : undefined;
    return wanted !== undefined && isAssignable(wanted, left) ? bool : undefined;
  }
  const rows = ARITHMETIC[op];
  if (rows === undefined) {
    const isEquality = op === "==" || op === "!=";
    const areOrdered = isEquality || (!UNORDERED.has(left.kind) && !UNORDERED.has(right.kind));
    return areOrdered && isAssignable(left, right) ? bool : undefined;
  }
  if (op === "+" && left.kind === "list" && right.kind === "list") {
    const item =
      joinTypes(left.item, right.item) ??
      (environment.allowsMixedItems === true ? getSimpleType("dyn") : undefined);
    return item && createListType(item);
  }
  const results = new Set<string>();
  for (const row of rows) {
    const [first, second, result] = row.split(" ") as [SimpleName, SimpleName, SimpleName]; // every row of the table has three names
    if (isAssignable(getSimpleType(first), left) && isAssignable(getSimpleType(second), right))
      results.add(result);
  }
  const isList = op === "+" && [left, right].every((type) => isOpen(type) || type.kind === "list");
  const [only] = results;
  if (isList) return only === undefined ? createListType(getSimpleType("dyn")) : getSimpleType("dyn");
  return only === undefined ? undefined : getSimpleType(results.size === 1 ? (only as SimpleName) : "dyn"); // rows hold no others
}
