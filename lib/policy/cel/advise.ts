import { findNearest } from "../suggest.ts";
import { listChildren, type Node } from "./ast.ts";
import { listBuiltinNames } from "./builtins.ts";
import { compileExpression, type Program } from "./compile.ts";
import { type Diagnostic, type DiagnosticCode, type Feature, LITERAL_FEATURES } from "./diagnostic.ts";
import { type Environment, findOverloads } from "./environment.ts";
import { formatType } from "./format-type.ts";
import type { Limits } from "./limits.ts";
import { parseExpression } from "./parser.ts";
import { readFieldName } from "./path.ts";
import { getSimpleType, isAssignable, readSignature, type Type } from "./types.ts";
import { readKind } from "./values.ts";

export type AdviceCode =
  | DiagnosticCode
  | "unexpected-end"
  | "word-operator"
  | "single-operator"
  | "missing-call"
  | "text-against-number"
  | "unsupported";

/** A diagnostic for people: `code` may be more exact than the engine's. */
export type Advice = {
  readonly code: AdviceCode;
  readonly range: Diagnostic["range"];
  /** The part of the source that is meant. */
  readonly token: string;
  /** What to write instead of the range. */
  readonly suggestion?: string;
  /** Types or signatures in CEL's notation. */
  readonly expected?: string;
  readonly found?: string;
  readonly feature?: Feature;
  readonly reason?: string;
};

/** Every diagnostic of a condition with advice, for editors and the command line; the engine itself gives code and place. */
export function diagnose(source: string, environment: Environment, limits?: Limits): readonly Advice[] {
  const parsed = parseExpression(source, limits);
  if ("code" in parsed) return [adviseOnSyntax(source, parsed)];
  const program = compileExpression(parsed, environment, "bool");
  const advice = program.diagnostics.map((diagnostic): Advice => {
    const token = source.slice(...diagnostic.range);
    return { token, ...diagnostic, ...adviseOn(program, environment, diagnostic, token) };
  });
  // A macro that is mistyped names its items, too.
  const idle = advice.flatMap(({ suggestion = "", range }) => {
    const node = MACRO_NAMES.includes(suggestion) ? findNode(parsed.root, range) : undefined;
    return node?.kind === "call" ? node.args : [];
  });
  // `cel.bind()` is reported as one unsupported feature.
  return advice.filter(
    ({ feature, range }, index) =>
      !idle.some(({ start, end }) => range[0] >= start && range[1] <= end) &&
      (feature === undefined || advice.findIndex((other) => other.feature === feature) === index),
  );
}

type Details = Partial<Advice>;

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!"],
  ["=", "=="],
  ["&", "&&"],
  ["|", "||"],
]);

