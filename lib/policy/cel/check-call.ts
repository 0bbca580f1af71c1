import type { Call, Node } from "./ast.ts";
import { type Checker, checkNode, originOf, report, type Scope } from "./check.ts";
import { pathOf } from "./check-field.ts";
import {
  type FunctionDeclaration,
  findOverloads,
  listFunctionNames,
  type WrittenArgument,
} from "./environment.ts";
import { findNearName } from "./suggest.ts";
import { offsetAt, parseDuration, parseTimestamp } from "./time.ts";
import { formatType, isAssignable, readSignature, settleType, simpleType, type Type } from "./types.ts";

/** Functions of CEL that this language leaves out, and under which name it explains why. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ["matches", "matches"],
  ["bytes", "bytes"],
  ["uint", "uint"],
  ["type", "types"],
  ["bind", "bind"],
  ...["hasValue", "value", "orValue", "or", "none", "of", "ofNonZeroValue"].map((name): [string, string] => [
    name,
    "optionals",
  ]),
]);
const WORDS: Readonly<Record<string, string>> = { not: "!", and: "&&", or: "||" };

export function checkCall(checker: Checker, node: Call, scope: Scope | undefined): Type {
  const { name, at, target } = node;
  const place = { start: at, end: at + name.length };
  const candidates = findOverloads(checker.environment, name).filter(
    ({ signature }) => name !== "in" || signature === "",
  );
  if (candidates.length === 0) {
    if (target === undefined || target.kind !== "name" || target.name !== "cel")
      visitAll(checker, node, scope);
    const absent = ABSENT.get(name);
    if (absent !== undefined) return report(checker, "unsupported", place, { token: absent });
    const operator = target === undefined ? WORDS[name] : undefined;
    if (operator !== undefined)
      return report(checker, "word-operator", place, { token: name, suggestion: operator });
    const near = findNearName(name, listFunctionNames(checker.environment));
    return report(checker, "unknown-function", place, { token: name, suggestion: near });
  }
  checker.calls.push({ name, range: [place.start, place.end] });
  const values = target === undefined ? node.args : [target, ...node.args];
  const found = values.map((value) => checkNode(checker, value, scope, true));
  if (found.some(({ kind }) => kind === "error")) return resultOf(candidates);
  const fitting = candidates.filter(({ signature }) => {
    const { isMethod, parameters } = readSignature(signature);
    return (
      isMethod === (target !== undefined) &&
      parameters.length === found.length &&
      parameters.every(
        (parameter, index) =>
          isAssignable(parameter, found[index] ?? parameter) && passes(parameter, found[index]),
      )
    );
  });
  const [only] = fitting;
  if (only === undefined) return reportArguments(checker, node, candidates, found);
  if (fitting.length === 1) checker.overloads.set(node.id, only);
  checkArguments(checker, node, only);
  noteUse(checker, node, scope);
  return resultOf(fitting);
}

/** An opaque value goes only where one is asked for: `dyn()` takes none. */
function passes(parameter: Type, found: Type | undefined): boolean {
  return parameter.kind === "opaque" || (found?.kind !== "opaque" && found?.kind !== "object");
}

function visitAll(checker: Checker, node: Call, scope: Scope | undefined): void {
  if (node.target !== undefined) checkNode(checker, node.target, scope, true);
  for (const arg of node.args) checkNode(checker, arg, scope, true);
}

function resultOf(overloads: readonly FunctionDeclaration[]): Type {
  const [first, ...rest] = new Set(overloads.map(({ signature }) => readSignature(signature).result));
  return first === undefined || rest.length > 0 ? simpleType("dyn") : first;
}

function reportArguments(
  checker: Checker,
  node: Call,
  candidates: readonly FunctionDeclaration[],
  found: readonly Type[],
): Type {
  const types = found.map((type) => formatType(settleType(type)));
  const [receiver, ...rest] = types;
  const written =
    node.target === undefined
      ? `${node.name}(${types.join(", ")})`
      : `${receiver}.${node.name}(${rest.join(", ")})`;
  const expected = candidates.map(({ signature }) => signature).join(" | ");
  return report(checker, "wrong-arguments", node, { token: node.name, expected, found: written });
}

const LITERALS: Readonly<Record<string, (text: string) => unknown>> = {
  timestamp: parseTimestamp,
  duration: parseDuration,
};

/** What is wrong with the value of a literal, which would fail whenever it runs. */
function checkArguments(checker: Checker, node: Call, overload: FunctionDeclaration): void {
  const [first] = node.args;
  const text = first?.kind === "literal" && typeof first.value === "string" ? first.value : undefined;
  if (text !== undefined && first !== undefined) {
    const details = { token: text };
    const parse = Object.hasOwn(LITERALS, node.name) ? LITERALS[node.name] : undefined;
    if (parse !== undefined && parse(text) === undefined)
      report(checker, node.name === "timestamp" ? "bad-timestamp" : "bad-duration", first, details);
    if (overload.fault === "bad-zone" && offsetAt(text, 0) === undefined)
      report(checker, "bad-zone", first, details);
    if (overload.fault === "bad-conversion" && overload.call(undefined as never, text as never) === undefined)
      report(checker, "bad-conversion", first, { ...details, expected: node.name });
  }
  const fault = overload.check?.(node.args.map((arg) => writtenOf(checker, arg)));
  if (fault === undefined) return;
  report(checker, "bad-literal", node.args[fault.argument] ?? node, {
    token: fault.token ?? node.name,
    expected: node.name,
    reason: fault.reason,
  });
}

function writtenOf(checker: Checker, node: Node): WrittenArgument {
  if (node.kind === "literal") return { literal: node.value };
  if (node.kind === "list") return { items: node.items.map((item) => writtenOf(checker, item)) };
  const constant = constantAt(checker, node);
  return constant === undefined ? undefined : { constant };
}

/** The value of `lists.x`, or of a constant itself. */
function constantAt(checker: Checker, node: Node): unknown {
  if (node.kind === "name") return checker.environment.constants.get(node.name)?.value;
  const path = pathOf(node);
  if (path === undefined || (node.kind !== "select" && node.kind !== "index")) return undefined;
  const group = constantAt(checker, node.operand);
  const field =
    node.kind === "select" ? node.field : node.index.kind === "literal" ? node.index.value : undefined;
  if (
    typeof group !== "object" ||
    group === null ||
    typeof field !== "string" ||
    !Object.hasOwn(group, field)
  )
    return undefined;
  return (group as Readonly<Record<string, unknown>>)[field]; // hasOwn() found it
}

function noteUse(checker: Checker, node: Call, scope: Scope | undefined): void {
  const [argument] = node.args;
  if (node.target === undefined || argument === undefined) return;
  const variable = originOf(node.target, scope);
  const constant = checker.types[argument.id]?.kind === "opaque" ? pathOf(argument) : undefined;
  if (variable !== undefined && constant !== undefined)
    checker.uses.push({ variable, constant, by: node.name, range: [node.start, node.end] });
}
