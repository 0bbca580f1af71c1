import type { Node } from "./ast.ts";
import { checkCall } from "./check-call.ts";
import { checkField, checkIndex } from "./check-field.ts";
import { checkBinary, checkConditional, checkItems, checkLogic, checkUnary } from "./check-operator.ts";
import { type Diagnostic, type DiagnosticCode, makeDiagnostic, type Range } from "./diagnostic.ts";
import type { Environment, FunctionDeclaration } from "./environment.ts";
import type { Parsed } from "./parser.ts";
import { findNearName } from "./suggest.ts";
import { listOf, mapOf, settleType, simpleType, type Type } from "./types.ts";
import { kindOf } from "./values.ts";

export type Mention = { readonly name: string; readonly range: Range };
/** A constant applied to a variable: `name.hasWord(lists.x)`, `target in lists.x`, also item by item in a macro. */
export type ConstantUse = {
  readonly variable: string;
  /** As a path: `lists.x`. */
  readonly constant: string;
  readonly by: string;
  readonly range: Range;
};
/** A read that is an error where the field was not sent, and that no `has()` goes before. */
export type UnguardedRead = {
  readonly path: string;
  readonly range: Range;
  /** Declared optional; otherwise a key of a map or of `dyn`, which may be there always. */
  readonly isOptional: boolean;
};

export type Checked = {
  readonly parsed: Parsed;
  readonly type: Type;
  /** By node id. */
  readonly types: readonly Type[];
  /** By the id of the call: the one overload that fits, where one is known before it runs. */
  readonly overloads: ReadonlyMap<number, FunctionDeclaration>;
  /** Free names, in the order written. */
  readonly names: readonly Mention[];
  readonly constants: readonly Mention[];
  readonly calls: readonly Mention[];
  readonly uses: readonly ConstantUse[];
  readonly unguarded: readonly UnguardedRead[];
};

export type Scope = {
  readonly name: string;
  readonly type: Type;
  /** The free variable whose items it takes. */
  readonly origin: string | undefined;
  readonly outer: Scope | undefined;
};

/** What the check of one expression writes to. */
export type Checker = {
  readonly environment: Environment;
  readonly source: string;
  readonly types: Type[];
  readonly overloads: Map<number, FunctionDeclaration>;
  readonly diagnostics: Diagnostic[];
  readonly names: Mention[];
  readonly constants: Mention[];
  readonly calls: Mention[];
  readonly uses: ConstantUse[];
  readonly unguarded: UnguardedRead[];
  /** Paths that `has()` vouches for at this place. */
  guards: readonly string[];
};

/** Types and names of a parsed expression; `result`: what it must give. All that is wrong, not just the first. */
export function checkExpression(
  parsed: Parsed,
  environment: Environment,
  result: Type = simpleType("dyn"),
): Checked | readonly Diagnostic[] {
  const checker: Checker = {
    environment,
    source: parsed.source,
    types: [],
    overloads: new Map(),
    diagnostics: [],
    names: [],
    constants: [],
    calls: [],
    uses: [],
    unguarded: [],
    guards: [],
  };
  const { root } = parsed;
  const type = settleType(checkNode(checker, root, undefined));
  if (checker.diagnostics.length === 0) expectType(checker, root, type, result, "not-bool");
  return checker.diagnostics.length > 0 ? checker.diagnostics : { ...checker, parsed, type };
}

/** The type of a node; remembers it. Opaque values are refused but where `mayBeOpaque`. */
export function checkNode(checker: Checker, node: Node, scope: Scope | undefined, mayBeOpaque = false): Type {
  const type = findType(checker, node, scope);
  checker.types[node.id] = type;
  if (mayBeOpaque || (type.kind !== "opaque" && type.kind !== "object")) return type;
  // An object is read field by field; whole it can be compared, not passed on.
  return type.kind === "opaque"
    ? report(checker, "list-needs-function", node, { token: textOf(checker, node) })
    : type;
}

function findType(checker: Checker, node: Node, scope: Scope | undefined): Type {
  switch (node.kind) {
    case "literal":
      return simpleType(kindOf(node.value) as "null"); // no literal is a list or a map
    case "name":
      return checkName(checker, node.name, node, scope);
    case "select":
      return checkField(checker, node, scope);
    case "index":
      return checkIndex(checker, node, scope);
    case "call":
      return checkCall(checker, node, scope);
    case "unary":
      return checkUnary(checker, node, scope);
    case "binary":
      return checkBinary(checker, node, scope);
    case "logic":
      return checkLogic(checker, node, scope);
    case "conditional":
      return checkConditional(checker, node, scope);
    case "list":
      return listOf(checkItems(checker, node.items, scope, "mixed-items"));
    case "map":
      return checkMap(checker, node, scope);
    case "macro":
      return checkMacro(checker, node, scope);
  }
}

