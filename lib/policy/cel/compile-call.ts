import type { Call, Node } from "./ast.ts";
import { type Compiled, type Compiler, compileNode, findOrigin, reportAt, type Scope } from "./compile.ts";
import { type FunctionDeclaration, findOverloads, type Match, type WrittenArgument } from "./environment.ts";
import { charge, failAt, giveUp, NONE, type Run, type Step, startRun } from "./run.ts";
import { findZoneOffset } from "./time.ts";
import { getSimpleType, isAssignable, readSignature, type Type } from "./types.ts";
import { readKind } from "./values.ts";

type AnyFunction<Result> = (context: unknown, ...values: Four) => Result;
/** A function takes four values at most, the receiver among them. */
type Four = readonly [a?: unknown, b?: unknown, c?: unknown, d?: unknown];
type Invoke = (run: Run, node: Node, ...values: Four) => unknown;
type Overload = { readonly fits: (...values: Four) => boolean; readonly invoke: Invoke };

export function compileCall(compiler: Compiler, node: Call, scope: Scope): Compiled {
  const { name, at, target, args } = node;
  const nodes = target === undefined ? args : [target, ...args];
  const values = nodes.map((value) => compileNode(compiler, value, scope, "argument"));
  const steps = values.map(({ step }) => step);
  const declared = findOverloads(compiler.environment, name);
  const place = { start: at, end: at + name.length };
  if (declared.length === 0) {
    const type = reportAt(compiler, "unknown-function", place);
    return { type, step: (run) => failAt(run, "unbound-function", node) };
  }
  compiler.calls.push({ name, range: [place.start, place.end] });
  const fitting = declared.filter(({ signature }) => {
    const { isMethod, parameters } = readSignature(signature);
    return isMethod === (target !== undefined) && canAccept(parameters, values);
  });
  const [any] = fitting;
  const hasMistake = values.some(({ type }) => type.kind === "error");
  let type = getSimpleType("error");
  // All overloads of a name have the same result.
  if (any !== undefined) type = readSignature(any.signature).result;
  else if (!hasMistake) type = reportAt(compiler, "wrong-arguments", node);
  if (any !== undefined && !hasMistake)
    checkWritten(compiler, node, any, values.slice(nodes.length - args.length));
  const variable = nodes[0] && findOrigin(nodes[0], scope);
  const overloads = fitting.map((declaration) => compileOverload(declaration, variable));
  const [first, second, third, fourth] = steps;
  const step: Step = (run) => {
    const a = first?.(run);
    if (a === NONE) return giveUp(run, steps.slice(1));
    const b = second?.(run);
    if (b === NONE) return giveUp(run, steps.slice(2));
    const c = third?.(run);
    if (c === NONE) return giveUp(run, steps.slice(3));
    const d = fourth?.(run);
    return d === NONE ? NONE : chooseOverload(run, node, overloads, a, b, c, d);
  };
  const isFixed = (name === "timestamp" || name === "duration") && args[0]?.kind === "literal";
  return { type, step: isFixed ? fixStep(step) : step };
}

export function chooseOverload(
  run: Run,
  node: Node,
  overloads: readonly Overload[],
  a?: unknown,
  b?: unknown,
  c?: unknown,
  d?: unknown,
): unknown {
  if (!charge(run, 1, node)) return NONE;
  for (const { fits, invoke } of overloads) if (fits(a, b, c, d)) return invoke(run, node, a, b, c, d);
  return failAt(run, "no-such-overload", node);
}

/** An opaque value is accepted only by an opaque parameter, which accepts nothing else; `dyn` is neither. */
export function canAccept(parameters: readonly Type[], values: readonly Compiled[]): boolean {
  return (
    parameters.length === values.length &&
    values.every(({ type }, index) => {
      const parameter = parameters[index] as Type; // there are as many
      const isOpaque = type.kind === "opaque" || type.kind === "object";
      return isAssignable(parameter, type) && (parameter.kind === "opaque" ? type.kind !== "dyn" : !isOpaque);
    })
  );
}

/** A literal argument is read once; if reading fails, the call fails when it runs. */
function fixStep(step: Step): Step {
  const value = step(startRun({ bindings: {} }, 1000, undefined));
  return value === NONE ? step : () => value;
}

/** What reading or making a value costs: texts by eight units, lists by the item. */
const measureValue = (value: unknown) =>
  typeof value === "string" ? value.length >> 3 : Array.isArray(value) ? value.length : 0;

const measureAll = (a?: unknown, b?: unknown, c?: unknown, d?: unknown) =>
  measureValue(a) + measureValue(b) + measureValue(c) + measureValue(d);

export function compileOverload(declaration: FunctionDeclaration, variable: string | undefined): Overload {
  const { parameters } = readSignature(declaration.signature);
  const { fault = "invalid-argument" } = declaration;
  const call = declaration.call as AnyFunction<unknown>; // arguments are checked against the signature
  const match = declaration.match as AnyFunction<Match | undefined> | undefined; // the same as for `call`
  const cost = (declaration.cost ?? measureAll) as (...values: Four) => number; // the same as for `call`
  const invoke: Invoke = (run, node, a, b, c, d) => {
    if (!charge(run, cost(a, b, c, d), node)) return NONE;
    const value = call(run.context, a, b, c, d);
    if (value === undefined) return failAt(run, fault, node);
    if (!charge(run, measureValue(value), node)) return NONE;
    if (value !== true || run.trace === undefined) return value;
    const found = match?.(run.context, a, b, c, d);
    if (found !== undefined)
      run.trace.evidence ??= { variable, value: a, match: found, range: [node.start, node.end] };
    return value;
  };
  const [first, second, third, fourth] = parameters.map(({ kind }) =>
    kind === "dyn" || kind === "opaque" ? undefined : kind,
  );
  const hasKind = (value: unknown, kind: string | undefined) =>
    kind === undefined || kind === readKind(value);
  const fits: Overload["fits"] = (a, b, c, d) =>
    hasKind(a, first) && hasKind(b, second) && hasKind(c, third) && hasKind(d, fourth);
  return { fits, invoke };
}

/** Diagnostics of literal arguments that would fail on every run. */
function checkWritten(
  compiler: Compiler,
  { args }: Call,
  { fault, call, check }: FunctionDeclaration,
  values: readonly Compiled[],
): void {
  const written = args.map((arg, index) => readWritten(arg, values[index]?.constant));
  const [first] = args;
  if (first?.kind === "literal") {
    const { value } = first;
    const isConversion = fault === "bad-timestamp" || fault === "bad-duration" || fault === "bad-conversion";
    const isBad =
      fault === "bad-zone"
        ? findZoneOffset(value as string, 0) === undefined // a zone is a text
        : isConversion && (call as AnyFunction<unknown>)(undefined, value) === undefined; // it accepts the value
    if (isBad) reportAt(compiler, fault as "bad-zone", first); // as compared above
  }
  const found = check?.(...written);
  if (found === undefined) return;
  const { argument, ...literalFault } = found;
  const { start, end } = args[argument] as Node; // a check names an argument that it was given
  compiler.diagnostics.push({ code: "bad-literal", range: [start, end], ...literalFault });
}

function readWritten(node: Node, constant: unknown): WrittenArgument {
  if (node.kind === "literal") return { literal: node.value };
  if (node.kind === "list") return { items: node.items.map((item) => readWritten(item, undefined)) };
  return { constant };
}