function adviseOnSyntax(source: string, diagnostic: Diagnostic): Advice {
  const { code, range } = diagnostic;
  const token = source.slice(...range);
  const feature = LITERAL_FEATURES.get(code);
  if (feature !== undefined) return { code: "unsupported", range, token, feature };
  const before = source.slice(0, range[0]).trimEnd();
  if (code === "unexpected-token" && token === "?" && /[.[{(,]$/.test(before))
    return { code: "unsupported", range, token, feature: "optionals" };
  // `not x` stops at `x`.
  const word = /(?:^|[^\w.])(not)$/.exec(before)?.[1];
  if (code === "unexpected-token" && word !== undefined) {
    const start = before.length - word.length;
    return { code: "word-operator", range: [start, before.length], token: word, suggestion: "!" };
  }
  const suggestion = OPERATORS.get(token);
  if (suggestion !== undefined && code.startsWith("unexpected-"))
    return { code: /\w/.test(token) ? "word-operator" : "single-operator", range, token, suggestion };
  return {
    ...diagnostic,
    code: code === "unexpected-token" && token === "" ? "unexpected-end" : code,
    token,
  };
}

const ABSENT_FUNCTIONS: Readonly<Record<string, Feature>> = {
  matches: "matches",
  bytes: "bytes",
  uint: "uint",
  type: "types",
  bind: "bind",
  hasValue: "optionals",
  value: "optionals",
  orValue: "optionals",
};
const ABSENT_NAMES: Readonly<Record<string, Feature>> = {
  optional: "optionals",
  cel: "bind",
  bytes: "types",
  int: "types",
  string: "types",
  double: "types",
  bool: "types",
  list: "types",
  map: "types",
  uint: "types",
};

function adviseOn(
  { parsed, types }: Program,
  environment: Environment,
  { code, range }: Diagnostic,
  token: string,
): Details {
  const node = findNode(parsed.root, range);
  const findType = (part: Node): Type => types[part.id] ?? getSimpleType("dyn");
  const show = (part: Node) => formatType(findType(part));
  switch (code) {
    case "unknown-name": {
      const suggestion = findNearest(token, [
        ...environment.variables.keys(),
        ...environment.constants.keys(),
      ]);
      const feature = Object.hasOwn(ABSENT_NAMES, token) ? ABSENT_NAMES[token] : undefined;
      if (suggestion !== undefined) return { suggestion };
      return feature === undefined ? {} : { code: "unsupported", feature };
    }
    case "unknown-function": {
      const isMethod = node?.kind === "call" && node.target !== undefined;
      const word = isMethod ? undefined : OPERATORS.get(token);
      if (word !== undefined) return { code: "word-operator", suggestion: word };
      if (Object.hasOwn(ABSENT_FUNCTIONS, token))
        return { code: "unsupported", ...omitAbsent({ feature: ABSENT_FUNCTIONS[token] }) };
      return omitAbsent({ suggestion: findNearest(token, listFunctionNames(environment)) });
    }
    case "unknown-field": {
      if (node?.kind !== "select" && node?.kind !== "index") return {};
      const operand = findType(node.operand);
      const field = readFieldName(node) ?? "";
      const names = operand.kind === "object" ? [...operand.fields.keys()] : [];
      // CEL reads `lists.bad-words` as a subtraction.
      const near = names.find((name) => name.startsWith(`${field}-`)) ?? findNearest(field, names);
      const written = parsed.source.slice(node.operand.start, node.operand.end);
      const corrected = near === undefined ? undefined : writeField(written, near);
      const suggestion =
        corrected !== undefined && node.kind === "select" && node.test ? `has(${corrected})` : corrected;
      return { ...omitAbsent({ suggestion }), found: formatType(operand) };
    }
    case "no-fields": {
      if (node?.kind !== "select" && node?.kind !== "index") return {};
      const method = findMethod(environment, findType(node.operand), readFieldName(node) ?? "");
      const found = show(node.operand);
      if (method === undefined) return { found };
      const written = parsed.source.slice(node.operand.start, node.operand.end);
      return { code: "missing-call", suggestion: `${written}.${method}()`, found };
    }
    case "wrong-arguments": {
      if (node?.kind !== "call") return {};
      const args = node.args.map(show).join(", ");
      const receiver = node.target === undefined ? "" : `${show(node.target)}.`;
      return {
        expected: formatSignatures(environment, node.name).join(" | "),
        found: `${receiver}${node.name}(${args})`,
      };
    }
    case "wrong-operands":
      return node?.kind === "binary"
        ? adviseOnOperands(node, findType, parsed.source)
        : node === undefined
          ? {}
          : { found: show(listChildren(node)[0] ?? node) };
    case "mixed-items":
      if (node?.kind === "conditional") return { found: `${show(node.yes)} : ${show(node.no)}` };
      return node === undefined ? {} : { found: show(node) };
    case "bad-zone": {
      const zone = findNearest(token.slice(1, -1), Intl.supportedValuesOf("timeZone"));
      return zone === undefined ? {} : { suggestion: JSON.stringify(zone) };
    }
    case "not-bool":
    case "wrong-key":
    case "not-iterable":
      return node === undefined ? {} : { found: show(node) };
    default:
      return {};
  }
}

/** A number in quotes against a number, or the other way round. */
function adviseOnOperands(
  node: Extract<Node, { kind: "binary" }>,
  findType: (part: Node) => Type,
  source: string,
): Details {
  const [left, right] = [findType(node.left), findType(node.right)];
  const found = `${formatType(left)} ${node.op} ${formatType(right)}`;
  const isNumber = ({ kind }: Type) => kind === "int" || kind === "double";
  for (const [part, other] of [
    [node.left, right],
    [node.right, left],
  ] as const) {
    if (part.kind !== "literal") continue;
    const written = source.slice(part.start, part.end);
    const range = [part.start, part.end] as const;
    const { value } = part;
    const isDigits = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
    if (isNumber(other) && isDigits)
      return { code: "text-against-number", range, token: written, suggestion: value.trim(), found };
    if (other.kind === "string" && ["int", "double"].includes(readKind(value)))
      return { code: "text-against-number", range, token: written, suggestion: `"${written}"`, found };
  }
  return { found };
}

const omitAbsent = (details: { readonly [K in keyof Advice]?: Advice[K] | undefined }): Details =>
  Object.fromEntries(Object.entries(details).filter(([, detail]) => detail !== undefined));

const MACRO_NAMES: readonly string[] = ["all", "exists", "exists_one", "map", "filter", "has"];
const listFunctionNames = ({ functions }: Environment) => [
  ...MACRO_NAMES,
  ...listBuiltinNames(),
  ...Object.keys(functions),
];

/** With the name, as documents write them: `string.startsWith(string): bool`. */
function formatSignatures(environment: Environment, name: string): readonly string[] {
  return findOverloads(environment, name).map(({ signature }) =>
    signature.replace(/(^|\.)\w*\(/, `$1${name}(`),
  );
}

const ALIASES: Readonly<Record<string, string>> = { length: "size", count: "size", len: "size" };

/** The method probably meant by a field of a value without fields. */
function findMethod(environment: Environment, type: Type, field: string): string | undefined {
  const name = Object.hasOwn(ALIASES, field)
    ? (ALIASES[field] ?? "")
    : (findNearest(field, listFunctionNames(environment)) ?? "");
  const takes = findOverloads(environment, name).some(({ signature }) => {
    const { isMethod, parameters } = readSignature(signature);
    return isMethod && parameters[0] !== undefined && isAssignable(parameters[0], type);
  });
  return takes ? name : undefined;
}

const writeField = (operand: string, field: string) =>
  /^[A-Za-z_]\w*$/.test(field) ? `${operand}.${field}` : `${operand}[${JSON.stringify(field)}]`;

function findNode(node: Node, [start, end]: Diagnostic["range"]): Node | undefined {
  if (node.start === start && node.end === end) return node;
  if (node.kind === "call" && node.at === start) return node;
  for (const child of listChildren(node)) {
    const found = findNode(child, [start, end]);
    if (found !== undefined) return found;
  }
  return undefined;
}
