import type { Call, Node } from "./ast.ts";
import { originOf, type Scope } from "./check.ts";
import { type FunctionDeclaration, findOverloads } from "./environment.ts";
import { type Planner, planNode } from "./plan.ts";
import { exceed, fail, giveUp, NONE, type Run, type Step } from "./run.ts";
import { readSignature, type Signature, type Type } from "./types.ts";
import { kindOf } from "./values.ts";

type AnyFunction = (context: unknown, ...values: readonly unknown[]) => unknown;

/** Both are pure and take one text: as a literal it is read once. */
const FOLDED: ReadonlySet<string> = new Set(["timestamp", "duration"]);

export function planCall(planner: Planner, node: Call): Step {
  const written = node.target === undefined ? node.args : [node.target, ...node.args];
  const steps = written.map((value) => planNode(planner, value));
  const known = planner.checked.overloads.get(node.id);
  const overloads = (known === undefined ? findOverloads(planner.environment, node.name) : [known])
    .map((declaration) => ({ declaration, signature: readSignature(declaration.signature) }))
    .filter(
      ({ signature: { isMethod, parameters } }) =>
        isMethod === (node.target !== undefined) && parameters.length === steps.length,
    )
    .map(({ declaration, signature }) => ({
      accepts: signature.parameters.map(acceptedKind),
      call: planDeclared(planner, written[0], declaration, signature),
    }));
  if (overloads.length === 0) {
    const code =
      findOverloads(planner.environment, node.name).length === 0 ? "unbound-function" : "no-such-overload";
    return (run) => fail(run, code, node);
  }

  const step: Step = (run) => {
    const values: unknown[] = [];
    for (let index = 0; index < steps.length; index++) {
      const value = (steps[index] as Step)(run); // within bounds
      if (value === NONE) return giveUp(run, steps.slice(index + 1));
      values.push(value);
    }
    if (--run.left < 0) return exceed(run, node);
    for (const { accepts, call } of overloads)
      if (accepts.every((kind, index) => kind === undefined || kind === kindOf(values[index])))
        return call(run, node, values);
    return fail(run, "no-such-overload", node);
  };
  const isFolded = FOLDED.has(node.name) && node.args.every(({ kind }) => kind === "literal");
  return isFolded ? foldStep(step) : step;
}

/** What fails is left to fail when it runs. */
function foldStep(step: Step): Step {
  const value = step({
    bindings: {},
    context: undefined,
    left: 1000,
    reason: { unknown: [] },
    locals: [],
    unknown: undefined,
    trace: undefined,
  });
  return value === NONE ? step : () => value;
}

/** `undefined`: any; opaque values are told apart by the check. */
function acceptedKind(type: Type): string | undefined {
  if (type.kind === "dyn" || type.kind === "opaque") return undefined;
  return type.kind === "object" ? "map" : type.kind;
}

/** What reading a value of that length costs: texts by eight units, lists by the item. */
export function sizeOf(value: unknown): number {
  return typeof value === "string" ? value.length >> 3 : Array.isArray(value) ? value.length : 0;
}

type CallDeclared = (run: Run, node: Node, values: readonly unknown[]) => unknown;

function planDeclared(
  planner: Planner,
  first: Node | undefined,
  declaration: FunctionDeclaration,
  { result }: Signature,
): CallDeclared {
  const { fault = "invalid-argument" } = declaration;
  const call = declaration.call as AnyFunction; // the values were held against the signature
  const cost = declaration.cost as ((...values: readonly unknown[]) => number) | undefined; // as above
  const match = declaration.match as
    | ((...values: readonly unknown[]) => Readonly<Record<string, unknown>> | undefined)
    | undefined; // as above
  const makes = result.kind === "string" || result.kind === "list" || result.kind === "dyn";
  const variable = first && originOf(first, scopeOf(planner));
  return (run, node, values) => {
    let steps = 0;
    if (cost !== undefined) steps = cost(...values);
    else for (const value of values) steps += sizeOf(value);
    if ((run.left -= steps) < 0) return exceed(run, node);
    const value = call(run.context, ...values);
    if (value === undefined) return fail(run, fault, node);
    if (makes && (run.left -= sizeOf(value)) < 0) return exceed(run, node);
    if (run.trace !== undefined && value === true && match !== undefined) {
      const found = match(run.context, ...values);
      if (found !== undefined)
        run.trace.evidence ??= { variable, value: values[0], match: found, range: [node.start, node.end] };
    }
    return value;
  };
}

/** For `in`, which has its two values at hand. */
export function callMatching(
  planner: Planner,
  first: Node,
  declaration: FunctionDeclaration,
  signature: Signature,
) {
  const call = planDeclared(planner, first, declaration, signature);
  const accepts = signature.parameters.map(acceptedKind);
  return (run: Run, node: Node, a: unknown, b: unknown) =>
    accepts[0] === undefined || accepts[0] === kindOf(a)
      ? call(run, node, [a, b])
      : fail(run, "no-such-overload", node);
}

function scopeOf({ locals }: Planner): Scope | undefined {
  let scope: Scope | undefined;
  for (const { name, origin } of locals) scope = { name, origin, type: { kind: "dyn" }, outer: scope };
  return scope;
}

export function originIn(planner: Planner, node: Node): string | undefined {
  return originOf(node, scopeOf(planner));
}