export function report(
  checker: Checker,
  code: DiagnosticCode,
  { start, end }: { readonly start: number; readonly end: number },
  details?: Parameters<typeof makeDiagnostic>[3],
): Type {
  checker.diagnostics.push(makeDiagnostic(code, start, end, details));
  return simpleType("error");
}

export const textOf = ({ source }: Checker, { start, end }: Node) => source.slice(start, end);

export function findScope(scope: Scope | undefined, name: string): Scope | undefined {
  let at = scope;
  while (at !== undefined && at.name !== name) at = at.outer;
  return at;
}

/** Names of what CEL has and this language has not. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ["optional", "optionals"],
  ["cel", "bind"],
  ...["bool", "bytes", "double", "int", "list", "map", "null_type", "string", "type", "uint"].map(
    (name): [string, string] => [name, "types"],
  ),
]);

function checkName(checker: Checker, name: string, node: Node, scope: Scope | undefined): Type {
  const local = findScope(scope, name);
  if (local !== undefined) return local.type;
  const { variables, constants } = checker.environment;
  const range: Range = [node.start, node.end];
  const variable = variables.get(name);
  if (variable !== undefined) {
    checker.names.push({ name, range });
    return variable;
  }
  const constant = constants.get(name);
  if (constant !== undefined) return constant.type;
  checker.names.push({ name, range });
  const near = findNearName(name, [...variables.keys(), ...constants.keys()]);
  const absent = ABSENT.get(name);
  if (near === undefined && absent !== undefined)
    return report(checker, "unsupported", node, { token: absent });
  return report(checker, "unknown-name", node, { token: name, suggestion: near });
}

function checkMap(checker: Checker, node: Extract<Node, { kind: "map" }>, scope: Scope | undefined): Type {
  const keys = node.entries.map(([key]) => key);
  const key = checkItems(checker, keys, scope, "mixed-keys");
  for (const written of keys)
    if (!["bool", "int", "string", "dyn", "never", "error"].includes(checker.types[written.id]?.kind ?? ""))
      report(checker, "wrong-key", written);
  return mapOf(
    key,
    checkItems(
      checker,
      node.entries.map(([, value]) => value),
      scope,
      "mixed-items",
    ),
  );
}

function checkMacro(
  checker: Checker,
  node: Extract<Node, { kind: "macro" }>,
  scope: Scope | undefined,
): Type {
  const target = checkNode(checker, node.target, scope);
  const item =
    target.kind === "list"
      ? target.item
      : target.kind === "map"
        ? target.key
        : isOpenType(target)
          ? target
          : undefined;
  if (item === undefined)
    report(checker, "not-iterable", node.target, { token: node.name, found: target.kind });
  const inner: Scope = {
    name: node.variable,
    type: item ?? simpleType("error"),
    origin: originOf(node.target, scope),
    outer: scope,
  };
  if (node.filter !== undefined) checkBool(checker, node.filter, inner);
  if (node.name === "map") return listOf(checkNode(checker, node.body, inner));
  checkBool(checker, node.body, inner);
  if (node.name !== "filter") return simpleType("bool");
  return listOf(inner.type);
}

export const isOpenType = ({ kind }: Type) => kind === "dyn" || kind === "never" || kind === "error";

/** The free variable that a node's value comes from. */
export function originOf(node: Node, scope: Scope | undefined): string | undefined {
  switch (node.kind) {
    case "name": {
      const local = findScope(scope, node.name);
      return local === undefined ? node.name : local.origin;
    }
    case "select":
    case "index":
      return originOf(node.operand, scope);
    case "call":
      return node.target && originOf(node.target, scope);
    case "macro":
      return originOf(node.target, scope);
    default:
      return undefined;
  }
}

export function checkBool(checker: Checker, node: Node, scope: Scope | undefined): void {
  const type = checkNode(checker, node, scope);
  expectType(checker, node, type, simpleType("bool"), "not-bool");
}

function expectType(checker: Checker, node: Node, found: Type, wanted: Type, code: DiagnosticCode): void {
  if (isOpenType(found) || isOpenType(wanted) || found.kind === wanted.kind) return;
  report(checker, code, node, { token: textOf(checker, node), found: found.kind });
}
