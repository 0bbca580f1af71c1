import type { Binary, BinaryOperator, Conditional, Logic, Node, Unary } from "./ast.ts";
import {
  type Checker,
  checkBool,
  checkNode,
  isOpenType,
  originOf,
  report,
  type Scope,
  textOf,
} from "./check.ts";
import { guardsOf, pathOf } from "./check-field.ts";
import type { DiagnosticCode } from "./diagnostic.ts";
import { findOverloads } from "./environment.ts";
import {
  formatType,
  isAssignable,
  joinTypes,
  listOf,
  readSignature,
  type SimpleName,
  simpleType,
  type Type,
} from "./types.ts";
import { kindOf } from "./values.ts";

const NUMBERS = "int int int,double double double";
/** `left right result` of each overload. */
const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, string>>> = {
  "+": `${NUMBERS},string string string,timestamp duration timestamp,duration timestamp timestamp,duration duration duration`,
  "-": `${NUMBERS},timestamp timestamp duration,timestamp duration timestamp,duration duration duration`,
  "*": NUMBERS,
  "/": NUMBERS,
  "%": "int int int",
};
const ORDERED: ReadonlySet<string> = new Set(["bool", "int", "double", "string", "timestamp", "duration"]);

export function checkUnary(checker: Checker, node: Unary, scope: Scope | undefined): Type {
  if (node.op === "!") {
    checkBool(checker, node.operand, scope);
    return simpleType("bool");
  }
  const type = checkNode(checker, node.operand, scope);
  if (isOpenType(type) || type.kind === "int" || type.kind === "double") return type;
  return report(checker, "wrong-operands", node, { token: "-", found: formatType(type) });
}

export function checkLogic(checker: Checker, node: Logic, scope: Scope | undefined): Type {
  const { guards } = checker;
  node.parts.forEach((part, index) => {
    // An error beside a part that decides is absorbed, wherever it stands.
    const others = node.parts.filter((_, other) => other !== index);
    checker.guards = [...guards, ...others.flatMap((other) => guardsOf(other, node.op === "&&"))];
    checkBool(checker, part, scope);
  });
  checker.guards = guards;
  return simpleType("bool");
}

export function checkConditional(checker: Checker, node: Conditional, scope: Scope | undefined): Type {
  const { guards } = checker;
  checkBool(checker, node.condition, scope);
  const branches = [node.yes, node.no].map((branch) => {
    checker.guards = [...guards, ...guardsOf(node.condition, branch === node.yes)];
    return checkNode(checker, branch, scope);
  });
  checker.guards = guards;
  const [yes = simpleType("error"), no = simpleType("error")] = branches;
  return (
    joinTypes(yes, no) ??
    report(checker, "mixed-items", node, { token: "?", expected: formatType(yes), found: formatType(no) })
  );
}

export function checkItems(
  checker: Checker,
  items: readonly Node[],
  scope: Scope | undefined,
  code: DiagnosticCode,
): Type {
  let type: Type = simpleType("never");
  for (const item of items) {
    const own = checkNode(checker, item, scope);
    const joined = joinTypes(type, own);
    if (joined === undefined && checker.environment.allowsMixedItems !== true)
      return report(checker, code, item, {
        token: textOf(checker, item),
        expected: formatType(type),
        found: formatType(own),
      });
    type = joined ?? simpleType("dyn");
  }
  return type;
}

export function checkBinary(checker: Checker, node: Binary, scope: Scope | undefined): Type {
  const left = checkNode(checker, node.left, scope);
  // After `lists.bad-words` nothing more can be said of `words`.
  if (left.kind === "error" && node.op === "-") return left;
  const right = checkNode(checker, node.right, scope, node.op === "in");
  if (left.kind === "error" || right.kind === "error") return simpleType("error");
  switch (node.op) {
    case "==":
    case "!=":
      return isAssignable(left, right) ? simpleType("bool") : mismatch(checker, node, left, right);
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const areOrdered = [left, right].every((type) => isOpenType(type) || ORDERED.has(type.kind));
      return areOrdered && isAssignable(left, right)
        ? simpleType("bool")
        : mismatch(checker, node, left, right);
    }
    case "in":
      return checkIn(checker, node, left, right, scope);
    default:
      return checkArithmetic(checker, node, left, right);
  }
}

function checkArithmetic(checker: Checker, node: Binary, left: Type, right: Type): Type {
  if (node.op === "+" && left.kind === "list" && right.kind === "list") {
    const item = joinTypes(left.item, right.item);
    if (item !== undefined) return listOf(item);
    return checker.environment.allowsMixedItems === true
      ? listOf(simpleType("dyn"))
      : mismatch(checker, node, left, right);
  }
  const results = new Set<string>();
  for (const row of (ARITHMETIC[node.op] ?? "").split(",")) {
    const [first, second, result] = row.split(" ") as [SimpleName, SimpleName, SimpleName]; // as the table is written
    if (isAssignable(simpleType(first), left) && isAssignable(simpleType(second), right)) results.add(result);
  }
  const mayBeLists =
    node.op === "+" && [left, right].every((type) => isOpenType(type) || type.kind === "list");
  if (mayBeLists) results.add("list");
  if (results.size === 0) return mismatch(checker, node, left, right);
  const [result = "dyn"] = results;
  if (results.size > 1) return simpleType("dyn");
  return result === "list" ? listOf(simpleType("dyn")) : simpleType(result as SimpleName); // rows hold no others
}

function checkIn(checker: Checker, node: Binary, left: Type, right: Type, scope: Scope | undefined): Type {
  const bool = simpleType("bool");
  if (isOpenType(right)) return bool;
  if (right.kind === "list" || right.kind === "map") {
    const wanted = right.kind === "list" ? right.item : right.key;
    return isAssignable(wanted, left) ? bool : mismatch(checker, node, left, wanted);
  }
  const overload = findOverloads(checker.environment, "in").find(({ signature }) => {
    const [item, container] = readSignature(signature).parameters;
    return (
      item !== undefined &&
      container !== undefined &&
      isAssignable(item, left) &&
      isAssignable(container, right)
    );
  });
  if (overload === undefined) return mismatch(checker, node, left, right);
  checker.overloads.set(node.id, overload);
  const constant = pathOf(node.right);
  const variable = originOf(node.left, scope);
  if (variable !== undefined && constant !== undefined)
    checker.uses.push({ variable, constant, by: "in", range: [node.start, node.end] });
  return bool;
}

function mismatch(checker: Checker, node: Binary, left: Type, right: Type): Type {
  const [text, other] = left.kind === "string" ? [node.left, right] : [node.right, left];
  const found = `${formatType(left)} ${node.op} ${formatType(right)}`;
  const value = text.kind === "literal" ? text.value : undefined;
  const isNumber = other.kind === "int" || other.kind === "double";
  if (isNumber && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
    return report(checker, "text-against-number", text, {
      token: textOf(checker, text),
      suggestion: value.trim(),
      found,
    });
  const number = left.kind === "string" ? node.right : node.left;
  const isText = left.kind === "string" || right.kind === "string";
  if (isText && number.kind === "literal" && ["int", "double"].includes(kindOf(number.value))) {
    const written = textOf(checker, number);
    return report(checker, "text-against-number", number, {
      token: written,
      suggestion: `"${written}"`,
      found,
    });
  }
  return report(checker, "wrong-operands", node, { token: node.op, found });
}
